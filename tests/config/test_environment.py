"""Settings by environment: what is read, and what is refused in one line of both languages."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from daicho.config.environment import Database, SettingRefused, read, read_database

SECRET = "s" * 50
PRODUCTION = {"DAICHO_ENV": "production", "DAICHO_SECRET_KEY": SECRET}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"DAICHO_ENV": "staging"}, "unknown_environment"),
        ({"DATABASE_URL": "mysql://root@localhost/daicho"}, "unknown_database"),
        ({"DATABASE_URL": "daicho.sqlite3"}, "unknown_database"),
        ({"DATABASE_URL": "postgresql://localhost"}, "unknown_database"),
        ({"DATABASE_URL": "postgresql://localhost:abc/daicho"}, "unknown_database"),
        ({"DATABASE_URL": "sqlite:////proc/no/such/daicho.sqlite3"}, "no_database_folder"),
        ({"DAICHO_EMAIL_URL": "imap://localhost"}, "bad_email_url"),
        ({"DAICHO_EMAIL_URL": "smtp://"}, "bad_email_url"),
        ({"DAICHO_BASE_URL": "daicho.example.com"}, "unknown_base_url"),
        ({"DAICHO_ENV": "production"}, "secret_missing"),
        (PRODUCTION | {"DAICHO_SECRET_KEY": "short"}, "secret_short"),
        (PRODUCTION | {"DAICHO_CLOCK": "2025-06-01T09:00+09:00"}, "clock_in_production"),
        ({"DAICHO_CLOCK": "tomorrow"}, "clock_unreadable"),
        ({"DAICHO_CLOCK": "2025-06-01T09:00"}, "clock_unreadable"),
        ({"DAICHO_CLOCK": "2025-06-31T09:00+09:00"}, "clock_unreadable"),
    ],
)
def test_what_is_wrong_is_refused_in_one_line(given: dict[str, str], code: str, tmp_path: Path) -> None:
    with pytest.raises(SettingRefused) as refusal:
        read(given, tmp_path)
    assert refusal.value.code == code
    assert " / " in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_passwords_are_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(SettingRefused) as refusal:
        read({"DATABASE_URL": "mysql://daicho:geheim@localhost/daicho"}, tmp_path)
    assert "geheim" not in str(refusal.value)
    assert "daicho@localhost" in str(refusal.value)


def test_nothing_given_means_development_on_sqlite_with_mails_captured(tmp_path: Path) -> None:
    environment = read({}, tmp_path)
    assert not environment.production
    assert environment.database == Database("sqlite", str(tmp_path / "var" / "daicho.sqlite3"))
    assert environment.email_url == "capture:"
    assert environment.clock is None
    assert environment.base_url == "http://localhost:8000"


def test_the_secret_of_development_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = read({}, tmp_path).secret_key
    assert len(first) >= 50
    assert read({}, tmp_path).secret_key == first
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]


def test_production_keeps_no_secret_on_disk(tmp_path: Path) -> None:
    assert read(PRODUCTION, tmp_path).secret_key == SECRET
    assert not (tmp_path / "var" / "secret_key").exists()


def test_the_clock_keeps_its_offset(tmp_path: Path) -> None:
    clock = read({"DAICHO_CLOCK": "2025-06-01T09:00+09:00"}, tmp_path).clock
    assert clock == datetime(2025, 6, 1, 9, tzinfo=timezone(timedelta(hours=9)))
    assert read({"DAICHO_CLOCK": "2025-06-01T00:00Z"}, tmp_path).clock == datetime(2025, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "database"),
    [
        ("sqlite://:memory:", Database("sqlite", ":memory:")),
        (
            "postgresql://u%40x:p%2Fw@db.example.com:5433/daicho?sslmode=require",
            Database("postgresql", "daicho", "u@x", "p/w", "db.example.com", "5433", (("sslmode", "require"),)),
        ),
        ("postgres:///daicho?host=/run/pg", Database("postgresql", "daicho", options=(("host", "/run/pg"),))),
    ],
)
def test_databases(url: str, database: Database, tmp_path: Path) -> None:
    assert read_database(url, tmp_path) == database
