"""The catalog: which objects there are, and the fields of one."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from daicho.api.v1 import shapes
from daicho.api.v1.answers import Answer
from daicho.api.v1.authentication import caller_of
from daicho.api.v1.schemas import ObjectKey, ObjectOut, ObjectsOut, answers
from daicho.engine.catalog import registry

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
