"""Which column of a sheet is which: a header's words weighed with what the columns hold. Prices are chosen in prices.py."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from daicho.business.operations.ledger.grid import Grid
from daicho.business.operations.ledger.headers import Header, find_header
from daicho.business.operations.ledger.prices import PriceColumn, price_column
from daicho.business.operations.ledger.profile import Profile, profile
from daicho.business.operations.ledger.segments import Segments, segments_of
from daicho.business.operations.ledger.words import CERTAIN

ESSENTIAL = ("account", "product", "start", "end", "price")
PROFILED_ROWS = 400
_MANY = ("remarks", "unit_price", "amount", "sequence", "tax", "other")
_NOT_KEPT = frozenset(("sequence", "tax", "unit"))
_DATE_PAIRS = {"period": ("start", "end"), "line_period": ("line_start", "line_end")}
_SECOND = {"start": "line_start", "end": "line_end"}
_LEAST_FIT = 0.3


@dataclass(slots=True)
class Layout:
    """What each column of a sheet holds. `fields` gives the columns (left to right) of a field; `extras` are columns
    without a field, `beside` those of another table next to the ledger. `end_is_renewal`: the end is given as the day of
    renewal. `number_certain`: the header can only mean a contract number. `guessed`: columns known by their content alone."""

    grid: Grid
    header: Header
    columns: tuple[int, ...]
    profiles: dict[int, Profile]
    fields: dict[str, tuple[int, ...]] = field(default_factory=dict)
    prices: tuple[PriceColumn, ...] = ()
    extras: tuple[int, ...] = ()
    beside: tuple[int, ...] = ()
    end_is_renewal: bool = False
    number_certain: bool = True
    guessed: dict[str, int] = field(default_factory=dict)

    def column(self, name: str) -> int | None:
        """The first column of a field; None when it has none."""
        columns = self.fields.get(name)
        return columns[0] if columns else None

    @property
    def missing(self) -> tuple[str, ...]:
        """The essential things that no column gives."""
        has = self.fields
        given = {
            "account": "account" in has,
            "product": "product" in has,
            "start": "start" in has or "period" in has or ("end" in has and "term" in has),
            "end": "end" in has or "period" in has or "term" in has,
            "price": bool(self.prices),
        }
        return tuple(name for name in ESSENTIAL if not given[name])

    @property
    def seen(self) -> tuple[str, ...]:
        """The headers of the sheet, for people."""
        return tuple(self.header.text(column) for column in self.columns if self.header.titles[column])


def recognise_layout(grid: Grid) -> Layout | None:
    """The layout of a sheet; None when it has no header row of a ledger. Essential columns may still be missing."""
    header = find_header(grid)
    if header is None:
        return None
    body = range(header.last + 1, min(grid.height, header.last + 1 + PROFILED_ROWS))
    profiles = {column: profile(grid.seen_below(row, column) for row in body) for column in range(grid.width)}
    parts: Segments = segments_of(grid, header, body)
    layout = Layout(grid, header, parts.main, profiles, beside=parts.beside)
    _assign(layout)
    _promote(layout)
    _fill_by_content(layout)
    taken = {column for columns in layout.fields.values() for column in columns}
    taken |= {price.column for price in layout.prices}
    layout.extras = tuple(
        column
        for column in layout.columns
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
            fit = layout.profiles[column].fit(name) * (2 if name == "contact" and column == contact else 1)
            matches.append((weight * (0.35 + 0.65 * fit), -column, name))
    taken: set[int] = set()
    for _, negative, likeliest in sorted(matches, reverse=True):
        column = -negative
        name = _SECOND.get(likeliest, likeliest) if likeliest in layout.fields else likeliest
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
        layout.number_certain = layout.header.fields(number).get("number", 0) == CERTAIN


def _contact_of_two(layout: Layout) -> int | None:
    """Of two columns that are only called 担当: the one nearer after the customer is the customer's; None without two."""
    unclear = [column for column in layout.columns if {"owner", "contact"} <= layout.header.fields(column).keys()]
    accounts = [column for column in layout.columns if layout.header.fields(column).get("account", 0) >= CERTAIN]
    if len(unclear) < 2 or not accounts:
        return None
    return min(unclear, key=lambda column: (column < accounts[0], abs(column - accounts[0])))


def _possible(layout: Layout, column: int) -> dict[str, int]:
    """What a column may be: its words, without what its content contradicts."""
    found = layout.header.fields(column)
    shape = layout.profiles[column]
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
    covered = [column, *_covered(layout, column)]
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


def _fill_by_content(layout: Layout) -> None:
    """Find essential columns that no words named by what the remaining columns hold."""
    taken = {column for columns in layout.fields.values() for column in columns} | {at.column for at in layout.prices}
    free = [
        at for at in layout.columns if at not in taken and layout.profiles[at].count and not layout.header.fields(at)
    ]
    shapes = layout.profiles
    if "account" in layout.missing:
        _take(layout, "account", [at for at in free if shapes[at].share("company") >= 0.3], free)
    if {"start", "end"} <= set(layout.missing):
        dates = [at for at in free if shapes[at].share("date") >= 0.8]
        if len(dates) == 2:
            _take(layout, "start", dates, free)
            _take(layout, "end", dates[1:], free)
        else:
            _take(layout, "period", [at for at in free if shapes[at].share("period") >= 0.5], free)
    for name, kind in (
        ("email", "email"),
        ("price_kind", "price_kind"),
        ("billing_cycle", "billing"),
        ("payment_terms", "terms"),
    ):
        if name not in layout.fields:
            _take(layout, name, [at for at in free if shapes[at].share(kind) >= 0.8], free)
    if "price" in layout.missing:
        _find_price(layout, free)
    if "product" not in layout.fields and "name" in layout.fields:
        layout.fields["product"] = layout.fields["name"]
    texts = [at for at in free if shapes[at].share("text") >= 0.8 and shapes[at].share("person") < 0.3]
    if "product" in layout.missing and len(texts) == 1:
        _take(layout, "product", texts, free)


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
