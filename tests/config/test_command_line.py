"""The command `daicho` as people call it: as a program of its own, on databases of its own."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the command in an empty folder with an environment of its own."""

    def run_command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
        return subprocess.run(
            [sys.executable, "-m", "daicho", *arguments],
            cwd=tmp_path,
            env=kept | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    return run_command


def test_help_needs_no_settings(run: Run) -> None:
    done = run("--help", DATABASE_URL="nonsense")
    assert done.returncode == 0
    for command in ("serve", "worker", "demo", "import", "token", "backup", "restore"):
        assert f"\n  {command} " in done.stdout


@pytest.mark.parametrize("arguments", [[], ["sevre"], ["token"]])
def test_wrong_calls_end_with_2(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x/y"),
        ("DAICHO_CLOCK", "noon"),
        ("DAICHO_ENV", "production"),
        ("DAICHO_EMAIL_URL", "x:"),
    ],
)
def test_a_wrong_setting_is_one_line_and_2(run: Run, name: str, value: str) -> None:
    done = run("worker", "--once", **{name: value})
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "DAICHO_" in done.stderr or "DATABASE_URL" in done.stderr


@pytest.mark.parametrize("arguments", [("token", "admin"), ("worker", "--once"), ("worker",)])
def test_a_database_that_does_not_answer_is_one_line_and_2(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "DATABASE_URL" in done.stderr


@pytest.mark.parametrize("arguments", [("token", "admin"), ("worker", "--once")])
def test_a_database_without_tables_says_how_to_make_them(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, DATABASE_URL="sqlite:///empty.sqlite3")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "daicho serve" in done.stderr


def test_a_text_file_is_no_backup_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no database", "utf-8")
    done = run("restore", "notes.txt", "--replace")
    assert done.returncode == 2
    assert "notes.txt" in done.stderr
    with sqlite3.connect(tmp_path / "var" / "daicho.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
