"""References to records, and structured values (json), which only programs read. PURE."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from daicho.engine.catalog import registry
from daicho.engine.catalog.operators import EMPTINESS, EQUALITY, MEMBERSHIP, Operator
from daicho.engine.catalog.refs import ME, LookupKey, Me, Ref, Viewpoint, id_of
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.catalog.type_base import FieldKind
from daicho.values.labels import Label, Message
from daicho.values.parsing import shortened
from daicho.values.problems import Invalid
from daicho.values.storable import is_storable

LARGEST_ID = 2**63 - 1
LONGEST_KEY = 200
NO_REFERENCE = Message(
    "not_a_reference",
    ja="「{field}」の「{value}」は参照先として読み取れません。ID（整数）か {keys} を指定してください。",
    en="“{value}” is no reference for {field}. Give an id (an integer) or {keys}.",
)
MYSELF = Label("自分", "me")


class LookupKind(FieldKind):
    """A reference to a record of another object: an id, a Ref, or a LookupKey that the database still has to resolve."""

    operators = (*EQUALITY, *MEMBERSHIP, *EMPTINESS)
    sorting = "name"

    def read(self, raw: Any, spec: FieldSpec, zone: ZoneInfo) -> Any:
        """An id (int), or a LookupKey for `{"code": "A-900"}`; a text that is no number is taken as the first unique key."""
        keys = lookup_keys(spec)
        if isinstance(raw, Ref):
            return raw.id
        if isinstance(raw, LookupKey):
            return raw
        if isinstance(raw, Mapping) and len(raw) >= 1:
            if "id" in raw:
                return self.read(raw["id"], spec, zone)
            key = next((key for key in keys if key in raw), None)
            if key is not None and len(raw) == 1 and isinstance(raw[key], str) and _usable(raw[key]):
                return LookupKey(key, raw[key].strip())
        if isinstance(raw, int) and not isinstance(raw, bool) and 0 < raw <= LARGEST_ID:
            return raw
        if isinstance(raw, str):
            return self._written(raw.strip(), keys, spec)
        return self._refuse(raw, keys, spec)

    def _written(self, text: str, keys: tuple[str, ...], spec: FieldSpec) -> Any:
        if text.isdecimal() and text.isascii() and 0 < int(text) <= LARGEST_ID:
            return int(text)
        return LookupKey(keys[0], text) if keys and _usable(text) else self._refuse(text, keys, spec)

    def _refuse(self, raw: Any, keys: tuple[str, ...], spec: FieldSpec) -> Any:
        names = [f'{{"{key}": "..."}}' for key in keys] or ['{"id": ...}']
        raise Invalid(NO_REFERENCE.problem(spec.key, field=spec.label, value=shortened(raw), keys=names))

    def to_json(self, value: Any, zone: ZoneInfo) -> Any:
        """The id."""
        return id_of(value)

    def show(self, value: Any, spec: FieldSpec, language: str, zone: ZoneInfo) -> str:
        """The name where it was read along, else the id or the key."""
        if isinstance(value, Me):
            return MYSELF.text(language)
        if isinstance(value, LookupKey):
            return value.value
        return "" if value is None else str(getattr(value, "name", "") or f"#{id_of(value)}")

    def keep(self, value: Any) -> Any:
        """The id."""
        return id_of(value)

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """An id, or an object with one unique key."""
        keys = [
            {"type": "object", "required": [key], "properties": {key: {"type": "string"}}} for key in lookup_keys(spec)
        ]
        return {"anyOf": [{"type": "integer", "minimum": 1}, *keys]}

    def read_operand(self, op: Operator, raw: Any, spec: FieldSpec) -> Any:
        """As `read`; for users also ME, the one who asks."""
        if isinstance(raw, Me) or (
            spec.target == "user" and isinstance(raw, str) and raw.strip().upper() in ("ME", "@ME")
        ):
            return ME
        return self.read(raw, spec, ZoneInfo("UTC"))

    def holds(self, op: Operator, value: Any, operand: Any, viewpoint: Viewpoint) -> bool:
        """Compares ids; ME is nobody where nobody asks. A LookupKey must be resolved before."""
        own = id_of(value)
        return own in (operand_ids(operand, viewpoint) if op == "in" else operand_ids((operand,), viewpoint))


def _usable(text: str) -> bool:
    """Whether the text can be a unique key in a database."""
    return 0 < len(text.strip()) <= LONGEST_KEY and is_storable(text)


def operand_ids(operands: tuple[Any, ...], viewpoint: Viewpoint) -> set[int]:
    """The ids that operands mean; ME disappears where nobody asks."""
    ids = (viewpoint.user_id if operand is ME else id_of(operand) for operand in operands)
    return {id_ for id_ in ids if id_ is not None}


def lookup_keys(spec: FieldSpec) -> tuple[str, ...]:
    """The unique fields by which the target of a lookup may be named; none when the target is not registered."""
    found = next((known for known in registry.every() if known.key == spec.target), None)
    return found.lookup_keys if found else ()


class JsonKind(FieldKind):
    """A structured value: kept and returned as it is, never asked for."""

    operators = ()
    sorting = "none"
    aggregates = ("count",)
    unique = False

    def parse(self, raw: Any, spec: FieldSpec, zone: ZoneInfo) -> Any:
        """The value as it is."""
        return raw

    def read(self, raw: Any, spec: FieldSpec, zone: ZoneInfo) -> Any:
        """The value as it is."""
        return raw

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """Anything."""
        return {}

    def is_empty(self, value: Any) -> bool:
        """None, empty lists and objects."""
        return value in (None, "", [], {}, ())

    def holds(self, op: Operator, value: Any, operand: Any, viewpoint: Viewpoint) -> bool:
        """Never: there is no operator."""
        return False
