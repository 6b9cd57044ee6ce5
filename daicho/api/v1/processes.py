"""Processes: make one, list them, switch them on and off."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Body, Router
from pydantic import BaseModel, Field

from daicho.api.v1.answers import Answer
from daicho.api.v1.authentication import Caller, caller_of
from daicho.api.v1.idempotency import IdempotencyKey, once
from daicho.api.v1.schemas import LARGEST_ID, Input, RecordId, answers
from daicho.engine.automation import listing, services
from daicho.engine.automation.definition import SETTING_MISSING
from daicho.engine.automation.models import Process
from daicho.engine.records.parsing import NOT_AN_OBJECT
from daicho.values.problems import Invalid

router = Router(tags=["processes"])

Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]


class ProcessOut(BaseModel):
    """A process with the definition of its latest version; `version` is the active one (null: never switched on)."""

    id: int
    name: str
    active: bool
    version: int | None
    latest_version: int
    object: str
    start: str
    nodes: list[dict[str, Any]]


class ProcessesOut(BaseModel):
    """Every process in its order."""

    items: list[ProcessOut]


class ActivateIn(Input):
    """What happens to the records that exist: `none` are taken up, all of them (`waiting`), or those with these ids."""

    existing: Literal["none", "waiting"] | Annotated[list[Id], Field(max_length=10_000)] = "none"


class ActivatedOut(BaseModel):
    """The version that is active now, and how many scheduled actions were moved to it and planned."""

    version: int
    migrated: int
    planned: int


class DeactivateIn(Input):
    """What happens to the actions that wait: they are kept and still run, or cancelled."""

    waiting: Literal["keep", "cancel"] = "keep"


class DeactivatedOut(BaseModel):
    """How many waiting actions were cancelled."""

    cancelled: int


@router.get("", response=answers(ok=ProcessesOut))
def list_processes(request: HttpRequest) -> HttpResponse:
    """Every process."""
    caller = caller_of(request)
    return Answer(200, {"items": [_shape(item) for item in listing.processes(caller.actor)]}).response()


@router.post("", response=answers(created=ProcessOut))
def create_process(
    request: HttpRequest, payload: Annotated[Any, Body()], idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """Make a process, switched off: `{"name", "object", "start", "nodes"}`."""
    caller = caller_of(request)
    return once(request, idempotency_key, lambda: _create(caller, payload))


@router.get("/{record_id}", response=answers(ok=ProcessOut))
def get_process(request: HttpRequest, record_id: RecordId) -> HttpResponse:
    """One process."""
    caller = caller_of(request)
    return Answer(200, _shape(listing.process(caller.actor, record_id))).response()


@router.post("/{record_id}/activate", response=answers(ok=ActivatedOut))
def activate_process(
    request: HttpRequest, record_id: RecordId, body: ActivateIn | None = None, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """Switch a process on with its latest version; what waits of another version moves to it."""
    caller = caller_of(request)
    existing = (body or ActivateIn()).existing

    def run() -> Answer:
        done = services.activate(record_id, actor=caller.actor, frame=caller.frame, existing=existing)
        return Answer(200, {"version": done.version, "migrated": done.migrated, "planned": done.planned})

    return once(request, idempotency_key, run)


@router.post("/{record_id}/deactivate", response=answers(ok=DeactivatedOut))
def deactivate_process(
    request: HttpRequest, record_id: RecordId, body: DeactivateIn | None = None, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """Switch a process off."""
    caller = caller_of(request)
    waiting = (body or DeactivateIn()).waiting

    def run() -> Answer:
        cancelled = services.deactivate(record_id, actor=caller.actor, frame=caller.frame, waiting=waiting)
        return Answer(200, {"cancelled": cancelled})

    return once(request, idempotency_key, run)


def _create(caller: Caller, payload: Any) -> Answer:
    caller.actor.require_feature("manage_processes", services.FEATURE)
    if not isinstance(payload, dict):
        raise Invalid(NOT_AN_OBJECT.problem())
    definition = dict(payload)
    name = definition.pop("name", None)
    if not isinstance(name, str) or len(name) > 200:
        raise Invalid(SETTING_MISSING.problem("name", place="name"))
    made = services.create_process(name, definition, actor=caller.actor, frame=caller.frame)
    return Answer(201, _shape(listing.process(caller.actor, made.pk)))


def _shape(process: Process) -> dict[str, Any]:
    versions = sorted(process.versions.all(), key=lambda version: version.number)
    active = process.active_version
    return {
        "id": process.pk,
        "name": process.name,
        "active": process.active,
        "version": None if active is None else active.number,
        "latest_version": versions[-1].number,
        **versions[-1].definition,
    }
