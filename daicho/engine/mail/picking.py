"""The merge fields of an object with their names, for a picker in the editor of templates: columns, lists, computed ones."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from daicho.engine.catalog import registry
from daicho.engine.catalog.specs import FieldSpec, ObjectSpec
from daicho.engine.mail import computed, house
from daicho.engine.mail.computed import ComputedField
from daicho.values.labels import Label

UNMERGED = frozenset({"json"})


@dataclass(frozen=True, slots=True)
class Available:
    """One field that a template may use.

    `path` is what stands between the braces; of an item of a list it is "line.quantity", and `loop` is what to write
    around it. `group` is the heading under which it is offered.
    """

    path: str
    label: Label
    type: str
    group: Label
    loop: str = ""


OUR_OWN = Label("自社", "Our organisation")
COMPUTED = Label("計算・リンク", "Computed and links")
HOUSE_LABELS = {"name": Label("自社名", "Our name")}


def available_fields(object_key: str) -> list[Available]:
    """Everything that templates about records of the object may use, group by group.

    The record's own fields first, then what is computed, the fields of records it refers to (one step), the items of
    its lists, and the organisation. Deeper paths work too; nobody looks for them in a picker.
    """
    spec = registry.get(object_key)
    offered = computed.fields_of(object_key)
    found = list(_columns(spec, object_key, spec.label, offered))
    found += [Available(path, one.spec.label, one.spec.type, COMPUTED) for path, one in _values(offered)]
    for one in spec.fields:
        if one.type == "lookup" and one.target:
            place = f"{object_key}.{one.key}"
            target = registry.get(one.target)
            found += _columns(target, place, one.label, offered)
    found += _items(spec, object_key, offered)
    names = sorted(house.NAMES)
    return found + [Available(f"organisation.{name}", HOUSE_LABELS[name], "text", OUR_OWN) for name in names]


def _columns(spec: ObjectSpec, place: str, group: Label, offered: dict[str, ComputedField]) -> Iterator[Available]:
    for one in spec.fields:
        path = f"{place}.{one.key}"
        if one.type not in UNMERGED and path not in offered:
            yield Available(path, one.label, one.type, group)


def _values(offered: dict[str, ComputedField]) -> Iterable[tuple[str, ComputedField]]:
    return ((path, one) for path, one in offered.items() if one.items is None)


def _items(spec: ObjectSpec, object_key: str, offered: dict[str, ComputedField]) -> Iterator[Available]:
    """The fields of the items of each list, to be written inside its loop."""
    for key, children in spec.children.items():
        part = registry.get(children.object)
        if f"{object_key}.{key}" not in offered:
            yield from _of_list(f"{object_key}.{key}", part.plural, _of_part(part, children.parent))
    for path, one in offered.items():
        if one.items is not None:
            yield from _of_list(path, one.spec.label, one.items.items())


def _of_part(part: ObjectSpec, parent: str) -> Iterator[tuple[str, FieldSpec]]:
    for one in part.fields:
        if one.type not in UNMERGED and one.key != parent:
            yield (f"{one.key}.name" if one.type == "lookup" else one.key), one


def _of_list(path: str, group: Label, items: Iterable[tuple[str, FieldSpec]]) -> Iterator[Available]:
    name = path.rpartition(".")[2]
    item = name.rpartition("_")[2].removesuffix("s") or "item"
    for key, one in items:
        yield Available(f"{item}.{key}", one.label, one.type, group, f"{{% for {item} in {path} %}}")
