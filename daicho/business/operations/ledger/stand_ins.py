"""Finds what may stand for an essential column that a ledger has not: an end user for the customer, a price's own header for
the product, a dealer's price for the price. Changes the layout that it is given."""

import re
from dataclasses import replace

from daicho.business.operations.ledger.layout import Layout
from daicho.business.operations.ledger.messages import WHAT
from daicho.business.operations.ledger.prices import PriceColumn, price_column, scale_of
from daicho.business.operations.ledger.told import PRODUCT_BY_PRICE, SCALE_READ, STANDS_FOR
from daicho.business.operations.ledger.vocabulary import squeezed

_SPARE_PRICE = re.compile(
    r"(?:仕切|標準|定価|値引後|割引後|希望小売|list).*(?:単価|価格|金額|price)|^(?:定価|仕切り?|仕切値)$|listprice"
)
_SAYS_NOTHING = re.compile(
    r"(?:税[抜込別]|販売|契約|提供|基本|unit|list)*(?:単価|価格|金額|料金|price|amount|total|合計|小計|rate)(?:\(.*\))?"
)
_SCALE_NOTE = re.compile(
    r"単位[:：は]?\(?(百万円|万円|千円|億円)|^\(?(百万円|万円|千円)\)?$|(?:金額|価格)は?(百万円|万円|千円)"
)


def stand_ins(layout: Layout) -> None:
    """Fill what is still missing, and apply a unit of money that is written above the table."""
    for name in ("end_user", "reseller"):
        if "account" not in layout.fields and name in layout.fields:
            _stand_for_account(layout, name)
    if "price" in layout.missing:
        _spare_price(layout)
    if "product" not in layout.fields and _telling(layout.prices):
        layout.product_by_price = True
        columns = tuple(price.label for price in layout.prices)
        layout.told = (*layout.told, PRODUCT_BY_PRICE.problem(columns=columns))
    _scale(layout)


def _stand_for_account(layout: Layout, name: str) -> None:
    """The end user, else the dealer, is the customer; a row without one has the other (see accounts of a row)."""
    column = layout.fields.pop(name)
    layout.fields["account"] = column
    layout.told = (*layout.told, STANDS_FOR.problem(column=layout.header.text(column[0]), what=WHAT["account"]))


def _spare_price(layout: Layout) -> None:
    """A column of dealer's or list prices, where there is no other price."""
    taken = {column for columns in layout.fields.values() for column in columns} | set(layout.chosen)
    for column in layout.columns:
        titles = layout.header.titles[column]
        if column in taken or not titles or layout.profiles[column].share("number") < 0.5:
            continue
        if _SPARE_PRICE.search(squeezed(titles[-1])):
            layout.prices = (price_column(column, titles, "unit_price"),)
            layout.told = (*layout.told, STANDS_FOR.problem(column=layout.header.text(column), what=WHAT["unit_price"]))
            return


def _telling(prices: tuple[PriceColumn, ...]) -> bool:
    """Whether the headers of the prices say what is sold (月額警備料) or for how long (月額), not only that it is a price."""
    return bool(prices) and all(
        price.kind not in (None, "period") or not _SAYS_NOTHING.fullmatch(squeezed(price.label)) for price in prices
    )


def _scale(layout: Layout) -> None:
    """千円 and the like written above the table holds for all prices whose headers name no unit of money themselves."""
    for row in range(layout.header.first):
        for column in layout.grid.own_columns(row):
            found = _SCALE_NOTE.search(squeezed(layout.grid.own(row, column)))
            if found is None or not layout.prices:
                continue
            word = next(part for part in found.groups() if part)
            layout.prices = tuple(
                price if price.scale != 1 else replace(price, scale=scale_of(word)) for price in layout.prices
            )
            layout.told = (*layout.told, SCALE_READ.problem(row=row + 1, unit=word))
            return
