"""Numbers of contracts, quotes, orders, accounts and products: taken from one row a kind, without gaps."""

from django.db import connection
from django.db.models import F

from daicho.business.organisation.models import NumberSequence

SEQUENCES: dict[str, str] = {
    "contract": "K-",
    "quote": "Q-",
    "order": "J-",
    "account": "A-",
    "product": "P-",
}


def ensure_sequences() -> None:
    """Make the rows that do not exist yet."""
    NumberSequence.objects.bulk_create(
        [NumberSequence(key=key, prefix=prefix) for key, prefix in SEQUENCES.items()], ignore_conflicts=True
    )


def take(key: str, count: int = 1) -> list[str]:
    """The next `count` numbers of the sequence, e.g. ``["K-000123"]``.

    Must be called inside the transaction that uses them: the row stays locked until its end, so a rolled-back use
    leaves no gap.
    """
    if count <= 0:
        return []
    assert connection.in_atomic_block, "numbers are taken inside the transaction that uses them"
    sequence = NumberSequence.objects.filter(key=key)
    if not sequence.update(next_value=F("next_value") + count):
        ensure_sequences()
        sequence.update(next_value=F("next_value") + count)
    row = sequence.get()
    first = row.next_value - count
    return [f"{row.prefix}{number:0{row.digits}d}" for number in range(first, row.next_value)]
