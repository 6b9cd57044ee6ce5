"""Which sheets of a workbook are the ledger, and which column of each is which; the reason for each sheet left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from daicho.business.operations.ledger.columns import recognise_layout
from daicho.business.operations.ledger.date_order import in_order
from daicho.business.operations.ledger.grid import Grid, column_letters, turned
from daicho.business.operations.ledger.layout import Layout
from daicho.business.operations.ledger.messages import (
    BESIDE_SKIPPED,
    EXAMPLES,
    NO_COLUMN,
    NO_HEADER,
    NO_SHEET,
    SHEET_SKIPPED,
    TURNED,
    WHAT,
    WHY_EMPTY,
    WHY_HIDDEN,
    WHY_NO_COLUMN,
    WHY_OTHER,
    WHY_PAST,
    WHY_SAMPLE,
)
from daicho.business.operations.ledger.notes import Notes
from daicho.business.operations.ledger.sections import card_table
from daicho.engine.exchange.sheets import Sheet, Workbook
from daicho.values.labels import Label, Problem
from daicho.values.problems import Invalid

_SAMPLE_NAME = re.compile(
    r"記入例|サンプル|見本|ひな形|雛形|雛型|テンプレ|コピー|控え|バックアップ|旧版|\(2\)|sample|template|example|copy|backup|\bold\b",
    re.IGNORECASE,
)
_PAST_NAME = re.compile(
    r"解約|失効|満了|終了(?!日)|過去|以前|旧|削除|廃止|アーカイブ|見込|商談|見積|マスタ|"
    r"cancel|terminat|churn|expired|closed|archive|prospect|pipeline|master",
    re.IGNORECASE,
)
_ALIKE = 0.6
MOST_TURNED_ROWS = 200


@dataclass(frozen=True, slots=True)
class _Candidate:
    sheet: Sheet
    layout: Layout | None
    left_out: Label | None

    @property
    def complete(self) -> bool:
        """Whether it has every essential column."""
        return self.layout is not None and not self.layout.missing

    @property
    def size(self) -> tuple[int, int]:
        """How much of a ledger it is: the fields named, then the rows."""
        return (len(self.layout.fields) if self.layout else 0, len(self.sheet.rows))


def recognise(workbook: Workbook, sheet: str | None, notes: Notes) -> tuple[Layout, ...]:
    """The layouts of the sheets that are the ledger, in the workbook's order; other sheets are noted.

    Without a name it is the sheet with the most fields, and all others with nearly the same ones; hidden sheets, samples
    and copies are not read. Raises `Invalid` when there is none, naming the column that is missing.
    """
    candidates = [_candidate(found, named=sheet is not None) for found in _chosen(workbook, sheet)]
    usable = [found for found in candidates if found.complete and found.left_out is None]
    if not usable:
        usable = [found for found in candidates if found.complete and found.left_out is WHY_PAST]
    if not usable:
        usable = [found for found in candidates if found.complete][:1]
    if not usable:
        raise Invalid(*_why_not(workbook, candidates))
    best = max(usable, key=lambda found: found.size)
    layouts = []
    for found in candidates:
        if found.layout is not None and (found is best or (found in usable and _alike(found, best))):
            layouts.append(found.layout)
            _note_beside(found.layout, notes)
            notes.single.extend(problem for problem in found.layout.told if problem not in notes.single)
        else:
            left_out = found.left_out if found.complete or found.left_out is not WHY_PAST else None
            reason = left_out or (WHY_OTHER if found.complete else WHY_NO_COLUMN)
            notes.add(SHEET_SKIPPED, sheet=found.sheet.name, reason=reason)
    return tuple(layouts)


def _chosen(workbook: Workbook, sheet: str | None) -> Sequence[Sheet]:
    """The sheets to look at. Raises `Invalid` for a name that is none."""
    if sheet is None:
        return workbook.sheets
    found = [one for one in workbook.sheets if one.name.strip() == sheet.strip()]
    if not found:
        names = tuple(one.name for one in workbook.sheets)
        raise Invalid(NO_SHEET.problem(sheet=sheet, sheets=names))
    return found[:1]


def _candidate(sheet: Sheet, *, named: bool) -> _Candidate:
    """One sheet with its layout, and why it is not to be read (None: it may)."""
    if not any(cell is not None for row in sheet.rows for cell in row):
        return _Candidate(sheet, None, WHY_EMPTY)
    sheet, reason = in_order(sheet), None
    if not named:
        reason = WHY_HIDDEN if sheet.hidden else WHY_SAMPLE if _SAMPLE_NAME.search(sheet.name) else None
        reason = reason or (WHY_PAST if _PAST_NAME.search(sheet.name) else None)
    layout = recognise_layout(Grid(sheet))
    if (layout is None or layout.missing) and len(sheet.rows) <= MOST_TURNED_ROWS:
        across = recognise_layout(Grid(turned(sheet), turned=True))
        if across is not None and not across.missing and not across.guessed and not across.product_by_price:
            across.told = (*across.told, TURNED.problem(sheet=sheet.name))
            return _Candidate(sheet, across, reason)
        filled_in = card_table(Grid(sheet))
        form = recognise_layout(Grid(filled_in)) if filled_in is not None else None
        if form is not None and not form.missing:
            return _Candidate(sheet, form, reason)
    return _Candidate(sheet, layout, reason)


def _alike(one: _Candidate, other: _Candidate) -> bool:
    """Whether two sheets are the same kind of ledger: most fields are in both."""
    first, second = (set(found.layout.fields) if found.layout else set() for found in (one, other))
    return len(first & second) >= _ALIKE * len(first | second)


def _why_not(workbook: Workbook, candidates: list[_Candidate]) -> list[Problem]:
    """What the sheet that comes nearest to a ledger lacks."""
    headed = [found for found in candidates if found.layout is not None]
    if not headed:
        return [NO_HEADER.problem(sheets=tuple(found.name for found in workbook.sheets))]
    nearest = max(headed, key=lambda found: found.size)
    layout = nearest.layout
    assert layout is not None
    return [
        NO_COLUMN.problem(sheet=nearest.sheet.name, what=WHAT[name], seen=layout.seen, examples=EXAMPLES[name])
        for name in layout.missing
    ]


def _note_beside(layout: Layout, notes: Notes) -> None:
    if layout.beside:
        columns = tuple(column_letters(column) for column in layout.beside)
        notes.add(BESIDE_SKIPPED, sheet=layout.grid.sheet.name, columns=columns)
