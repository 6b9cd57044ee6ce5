"""Whether the amounts of a contract agree: for each term its value, the sum of its sales entries, and the days they cover."""

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Sum, TextField, Value, When
from django.db.models.functions import Coalesce

from daicho.business.contracts.models import ContractLine, ContractTerm, SalesEntry
from daicho.engine.catalog.declare import choices, field
from daicho.engine.catalog.fields import ScaledDecimalField
from daicho.engine.catalog.specs import ExpressionContext
from daicho.values.labels import Label

BALANCES = {
    "balanced": Label("一致", "Balanced"),
    "amount": Label("金額の不一致", "Amounts differ"),
    "period": Label("期間の不一致", "Other days than its sales"),
}
COLOURS = {"balanced": "", "amount": "red", "period": "amber"}


def balance(at: ExpressionContext) -> Any:
    """How the amounts of all terms agree. A provisional contract has no entries yet, which is as it should be.

    `period`: the end of a term was corrected by hand, so that its lines and entries go to the day that was booked.
    `amount`: the value of a term is not the sum of the entries of its lines, reversals among them.
    """
    terms = ContractTerm.objects.filter(contract=OuterRef(f"{at.record}id"))
    return Case(
        When(Q(**{f"{at.record}provisional": True}), then=Value("balanced")),
        When(Q(Exists(_other_days(terms))), then=Value("period")),
        When(Q(Exists(_other_amount(terms))), then=Value("amount")),
        default=Value("balanced"),
        output_field=TextField(),
    )


def _other_days(terms: Any) -> Any:
    """Terms whose end is no more the one that was booked, while a recurring line still goes to that one.

    A term that was shortened by an operation has lines that were cut with it.
    """
    recurring = ContractLine.objects.filter(term=OuterRef("id"), cancelled=False, replaced=False).exclude(
        price_kind="one_time"
    )
    to_booked_end = recurring.filter(end_date=OuterRef("booked_end_date"))
    without_end = recurring.filter(end_date__isnull=True)
    moved = Q(booked_end_date__isnull=False) & (Q(end_date__isnull=True) | ~Q(end_date=F("booked_end_date")))
    ended = Q(booked_end_date__isnull=True, end_date__isnull=False)
    return terms.filter((moved & Exists(to_booked_end)) | (ended & Exists(without_end)))


def _other_amount(terms: Any) -> Any:
    """Terms whose value is not the sum of the entries of their lines."""
    output = ScaledDecimalField()
    entries = (
        SalesEntry.objects.filter(contract_line__term=OuterRef("id"))
        .order_by()
        .values("contract_line__term")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    nothing = Value(0, output_field=output)
    sold = Coalesce(Subquery(entries, output_field=output), nothing, output_field=output)
    return terms.annotate(sold=sold).exclude(amount=F("sold"))


BALANCE = field(
    "picklist",
    "balance",
    "金額の突き合わせ",
    "Balance check",
    choices=choices(BALANCES, COLOURS),
    made=True,
    source="expression",
    expression=balance,
)
