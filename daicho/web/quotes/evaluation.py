"""From the form to a draft and back: names looked up, texts parsed by the types of the fields, proposals written in again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from daicho.business.operations.orders.quote_drafts import Draft, draft
from daicho.business.sales.objects import QUOTE, QUOTE_LINE
from daicho.engine.access import select
from daicho.engine.access.select import Row
from daicho.engine.catalog.query import make_query
from daicho.engine.catalog.specs import ObjectSpec
from daicho.engine.records.parsing import parse_many
from daicho.values.labels import Message, Problem
from daicho.web.far_dates import far_dates
from daicho.web.quotes.form import FROM_PRODUCT, OF_QUOTE, Part, QuoteForm, RowPart, text_of
from daicho.web.quotes.naming import look_up
from daicho.web.records.references import names_of
from daicho.web.visitors import Visitor

MOST_CONTACTS = 200
UNITS = {"list_price": "円 ", "unit_price": "円 ", "discount_rate": "%％ "}
NOT_IN_LIST = Message(
    "not_in_list",
    ja="「{label}」は一覧から選び直してください（取引先の担当者ではなくなっています）。",
    en="Choose “{label}” from the list again: it is not a contact of the account any more.",
)
CLERK = "operations_user"
EMPTY_WHILE_WRITING = frozenset({"required", "line_without_product"})


@dataclass(slots=True)
class Evaluated:
    """The form with proposals filled in, its draft, and the problems by field name ("start_date", "3.quantity").

    `lines` are the rows that are lines, in the order of the draft's.
    """

    form: QuoteForm
    draft: Draft
    lines: list[RowPart]
    contacts: Sequence[Row]
    errors: dict[str, Problem] = field(default_factory=dict)


def evaluate(form: QuoteForm, visitor: Visitor, *, number: str = "", writing: bool = False) -> Evaluated:
    """Read the form. `writing`: somebody is still typing, so that what is merely missing is no error yet."""
    errors = look_up(form, visitor)
    _forget_proposals(form)
    contacts = _contacts(form, visitor)
    if form.header.texts["contact"] not in {"", *(str(row["id"]) for row in contacts)}:
        errors["contact"] = NOT_IN_LIST.problem("contact", label=_label("contact"))
        form.header.texts["contact"] = ""
    elif form.header.changed("account") and not form.header.texts["contact"]:
        form.header.texts["contact"] = _usual_contact(contacts)
    header = _parsed(QUOTE, [form.header], visitor, [""], errors)[0]
    lines = [row for row in form.rows if not row.blank]
    places = [f"{row.key}." for row in lines]
    values = _parsed(QUOTE_LINE, lines, visitor, places, errors)
    for row, given in zip(lines, values, strict=True):
        given["kind"] = row.kind
    made = draft(header, values, visitor.frame, number)
    for problem in made.problems:
        if not (writing and problem.code in EMPTY_WHILE_WRITING):
            errors.setdefault(_place(problem, lines), problem)
    _write_back(form.header, made.header, "", errors)
    _name_clerk(form.header, visitor)
    for row, line in zip(lines, made.lines, strict=True):
        _write_back(row, line, f"{row.key}.", errors)
    return Evaluated(form, made, lines, contacts, errors)


def _forget_proposals(form: QuoteForm) -> None:
    """Proposals nobody touched are made again; a new product brings its own."""
    _forget(form.header)
    for row in form.rows:
        if row.changed("product") and row.seen.get("product"):
            row.let_go(FROM_PRODUCT)
        if row.changed("discount_rate") and not row.changed("unit_price"):
            row.texts["unit_price"] = ""
        elif row.changed("unit_price") and not row.changed("discount_rate"):
            row.texts["discount_rate"] = ""
        _forget(row)


def _forget(part: Part) -> None:
    part.let_go(part.auto)
    part.auto = set()


def _contacts(form: QuoteForm, visitor: Visitor) -> Sequence[Row]:
    account = form.header.texts["account"]
    if not account or not visitor.actor.permissions.may("read", "contact"):
        return []
    mine = {"field": "account", "op": "eq", "value": int(account)}
    query = make_query(
        "contact",
        columns=["id", "name", "department", "state", "roles"],
        filter=mine,
        sort="name,id",
        limit=MOST_CONTACTS,
    )
    return select.select(visitor.actor, query, visitor.frame).rows


def _usual_contact(contacts: Sequence[Row]) -> str:
    """The id of the one who is still there and answers for contracts, or of the only one; "" where it is not clear."""
    there = [row for row in contacts if row["state"] in ("", None, "active")]
    named = [row for row in there if "contract" in (row["roles"] or ())]
    meant = named or there
    return str(meant[0]["id"]) if len(meant) == 1 else ""


def _parsed(
    spec: ObjectSpec, parts: Sequence[Part], visitor: Visitor, places: Sequence[str], errors: dict[str, Problem]
) -> list[dict[str, Any]]:
    raw = [
        {key: _number_only(key, text) for key, text in part.texts.items() if not key.endswith(".name") and text.strip()}
        for part in parts
    ]
    values = []
    for parsed, place in zip(parse_many(spec, raw, visitor.actor, visitor.frame), places, strict=True):
        for problem in (*parsed.problems, *far_dates(spec, parsed.values, visitor.frame.today)):
            errors.setdefault(f"{place}{problem.field}", problem)
        values.append(parsed.values)
    return values


def _number_only(key: str, text: str) -> str:
    """Without the unit that people write behind a price or a rate: 1,200円, 10%."""
    return text.strip().rstrip(UNITS[key]) if key in UNITS else text


def _place(problem: Problem, lines: Sequence[RowPart]) -> str:
    """lines.0.quantity is the quantity of the first line's row."""
    parts = (problem.field or "").split(".")
    if parts[0] == "lines" and len(parts) == 3:
        return f"{lines[int(parts[1])].key}.{parts[2]}"
    return problem.field or ""


def _write_back(part: Part, values: Mapping[str, Any], place: str, errors: Mapping[str, Problem]) -> None:
    """Values as they were read; what was left empty is a proposal. What could not be read stays as it was written."""
    for key in part.texts:
        if key not in values or place + key in errors or key.endswith(".name"):
            continue
        was_empty = not part.texts[key].strip()
        if place and key in OF_QUOTE and was_empty:
            continue
        text = "" if key == "discount_rate" and not values[key] else text_of(values[key])
        if was_empty and text:
            part.auto.add(key)
        part.texts[key] = text


def _name_clerk(header: Part, visitor: Visitor) -> None:
    """The name beside a 事務担当 that was proposed; nobody is proposed whose name the visitor may not see."""
    if CLERK not in header.auto:
        return
    clerk = int(header.texts[CLERK])
    name = names_of("user", [clerk], visitor).get(clerk, "")
    header.texts |= {CLERK: str(clerk) if name else "", f"{CLERK}.name": name}
    header.auto.add(f"{CLERK}.name")


def _label(key: str) -> Any:
    spec = QUOTE.field(key)
    return spec.label if spec is not None else key
