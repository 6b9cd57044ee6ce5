"""What the quote editor shows: the head in its groups, and the rows of the sheet with their amounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from daicho.business.sales.objects import QUOTE, QUOTE_LINE
from daicho.values.money import money_text
from daicho.web.quotes.evaluation import Evaluated
from daicho.web.quotes.fields import Input, Option, Source, field_of
from daicho.web.quotes.form import OF_QUOTE, RowPart
from daicho.web.visitors import Visitor

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
DEAL = ("opportunity", "end_user", "reseller", "operations_user")
BILLING = ("bill_to", "bill_to_contact", "currency", "closing_day")
RENEWAL = ("renewal_contact_method", "notice_months", "notice_days", "notice_to_month_end")
OFFER = ("valid_until", "remarks")
CELLS = ("product", "quantity", "discount_rate", "unit_price")
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
class Group:
    """Some fields of the head under a title."""

    title: str
    fields: Sequence[Input]


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


@dataclass(frozen=True, slots=True)
class RemovedShown:
    """The row that was removed last and comes back with a button; `count` can come back. `focus`: the cursor goes there."""

    name: str
    count: int
    focus: bool


def strip(evaluated: Evaluated, visitor: Visitor) -> list[Input]:
    """The fields of the head that always show: account and contact first. A new quote begins with the account."""
    source, header = _head(evaluated, visitor), evaluated.form.header
    account = replace(source.field("account"), focus=not header.seen and not header.texts["account"])
    return [account, _contact(evaluated, source), *source.fields(STRIP)]


def more(evaluated: Evaluated, visitor: Visitor) -> list[Group]:
    """The fields of the head behind 詳しい条件."""
    source = _head(evaluated, visitor)
    return [
        Group(gettext("商談・商流"), source.fields(DEAL)),
        Group(gettext("請求"), source.fields(BILLING)),
        Group(gettext("更新・解約"), source.fields(RENEWAL)),
        Group(gettext("見積書"), source.fields(OFFER)),
    ]


def rows(evaluated: Evaluated, visitor: Visitor) -> list[RowShown]:
    """All rows of the sheet in their order."""
    amounts = _amounts(evaluated, visitor)
    return [_row(row, place, evaluated, amounts, visitor) for place, row in enumerate(evaluated.form.rows, start=1)]


def removed(evaluated: Evaluated, *, focus: bool) -> RemovedShown | None:
    """What 元に戻す brings back; None when nothing was removed."""
    rows = evaluated.form.removed
    if not rows:
        return None
    texts = rows[-1][1].texts
    return RemovedShown(texts["product.name"] or texts["description"], len(rows), focus)


def _head(evaluated: Evaluated, visitor: Visitor) -> Source:
    return Source(QUOTE, evaluated.form.header, evaluated.errors, visitor.language)


def _row(row: RowPart, place: int, evaluated: Evaluated, amounts: Mapping[str, str], visitor: Visitor) -> RowShown:
    source = Source(QUOTE_LINE, row, evaluated.errors, visitor.language, f"{row.key}.")
    is_item = row.kind == "item"
    cells = source.fields(CELLS if is_item else ("description",))
    currency = evaluated.form.header.texts.get("currency", "")
    cells = [_asking(one, row, currency) for one in cells]
    head = evaluated.form.header.texts
    details = [_of_quote(one, head) for one in source.fields(DETAILS)] if is_item else []
    kind = field_of(QUOTE_LINE, "price_kind").choice(row.texts.get("price_kind", ""))
    return RowShown(
        row.key,
        place,
        row.kind,
        row.line_id,
        row.memory,
        cells,
        details,
        amounts.get(row.key, ""),
        kind.label.text(visitor.language) if kind and is_item and not row.blank else "",
        any(one.error for one in details),
        row.blank,
    )


def _asking(shown: Input, row: RowPart, currency: str) -> Input:
    """An empty price beside a product says in which currency it is wanted: there was none to propose."""
    asks = shown.name.endswith(".unit_price") and row.texts.get("product") and not shown.text and currency
    return replace(shown, placeholder=gettext("%(currency)sで入力") % {"currency": currency}) if asks else shown


def _of_quote(shown: Input, head: Mapping[str, str]) -> Input:
    """An empty date of a line says which day of the quote holds instead."""
    key = shown.name.partition(".")[2]
    return shown if key not in OF_QUOTE or shown.text else replace(shown, placeholder=head.get(key, ""))


def _amounts(evaluated: Evaluated, visitor: Visitor) -> dict[str, str]:
    planned = evaluated.draft.planned
    if planned is None:
        return {}
    items = [row for row in evaluated.lines if row.kind == "item"]
    return {
        row.key: money_text(line.values["amount"], line.values["currency"], visitor.language)
        for row, line in zip(items, planned.terms[0].lines, strict=True)
    }


def _contact(evaluated: Evaluated, source: Source) -> Input:
    """The contacts of the account, to choose from."""
    chosen = evaluated.form.header.texts["contact"]
    options = [
        Option(str(row["id"]), " ".join(filter(None, (row["name"], row["department"]))), str(row["id"]) == chosen)
        for row in evaluated.contacts
    ]
    label = field_of(QUOTE, "contact").label.text(source.language)
    none = Option("", gettext("（なし）"), not chosen)
    return Input("contact", label, chosen, "select", source.error("contact"), [none, *options])
