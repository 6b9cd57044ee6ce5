"""The OpenAPI document: ninja's, with problem documents by their media type and the catalog's objects as schemas."""

import copy
from collections.abc import Iterator
from typing import Any

from ninja.openapi.schema import OpenAPISchema

from daicho.api.v1.schedules import LINE_FIELDS, NEEDED
from daicho.api.v1.schemas import MOST_ROWS
from daicho.engine.automation.definition import Definition
from daicho.engine.catalog import registry, types
from daicho.engine.catalog.specs import FieldSpec, ObjectSpec

RECORDS = "/records/{object_key}"
ANY_NUMBER = {"anyOf": [{"type": "string"}, {"type": "number"}]}


def complete(schema: OpenAPISchema) -> OpenAPISchema:
    """The document with everything that depends on the catalog as it is now."""
    keys = [spec.key for spec in registry.every()]
    for path, method, operation in _operations(schema):
        _problems_by_media_type(operation)
        if RECORDS in path:
            _describe(path.partition(RECORDS)[2], method, operation)
        for parameter in operation["parameters"]:
            if parameter["name"] == "object_key":
                parameter["schema"] = {"type": "string", "enum": keys}
    schemas = schema["components"]["schemas"]
    for spec in registry.every():
        schemas[f"{spec.key}_record"] = _record(spec)
        schemas[f"{spec.key}_input"] = _input(spec, creating=True)
        schemas[f"{spec.key}_change"] = _input(spec, creating=False)
    schemas |= _process(schema["paths"])
    schemas["QueryIn"]["properties"]["object"]["enum"] = keys
    schemas["ScheduleIn"]["properties"]["lines"]["items"] = _fields(LINE_FIELDS.values(), NEEDED)
    return schema


def _describe(rest: str, method: str, operation: dict[str, Any]) -> None:
    """Bodies and answers of the record addresses, whose shapes are those of the objects."""
    if method in ("post", "patch"):
        body = _any_of("change" if rest else "input")
        if not rest:
            body["anyOf"].append({"type": "array", "maxItems": MOST_ROWS, "items": {"type": "object"}})
        operation["requestBody"]["content"]["application/json"]["schema"] = body
    if rest == "/{record_id}/history" or (not rest and method == "get"):
        return
    for status in (200, 201):
        content = operation["responses"].get(status, {}).get("content")
        if content:
            answer = _any_of("record")
            if not rest:
                answer["anyOf"].append({"type": "array", "items": {"$ref": "#/components/schemas/RowOut"}})
            content["application/json"]["schema"] = answer


def _operations(schema: OpenAPISchema) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _problems_by_media_type(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        content = response.get("content", {})
        if int(status) >= 400 and "application/json" in content:
            content["application/problem+json"] = content.pop("application/json")


def _process(paths: dict[str, Any]) -> dict[str, Any]:
    """The body of a new process, its name beside the definition; returns the schemas of the definition's parts."""
    definition = Definition.model_json_schema(ref_template="#/components/schemas/{model}")
    parts: dict[str, Any] = definition.pop("$defs", {})
    definition["properties"] = {"name": {"type": "string", "minLength": 1}, **definition["properties"]}
    definition["required"] = ["name", *definition["required"]]
    operation = next(methods["post"] for path, methods in paths.items() if path.endswith("/processes"))
    operation["requestBody"]["content"]["application/json"]["schema"] = definition
    return parts


def _any_of(kind: str) -> dict[str, Any]:
    return {"anyOf": [{"$ref": f"#/components/schemas/{spec.key}_{kind}"} for spec in registry.every()]}


def _record(spec: ObjectSpec) -> dict[str, Any]:
    """What is answered: every field may be left out by `fields`, which also adds paths through lookups."""
    properties: dict[str, Any] = {"id": {"type": "integer"}}
    properties |= {field.key: _described(field, _answered(field)) for field in spec.fields}
    for key, child in spec.children.items():
        if child.nested:
            properties[key] = {"type": "array", "items": {"$ref": f"#/components/schemas/{child.object}_record"}}
    return {"type": "object", "title": spec.label.en, "required": ["id"], "properties": properties}


def _answered(field: FieldSpec) -> dict[str, Any]:
    if field.type == "lookup":
        return {"anyOf": [{"type": "integer"}, {"type": "null"}]}
    own = types.kind_of(field).schema(field)
    return {"anyOf": [own, {"type": "null"}]} if own else {}


def _input(spec: ObjectSpec, *, creating: bool) -> dict[str, Any]:
    written = [field for field in spec.fields if not field.made and field.source != "expression"]
    needed = [field.key for field in written if field.required and field.default is None and not spec.complete]
    shape = _fields(written, needed if creating else ())
    for key, child in spec.children.items():
        if child.nested and creating:
            part = copy.deepcopy(_input(registry.get(child.object), creating=True))
            part["properties"].pop(child.parent, None)
            part["required"] = [name for name in part.get("required", []) if name != child.parent]
            shape["properties"][key] = {"type": "array", "maxItems": 1000, "items": part}
    return {"title": spec.label.en, **shape}


def _fields(fields: Any, needed: Any) -> dict[str, Any]:
    properties = {field.key: _described(field, _taken(field)) for field in fields}
    shape = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**shape, "required": list(needed)} if needed else shape


def _taken(field: FieldSpec) -> dict[str, Any]:
    """What a field takes: numbers also as JSON numbers; null empties it."""
    if field.type in ("number", "currency", "percent"):
        return {"anyOf": [*ANY_NUMBER["anyOf"], {"type": "null"}]}
    own = types.kind_of(field).schema(field)
    return {"anyOf": [own, {"type": "null"}]} if own else {}


def _described(field: FieldSpec, shape: dict[str, Any]) -> dict[str, Any]:
    return {"title": field.label.en, **shape}
