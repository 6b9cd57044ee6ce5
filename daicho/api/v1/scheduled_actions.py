"""The list of waiting actions: what is going to happen, and what became of it."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel

from daicho.api.v1.answers import Answer
from daicho.api.v1.authentication import Caller, caller_of
from daicho.api.v1.schemas import LARGEST_ID, MOST_ROWS, answers
from daicho.engine.automation import listing, reasons
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.automation.objects import STATES
from daicho.engine.catalog import registry
from daicho.values.labels import Message
from daicho.values.problems import Invalid

router = Router(tags=["processes"])

BAD_RECORD = Message(
    "record_reference",
    ja="record は contract:12 のように、オブジェクトとIDで指定してください。",
    en="Give record as object and id, like contract:12.",
)
UNKNOWN_STATE = Message(
    "unknown_state",
    ja="「{value}」という状態はありません。使えるもの：{known}。",
    en="There is no state “{value}”. Known states: {known}.",
)


class ScheduledActionOut(BaseModel):
    """One action. `process` and `version` say what made it, `reason` why it stands as it does, in words."""

    id: int
    process: int
    process_name: str
    version: int
    step: str
    do: str
    record: str
    record_label: str
    occurrence: str
    due_at: str | None
    original_due_at: str | None
    state: str
    reason: str
    reason_code: str


class ScheduledActionsOut(BaseModel):
    """One page of actions in the order of their due time."""

    items: list[ScheduledActionOut]
    next_cursor: str | None


@router.get("/scheduled-actions", response=answers(ok=ScheduledActionsOut))
def list_scheduled_actions(
    request: HttpRequest,
    record: Annotated[str | None, Query(max_length=100, description="Object and id: `contract:12`.")] = None,
    state: Annotated[
        str | None, Query(max_length=200, description="One state, or several: `waiting,suspended`.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 50,
    cursor: Annotated[str | None, Query(max_length=1_000)] = None,
) -> HttpResponse:
    """Actions of the records that you may read, in every state unless `state` is given."""
    caller = caller_of(request, "record", "state", "limit", "cursor")
    found = listing.scheduled_actions(
        caller.actor, caller.frame, record=_record(record), states=_states(state), limit=limit, cursor=cursor or None
    )
    items = [_shape(caller, action) for action in found.actions]
    return Answer(200, {"items": items, "next_cursor": found.next_cursor}).response()


def _record(text: str | None) -> tuple[str, int] | None:
    if not text:
        return None
    key, _, number = text.partition(":")
    if not (number.isascii() and number.isdecimal() and len(number) < 20 and 0 < int(number) <= LARGEST_ID):
        raise Invalid(BAD_RECORD.problem("record"))
    return registry.get(key).key, int(number)


def _states(text: str | None) -> list[str]:
    states = [state.strip() for state in (text or "").split(",") if state.strip()]
    for state in states:
        if state not in STATES:
            raise Invalid(UNKNOWN_STATE.problem("state", value=state, known=list(STATES)))
    return states


def _shape(caller: Caller, action: ScheduledAction) -> dict[str, Any]:
    zone = caller.frame.habits.zone
    return {
        "id": action.pk,
        "process": action.process_id,
        "process_name": action.process.name,
        "version": action.version.number,
        "step": action.step,
        "do": action.do,
        "record": f"{action.object}:{action.record_id}",
        "record_label": action.record_label,
        "occurrence": action.occurrence,
        "due_at": action.due_at.astimezone(zone).isoformat() if action.due_at else None,
        "original_due_at": action.original_due_at.astimezone(zone).isoformat() if action.original_due_at else None,
        "state": action.state,
        "reason": reasons.text(action.reason, action.reason_params, caller.language),
        "reason_code": action.reason,
    }
