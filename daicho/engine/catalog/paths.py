"""Field paths such as `account.owner.name`: read, checked against the catalog, with suggestions for what is misspelt. PURE."""

from dataclasses import dataclass
from difflib import get_close_matches

from daicho.engine.catalog import registry
from daicho.engine.catalog.specs import FieldSpec, ObjectSpec
from daicho.values.labels import Label, Message
from daicho.values.problems import Invalid
from daicho.values.text import normalise

MOST_HOPS = 3
ID = FieldSpec("id", "number", Label("ID", "ID"), scale=0, made=True, unique=True, column="id", required=True)
"""The field that every object has without declaring it."""

UNKNOWN_FIELD = Message(
    "unknown_field",
    ja="「{object}」に「{field}」という項目はありません。",
    en="{object} has no field “{field}”.",
)
UNKNOWN_FIELD_NEAR = Message(
    "unknown_field",
    ja="「{object}」に「{field}」という項目はありません。近い名前：{near}。",
    en="{object} has no field “{field}”. Did you mean {near}?",
)
NO_LOOKUP = Message(
    "not_a_lookup",
    ja="「{path}」の「{field}」は参照項目ではないため、その先の項目は指定できません。",
    en="In “{path}”, {field} is no lookup, so nothing can be read through it.",
)
TOO_FAR = Message(
    "path_too_long",
    ja="「{path}」は参照が多すぎます。参照は3つまでです。",
    en="“{path}” goes through too many lookups. At most three are allowed.",
)
NO_PATH = Message("path_expected", ja="項目名は文字で指定してください。", en="A field is named by a text.")


@dataclass(frozen=True, slots=True)
class Path:
    """A checked path: the object it starts at, the lookups it goes through (at most three), and the field at its end."""

    object: str
    text: str
    hops: tuple[FieldSpec, ...]
    field: FieldSpec

    @property
    def end_object(self) -> str:
        """The object that the last field belongs to."""
        return (self.hops[-1].target or "") if self.hops else self.object

    def label(self, language: str) -> str:
        """The path in words: 取引先 › 名前."""
        return " › ".join(spec.label.text(language) for spec in (*self.hops, self.field))


def resolve(object_key: str, text: object) -> Path:
    """The path named by `text`, starting at an object. Raises Invalid naming the unknown field, its object and near names."""
    if not isinstance(text, str) or not text.strip():
        raise Invalid(NO_PATH.problem())
    names = text.strip().split(".")
    if len(names) > MOST_HOPS + 1:
        raise Invalid(TOO_FAR.problem(text, path=text))
    spec = registry.get(object_key)
    hops: list[FieldSpec] = []
    for name in names[:-1]:
        hop = field_of(spec, name, text)
        if hop.type != "lookup" or hop.target is None:
            raise Invalid(NO_LOOKUP.problem(text, path=text, field=hop.label))
        hops.append(hop)
        spec = registry.get(hop.target)
    return Path(object_key, ".".join(names), tuple(hops), field_of(spec, names[-1], text))


def passes(path: Path, object_key: str, field_key: str) -> bool:
    """Whether the path ends in this field of the object, or goes through it."""
    here = path.object
    for step in (*path.hops, path.field):
        if here == object_key and step.key == field_key:
            return True
        here = step.target or ""
    return False


def field_of(spec: ObjectSpec, name: str, path: str | None = None) -> FieldSpec:
    """The field of an object, `id` included. Raises Invalid with near names; `path` is what the problem is reported at."""
    found = ID if name == "id" else spec.field(name)
    if found is not None:
        return found
    near = suggestions(spec, name)
    message = UNKNOWN_FIELD_NEAR if near else UNKNOWN_FIELD
    raise Invalid(message.problem(path or name, object=spec.label, field=name[:60], near=near))


def suggestions(spec: ObjectSpec, name: str) -> list[str]:
    """Up to three keys that look like `name`, or whose label is it."""
    keys = {normalise(field.key): field.key for field in spec.fields}
    labels = {normalise(label): field.key for field in spec.fields for label in (field.label.ja, field.label.en)}
    wanted = normalise(name)
    found = [labels[wanted]] if wanted in labels else []
    found += [keys[near] for near in get_close_matches(wanted, keys, n=3, cutoff=0.6)]
    return list(dict.fromkeys(found))[:3]
