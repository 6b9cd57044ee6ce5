"""Finds essential columns that no words name by what the columns hold. Changes the layout that it is given."""

from collections import Counter, defaultdict

from daicho.business.operations.ledger.layout import Layout
from daicho.business.operations.ledger.prices import price_column

LOOKED_AT = 300
_BY_KIND = {"email": "email", "price_kind": "price_kind", "billing_cycle": "billing", "payment_terms": "terms"}


def fill_by_content(layout: Layout) -> None:
    """Find essential columns that no words named by what the remaining columns hold."""
    taken = {column for columns in layout.fields.values() for column in columns} | {at.column for at in layout.prices}
    taken |= set(layout.chosen)
    free = [
        at for at in layout.columns if at not in taken and layout.profiles[at].count and not layout.header.fields(at)
    ]
    if "account" in layout.missing:
        _take(layout, "account", _holding(layout, free, "company", 0.3), free)
    _find_dates(layout, free)
    kinds = _holding(layout, [at for at in layout.columns if at not in taken], "price_kind", 0.8)
    if "price_kind" not in layout.fields and kinds and layout.profiles[kinds[0]].share("priced") > 0:
        layout.fields["price_kind"] = (kinds[0],)
        free = [at for at in free if at != kinds[0]]
    for name, kind in _BY_KIND.items():
        if name not in layout.fields:
            _take(layout, name, _holding(layout, free, kind, 0.8), free)
    if "price" in layout.missing:
        _find_price(layout, free)
    _find_product(layout, free)


def _holding(layout: Layout, columns: list[int], kind: str, share: float) -> list[int]:
    """Those of the columns of whose values at least this part is of a kind."""
    return [at for at in columns if layout.profiles[at].share(kind) >= share]


def _find_dates(layout: Layout, free: list[int]) -> None:
    """The only two columns of dates are start and end; a period in one cell, or the one that is missing, else."""
    dates = _holding(layout, free, "date", 0.8)
    if {"start", "end"} <= set(layout.missing):
        if len(dates) == 2:
            _take(layout, "start", dates, free)
            _take(layout, "end", dates[1:], free)
        else:
            _take(layout, "period", _holding(layout, free, "period", 0.5), free)
    for name in ("start", "end"):
        if name in layout.missing:
            _take(layout, name, _holding(layout, free, "date", 0.8), free)


def _find_product(layout: Layout, free: list[int]) -> None:
    """The contract's name, else the only column of texts, or of several the one that tells the price best."""
    if "product" not in layout.fields and "name" in layout.fields:
        layout.fields["product"] = layout.fields["name"]
    texts = [at for at in _holding(layout, free, "text", 0.8) if layout.profiles[at].share("person") < 0.3]
    if "product" in layout.missing and texts:
        best = max(texts, key=lambda at: _tells_price(layout, at)) if len(texts) > 1 else texts[0]
        _take(layout, "product", [best], free)


def _tells_price(layout: Layout, column: int) -> float:
    """How far a text tells the price beside it without being another in each row: what a product does."""
    if not layout.prices:
        return 0.0
    prices: dict[str, Counter[str]] = defaultdict(Counter)
    body = range(layout.header.last + 1, min(layout.grid.height, layout.header.last + LOOKED_AT))
    for row in body:
        text, price = layout.grid.seen_below(row, column), layout.grid.own(row, layout.prices[0].column)
        if text is not None and price is not None:
            prices[str(text)][str(price)] += 1
    rows = sum(found.total() for found in prices.values())
    if rows == 0 or (len(prices) == rows and rows > 1):
        return 0.0
    return sum(max(found.values()) for found in prices.values()) / rows - 0.3 * len(prices) / rows


def _find_price(layout: Layout, free: list[int]) -> None:
    """The only column of numbers is the price; of two, the larger numbers are, and the smaller ones the quantity."""
    numbers = [
        at for at in free if layout.profiles[at].share("number") >= 0.8 and layout.profiles[at].share("date") < 0.5
    ]
    numbers.sort(key=lambda at: layout.profiles[at].largest)
    if len(numbers) == 2 and "quantity" not in layout.fields:
        _take(layout, "quantity", numbers, free)
        del numbers[0]
    if len(numbers) == 1:
        price = numbers[0]
        free.remove(price)
        layout.prices = (price_column(price, layout.header.titles[price], "unit_price"),)
        layout.guessed["unit_price"] = price


def _take(layout: Layout, name: str, columns: list[int], free: list[int]) -> None:
    """Give a field the first of the columns found for it, if any, and take it from the free ones."""
    if columns and columns[0] in free:
        layout.fields[name] = (columns[0],)
        layout.guessed[name] = columns[0]
        free.remove(columns[0])
