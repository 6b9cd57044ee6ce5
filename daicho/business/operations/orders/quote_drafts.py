"""A quote as an editor holds it: completed, checked and planned without writing, and saved as a whole, once.

Drafting uses the very rules of saving and booking; leaves the reading of forms and the words of pages to others.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError

from daicho.business.contracts.booking import PlannedContract
from daicho.business.operations.orders.order_to_cash import plan_quote
from daicho.business.sales.completion import propose_lines, propose_terms
from daicho.business.sales.models import Quote, QuoteLine
from daicho.business.sales.objects import QUOTE, QUOTE_LINE
from daicho.engine.access.actors import Actor
from daicho.engine.catalog.specs import ObjectSpec
from daicho.engine.records import checks, history
from daicho.engine.records.command import command
from daicho.engine.records.plans import plan_of
from daicho.engine.work.frame import Frame
from daicho.values.labels import Problem
from daicho.values.problems import Invalid

UNSAVED = 0
"""The id under which lines name a quote that is not saved."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Completed values; `problems` name fields as "start_date" and "lines.0.quantity". `planned` None: not calculable yet."""

    header: Mapping[str, Any]
    lines: Sequence[Mapping[str, Any]]
    problems: tuple[Problem, ...]
    planned: PlannedContract | None


def draft(header: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], frame: Frame, number: str = "") -> Draft:
    """What saving these typed values would keep and confirming would book. Writes nothing, checks no rights."""
    row = {**header, "lines": [dict(line) for line in lines]}
    propose_terms([row])
    completed = row.pop("lines")
    _defaults(QUOTE, row)
    quote = _unsaved(Quote, QUOTE, {**row, "start_date": row.get("start_date") or frame.today, "number": number})
    for line in completed:
        line["quote"] = UNSAVED
    propose_lines(completed, {UNSAVED: quote})
    for line in completed:
        del line["quote"]
        _defaults(QUOTE_LINE, line)
        if QUOTE_LINE.derive is not None:
            line.update(QUOTE_LINE.derive(line, frozenset(line)))
    problems = _problems(row, completed)
    return Draft(row, completed, tuple(problems), None if problems else _planned(quote, completed, frame))


def create(actor: Actor, draft: Draft, token: uuid.UUID, frame: Frame, source: str = "") -> tuple[int, bool]:
    """Save a new quote; (its id, whether it was saved now). The same token twice, also at once, makes one quote.

    Raises Invalid, Forbidden.
    """
    made = created_by(token)
    if made is not None:
        return made, False
    _refuse(draft)
    return create_once(actor, {**_own(QUOTE, draft.header), "lines": _lines(draft)}, token, frame, source)


def create_once(
    actor: Actor, row: Mapping[str, Any], token: uuid.UUID, frame: Frame, source: str = ""
) -> tuple[int, bool]:
    """Save a new quote with its lines under a token; (its id, whether it was saved now). Raises Invalid, Forbidden."""
    made = created_by(token)
    if made is not None:
        return made, False
    try:
        with command(actor=actor, reason="create", frame=frame, source=source) as running:
            running.id = token
            [quote_id] = running.create("quote", [row])
    except IntegrityError:
        made = created_by(token)
        if made is None:
            raise
        return made, False
    return quote_id, True


def change(
    actor: Actor,
    quote_id: int,
    draft: Draft,
    line_ids: Sequence[int | None],
    version: int,
    frame: Frame,
    source: str = "",
) -> None:
    """Save a quote that exists with all its lines; `line_ids` stand beside the draft's lines (None: a new one).

    Lines that are not named go. `version` is what the editor saw: Stale when it moved on. Raises Invalid, Forbidden,
    Missing, Conflict (confirmed).
    """
    _refuse(draft)
    with command(actor=actor, reason="edit", frame=frame, source=source) as running:
        running.update("quote", {quote_id: _own(QUOTE, draft.header)}, versions={quote_id: version})
        stored = {line.pk: line for line in QuoteLine.objects.filter(quote=quote_id)}
        kept = {line_id for line_id in line_ids if line_id in stored}
        running.delete("quote_line", [line_id for line_id in stored if line_id not in kept])
        changes: dict[int, dict[str, Any]] = {}
        new = []
        for line_id, values in zip(line_ids, _lines(draft), strict=True):
            if line_id is None or line_id not in stored:
                new.append({**values, "quote": quote_id})
            elif change := _difference(stored[line_id], values):
                changes[line_id] = change
        running.update("quote_line", changes)
        running.create("quote_line", new)


def created_by(token: uuid.UUID) -> int | None:
    """The quote that was made under this token, None when there is none."""
    return history.record_created_by(token, "quote")


def _planned(quote: Quote, lines: Sequence[Mapping[str, Any]], frame: Frame) -> PlannedContract | None:
    items = [_unsaved(QuoteLine, QUOTE_LINE, line) for line in lines if line["kind"] == "item"]
    try:
        return plan_quote(quote, items, frame) if items else None
    except Invalid:
        return None


def _problems(header: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> list[Problem]:
    asked = {field.key for field in QUOTE.fields if not field.made and field.key != "owner"}
    problems = checks.value_problems(QUOTE, header, asked)
    if QUOTE.validate is not None:
        problems += QUOTE.validate(header)
    keys = {field.key for field in QUOTE_LINE.fields if field.key != "quote"}
    for position, line in enumerate(lines):
        found = checks.value_problems(QUOTE_LINE, line, keys)
        if QUOTE_LINE.validate is not None and not found:
            found += QUOTE_LINE.validate(line)
        problems += [problem.below(f"lines.{position}.") for problem in found]
    return problems


def _refuse(draft: Draft) -> None:
    if draft.problems:
        raise Invalid(*draft.problems)


def _defaults(spec: ObjectSpec, row: dict[str, Any]) -> None:
    for field in spec.fields:
        if field.default is not None and row.get(field.key) is None:
            row[field.key] = field.default


def _own(spec: ObjectSpec, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are written by hand."""
    return {field.key: values[field.key] for field in spec.fields if field.key in values and not field.made}


def _lines(draft: Draft) -> list[dict[str, Any]]:
    return [{**_own(QUOTE_LINE, line), "position": position} for position, line in enumerate(draft.lines, start=1)]


def _difference(stored: QuoteLine, values: Mapping[str, Any]) -> dict[str, Any]:
    """What differs from the stored line; prices go together, for the last one given would decide the others."""
    columns = {column.key: column for column in plan_of(QUOTE_LINE).own}
    change = {
        key: value
        for key, value in values.items()
        if columns[key].typed(getattr(stored, columns[key].attname)) != value
    }
    prices = ("list_price", "unit_price", "unit_discount", "discount_rate")
    return change if change.keys().isdisjoint(prices) else {**change, "unit_price": values.get("unit_price")}


def _unsaved(model: type[Any], spec: ObjectSpec, values: Mapping[str, Any]) -> Any:
    """An instance that is never saved, with the values in its columns; an empty one keeps the column's default."""
    columns = {column.key: column.attname for column in plan_of(spec).own}
    given = {columns[key]: value for key, value in values.items() if key in columns and value is not None}
    return model(**given)
