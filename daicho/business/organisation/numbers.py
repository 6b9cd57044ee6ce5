"""Numbers of contracts, quotes, orders, accounts and products: taken from one row a kind, without gaps."""

from django.db import connection

from daicho.business.organisation.models import NumberSequence

SEQUENCES: dict[str, str] = {
    "contract": "K-",
    "quote": "Q-",
    "order": "J-",
    "account": "A-",
    "product": "P-",
}
TAKE = (
    "UPDATE organisation_numbersequence SET next_value = next_value + %s WHERE key = %s"
    " RETURNING prefix, digits, next_value"
)


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
    taken = _taken(key, count)
    if taken is None:
        ensure_sequences()
        taken = _taken(key, count)
    assert taken is not None, key
    prefix, digits, following = taken
    return [f"{prefix}{number:0{digits}d}" for number in range(following - count, following)]


def _taken(key: str, count: int) -> tuple[str, int, int] | None:
    """Prefix, digits and next value of the sequence after taking; None where there is no such row. One statement: every
    confirmation takes two numbers."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [count, key])
        row: tuple[str, int, int] | None = cursor.fetchone()
    return row
