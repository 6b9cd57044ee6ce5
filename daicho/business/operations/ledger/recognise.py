"""Which sheets of a workbook are the ledger, and which column of each is which; the reason for each sheet left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from daicho.business.operations.ledger.choices import Choices
from daicho.business.operations.ledger.columns import recognise_layout
from daicho.business.operations.ledger.date_order import in_order
from daicho.business.operations.ledger.grid import Grid, column_letters, turned
from daicho.business.operations.ledger.layout import Layout
from daicho.business.operations.ledger.messages import (
    EXAMPLES,
    NO_COLUMN,
    NO_HEADER,
    NO_SHEET,
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
from daicho.business.operations.ledger.told import BESIDE_SKIPPED, SHEET_SKIPPED, TURNED
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
class Candidate:
    """One sheet, its layout (None: it has no header of a ledger), and why it is not to be read by itself (None: it is)."""

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


def recognise(workbook: Workbook, choices: Choices, notes: Notes) -> tuple[Layout, ...]:
    """The layouts of the sheets that are the ledger, in the workbook's order; other sheets are noted.

    Without a chosen one it is the sheet with the most fields, and all others with nearly the same ones; hidden sheets,
    samples and copies are not read. Raises `Invalid` when there is none, naming the column that is missing.
    """
    candidates = look(workbook, choices)
    read = ledgers(candidates)
    if not read:
        raise Invalid(*why_not(workbook, candidates))
    layouts = []
    for found in candidates:
        if found in read and found.layout is not None:
            layouts.append(found.layout)
            _note_beside(found.layout, notes)
            notes.single.extend(problem for problem in found.layout.told if problem not in notes.single)
        else:
            notes.add(SHEET_SKIPPED, sheet=found.sheet.name, reason=why_left_out(found))
    return tuple(layouts)


def look(workbook: Workbook, choices: Choices) -> list[Candidate]:
    """What each sheet looks like: of all of them, or of the chosen one. Raises `Invalid` for a sheet that is none."""
    named = choices.sheet is not None
    return [_candidate(found, choices, named=named) for found in _chosen(workbook, choices.sheet)]


def ledgers(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those that are the ledger; none where all lack an essential column."""
    usable = [found for found in candidates if found.complete and found.left_out is None]
    if not usable:
        usable = [found for found in candidates if found.complete and found.left_out is WHY_PAST]
    if not usable:
        usable = [found for found in candidates if found.complete][:1]
    if not usable:
        return []
    best = max(usable, key=lambda found: found.size)
    return [found for found in usable if found is best or _alike(found, best)]


def nearest(candidates: Sequence[Candidate]) -> Candidate | None:
    """The sheet that comes nearest to a ledger; None where none has a header of one."""
    headed = [found for found in candidates if found.layout is not None]
    return max(headed, key=lambda found: found.size, default=None)


def why_left_out(found: Candidate) -> Label:
    """Why a sheet that is no ledger, or another one, is not read."""
    left_out = found.left_out if found.complete or found.left_out is not WHY_PAST else None
    return left_out or (WHY_OTHER if found.complete else WHY_NO_COLUMN)


def _chosen(workbook: Workbook, sheet: str | None) -> Sequence[Sheet]:
    """The sheets to look at. Raises `Invalid` for a name that is none."""
    if sheet is None:
        return workbook.sheets
    found = [one for one in workbook.sheets if one.name.strip() == sheet.strip()]
    if not found:
        names = tuple(one.name for one in workbook.sheets)
        raise Invalid(NO_SHEET.problem(sheet=sheet, sheets=names))
    return found[:1]


def _candidate(sheet: Sheet, choices: Choices, *, named: bool) -> Candidate:
    """One sheet with its layout, and why it is not to be read (None: it may)."""
    if not any(cell is not None for row in sheet.rows for cell in row):
        return Candidate(sheet, None, WHY_EMPTY)
    sheet, reason = in_order(sheet), None
    chosen = choices.of(sheet.name)
    if not named and chosen.header is None:
        reason = WHY_HIDDEN if sheet.hidden else WHY_SAMPLE if _SAMPLE_NAME.search(sheet.name) else None
        reason = reason or (WHY_PAST if _PAST_NAME.search(sheet.name) else None)
    layout = recognise_layout(Grid(sheet), chosen)
    if chosen.header is None and (layout is None or layout.missing) and len(sheet.rows) <= MOST_TURNED_ROWS:
        across = recognise_layout(Grid(turned(sheet), turned=True), choices.of(sheet.name, turned=True))
        if across is not None and not across.missing and not across.guessed and not across.product_by_price:
            across.told = (*across.told, TURNED.problem(sheet=sheet.name))
            return Candidate(sheet, across, reason)
        filled_in = card_table(Grid(sheet))
        form = recognise_layout(Grid(filled_in)) if filled_in is not None else None
        if form is not None and not form.missing:
            return Candidate(sheet, form, reason)
    return Candidate(sheet, layout, reason)


def _alike(one: Candidate, other: Candidate) -> bool:
    """Whether two sheets are the same kind of ledger: most fields are in both."""
    first, second = (set(found.layout.fields) if found.layout else set() for found in (one, other))
    return len(first & second) >= _ALIKE * len(first | second)


def why_not(workbook: Workbook, candidates: Sequence[Candidate]) -> list[Problem]:
    """What the sheet that comes nearest to a ledger lacks."""
    found = nearest(candidates)
    layout = found.layout if found is not None else None
    if found is None or layout is None:
        return [NO_HEADER.problem(sheets=tuple(one.name for one in workbook.sheets))]
    return [
        NO_COLUMN.problem(sheet=found.sheet.name, what=WHAT[name], seen=layout.seen, examples=EXAMPLES[name])
        for name in layout.missing
    ]


def _note_beside(layout: Layout, notes: Notes) -> None:
    if layout.beside:
        columns = tuple(column_letters(column) for column in layout.beside)
        notes.add(BESIDE_SKIPPED, sheet=layout.grid.sheet.name, columns=columns)
