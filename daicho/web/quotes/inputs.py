"""The fields of the quote editor as templates draw them: name, label, text, choices, error. Made from the catalog."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from daicho.business.sales.objects import QUOTE, QUOTE_LINE
from daicho.engine.catalog.specs import FieldSpec, ObjectSpec
from daicho.values.labels import Language, Problem
from daicho.values.money import money_text
from daicho.web.cells import EMPTY
from daicho.web.quotes.evaluation import Evaluated
from daicho.web.quotes.form import Part, RowPart
from daicho.web.visitors import Visitor

NUMERIC = ("number", "currency", "percent")
STRIP = (
    "name",
    "start_date",
    "end_date",
    "next_term_months",
    "renewal_type",
    "payment_terms",
    "billing_cycle",
    "billing_timing",
)
MORE = (
    "closing_day",
    "renewal_contact_method",
    "notice_months",
    "notice_days",
    "notice_to_month_end",
    "valid_until",
    "remarks",
)
CELLS = ("quantity", "discount_rate", "unit_price")
DETAILS = (
    "description",
    "list_price",
    "price_kind",
    "start_date",
    "end_date",
    "sales_cycle",
    "spread_months",
    "proration",
    "fixed_days",
    "remainder",
    "billing_cycle",
    "billing_timing",
    "first_billing_date",
    "auto_renew",
    "tax_type",
)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice."""

    code: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Input:
    """One field. `kind`: text, number, select, long, or search (then `chosen` is the hidden id). `error` "": none."""

    name: str
    label: str
    text: str
    kind: str
    error: str = ""
    options: Sequence[Option] = ()
    required: bool = False
    placeholder: str = ""
    chosen: str = ""
    focus: bool = False


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row of the sheet: its number for people, its fields, its amount, and whether the details stand open."""

    key: str
    place: int
    kind: str
    line_id: int | None
    memory: str
    cells: Sequence[Input]
    details: Sequence[Input]
    amount: str
    note: str
    open: bool
    blank: bool


def strip(evaluated: Evaluated, visitor: Visitor) -> list[Input]:
    """The fields of the head that always show: account and contact first."""
    header = evaluated.form.header
    account = _search(QUOTE, "account", header, "", evaluated.errors, visitor.language)
    return [
        account,
        _contact(evaluated, visitor),
        *_inputs(QUOTE, STRIP, header, "", evaluated.errors, visitor.language),
    ]


def more(evaluated: Evaluated, visitor: Visitor) -> list[Input]:
    """The fields of the head behind ▼."""
    return _inputs(QUOTE, MORE, evaluated.form.header, "", evaluated.errors, visitor.language)


def rows(evaluated: Evaluated, visitor: Visitor) -> list[RowShown]:
    """All rows of the sheet in their order."""
    amounts = _amounts(evaluated, visitor)
    return [_row(row, place, evaluated, amounts, visitor) for place, row in enumerate(evaluated.form.rows, start=1)]


def label_of(object_key: str, key: str, language: Language) -> str:
    """The name of a field of the editor."""
    return _field(QUOTE if object_key == "quote" else QUOTE_LINE, key).label.text(language)


def shown_text(object_key: str, key: str, texts: Mapping[str, str], language: Language) -> str:
    """A text of the form as people read it: names for ids, labels for codes, – for nothing."""
    field = _field(QUOTE if object_key == "quote" else QUOTE_LINE, key)
    text = texts.get(f"{key}.name", texts.get(key, ""))
    choice = field.choice(text)
    return choice.label.text(language) if choice else text or EMPTY


def _row(row: RowPart, place: int, evaluated: Evaluated, amounts: Mapping[str, str], visitor: Visitor) -> RowShown:
    prefix, language, errors = f"{row.key}.", visitor.language, evaluated.errors
    if row.kind == "item":
        cells = [
            _search(QUOTE_LINE, "product", row, prefix, errors, language),
            *_inputs(QUOTE_LINE, CELLS, row, prefix, errors, language),
        ]
        details = _inputs(QUOTE_LINE, DETAILS, row, prefix, errors, language)
        head = evaluated.form.header.texts
        details = [_of_quote(one, head) for one in details]
    else:
        cells, details = _inputs(QUOTE_LINE, ("description",), row, prefix, errors, language, row.focus), []
    kinds = {choice.code: choice.label.text(language) for choice in _field(QUOTE_LINE, "price_kind").choices}
    note = "" if row.blank else kinds.get(row.texts.get("price_kind", ""), "")
    is_open = any(one.error for one in details)
    return RowShown(
        row.key,
        place,
        row.kind,
        row.line_id,
        row.memory,
        cells,
        details,
        amounts.get(row.key, ""),
        note,
        is_open,
        row.blank,
    )


def _of_quote(shown: Input, head: Mapping[str, str]) -> Input:
    key = shown.name.partition(".")[2]
    if key not in ("start_date", "end_date") or shown.text:
        return shown
    return Input(shown.name, shown.label, "", shown.kind, shown.error, placeholder=head.get(key, ""))


def _amounts(evaluated: Evaluated, visitor: Visitor) -> dict[str, str]:
    planned = evaluated.draft.planned
    if planned is None:
        return {}
    items = [row for row in evaluated.lines if row.kind == "item"]
    return {
        row.key: money_text(line.values["amount"], line.values["currency"], visitor.language)
        for row, line in zip(items, planned.terms[0].lines, strict=True)
    }


def _search(
    spec: ObjectSpec, key: str, part: Part, prefix: str, errors: Mapping[str, Problem], language: Language
) -> Input:
    field = _field(spec, key)
    return Input(
        f"{prefix}{key}",
        field.label.text(language),
        part.texts.get(f"{key}.name", ""),
        "search",
        _error(errors, prefix + key, language),
        required=field.required,
        chosen=part.texts.get(key, ""),
        focus=getattr(part, "focus", False),
    )


def _contact(evaluated: Evaluated, visitor: Visitor) -> Input:
    chosen = evaluated.form.header.texts["contact"]
    options = [
        Option(str(row["id"]), " ".join(filter(None, (row["name"], row["department"]))), str(row["id"]) == chosen)
        for row in evaluated.contacts
    ]
    label = _field(QUOTE, "contact").label.text(visitor.language)
    error = _error(evaluated.errors, "contact", visitor.language)
    return Input("contact", label, chosen, "select", error, [Option("", gettext("（なし）"), not chosen), *options])


def _inputs(
    spec: ObjectSpec,
    keys: Sequence[str],
    part: Part,
    prefix: str,
    errors: Mapping[str, Problem],
    language: Language,
    focus: bool = False,
) -> list[Input]:
    return [_input(_field(spec, key), key, part, prefix, errors, language, focus) for key in keys]


def _input(
    field: FieldSpec, key: str, part: Part, prefix: str, errors: Mapping[str, Problem], language: Language, focus: bool
) -> Input:
    text = part.texts.get(key, "")
    options: list[Option] = []
    kind = "number" if field.type in NUMERIC else "long" if field.type == "long_text" else "text"
    if field.type in ("picklist", "checkbox"):
        kind = "select"
        options = _options(field, text, language)
    error = _error(errors, prefix + key, language)
    placeholder = gettext("例：2026/04/01") if field.type == "date" and not prefix else ""
    return Input(
        prefix + key, field.label.text(language), text, kind, error, options, field.required, placeholder, focus=focus
    )


def _options(field: FieldSpec, text: str, language: Language) -> list[Option]:
    if field.type == "checkbox":
        named = [("true", gettext("する")), ("false", gettext("しない"))]
    else:
        named = [(choice.code, choice.label.text(language)) for choice in field.choices]
    options = [Option(code, name, code == text) for code, name in named]
    if text not in [code for code, _name in named]:
        options.insert(0, Option("", EMPTY, True))
    return options


def _field(spec: ObjectSpec, key: str) -> FieldSpec:
    found = spec.field(key)
    assert found is not None, key
    return found


def _error(errors: Mapping[str, Problem], name: str, language: Language) -> str:
    return errors[name].text(language) if name in errors else ""
