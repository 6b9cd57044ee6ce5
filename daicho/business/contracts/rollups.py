"""Figures of an account that its contracts give: counted when they are read, right on that day, as far as the reader may see."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from daicho.business.contracts.models import Contract
from daicho.engine.catalog.declare import field
from daicho.engine.catalog.specs import ExpressionContext


def active_contracts(at: ExpressionContext) -> Any:
    """How many contracts of the account are 契約中 or 解約予定; the same rule as `rules.lifecycle.contract_status`."""
    today = at.today
    begun = Q(cancel_date__isnull=True, first_start_date__lte=today)
    running = begun & (Q(terms__end_date__isnull=True) | Q(terms__end_date__gte=today))
    return _counted(at, Q(cancel_date__gte=today) | running)


def ended_contracts(at: ExpressionContext) -> Any:
    """How many contracts of the account are 解約済み or 期間満了."""
    today = at.today
    expired = Q(cancel_date__isnull=True, first_start_date__lte=today, terms__end_date__lt=today)
    return _counted(at, Q(cancel_date__lt=today) | expired)


def _counted(at: ExpressionContext, status: Q) -> Any:
    """How many confirmed contracts of the account that the reader may see have the status, judged by their current term.

    All conditions stand in one call, so that they mean one and the same term.
    """
    current = Q(terms__valid_from__lte=at.today, terms__valid_to__gte=at.today)
    owners = at.readers("contract")
    seen = Q() if owners is None else Q(owner__in=sorted(owners))
    found = Contract.objects.filter(current & status & seen, account=OuterRef(f"{at.record}id"), provisional=False)
    counts = found.order_by().values("account").annotate(n=Count("id")).values("n")
    return Coalesce(Subquery(counts, output_field=IntegerField()), Value(0), output_field=IntegerField())


ACCOUNT_FIELDS = (
    field(
        "number",
        "active_contracts",
        "有効な契約数",
        "Active contracts",
        scale=0,
        made=True,
        source="expression",
        expression=active_contracts,
    ),
    field(
        "number",
        "ended_contracts",
        "終了した契約数",
        "Ended contracts",
        scale=0,
        made=True,
        source="expression",
        expression=ended_contracts,
    ),
)
"""What contracts add to the account, which knows nothing of them."""
