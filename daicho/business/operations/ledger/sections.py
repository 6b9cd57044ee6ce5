"""Finds what a sheet says outside its table: headings between the rows, and labels with their values above the header."""

import re
from dataclasses import dataclass

from daicho.business.operations.ledger.grid import Grid
from daicho.business.operations.ledger.headers import Header
from daicho.business.operations.ledger.possible_words import CERTAIN
from daicho.business.operations.ledger.profile import kinds_of
from daicho.business.operations.ledger.vocabulary import is_total, may_label_total
from daicho.business.operations.ledger.words import meanings
from daicho.engine.exchange.sheets import Cell, Sheet
from daicho.values.parsing import plain

MOST_HEADING_CELLS = 3
_NO_HEADING = re.compile(
    r"^(?:※|\*|注|備考|以上|以下|凡例|作成|出力|印刷|計$|end\b|notes?\b|--|==|p\.?\d|\d+/\d+)", re.IGNORECASE
)
_AROUND = re.compile(r"^[\s■□◆◇●○◎▼▽★☆▶►・【\[<〈《(]+|[\s】\]>〉》:：]+$")
_LABEL = re.compile(
    r"^(?:お客様名?|顧客名?|契約先名?|取引先名?|得意先名?|会社名|客先|customer|client|account) *[:：] *", re.IGNORECASE
)
_COUNT = re.compile(r" *\(\d+ *(?:件|契約|行|本)\)$")
LEAST_LABELS, MOST_FORM_ROWS, LIKELY_IN_FORM = 5, 200, 6


def headings(grid: Grid, header: Header) -> dict[int, str]:
    """The texts of heading rows by row, where a heading comes before the first row of data; empty otherwise."""
    found: dict[int, str] = {}
    filled = 0
    for row in range(header.last + 1, grid.height):
        own = grid.own_columns(row)
        text = _heading(grid, row, own)
        if text:
            found[row] = text
        elif len(own) > MOST_HEADING_CELLS:
            if not found:
                return {}
            filled += 1
    return found if filled else {}


def _heading(grid: Grid, row: int, own: list[int]) -> str | None:
    """The text of a heading row: a few texts alone, of which one is a name; None for any other row."""
    values = [grid.own(row, column) for column in own]
    if not 0 < len(own) <= MOST_HEADING_CELLS or not all(isinstance(value, str) for value in values):
        return None
    texts = [_COUNT.sub("", _LABEL.sub("", _AROUND.sub("", plain(value)))) for value in values]
    if any(is_total(value) or may_label_total(value) or _NO_HEADING.match(plain(value)) for value in values):
        return None
    named = [text for text in texts if text and "account" not in meanings(text)]
    plainly = [text for text in named if "text" in kinds_of(text)]
    if len(plainly) < len(named) and not any("company" in kinds_of(text) for text in plainly):
        return None
    best = next((text for text in plainly if "company" in kinds_of(text)), None)
    return best or (plainly[-1] if plainly and len(named) <= 2 else None)


def card_table(grid: Grid) -> Sheet | None:
    """A sheet that is a form of labels and values for one contract as a table of one row, which keeps the number of the
    row that names the customer; None where it names none."""
    found = cards(grid, grid.height)
    customer = next((about.row for about in found if "account" in about.fields), None)
    if customer is None or len(found) < LEAST_LABELS:
        return None
    row = max(customer, 1)
    above: list[list[Cell]] = [[] for _ in range(row - 1)]
    return Sheet(grid.sheet.name, [*above, [one.label for one in found], [one.value for one in found]])


@dataclass(frozen=True, slots=True)
class About:
    """A label of a sheet with its value: the fields that it may mean, and its row from 0."""

    fields: frozenset[str]
    label: str
    value: Cell
    row: int


def cards(grid: Grid, before: int) -> list[About]:
    """The labels in the rows before `before` with the values to their right, or after a colon."""
    found: list[About] = []
    for row in range(min(before, MOST_FORM_ROWS)):
        columns = grid.own_columns(row)
        for position, column in enumerate(columns):
            value = grid.own(row, column)
            if not isinstance(value, str):
                continue
            label, colon, rest = plain(value).partition(":")
            fields = frozenset(name for name, weight in meanings(label).items() if weight >= LIKELY_IN_FORM)
            if not fields or any(label == one.label for one in found):
                continue
            beside = grid.own(row, columns[position + 1]) if position + 1 < len(columns) else None
            said: Cell = rest.strip() if colon and rest.strip() else beside
            if said is not None and not (isinstance(said, str) and max(meanings(said).values(), default=0) >= CERTAIN):
                found.append(About(fields, label, said, row))
    return found
