"""Quotes: the schedule that confirming would book, 受注確定, and its undo."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from daicho.api.v1 import schedules
from daicho.api.v1.answers import Answer
from daicho.api.v1.authentication import SOURCE, caller_of
from daicho.api.v1.idempotency import IdempotencyKey, once
from daicho.api.v1.schemas import ConfirmedOut, NoBody, QuoteOut, RecordId, ScheduleOut, answers
from daicho.business.operations.orders import order_to_cash

router = Router(tags=["quotes"])


@router.post("/{record_id}/preview", response=answers(ok=ScheduleOut))
def preview_quote(request: HttpRequest, record_id: RecordId, body: NoBody | None = None) -> HttpResponse:
    """The schedule that confirming would book now. Nothing is written."""
    caller = caller_of(request)
    planned = order_to_cash.preview(caller.actor, record_id, caller.frame)
    return Answer(200, schedules.shape(line for term in planned.terms for line in term.lines)).response()


@router.post("/{record_id}/confirm", response=answers(ok=ConfirmedOut))
def confirm_quote(
    request: HttpRequest, record_id: RecordId, body: NoBody | None = None, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """Book the quote: order, contract, lines, sales entries. A second call answers the same ids and does nothing."""
    caller = caller_of(request)

    def run() -> Answer:
        done = order_to_cash.confirm(caller.actor, record_id, caller.frame, SOURCE)
        return Answer(200, {"order": done.order, "contract": done.contract})

    return once(request, idempotency_key, run)


@router.post("/{record_id}/undo", response=answers(ok=QuoteOut))
def undo_confirmation(
    request: HttpRequest, record_id: RecordId, body: NoBody | None = None, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """Take the confirmation back: order, contract, lines and entries go, the quote is open again."""
    caller = caller_of(request)

    def run() -> Answer:
        return Answer(200, {"quote": order_to_cash.undo(caller.actor, record_id, caller.frame, SOURCE)})

    return once(request, idempotency_key, run)
