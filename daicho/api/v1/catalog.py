"""The catalog: which objects there are, the fields of one, and adding a field to it."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Router

from daicho.api.v1 import shapes
from daicho.api.v1.answers import Answer
from daicho.api.v1.authentication import SOURCE, caller_of
from daicho.api.v1.idempotency import IdempotencyKey, once
from daicho.api.v1.schemas import FieldIn, FieldOut, ObjectKey, ObjectOut, ObjectsOut, answers
from daicho.engine.catalog import registry
from daicho.engine.shaping import services

router = Router(tags=["catalog"])


@router.get("/objects", response=answers(ok=ObjectsOut))
def list_objects(request: HttpRequest) -> HttpResponse:
    """The objects that you may read, with their fields."""
    caller = caller_of(request)
    readable = [spec for spec in registry.every() if caller.actor.permissions.may("read", spec.key)]
    return Answer(200, {"items": [shapes.object_of(spec, caller.language) for spec in readable]}).response()


@router.get("/objects/{object_key}", response=answers(ok=ObjectOut))
def get_object(request: HttpRequest, object_key: ObjectKey) -> HttpResponse:
    """One object with its fields."""
    caller = caller_of(request)
    spec = registry.get(object_key)
    caller.actor.require("read", spec.key, spec.label)
    return Answer(200, shapes.object_of(spec, caller.language)).response()


@router.post("/objects/{object_key}/fields", response=answers(created=FieldOut))
def add_field(
    request: HttpRequest,
    object_key: ObjectKey,
    payload: Annotated[FieldIn, Body()],
    idempotency_key: IdempotencyKey = None,
) -> HttpResponse:
    """Add a custom field, effective at once. Administrators only; a key that is taken is answered with 409."""
    caller = caller_of(request)
    raw: dict[str, Any] = payload.model_dump(exclude_unset=True)

    def run() -> Answer:
        field = services.add(caller.actor, object_key, raw, caller.frame, SOURCE)
        return Answer(201, shapes.field_of(field, caller.language))

    return once(request, idempotency_key, run)
