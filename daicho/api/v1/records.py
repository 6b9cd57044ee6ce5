"""Records of any object: list, create one or many, read, change, delete, update or insert, history."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Query, Router

from daicho.api.v1 import asking, shapes
from daicho.api.v1.answers import Answer, etag, expected_version
from daicho.api.v1.authentication import SOURCE, Caller, caller_of
from daicho.api.v1.errors import errors_of, status_of
from daicho.api.v1.idempotency import IdempotencyKey, once
from daicho.api.v1.schemas import MOST_ROWS, HistoryOut, ObjectKey, PageOut, RecordId, RowOut, answers
from daicho.engine.catalog import registry
from daicho.engine.records import history, intake
from daicho.engine.records.parsing import NOT_AN_OBJECT
from daicho.engine.records.reading import read_record, require_readable
from daicho.values.labels import Message
from daicho.values.problems import Invalid

router = Router(tags=["records"])

TOO_MANY_ROWS = Message(
    "too_many_rows",
    ja="一度に作成できるのは{limit}件までです（{given}件ありました）。分けて送ってください。",
    en="Up to {limit} records can be created at once ({given} were sent). Send them in parts.",
)
Cursor = Annotated[str | None, Query(max_length=4_000, description="`next_cursor` of the page before.")]
Fields = Annotated[str | None, Query(max_length=10_000, description="Field paths, e.g. `number,account.name`.")]


@router.get("/{object_key}", response=answers(ok=PageOut))
def list_records(
    request: HttpRequest,
    object_key: ObjectKey,
    view: Annotated[str | None, Query(max_length=200, description="Id, key or name of a list view.")] = None,
    where: Annotated[str | None, Query(alias="filter", description="A filter tree as JSON.")] = None,
    sort: Annotated[str | None, Query(max_length=2_000, description="E.g. `-end_date,name`.")] = None,
    fields: Fields = None,
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 50,
    cursor: Cursor = None,
) -> HttpResponse:
    """One page of the records that you may read. Without `fields` and `view`: every field that you may read."""
    caller = caller_of(request, "view", "filter", "sort", "fields", "limit", "cursor")
    query = asking.list_query(
        caller, object_key, view=view, where=where, sort=sort, fields=fields, limit=limit, cursor=cursor
    )
    return asking.page(caller, query).response()


@router.post("/{object_key}", response=answers(created=dict[str, Any] | list[RowOut], several=list[RowOut]))
def create_records(
    request: HttpRequest,
    object_key: ObjectKey,
    payload: Annotated[Any, Body()],
    atomic: Annotated[bool, Query(description="For a list: all rows or none.")] = False,
    idempotency_key: IdempotencyKey = None,
) -> HttpResponse:
    """Create one record, or many when the body is a list: then each row has its own result (207 when some failed)."""
    caller = caller_of(request, "atomic")
    if isinstance(payload, list):
        return once(request, idempotency_key, lambda: _create_many(caller, object_key, payload, atomic=atomic))
    return once(request, idempotency_key, lambda: _create_one(caller, object_key, _fields(payload)))


@router.post("/{object_key}/upsert", response=answers(ok=dict[str, Any], created=dict[str, Any]))
def upsert_record(
    request: HttpRequest,
    object_key: ObjectKey,
    payload: Annotated[Any, Body()],
    key: Annotated[str, Query(min_length=1, max_length=200, description="The field that tells records apart.")],
    idempotency_key: IdempotencyKey = None,
) -> HttpResponse:
    """Update the one record with the same value of `key` (200) or create it (201); 409 with ids when several have it."""
    caller = caller_of(request, "key")

    def run() -> Answer:
        done = intake.upsert(caller.actor, object_key, key, _fields(payload), caller.frame, SOURCE)
        return _one(caller, object_key, done.id, status=201 if done.created else 200)

    return once(request, idempotency_key, run)


@router.get("/{object_key}/{record_id}", response=answers(ok=dict[str, Any]))
def get_record(request: HttpRequest, object_key: ObjectKey, record_id: RecordId, fields: Fields = None) -> HttpResponse:
    """One record with its nested parts (a quote's lines); with `fields` only those. The ETag guards changes."""
    caller = caller_of(request, "fields")
    return _one(caller, object_key, record_id, asking.names_in(fields)).response()


@router.patch("/{object_key}/{record_id}", response=answers(ok=dict[str, Any]))
def change_record(
    request: HttpRequest, object_key: ObjectKey, record_id: RecordId, payload: Annotated[Any, Body()]
) -> HttpResponse:
    """Change the fields that are given; null empties one. With `If-Match` only the version that was read (412)."""
    caller = caller_of(request)
    version = expected_version(request, registry.get(object_key).label)
    values = _fields(payload)
    intake.change(caller.actor, object_key, record_id, values, caller.frame, SOURCE, version=version)
    return _one(caller, object_key, record_id).response()


@router.delete("/{object_key}/{record_id}", response=answers(nothing=None))
def delete_record(request: HttpRequest, object_key: ObjectKey, record_id: RecordId) -> HttpResponse:
    """Delete one record. With `If-Match` only the version that was read (412)."""
    caller = caller_of(request)
    version = expected_version(request, registry.get(object_key).label)
    intake.remove(caller.actor, object_key, record_id, caller.frame, SOURCE, version=version)
    return Answer(204).response()


@router.get("/{object_key}/{record_id}/history", response=answers(ok=HistoryOut))
def get_history(request: HttpRequest, object_key: ObjectKey, record_id: RecordId) -> HttpResponse:
    """Everything that happened to one record, latest first."""
    caller = caller_of(request)
    require_readable(caller.actor, object_key, record_id, caller.frame)
    zone = caller.frame.habits.zone
    items = [
        {
            "command": str(item.command),
            "at": item.at.astimezone(zone).isoformat(),
            "actor_id": item.actor_id,
            "actor": item.actor_name,
            "actor_kind": item.actor_kind,
            "reason": item.reason,
            "source": item.source,
            "kind": item.kind,
            "changes": item.changes,
        }
        for item in history.of_record(object_key, record_id)
    ]
    return Answer(200, {"items": items}).response()


def _fields(payload: Any) -> dict[str, Any]:
    if not isinstance(payload, dict):
        raise Invalid(NOT_AN_OBJECT.problem())
    return payload


def _one(
    caller: Caller, object_key: str, record_id: int, columns: list[str] | None = None, status: int = 200
) -> Answer:
    found = read_record(caller.actor, object_key, record_id, caller.frame, columns or ())
    return Answer(status, shapes.record(found, caller.frame), etag(found.version))


def _create_one(caller: Caller, object_key: str, raw: dict[str, Any]) -> Answer:
    record_id = intake.create_one(caller.actor, object_key, raw, caller.frame, SOURCE)
    answer = _one(caller, object_key, record_id, status=201)
    return Answer(201, answer.body, {**answer.headers, "Location": f"/api/v1/records/{object_key}/{record_id}"})


def _create_many(caller: Caller, object_key: str, rows: list[Any], *, atomic: bool) -> Answer:
    if len(rows) > MOST_ROWS:
        raise Invalid(TOO_MANY_ROWS.problem(limit=MOST_ROWS, given=len(rows)))
    results = intake.create_each(caller.actor, object_key, rows, caller.frame, SOURCE, atomic=atomic)
    body = [
        {"status": 201, "id": result.id}
        if result.refused is None
        else {"status": status_of(result.refused), "errors": errors_of(result.refused.problems, caller.language)}
        for result in results
    ]
    return Answer(207 if any(result.refused for result in results) else 201, body)
