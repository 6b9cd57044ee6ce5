"""Reads the worked tables of docs/rules, so that a page cannot say something the code does not do."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

RULES = Path(__file__).parent.parent / "docs" / "rules"

Row = dict[str, str]


@lru_cache
def tables(page: str) -> tuple[tuple[Row, ...], ...]:
    """Every table of docs/rules/<page>.md, in order: rows of heading -> cell."""
    found: list[tuple[Row, ...]] = []
    block: list[list[str]] = []
    for line in [*(RULES / f"{page}.md").read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("|"):
            block.append([cell.strip() for cell in line.strip("|").split("|")])
        elif block:
            heading, _rule, *rows = block
            found.append(tuple(dict(zip(heading, row, strict=True)) for row in rows))
            block = []
    return tuple(found)


def table(page: str, *headings: str) -> tuple[Row, ...]:
    """The one table of a page that has all these headings; refuses none, two, or an empty one."""
    matching = [rows for rows in tables(page) if rows and set(headings) <= set(rows[0])]
    assert len(matching) == 1, f"{page}: {len(matching)} tables with {headings}"
    return matching[0]


def day(cell: str) -> date:
    return date.fromisoformat(cell)


def day_or_none(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def number(cell: str) -> Decimal:
    return Decimal(cell.replace(",", ""))


def whole_or_none(cell: str) -> int | None:
    return int(cell) if cell else None


def names(rows: Sequence[Row], *headings: str) -> list[str]:
    """Test ids made of some cells."""
    return [" ".join(filter(None, (row[heading] for heading in headings))) for row in rows]
