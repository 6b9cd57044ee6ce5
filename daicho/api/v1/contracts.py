"""Contracts: renewal into the next term, its preview, and the undo of the latest event."""

import uuid
from collections.abc import Collection
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from daicho.api.v1.answers import Answer
from daicho.api.v1.authentication import SOURCE, Caller, caller_of
from daicho.api.v1.idempotency import IdempotencyKey, once
from daicho.api.v1.renewal_answers import read_answer
from daicho.api.v1.schemas import (
    AnsweredOut,
    AnswerIn,
    ContractOut,
    DeltasOut,
    NoBody,
    RecordId,
    RenewedOut,
    RenewIn,
    answers,
)
from daicho.business.contracts.objects import CONTRACT_FIELDS, CONTRACT_LINE
from daicho.business.operations.answers.registering import register
from daicho.business.operations.orders.undoing import undo_latest as undo_latest_event
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.deltas import renewal_deltas
from daicho.business.operations.renewals.renewal import Wish
from daicho.business.sales.objects import QUOTE_LINE
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.catalog.types import REQUIRED
from daicho.engine.records import checks
from daicho.engine.records.parsing import parse_fields, parse_many
from daicho.values.labels import Problem
from daicho.values.money import plain
from daicho.values.problems import Invalid

router = Router(tags=["contracts"])

_OWN = {field.key: field for field in CONTRACT_FIELDS}
_LINE = {field.key: field for field in CONTRACT_LINE.fields}
TERM_FIELDS: dict[str, FieldSpec] = {"start_date": _OWN["start_date"], "months": _OWN["next_term_months"]}
LINE_FIELDS: dict[str, FieldSpec] = {
    "line": _LINE["replaces"],
    "quantity": _LINE["quantity"],
    "unit_price": _LINE["unit_price"],
}
NEW_LINE_FIELDS: dict[str, FieldSpec] = {
    field.key: field
    for field in QUOTE_LINE.fields
    if not field.made and field.key not in ("quote", "position", "kind", "start_date", "end_date")
}


@router.post("/{record_id}/renew", response=answers(ok=RenewedOut | DeltasOut))
def renew_contract(
    request: HttpRequest,
    record_id: RecordId,
    body: RenewIn | None = None,
    preview: Annotated[bool, Query(description="Write nothing; answer the differences.")] = False,
    idempotency_key: IdempotencyKey = None,
) -> HttpResponse:
    """Book the next term. 409 when nothing is renewable; with `preview` only the differences are answered."""
    caller = caller_of(request, "preview")
    wish = _wish(caller, body or RenewIn())
    voids = frozenset(body.void_quotes) if body is not None else frozenset()
    if preview:
        return _deltas(caller, record_id, wish, voids).response()
    return once(request, idempotency_key, lambda: _renew(caller, record_id, wish, voids))


@router.post("/{record_id}/undo", response=answers(ok=ContractOut))
def undo_latest(
    request: HttpRequest, record_id: RecordId, body: NoBody | None = None, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """Take back the latest event of the contract; taking back its confirmation leaves the quote, open again."""
    caller = caller_of(request)

    def run() -> Answer:
        undo_latest_event(caller.actor, record_id, caller.frame, SOURCE)
        return Answer(200, {"contract": record_id})

    return once(request, idempotency_key, run)


@router.post("/{record_id}/answer", response=answers(ok=AnsweredOut))
def record_answer(
    request: HttpRequest, record_id: RecordId, body: AnswerIn, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """Record the customer's answer to the renewal, with its stage, drafts, task and notices. 409 once it is settled."""
    caller = caller_of(request)

    def run() -> Answer:
        answer, source = read_answer(body, caller.frame)
        done = register(
            record_id,
            answer,
            actor=caller.actor,
            frame=caller.frame,
            source=source,
            token=uuid.uuid4(),
            copy=body.copy_by_mail,
            came_from=SOURCE,
        )
        return Answer(200, {"answer": done.answer, "contract": record_id, "copied": done.copied})

    return once(request, idempotency_key, run)


def _renew(caller: Caller, contract_id: int, wish: Wish, voids: Collection[int]) -> Answer:
    done = renewal.renew(caller.actor, contract_id, wish, caller.frame, SOURCE, voids=voids)
    return Answer(
        200,
        {
            "order": done.order,
            "contract": done.contract,
            "term": done.term,
            "start_date": done.start_date.isoformat(),
            "end_date": done.end_date.isoformat(),
        },
    )


def _deltas(caller: Caller, contract_id: int, wish: Wish, voids: Collection[int]) -> Answer:
    found = renewal_deltas(caller.actor, contract_id, wish, caller.frame, voids=voids)
    entries = {"added": found.added, "removed": found.removed, "reversed": found.reversed}
    figures = {"quantity": plain(found.quantity), "mrr": plain(found.mrr), "amount": plain(found.amount)}
    return Answer(200, {**figures, "entries": entries})


def _wish(caller: Caller, body: RenewIn) -> Wish:
    term = parse_fields(TERM_FIELDS, {"start_date": body.start_date, "months": body.months}, caller.frame)
    problems = list(term.problems)
    lines, added = _lines(caller, body.lines or [], problems)
    if problems:
        raise Invalid(*problems)
    as_they_are = body.lines is None or bool(added and not lines)
    return Wish(term.values["start_date"], term.values["months"], None if as_they_are else lines, added)


def _lines(
    caller: Caller, raw: list[dict[str, Any]], problems: list[Problem]
) -> tuple[dict[int, dict[str, Any]], dict[int, dict[str, Any]]]:
    """Changes by the id of a line, and new licences by their place."""
    lines: dict[int, dict[str, Any]] = {}
    added: dict[int, dict[str, Any]] = {}
    for place, item in enumerate(raw):
        is_new = item.get("line") is None and item.get("product") is not None
        given = {key: value for key, value in item.items() if key != "line"} if is_new else item
        parsed = parse_fields(NEW_LINE_FIELDS if is_new else LINE_FIELDS, given, caller.frame, f"lines.{place}.")
        values = {key: value for key, value in parsed.values.items() if value is not None}
        line = values.pop("line", None)
        problems += parsed.problems
        if is_new and not parsed.problems:
            added[place] = _resolved(caller, place, given, problems)
        elif line is not None:
            lines[line] = values
        elif not parsed.problems:
            problems.append(REQUIRED.problem(f"lines.{place}.line", field=LINE_FIELDS["line"].label))
    return lines, added


def _resolved(caller: Caller, place: int, row: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """A new licence with the id of its product, which the caller may read."""
    [parsed] = parse_many(QUOTE_LINE, [row], caller.actor, caller.frame)
    found = list(parsed.problems)
    try:
        checks.check_references(caller.actor, QUOTE_LINE, [] if found else [parsed.values], caller.frame)
    except Invalid as refused:
        found += refused.problems
    problems += [problem.below(f"lines.{place}.") for problem in found]
    return {key: value for key, value in parsed.values.items() if value is not None}
