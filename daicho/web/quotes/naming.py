"""The records that a quote names in words: the names in the form become ids, or problems beside their fields."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from daicho.business.sales.objects import QUOTE, QUOTE_LINE
from daicho.engine.access import select
from daicho.engine.catalog.specs import FieldSpec
from daicho.values.labels import Message, Problem
from daicho.values.problems import Invalid
from daicho.web.quotes.form import FROM_ACCOUNT, LOOKUPS, OF_ACCOUNT, Part, QuoteForm, text_of
from daicho.web.records.references import meant, names_of, of_account
from daicho.web.records.typed import Typed
from daicho.web.visitors import Visitor

NOT_OF_ACCOUNT = Message(
    "reference_of_another_account",
    ja="「{label}」の「{text}」は取引先「{account}」のものではありません。候補から選び直してください。",
    en="“{label}”: “{text}” does not belong to “{account}”. Choose one of the suggestions.",
)
Names = Mapping[str, Mapping[int, str]]


def look_up(form: QuoteForm, visitor: Visitor) -> dict[str, Problem]:
    """Put the ids and full names of what was typed into the form; problems by field name ("account", "3.product").

    A new account takes away what was proposed from the one before, and its opportunity.
    """
    errors: dict[str, Problem] = {}
    header, known = form.header, _known(form, visitor)
    _find(_field("account"), header, "", visitor, known, None, errors)
    if header.changed("account") and header.seen.get("account"):
        header.let_go(FROM_ACCOUNT)
        header.let_go({part for key in OF_ACCOUNT for part in (key, f"{key}.name")})
    for key in LOOKUPS[1:]:
        field = _field(key)
        narrowing = of_account(field.target or "", _account_for(key, header))
        _find(field, header, "", visitor, known, narrowing, errors)
    product = QUOTE_LINE.field("product")
    assert product is not None
    for row in form.rows:
        if row.kind == "item":
            _find(product, row, f"{row.key}.", visitor, known, None, errors)
    _refuse_strangers(header, visitor, errors)
    return errors


def _find(
    field: FieldSpec,
    part: Part,
    place: str,
    visitor: Visitor,
    known: Names,
    narrowing: dict[str, Any] | None,
    errors: dict[str, Problem],
) -> None:
    key = field.key
    typed = Typed(part.texts.get(f"{key}.name", ""), id=part.texts.get(key, ""))
    try:
        found = meant(field, typed, visitor, known[field.target or ""], narrowing)
    except Invalid as refused:
        errors[place + key] = refused.problems[0]
        part.texts[key] = ""
    else:
        part.texts |= {key: text_of(found.id), f"{key}.name": found.name}


def _known(form: QuoteForm, visitor: Visitor) -> Names:
    """The names of all records that the form's hidden ids mean, by object."""
    ids: dict[str, set[int]] = defaultdict(set)
    for key in LOOKUPS:
        if is_id(form.header.texts.get(key, "")):
            ids[_field(key).target or ""].add(int(form.header.texts[key]))
    ids["product"] = {int(row.texts["product"]) for row in form.rows if is_id(row.texts.get("product", ""))}
    found: dict[str, Mapping[int, str]] = defaultdict(dict)
    return found | {target: names_of(target, of_target, visitor) for target, of_target in ids.items()}


def _account_for(key: str, header: Part) -> str:
    """The id of the account whose contacts or opportunities a field names: the bill-to's for its contact, if there is one."""
    bill_to = header.texts.get("bill_to", "") if key == "bill_to_contact" else ""
    return bill_to or header.texts.get("account", "")


def _refuse_strangers(header: Part, visitor: Visitor, errors: dict[str, Problem]) -> None:
    """An opportunity and a billing contact belong to the account that the form names."""
    for key in OF_ACCOUNT:
        field, chosen, account = _field(key), header.texts[key], _account_for(key, header)
        if not chosen or not account or key in errors:
            continue
        found = select.fetch(visitor.actor, field.target or "", [int(chosen)], ["account"], visitor.frame)
        if any(row["account"] is not None and str(row["account"].id) != account for row in found.values()):
            name = header.texts["bill_to.name" if account != header.texts["account"] else "account.name"]
            errors[key] = NOT_OF_ACCOUNT.problem(key, label=field.label, text=header.texts[f"{key}.name"], account=name)


def is_id(text: str) -> bool:
    """Whether a text is the id of a record."""
    return text.isascii() and text.isdecimal() and 0 < len(text) <= 18


def _field(key: str) -> FieldSpec:
    field = QUOTE.field(key)
    assert field is not None, key
    return field
