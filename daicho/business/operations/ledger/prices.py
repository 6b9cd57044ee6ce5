"""Which price columns a ledger has, what kind of price each is, and which only repeat what follows from others."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from daicho.business.operations.ledger.vocabulary import squeezed

_KINDS = (
    (
        "one_time",
        re.compile(
            r"初期|一時|導入|初回|スポット|工事|設定|設置|登録料|加入料|加入金|事務手数料|構築|移行|開発費|教育|研修|イニシャル|(?<!年)(?<!年額)一括(?!払)|"
            r"買取|setup|initial|one-?time|onboarding|installation"
        ),
    ),
    (
        "monthly",
        re.compile(
            r"月額|月次|月間|月単価|毎月|/月|\(月\)|月あたり|ランニング|monthly|permonth|/month|/mo\b|^mrr|月々"
        ),
    ),
    ("annual", re.compile(r"年額|年間|年次|年単価|/年|\(年\)|annual|yearly|peryear|/year|^arr")),
    ("daily", re.compile(r"日額|日単価|/日|daily")),
    ("usage", re.compile(r"従量|カウンタ|超過|usage|metered|overage")),
    ("period", re.compile(r"総額|契約金額|契約額|期間額|期間金額|受注金額|受注額|contractvalue|tcv|contractamount")),
)
_SCALES = {"千円": 1_000, "万円": 10_000, "百万円": 1_000_000, "億円": 100_000_000}
_TAXED = re.compile(r"税込|内税|incl(?:uding|\.)?tax|taxincl|withtax")
_CURRENCIES = (
    ("USD", re.compile(r"usd|\$|米?ドル")),
    ("EUR", re.compile(r"eur|€|ユーロ")),
    ("JPY", re.compile(r"jpy|円|¥|yen")),
)
_OFTEN = 0.8
_EACH = re.compile(
    r"あたり|当たり|当り|(?:\(|/|1)(?:id|ユーザー?|アカウント|ライセンス|本|台|席|人|名|user|seat|licen[sc]e|unit)|per(?:user|seat|unit|licen)"
)
_TAX = (Decimal(1), Decimal("1.1"))
_OWN_FEE = re.compile(
    r"保守|サポート|基本|初期|導入|支援|構築|移行|教育|研修|工事|設定|設置|オプション|回線|管理|運用|付帯|maintenance|support|base|option"
)
_GOODS = re.compile(r"ライセンス|製品|本体|機器|ハード|licen[sc]e|hardware")

NumberAt = Callable[[int, int], Decimal | None]


@dataclass(frozen=True, slots=True)
class PriceColumn:
    """A column of prices. `per_unit`: of one unit, else of all together. `kind` None: its header does not say.

    `found`: that it is of one unit was told by the numbers. `scale`: what its numbers are multiplied by (千円: 1000); `currency` None: its header names none.
    """

    column: int
    label: str
    per_unit: bool
    kind: str | None
    taxed: bool
    scale: Decimal = Decimal(1)
    currency: str | None = None
    found: bool = False


@dataclass(frozen=True, slots=True)
class PricePlan:
    """The columns that make lines, those that only follow from them, and the names (squeezed) of the products that are
    given with a quantity in some row."""

    used: tuple[PriceColumn, ...]
    derived: tuple[PriceColumn, ...]
    counted: frozenset[str] = frozenset()


def price_column(column: int, titles: tuple[str, ...], field: str) -> PriceColumn:
    """What the header says about a price column."""
    text = squeezed("".join(titles))
    scale = scale_of(text)
    kind = next((code for code, pattern in _KINDS if pattern.search(text)), None)
    currency = next((code for code, pattern in _CURRENCIES if pattern.search(text)), None)
    return PriceColumn(
        column,
        titles[-1] if titles else "",
        field == "unit_price" or of_one_unit(text),
        kind,
        _TAXED.search(text) is not None,
        scale,
        currency,
    )


def of_one_unit(text: str) -> bool:
    """Whether a header or what is written behind a price says that it is for one unit (1IDあたり, /ID, per seat)."""
    return _EACH.search(squeezed(text)) is not None


def scale_of(text: str) -> Decimal:
    """What numbers are multiplied by where the text names a unit of money like 千円; 1 where it names none."""
    return next((Decimal(factor) for word, factor in reversed(_SCALES.items()) if word in text), Decimal(1))


def plan_prices(
    prices: Sequence[PriceColumn],
    rows: Sequence[int],
    quantity: int | None,
    number_at: NumberAt,
    *,
    kinds_given: bool = False,
) -> PricePlan:
    """Choose the columns that make lines, looking at the numbers of the data rows (indices from 0). `kinds_given`: a column
    of its own says each row's kind."""
    untaxed = [price for price in prices if not price.taxed]
    usable = untaxed or list(prices)
    filled = [price for price in usable if any(number_at(row, price.column) is not None for row in rows)] or usable
    units = _one_of_each([price for price in filled if price.per_unit])
    amounts = _fees([price for price in filled if not price.per_unit], rows, number_at)
    used = _beside_units(units, amounts, rows, quantity, number_at) if units else _amounts_only(amounts)
    sold_once = any(price.kind == "annual" and "保守" in price.label for price in used[1:])
    if sold_once and used[0].kind is None and not kinds_given and _GOODS.search(squeezed(used[0].label)):
        used[0] = replace(used[0], kind="one_time")
    chosen = {price.column for price in used}
    return PricePlan(tuple(used), tuple(price for price in prices if price.column not in chosen))


