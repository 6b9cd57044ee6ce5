"""Which column of a sheet is which: a header's words weighed with what the columns hold. Prices are chosen in prices.py."""

from collections.abc import Iterable

from daicho.business.operations.ledger.by_content import fill_by_content
from daicho.business.operations.ledger.choices import TableChoices
from daicho.business.operations.ledger.grid import Grid
from daicho.business.operations.ledger.headers import find_header, header_at
from daicho.business.operations.ledger.layout import Layout
from daicho.business.operations.ledger.possible_words import CERTAIN
from daicho.business.operations.ledger.prices import price_column
from daicho.business.operations.ledger.profile import profile
from daicho.business.operations.ledger.repeats import find_repeats
from daicho.business.operations.ledger.reshape import month_columns, shaped, with_fixed
from daicho.business.operations.ledger.segments import Segments, segments_of
from daicho.business.operations.ledger.stand_ins import stand_ins

PROFILED_ROWS = 400
_MANY = ("remarks", "unit_price", "amount", "sequence", "tax", "other")
_PRICES = {"unit_price", "amount"}
_NOT_KEPT = frozenset(("sequence", "tax", "unit"))
_DATE_PAIRS = {"period": ("start", "end"), "line_period": ("line_start", "line_end")}
_SECOND = {"start": "line_start", "end": "line_end"}
_LEAST_FIT, _KINDS = 0.3, 0.8
CHOSEN = 1_000.0
"""The weight of what people chose: before everything else."""


NOTHING_CHOSEN = TableChoices()


def recognise_layout(grid: Grid, chosen: TableChoices = NOTHING_CHOSEN) -> Layout | None:
    """The layout of a sheet; None when it has no header row of a ledger. Essential columns may still be missing.

    What was `chosen` counts, whatever words and values suggest.
    """
    header = header_at(grid, chosen.header) if chosen.header is not None else None
    header = header or find_header(grid)
    if header is None:
        return None
    table, fixed = with_fixed(shaped(grid, header), chosen.fixed)
    grid, header = table.grid, table.header
    body = range(header.last + 1, min(grid.height, header.last + 1 + PROFILED_ROWS))
    profiles = {column: profile(grid.seen_below(row, column) for row in body) for column in range(grid.width)}
    parts: Segments = segments_of(grid, header, body, table.gone)
    repeats = find_repeats(header, parts.main)
    columns = tuple(sorted({*parts.main, *table.added} - repeats.further))
    beside = tuple(column for column in parts.beside if column not in table.added)
    layout = Layout(grid, header, columns, profiles, beside=beside, repeats=repeats, added=table.added, told=table.told)
    layout.chosen = {at: name for at, name in {**chosen.columns, **fixed}.items() if at in columns}
    months = (column for column in month_columns(header) if column not in layout.chosen)
    layout.months = tuple(column for column in months if profiles[column].share("number") > 0.5)
    _assign(layout)
    _promote(layout)
    fill_by_content(layout)
    stand_ins(layout)
    taken = {column for columns in layout.fields.values() for column in columns}
    taken |= {price.column for price in layout.prices} | set(layout.months)
    layout.extras = tuple(
        column
        for column in sorted({*layout.columns, *repeats.left})
        if column not in taken and profiles[column].count and not _is_joint(layout, column)
    )
    for name in _NOT_KEPT | {"other"}:
        layout.fields.pop(name, None)
    return layout


def _assign(layout: Layout) -> None:
    """Give columns to fields, the best match first; a field has one column, except those that may have many."""
    matches: list[tuple[float, int, str]] = []
    contact = _contact_of_two(layout)
    for column in layout.columns:
        for name, weight in _possible(layout, column).items():
            if column in layout.chosen:
                matches.append((CHOSEN, -column, name))
                continue
            fit = layout.profiles[column].fit(name) * (2 if name == "contact" and column == contact else 1)
            matches.append((weight * (0.35 + 0.65 * fit), -column, name))
    taken: set[int] = set()
    for _, negative, likeliest in sorted(matches, reverse=True):
        column = -negative
        has_first = likeliest in layout.fields and column not in layout.chosen
        name = _SECOND.get(likeliest, likeliest) if has_first else likeliest
        if column in taken or (name in layout.fields and name not in _MANY):
            continue
        taken.add(column)
        if name in ("unit_price", "amount"):
            layout.prices += (price_column(column, layout.header.titles[column], name),)
        elif name != "other":
            layout.fields[name] = tuple(sorted((*layout.fields.get(name, ()), column)))
            taken.update(_spread(layout, name, column))
    layout.prices = tuple(sorted(layout.prices, key=lambda price: price.column))
    number = layout.column("number")
    if number is not None:
        certain = layout.header.fields(number).get("number", 0) == CERTAIN
        layout.number_certain = certain or number in layout.chosen


