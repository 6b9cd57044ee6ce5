"""What a renewal would change, as differences: booked for real in a transaction that is then rolled back.

So the preview is the booking by construction, and nothing of it stays.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from daicho.business.contracts.models import ContractLine, ContractTerm, SalesEntry
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import Wish
from daicho.engine.access.actors import Actor
from daicho.engine.work.frame import Frame

ONCE_ONLY = ("one_time", "usage")


@dataclass(frozen=True, slots=True)
class Deltas:
    """New state minus old: recurring quantity and MRR of the last term, total value, entries that come, go, are taken back."""

    quantity: Decimal
    mrr: Decimal
    amount: Decimal
    added: int
    removed: int
    reversed: int


@dataclass(frozen=True, slots=True)
class _State:
    quantity: Decimal
    mrr: Decimal
    amount: Decimal
    entries: frozenset[tuple[int, date, date, Decimal]]
    reversals: int


def renewal_deltas(actor: Actor, contract_id: int, wish: Wish, frame: Frame, *, voids: Collection[int] = ()) -> Deltas:
    """What renewing now would change; writes nothing. Takes and raises what `renewal.renew` does."""
    with transaction.atomic():
        before = _state(contract_id)
        renewal.renew(actor, contract_id, wish, frame, voids=voids)
        after = _state(contract_id)
        transaction.set_rollback(True)
    return Deltas(
        after.quantity - before.quantity,
        after.mrr - before.mrr,
        after.amount - before.amount,
        len(after.entries - before.entries),
        len(before.entries - after.entries),
        after.reversals - before.reversals,
    )


def _state(contract_id: int) -> _State:
    lines = list(ContractLine.objects.filter(contract=contract_id))
    last = ContractTerm.objects.filter(contract=contract_id).order_by("-number").first()
    kept = Q() if last is None or last.end_date is None else Q(end_date__isnull=True) | Q(end_date__gte=last.end_date)
    current = ContractLine.objects.filter(kept, term=last, cancelled=False, replaced=False)
    recurring = list(current.exclude(price_kind__in=ONCE_ONLY)) if last is not None else []
    entries = SalesEntry.objects.filter(contract=contract_id)
    return _State(
        sum((line.quantity for line in recurring), Decimal(0)),
        sum((line.mrr for line in recurring), Decimal(0)),
        sum((line.amount for line in lines), Decimal(0)),
        frozenset((e.contract_line_id, e.period_start, e.period_end, e.amount) for e in entries.filter(kind="sale")),
        entries.filter(kind="reversal").count(),
    )
