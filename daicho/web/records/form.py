"""A form made from the catalog: its fields in sections, each with what stands in it and what is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from daicho.engine.catalog.specs import FieldSpec
from daicho.values.labels import Problem
from daicho.web.addresses import address
from daicho.web.records.kinds import Kind
from daicho.web.records.typed import ID, NOTHING, NUMBERS, TABLES, Typed
from daicho.web.visitors import Visitor

NOT_IN_FORMS = ("json", "auto_number", "rich_text")
LOOKS: Mapping[str, str] = {
    "long_text": "long",
    "checkbox": "checkbox",
    "picklist": "choice",
    "multi_picklist": "choices",
    "lookup": "lookup",
}
MORE_ROWS = 3
EXAMPLES: Mapping[str, str] = {
    "date": "2025/12/31",
    "datetime": "2025/12/31 09:00",
    "email": "name@example.com",
    "phone": "03-1234-5678",
    "url": "https://example.com",
}
INPUT_TYPES: Mapping[str, str] = {"phone": "tel"}
"""Addresses are plain texts: the browser would refuse full-width ones, which the server understands."""
INPUT_MODES: Mapping[str, str] = {"email": "email", "url": "url", "date": "numeric", "datetime": "numeric"}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FormField:
    """One input. `look` is text, long, checkbox, choice, choices or lookup; `current` is what somebody else saved ("" :
    the same as here)."""

    key: str
    label: str
    look: str
    typed: Typed
    required: bool
    options: Sequence[Option] = ()
    errors: Sequence[str] = ()
    help: str = ""
    example: str = ""
    input_type: str = "text"
    input_mode: str = ""
    current: str = ""
    id_name: str = ""
    suggest: str = ""

    @property
    def rows(self) -> Sequence[tuple[str, ...]]:
        """The rows of a small table, with some more to fill in."""
        return [*self.typed.rows, *[("",) * len(TABLES.get(self.key, ()))] * MORE_ROWS]

    @property
    def described(self) -> str:
        """The ids of what describes the input."""
        parts = {"error": self.errors, "help": self.help, "current": self.current}
        return " ".join(f"f-{self.key}-{name}" for name, given in parts.items() if given)


@dataclass(frozen=True, slots=True)
class FormSection:
    """Fields that belong together."""

    name: str
    fields: Sequence[FormField]


def writable(kind: Kind) -> list[FieldSpec]:
    """The fields that people fill in, in the order of the sections."""
    fields = {
        spec.key: spec
        for spec in kind.spec.fields
        if not (spec.made or spec.hidden)
        and spec.source != "expression"
        and (spec.type not in NOT_IN_FORMS or spec.key in TABLES)
    }
    first = [key for section in kind.sections for key in section.keys if key in fields]
    return [fields[key] for key in dict.fromkeys([*first, *fields])]


def sections(
    kind: Kind,
    typed: Mapping[str, Typed],
    visitor: Visitor,
    *,
    creating: bool,
    problems: Iterable[Problem] = (),
    current: Mapping[str, str] | None = None,
) -> list[FormSection]:
    """The form. `problems` are shown at their fields, `current` are values that somebody else saved, by field key."""
    wrong: dict[str, list[str]] = {}
    for problem in problems:
        wrong.setdefault(_place(problem), []).append(_said(problem, visitor))
    fields = {
        spec.key: _field(kind, spec, typed.get(spec.key, NOTHING), visitor, creating, wrong, current or {})
        for spec in writable(kind)
    }
    grouped = [(str(part.name), [fields.pop(key) for key in part.keys if key in fields]) for part in kind.sections]
    added = {spec.key for spec in kind.spec.fields if spec.custom}
    rest = [
        (gettext("そのほか"), [field for key, field in fields.items() if key not in added]),
        (gettext("追加項目"), [field for key, field in fields.items() if key in added]),
    ]
    return [FormSection(name, members) for name, members in [*grouped, *rest] if members]


def one_field(
    kind: Kind, spec: FieldSpec, typed: Typed, visitor: Visitor, problems: Iterable[Problem] = ()
) -> FormField:
    """One input alone, for a page that asks for nothing else of the record."""
    wrong = [problem.text(visitor.language) for problem in problems]
    return _field(kind, spec, typed, visitor, False, {spec.key: wrong}, {})


def loose(kind: Kind, problems: Iterable[Problem], visitor: Visitor) -> list[str]:
    """What is wrong and belongs to no input of the form."""
    keys = {spec.key for spec in writable(kind)}
    return [problem.text(visitor.language) for problem in problems if _place(problem) not in keys]


def _field(
    kind: Kind,
    spec: FieldSpec,
    typed: Typed,
    visitor: Visitor,
    creating: bool,
    wrong: Mapping[str, list[str]],
    current: Mapping[str, str],
) -> FormField:
    numbered = creating and spec.key in kind.numbered
    lookup = spec.type == "lookup"
    mode = ("decimal" if spec.scale != 0 else "numeric") if spec.type in NUMBERS else INPUT_MODES.get(spec.type, "")
    return FormField(
        key=spec.key,
        label=spec.label.text(visitor.language),
        look="table" if spec.key in TABLES else LOOKS.get(spec.type, "text"),
        typed=typed,
        required=spec.required and not numbered,
        options=_options(spec, typed, visitor),
        errors=wrong.get(spec.key, ()),
        help=gettext("空のままにすると、自動で採番します。") if numbered else _help(spec, visitor),
        example=gettext("名前やコードで探す") if lookup else EXAMPLES.get(spec.type, ""),
        input_type=INPUT_TYPES.get(spec.type, "text"),
        input_mode=mode,
        current=current.get(spec.key, ""),
        id_name=spec.key + ID if lookup else "",
        suggest=address("record_suggest", kind.object, spec.key) if lookup else "",
    )


def _place(problem: Problem) -> str:
    """The field that a problem belongs to, also where it stands in a row of its table."""
    return (problem.field or "").partition(".")[0]


def _said(problem: Problem, visitor: Visitor) -> str:
    """The problem in words, with the number of the row where it stands in a table."""
    table, _, place = (problem.field or "").partition(".")
    row = place.partition(".")[0]
    text = problem.text(visitor.language)
    if table not in TABLES or not row.isdecimal():
        return text
    return gettext("%(row)d行目：%(text)s") % {"row": int(row) + 1, "text": text}


def _help(spec: FieldSpec, visitor: Visitor) -> str:
    if spec.help is not None:
        return spec.help.text(visitor.language)
    if not spec.custom and spec.minimum is not None and spec.maximum is not None and spec.type == "number":
        return f"{spec.minimum}{gettext('～')}{spec.maximum}"
    return ""


def _options(spec: FieldSpec, typed: Typed, visitor: Visitor) -> list[Option]:
    chosen = {typed.text, *typed.codes}
    found = [
        Option(choice.code, choice.label.text(visitor.language), choice.code in chosen)
        for choice in spec.choices
        if choice.active or choice.code in chosen
    ]
    unknown = spec.type == "picklist" and typed.text and not any(option.chosen for option in found)
    if spec.type == "picklist" and (unknown or not typed.text or not (spec.required or spec.default is not None)):
        found.insert(0, Option("", EMPTY_CHOICE, not typed.text))
    if unknown:
        found.append(Option(typed.text, typed.text, True))
    return found


EMPTY_CHOICE = "–"
