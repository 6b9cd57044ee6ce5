"""Finds columns that repeat side by side: 商品1 数量1 単価1 商品2 …, or 数量 単価 under 月額 and again under 初期費用."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from daicho.business.operations.ledger.headers import Header, column_meanings
from daicho.business.operations.ledger.prices import price_column

_REPEATABLE = frozenset(("product", "quantity", "unit", "unit_price", "amount", "price_kind", "line_start", "line_end"))
_PRICES = frozenset(("unit_price", "amount"))
_ORDINAL = re.compile(r"[(\[#_\-.第]*\d{1,2}[)\].]*")
_NOT_SOLD = re.compile(
    r"前回|前期|前年|昨年|旧|変更前|改定前|更新前|仕入|原価|見積|予算|計画|定価|previous|old|cost|budget"
)
_YEAR = re.compile(r"(?:19|20)\d{2}|fy ?\d{2}|[rh令平]\w{0,2}\d{1,2}年度", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A further set of columns: which of its columns stands for which of the first set's, the words above it, and the
    price kind that they name (None: none). `own_product`: it names its product itself."""

    columns: Mapping[int, int]
    label: str
    kind: str | None
    own_product: bool


@dataclass(frozen=True, slots=True)
class Repeats:
    """The columns of the first set, the further sets, and columns of sets that are not sold now (old prices, costs)."""

    base: frozenset[int] = frozenset()
    parts: tuple[Part, ...] = ()
    left: tuple[int, ...] = ()

    @property
    def further(self) -> frozenset[int]:
        """All columns that are not of the first set."""
        return frozenset(column for part in self.parts for column in part.columns.values()) | frozenset(self.left)


def find_repeats(header: Header, columns: Sequence[int]) -> Repeats:
    """The sets of columns that repeat; nothing where fewer than a price and a product or quantity do."""
    occurrences: dict[tuple[str, str], list[int]] = defaultdict(list)
    for column in columns:
        key = _key(header.titles[column])
        if key is not None:
            occurrences[key].append(column)
    counts = sorted({len(found) for found in occurrences.values() if len(found) > 1}, reverse=True)
    for count in counts:
        keys = [key for key, found in occurrences.items() if len(found) == count and key[1] in _REPEATABLE]
        fields = {field for _, field in keys}
        if not fields & _PRICES:
            continue
        alike = {key: found for key, found in occurrences.items() if len(found) == count}
        while further := _among(keys, alike):
            keys += further
        sets = [[occurrences[key][at] for key in keys] for at in range(count)]
        apart = all(max(one) < min(two) for one, two in pairwise(sets))
        if fields & _PRICES and fields & {"product", "quantity"} and apart:
            return _repeats(header, keys, sets)
    return Repeats()


def _key(titles: tuple[str, ...]) -> tuple[str, str] | None:
    """What a column has in common with its like in other sets: its own words without ordinals, and its field."""
    if not titles:
        return None
    bare = tuple(_ORDINAL.sub("", title) for title in titles)
    found = column_meanings(tuple(title for title in bare if title))
    field = max(found, key=lambda name: found[name], default="")
    return (bare[-1], field)


def _among(keys: list[tuple[str, str]], occurrences: Mapping[tuple[str, str], list[int]]) -> list[tuple[str, str]]:
    """Further columns, whatever they hold, that repeat as often and stand among those of each set, or beside them."""
    count = len(occurrences[keys[0]])
    spans = [
        range(min(occurrences[key][at] for key in keys) - 1, max(occurrences[key][at] for key in keys) + 2)
        for at in range(count)
    ]
    return [
        key
        for key, found in occurrences.items()
        if key not in keys and all(column in span for column, span in zip(found, spans, strict=True))
    ]


def _repeats(header: Header, keys: list[tuple[str, str]], sets: list[list[int]]) -> Repeats:
    """The first set that is sold, and those after it; of sets by year only the last."""
    labels = ["".join(header.titles[one[0]][:-1]) for one in sets]
    sold = [at for at, label in enumerate(labels) if not _NOT_SOLD.search(label)] or list(range(len(sets)))
    if all(_YEAR.search(labels[at]) for at in sold):
        sold = sold[-1:]
    base = sets[sold[0]]
    product = next((at for at, (_, field) in enumerate(keys) if field == "product"), None)
    price = next(at for at, (_, field) in enumerate(keys) if field in _PRICES)
    parts = tuple(
        Part(
            dict(zip(base, sets[at], strict=True)),
            labels[at],
            price_column(sets[at][price], header.titles[sets[at][price]], keys[price][1]).kind,
            product is not None,
        )
        for at in sold[1:]
    )
    left = tuple(column for at, one in enumerate(sets) if at not in sold for column in one)
    return Repeats(frozenset(base), parts, left)
