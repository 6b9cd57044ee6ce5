"""The figures as one table, with the machine and the commit they were measured on; printed and kept in bench/results/."""

import os
import platform
import subprocess
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bench.database import bare

RESULTS = Path(__file__).parent / "results"
HEADINGS = ("what", "daicho", "floor", "ratio", "aim", "")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value beside its floor, both in `unit`; rates are better when larger, times when smaller.

    `floor` None: there is none. `aim` is the bound of the value in the same unit, `most` that of the ratio; None: none.
    """

    what: str
    value: float
    floor: float | None
    unit: str
    aim: float | None = None
    most: float | None = None

    @property
    def is_rate(self) -> bool:
        return self.unit.endswith("/s")

    @property
    def ratio(self) -> float | None:
        """How many times the work of the floor it takes."""
        if not self.floor or not self.value:
            return None
        return self.floor / self.value if self.is_rate else self.value / self.floor

    @property
    def verdict(self) -> str:
        """ok, or which aim is missed."""
        missed = []
        if self.aim is not None and (self.value < self.aim if self.is_rate else self.value > self.aim):
            missed.append("value")
        if self.most is not None and self.ratio is not None and self.ratio > self.most:
            missed.append("ratio")
        return "missed: " + ", ".join(missed) if missed else "ok" if self.aim or self.most else ""

    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.1f}"
        sign = "≥" if self.is_rate else "≤"
        aims = [f"{sign} {self.aim:g}"] if self.aim is not None else []
        aims += [f"≤ {self.most:g} × floor"] if self.most is not None else []
        floor = "" if self.floor is None else _number(self.floor, self.unit)
        return (self.what, _number(self.value, self.unit), floor, ratio, ", ".join(aims), self.verdict)


def table(figures: list[Figure]) -> str:
    """The figures as text in columns (also a Markdown table)."""
    rows = [HEADINGS, *(figure.cells() for figure in figures)]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [
        "| "
        + " | ".join(_padded(cell, width, at) for at, (cell, width) in enumerate(zip(row, widths, strict=True)))
        + " |"
        for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 1) + (":" if 0 < at < 4 else "-") for at, width in enumerate(widths)) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def heading() -> str:
    """Machine, database, commit and moment, in one line each."""
    with bare() as connection:
        [(version,)] = connection.execute("SHOW server_version").fetchall()
        [(buffers,)] = connection.execute("SHOW shared_buffers").fetchall()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return "\n".join(
        [
            f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, load {os.getloadavg()[0]:.1f}",
            f"Python {platform.python_version()}, PostgreSQL {version} (shared_buffers {buffers})",
            f"commit {_commit()}, {datetime.now().astimezone():%Y-%m-%d %H:%M %Z}",
        ]
    )


def keep(text: str) -> Path:
    """Write the report into bench/results/."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{datetime.now().astimezone():%Y%m%d-%H%M%S}.md"
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _number(value: float, unit: str) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _padded(text: str, width: int, at: int) -> str:
    space = " " * (width - _width(text))
    return space + text if 0 < at < 4 else text + space


def _processor() -> str:
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if "model name" in line
    ]
    return names[0] if names else platform.processor()


def _commit() -> str:
    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], capture_output=True, text=True, check=False).stdout.strip()

    return (git("rev-parse", "--short", "HEAD") or "unknown") + (
        " with changes" if git("status", "--porcelain") else ""
    )
