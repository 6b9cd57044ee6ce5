"""Contracts: renewal into the next term, its preview, and the undo of the latest event."""

import uuid
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
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.catalog.types import REQUIRED
from daicho.engine.records.parsing import parse_fields
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
    if preview:
        return _deltas(caller, record_id, wish).response()
    return once(request, idempotency_key, lambda: _renew(caller, record_id, wish))


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


def _renew(caller: Caller, contract_id: int, wish: Wish) -> Answer:
    done = renewal.renew(caller.actor, contract_id, wish, caller.frame, SOURCE)
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


def _deltas(caller: Caller, contract_id: int, wish: Wish) -> Answer:
    found = renewal_deltas(caller.actor, contract_id, wish, caller.frame)
    entries = {"added": found.added, "removed": found.removed, "reversed": found.reversed}
    figures = {"quantity": plain(found.quantity), "mrr": plain(found.mrr), "amount": plain(found.amount)}
    return Answer(200, {**figures, "entries": entries})


def _wish(caller: Caller, body: RenewIn) -> Wish:
    term = parse_fields(TERM_FIELDS, {"start_date": body.start_date, "months": body.months}, caller.frame)
    problems = list(term.problems)
    lines = None if body.lines is None else _lines(caller, body.lines, problems)
    if problems:
        raise Invalid(*problems)
    return Wish(term.values["start_date"], term.values["months"], lines)


def _lines(caller: Caller, raw: list[dict[str, Any]], problems: list[Problem]) -> dict[int, dict[str, Any]]:
    lines: dict[int, dict[str, Any]] = {}
    for number, item in enumerate(raw):
        parsed = parse_fields(LINE_FIELDS, item, caller.frame, f"lines.{number}.")
        problems += parsed.problems
        line = parsed.values.pop("line", None)
        if line is not None:
            lines[line] = {key: value for key, value in parsed.values.items() if value is not None}
        elif not parsed.problems:
            problems.append(REQUIRED.problem(f"lines.{number}.line", field=LINE_FIELDS["line"].label))
    return lines
