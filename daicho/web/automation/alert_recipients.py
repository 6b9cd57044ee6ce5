"""The recipients of an alert in the editor: whom one can choose, what was chosen in the form, and all of it in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from daicho.engine.catalog import registry
from daicho.engine.mail import recipients as definitions
from daicho.engine.mail.recipients import ADDRESS, FIELD, KINDS, label_of
from daicho.values.problems import Invalid, Missing, Refused
from daicho.web.visitors import Visitor

KIND_NAMES: Mapping[str, str] = {"to": "To", "cc": "Cc", "bcc": "Bcc"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One recipient that can be chosen, and under which heading it is now ("" : it gets nothing)."""

    code: str
    label: str
    chosen: str


def choices(object_key: str, chosen: Mapping[str, Sequence[str]], visitor: Visitor) -> list[Choice]:
    """Everybody who can be chosen for records of the object; whoever is chosen already is among them."""
    where = {one: kind for kind, part in chosen.items() for one in part}
    codes = [*_people(object_key), *(one for one in where if not one.startswith(ADDRESS))]
    return [Choice(code, _label(object_key, code, visitor), where.get(code, "")) for code in dict.fromkeys(codes)]


def _people(object_key: str) -> Iterator[str]:
    """Lookups to somebody with an address, also of records it refers to; then fields that hold an address."""
    try:
        spec = registry.get(object_key)
    except Missing:
        return
    places = [one.key for one in spec.fields if one.type == "lookup"]
    places += [
        f"{one.key}.{other.key}"
        for one in spec.fields
        if one.type == "lookup" and one.target not in ("user", "contact", None)
        for other in registry.get(one.target or "").fields
        if other.type == "lookup" and other.target == "user"
    ]
    yield from (place for place in places if not definitions.problems_of(object_key, [place]))
    yield from (f"{FIELD}{one.key}" for one in spec.fields if one.type == "email")


def _label(object_key: str, code: str, visitor: Visitor) -> str:
    try:
        return label_of(object_key, code).text(visitor.language)
    except Refused:
        return code


def posted_recipients(posted: QueryDict) -> dict[str, list[str]]:
    """What was chosen and written, under its headings, in the order of the form."""
    recipients: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for name in posted:
        kind = posted.get(name, "")
        if name.startswith("r:") and kind in KINDS:
            recipients[kind].append(name.removeprefix("r:"))
    for kind in KINDS:
        written = posted.get(f"addresses_{kind}", "").replace("、", ",").replace("\n", ",").replace(";", ",")
        recipients[kind] += [f"{ADDRESS}{one.strip()}" for one in written.split(",") if one.strip()]
    return {kind: part for kind, part in recipients.items() if part}


def addresses(recipients: Mapping[str, Sequence[str]], kind: str) -> str:
    """The fixed addresses under a heading, as somebody would type them."""
    return ", ".join(one.removeprefix(ADDRESS) for one in recipients.get(kind, ()) if one.startswith(ADDRESS))


def in_words(object_key: str, recipients: Any, visitor: Visitor) -> list[tuple[str, str]]:
    """Each heading with its recipients in words."""
    try:
        kinds = definitions.normal(recipients)
    except Invalid:
        return []
    joint = "・" if visitor.language == "ja" else ", "
    return [
        (KIND_NAMES[kind], joint.join(_label(object_key, one, visitor) for one in part)) for kind, part in kinds.items()
    ]