def _contact_of_two(layout: Layout) -> int | None:
    """Of two columns that are only called 担当: the one nearer after the customer is the customer's; None without two."""
    unclear = [column for column in layout.columns if {"owner", "contact"} <= layout.header.fields(column).keys()]
    accounts = [column for column in layout.columns if layout.header.fields(column).get("account", 0) >= CERTAIN]
    if len(unclear) < 2 or not accounts:
        return None
    return min(unclear, key=lambda column: (column < accounts[0], abs(column - accounts[0])))


def _possible(layout: Layout, column: int) -> dict[str, int]:
    """What a column may be: its words, without what its content contradicts or what another column was chosen for."""
    if column in layout.chosen:
        return {layout.chosen[column]: CERTAIN}
    settled = {name for name in layout.chosen.values() if name not in _MANY}
    settled |= _PRICES if any(name in _PRICES for at, name in layout.chosen.items() if at in layout.added) else set()
    return {name: weight for name, weight in _suggested(layout, column).items() if name not in settled}


def _suggested(layout: Layout, column: int) -> dict[str, int]:
    """What the words of a column suggest, without what its content contradicts."""
    found = dict(layout.header.fields(column))
    shape = layout.profiles[column]
    if "billing_cycle" in found and shape.share("price_kind") >= _KINDS and shape.share("priced") > 0:
        found["price_kind"] = found["billing_cycle"] + 1
    pairs = [name for name in _DATE_PAIRS if name in found]
    if pairs and shape.share("date") > 0.5 and shape.fit("period") < _LEAST_FIT:
        return {name: found[name] for name in pairs}
    return {
        name: weight
        for name, weight in found.items()
        if (weight == CERTAIN and name not in _DATE_PAIRS and name != "term")
        or not shape.count
        or shape.fit(name) >= _LEAST_FIT
    }


def _spread(layout: Layout, name: str, column: int) -> Iterable[int]:
    """Columns to the right that the same header covers: the end of a period, or the rest of a name. Assigns them."""
    covered = [column, *(at for at in _covered(layout, column) if at not in layout.chosen)]
    if name in _DATE_PAIRS and layout.profiles[column].fit("period") < _LEAST_FIT:
        dates = [at for at in covered if layout.profiles[at].share("date") > 0.5]
        first, last = _DATE_PAIRS[name]
        if dates and first not in layout.fields:
            del layout.fields[name]
            layout.fields[first] = (dates[0],)
        if len(dates) > 1 and last not in layout.fields:
            layout.fields[last] = (dates[-1],)
        return covered
    if name in ("contact", "owner", "account", "product") and len(covered) > 1:
        texts = [at for at in covered if layout.profiles[at].share("text") > 0.5]
        layout.fields[name] = tuple(texts) or (column,)
        return covered
    return ()


def _covered(layout: Layout, column: int) -> list[int]:
    """Further columns under the same merged header, or untitled ones beside it that hold dates or a tilde."""
    area = layout.grid.merged(layout.header.last, column) or layout.grid.merged(layout.header.first, column)
    if area is not None and area.last_column > column:
        own = layout.header.titles[column]
        right_of = range(column + 1, min(area.last_column + 1, layout.grid.width))
        return [at for at in right_of if layout.header.titles[at] == own]
    right: list[int] = []
    for at in range(column + 1, min(column + 3, layout.grid.width)):
        if any(word.strip("~〜～-－→ ") for word in layout.header.titles[at]):
            break
        if not (layout.profiles[at].share("date") > 0.5 or _is_joint(layout, at)):
            break
        right.append(at)
    return right


def _is_joint(layout: Layout, column: int) -> bool:
    """Whether a column holds nothing but the tilde between two dates."""
    shape = layout.profiles[column]
    first = layout.header.last + 1
    values = (layout.grid.own(row, column) for row in range(first, min(first + 50, layout.grid.height)))
    return shape.distinct <= 1 and all(value is None or str(value).strip() in "~〜～-－ー→" for value in values)


def _promote(layout: Layout) -> None:
    """Where there is one pair of dates only, it is the contract's, whatever it is called."""
    fields = layout.fields
    if not fields.keys() & {"start", "end", "period"}:
        for name in ("start", "end", "period"):
            if f"line_{name}" in fields:
                fields[name] = fields.pop(f"line_{name}")
    if "start" not in fields and "period" not in fields:
        stand_in = next((name for name in ("line_start", "signed") if name in fields), None)
        if stand_in:
            fields["start"] = fields[stand_in]
    if not fields.keys() & {"end", "period", "term"}:
        last_day = next((name for name in ("line_end", "renewal_date") if name in fields), None)
        if last_day:
            fields["end"] = fields[last_day]
            layout.end_is_renewal = last_day == "renewal_date"
    for name in ("signed", "renewal_date"):
        fields.pop(name, None)
    _promote_paying(fields)


def _promote_paying(fields: dict[str, tuple[int, ...]]) -> None:
    """A closing or paying day alone is the payment terms; both together are put together later."""
    if "payment_terms" in fields or not {"closing", "paying"} <= fields.keys():
        spare = [fields.pop(name) for name in ("closing", "paying") if name in fields]
        if spare:
            fields.setdefault("payment_terms", spare[0])
