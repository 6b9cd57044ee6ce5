"""From the form to a draft and back: names looked up, texts parsed by the types of the fields, proposals written in again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from daicho.business.operations.quote_drafts import Draft, draft
from daicho.business.sales.objects import QUOTE, QUOTE_LINE
from daicho.engine.access import select
from daicho.engine.access.select import Row
from daicho.engine.catalog.query import make_query
from daicho.engine.records.checks import NO_SUCH_REFERENCE
from daicho.engine.records.parsing import parse_many
from daicho.values.labels import Problem
from daicho.web.quotes.finding import names_of, resolve
from daicho.web.quotes.form import FROM_ACCOUNT, FROM_PRODUCT, OF_QUOTE, Part, QuoteForm, RowPart, text_of
from daicho.web.visitors import Visitor

MOST_CONTACTS = 200
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
    errors = _look_up(form, visitor)
    _forget_proposals(form)
    contacts = _contacts(form, visitor)
    header = _parsed(QUOTE, [form.header], ("account.name",), visitor, [""], errors)[0]
    contact = header.get("contact")
    if contact is not None and contact not in {row["id"] for row in contacts}:
        errors["contact"] = NO_SUCH_REFERENCE.problem("contact", label=_label("contact"), value=str(contact))
    lines = [row for row in form.rows if not row.blank]
    places = [f"{row.key}." for row in lines]
    values = _parsed(QUOTE_LINE, lines, ("product.name",), visitor, places, errors)
    for row, given in zip(lines, values, strict=True):
        given["kind"] = row.kind
    made = draft(header, values, visitor.frame, number)
    for problem in made.problems:
        if not (writing and problem.code in EMPTY_WHILE_WRITING):
            errors.setdefault(_place(problem, lines), problem)
    _write_back(form.header, made.header, "", errors)
    for row, line in zip(lines, made.lines, strict=True):
        _write_back(row, line, f"{row.key}.", errors)
    return Evaluated(form, made, lines, contacts, errors)


def _look_up(form: QuoteForm, visitor: Visitor) -> dict[str, Problem]:
    """Put the ids of the typed names into the form."""
    errors: dict[str, Problem] = {}
    ids = {int(row.texts["product"]) for row in form.rows if _is_id(row.texts.get("product", ""))}
    products = names_of(visitor, "product", ids)
    account = form.header.texts.get("account", "")
    accounts = names_of(visitor, "account", {int(account)} if _is_id(account) else set())
    parts: list[tuple[Part, str, str, Mapping[int, str]]] = [(form.header, "account", "", accounts)]
    parts += [(row, "product", f"{row.key}.", products) for row in form.rows if row.kind == "item"]
    for part, key, place, names in parts:
        found = resolve(visitor, key, part.texts.get(key, ""), part.texts.get(f"{key}.name", ""), names)
        part.texts |= {key: text_of(found.id), f"{key}.name": found.name}
        if found.problem is not None:
            errors[place + key] = found.problem
    return errors


def _forget_proposals(form: QuoteForm) -> None:
    """Proposals nobody touched are made again; a new account or product brings its own."""
    header = form.header
    if header.changed("account") and header.seen.get("account"):
        header.let_go(FROM_ACCOUNT)
    _forget(header)
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
        "contact", columns=["id", "name", "department"], filter=mine, sort="name,id", limit=MOST_CONTACTS
    )
    return select.select(visitor.actor, query, visitor.frame).rows


def _parsed(
    spec: Any, parts: Sequence[Part], left_out: tuple[str, ...], visitor: Visitor, places: Sequence[str], errors: Any
) -> list[dict[str, Any]]:
    raw = [{key: text for key, text in part.texts.items() if key not in left_out and text.strip()} for part in parts]
    values = []
    for parsed, place in zip(parse_many(spec, raw, visitor.actor, visitor.frame), places, strict=True):
        for problem in parsed.problems:
            errors.setdefault(f"{place}{problem.field}", problem)
        values.append(parsed.values)
    return values


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


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 0 < len(text) <= 18


def _label(key: str) -> Any:
    spec = QUOTE.field(key)
    return spec.label if spec is not None else key