def _one_of_each(prices: list[PriceColumn]) -> list[PriceColumn]:
    """The first column of each kind; one without a kind only where no recurring kind is named."""
    first: dict[str | None, PriceColumn] = {}
    for price in prices:
        first.setdefault(price.kind, price)
    if len(first) > 1 and None in first and set(first) - {None, "one_time", "period"}:
        del first[None]
    return list(first.values())


def _fees(prices: list[PriceColumn], rows: Sequence[int], number_at: NumberAt) -> list[PriceColumn]:
    """One column of each kind, and further ones that are fees of their own (基本料, オプション料): not those that repeat
    another or add others up."""
    chosen = _one_of_each(prices)

    def numbers(columns: Sequence[PriceColumn]) -> list[Decimal]:
        return [sum((number_at(row, at.column) or Decimal(0) for at in columns), Decimal(0)) for row in rows]

    for price in prices:
        if price in chosen or price.kind in (None, "period"):
            continue
        mine = numbers([price])
        repeats = any(mine == [number * times for number in numbers([at])] for at in chosen for times in _TAX)
        alike = [at for at in chosen if at.kind == price.kind]
        if _OWN_FEE.search(squeezed(price.label)) and not repeats and (len(alike) < 2 or mine != numbers(alike)):
            chosen.append(price)
    for price in list(chosen):
        alike = [at for at in chosen if at.kind == price.kind and at is not price]
        if len(alike) > 1 and numbers([price]) == numbers(alike):
            chosen.remove(price)
    return chosen


def _amounts_only(amounts: list[PriceColumn]) -> list[PriceColumn]:
    """Of amounts: each named kind; the total of the period only where nothing else is named."""
    recurring = [price for price in amounts if price.kind not in ("period", "one_time")]
    total = [price for price in amounts if price.kind == "period"]
    once = [price for price in amounts if price.kind == "one_time"]
    return (recurring or total) + once


def _beside_units(
    units: list[PriceColumn], amounts: list[PriceColumn], rows: Sequence[int], quantity: int | None, number_at: NumberAt
) -> list[PriceColumn]:
    """Unit prices, and such amounts beside them as are no product of price and quantity (initial fees)."""
    main = units[0]

    def ratio(row: int, amount: PriceColumn) -> Decimal | None:
        price, total = number_at(row, main.column), number_at(row, amount.column)
        count = Decimal(1) if quantity is None else number_at(row, quantity)
        if price is None or total is None or not price or not count:
            return None
        return total * amount.scale / (price * main.scale * count)

    used = list(units)
    for amount in amounts:
        ratios = [found for row in rows if (found := ratio(row, amount)) is not None]
        same = bool(ratios) and sum(found == 1 for found in ratios) >= _OFTEN * len(ratios)
        yearly = bool(ratios) and sum(found == 12 for found in ratios) >= _OFTEN * len(ratios)
        kind = amount.kind if same else "monthly" if yearly and amount.kind == "annual" else None
        if kind not in (None, "period") and main.kind is None:
            main = replace(main, kind=kind)
            used[0] = main
        named = {price.kind for price in units}
        alone = any(number_at(row, amount.column) and number_at(row, main.column) is None for row in rows)
        recurring = amount.kind in ("monthly", "annual", "usage", "daily")
        apart = bool(ratios) and not yearly and _OWN_FEE.search(squeezed(amount.label)) is not None
        own = amount.kind == "one_time" or (recurring and (alone or apart))
        if own and not same and (apart or amount.kind not in named):
            used.append(amount)
    return used
