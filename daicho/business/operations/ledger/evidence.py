"""Whether a column of amounts beside a quantity is the price of one unit or of all: told by the numbers of the rows."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal

NumberAt = Callable[[int, int], Decimal | None]
_TIMES = (Decimal(1), Decimal("1.1"), Decimal(12), Decimal("13.2"))


def is_per_unit(
    column: int,
    quantity: int,
    rows: Sequence[int],
    others: Sequence[int],
    product_at: Callable[[int], Hashable],
    number_at: NumberAt,
) -> bool:
    """Whether the amounts are of one unit. The same product at the same amount in other quantities says so, and so does
    another column that holds quantity times amount; amounts in proportion to the quantity say the opposite."""
    seen: dict[Hashable, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    unit = total = 0
    for row in rows:
        count, amount = number_at(row, quantity), number_at(row, column)
        if not count or not amount:
            continue
        beside = [number for other in others if (number := number_at(row, other))]
        if count != 1 and any(number == count * amount * times for number in beside for times in _TIMES):
            unit += 1
        for count_before, amount_before in seen[product_at(row)][:1]:
            if count_before != count:
                unit += amount_before == amount
                total += amount_before * count == amount * count_before
        seen[product_at(row)].append((count, amount))
    if unit or total:
        return unit > total
    return _mostly_broken([pair for pairs in seen.values() for pair in pairs if pair[0] != 1])


def _mostly_broken(pairs: Sequence[tuple[Decimal, Decimal]]) -> bool:
    """Whether most amounts, of three or more, leave a rest when divided by the quantity: then they are no totals."""
    broken = sum(amount % count != 0 for count, amount in pairs)
    return len(pairs) >= 3 and broken * 2 > len(pairs)
