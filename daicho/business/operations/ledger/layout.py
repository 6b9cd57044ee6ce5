"""What each column of a ledger's sheet holds, once that is known. Finding it out is columns.py's."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from daicho.business.operations.ledger.grid import Grid
from daicho.business.operations.ledger.headers import Header
from daicho.business.operations.ledger.prices import PriceColumn
from daicho.business.operations.ledger.profile import Profile
from daicho.business.operations.ledger.repeats import Repeats
from daicho.values.labels import Problem

ESSENTIAL = ("account", "product", "start", "end", "price")


@dataclass(slots=True)
class Layout:
    """What each column of a sheet holds. `fields` gives the columns (left to right) of a field; `extras` are columns
    without a field, `beside` those of another table next to the ledger. `end_is_renewal`: the end is given as the day of
    renewal. `number_certain`: the header can only mean a contract number. `guessed`: columns known by their content alone.
    `repeats`: further sets of columns, each a further licence of the row. `added`: columns that the sheet has not, made of
    what it says elsewhere; `told`: what is to be said of them. `product_by_price`: a licence is called by its price's header.
    `months`: columns of single months' amounts, which follow from the others. `chosen`: what people said that columns are."""

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
    repeats: Repeats = field(default_factory=Repeats)
    added: frozenset[int] = frozenset()
    told: tuple[Problem, ...] = ()
    product_by_price: bool = False
    months: tuple[int, ...] = ()
    chosen: Mapping[int, str] = field(default_factory=dict)

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
            "product": "product" in has or self.product_by_price,
            "start": "start" in has or "period" in has or ("end" in has and "term" in has),
            "end": "end" in has or "period" in has or "term" in has,
            "price": bool(self.prices),
        }
        return tuple(name for name in ESSENTIAL if not given[name])

    @property
    def seen(self) -> tuple[str, ...]:
        """The headers of the sheet, for people."""
        columns = sorted({*self.columns, *self.repeats.further})
        return tuple(self.header.text(column) for column in columns if self.header.titles[column])
