"""What the values of a column look like: dates, numbers, names, periods and so on. Knows no headers."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from daicho.business.operations.ledger.cells import (
    read_day,
    read_email,
    read_last_day,
    read_notice,
    read_period,
    read_term,
)
from daicho.business.operations.ledger.noted import read_count, read_price
from daicho.business.operations.ledger.vocabulary import billing, is_ditto, price_kind, renewal, says_no_end, squeezed
from daicho.engine.exchange.sheets import Cell
from daicho.values.parsing import read_quantity
from daicho.values.problems import Invalid

_COMPANY = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|[(（㈱㈲]|法人|組合|協会|大学|学園|病院|銀行|信用金庫|市役所|区役所|県庁|財団|\b(?:inc|ltd|llc|corp|co)\b|gmbh",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[\u4e00-\u9fff々ヶ]{1,4}[ 　][\u3040-\u30ff\u4e00-\u9fff々]{1,5}(?:[ 　]?様)?")
_PHONE = re.compile(r"\+?\(?0?\d{1,4}\)?[-‐ー−(]?\d{1,4}[-‐ー−)]?\d{3,4}")
_POSTAL = re.compile(r"〒?\d{3}[-‐ー−]\d{4}")
_TERMS = re.compile(r"締|末.*払|翌月|翌々月|サイト|net ?\d+|\d+ ?days", re.IGNORECASE)

_DATES = ("start", "end", "line_start", "line_end", "cancel_date", "renewal_date", "signed")
_NUMBERS = ("quantity", "unit_price", "amount", "tax", "sequence")
_TEXTS = ("account", "product", "contact", "owner", "reseller", "end_user")
_FITTING: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_DATES, ("date", "serial")),
    **dict.fromkeys(_NUMBERS, ("number",)),
    **dict.fromkeys(_TEXTS, ("text",)),
    "number": ("text", "number"),
    "period": ("period",),
    "line_period": ("period",),
    "term": ("term",),
    "email": ("email",),
    "phone": ("phone",),
    "postal_code": ("postal",),
    "price_kind": ("price_kind",),
    "billing_cycle": ("billing",),
    "billing_timing": ("timing",),
    "renewal": ("renewal",),
    "notice": ("notice",),
    "payment_terms": ("terms",),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """How many values a column has, how many of each kind, how many different ones, and its largest number."""

    count: int
    kinds: Counter[str]
    distinct: int
    largest: float = 0

    def share(self, kind: str) -> float:
        """The part of the values (0 to 1) that are of this kind."""
        return self.kinds[kind] / self.count if self.count else 0.0

    def fit(self, field: str) -> float:
        """How well the values suit a field: 0 not at all, 1 all of them; 0.5 where nothing can be told."""
        wanted = _FITTING.get(field)
        return 0.5 if not self.count or wanted is None else max(self.share(kind) for kind in wanted)


def profile(values: Iterable[Cell]) -> Profile:
    """The profile of a column's values; empty cells and ditto marks do not count."""
    filled = [value for value in values if value is not None and not is_ditto(value)]
    kinds: Counter[str] = Counter()
    for value in filled:
        kinds.update(kinds_of(value))
    largest = max((_size(value) for value in filled), default=0)
    return Profile(len(filled), kinds, len({str(value) for value in filled}), largest)


def _size(value: Cell) -> float:
    """The number that a cell holds; 0 for none."""
    try:
        return 0 if value is None else float(read_quantity(value)[0])
    except Invalid:
        return 0


def kinds_of(value: Cell) -> frozenset[str]:
    """The kinds that one value may be of."""
    if isinstance(value, str):
        return _kinds_of_text(value)
    if isinstance(value, bool):
        return frozenset(("renewal",))
    if isinstance(value, date):
        return frozenset(("date",))
    kinds = {"number"} if isinstance(value, int | float) else {"other"}
    if isinstance(value, int | float) and _reads(read_day, value):
        kinds.add("serial")
    if isinstance(value, int) and 0 < value <= 120:
        kinds.add("term")
    return frozenset(kinds)


@lru_cache(maxsize=20_000)
def _kinds_of_text(text: str) -> frozenset[str]:
    """The kinds that a text may be of."""
    kinds = set()
    for kind, reader in (("date", read_last_day), ("number", _read_number), ("period", read_period)):
        if _reads(reader, text):
            kinds.add(kind)
    cycle, timing = billing(text)
    if (
        re.search(r"[年月]|months?|years?", squeezed(text)) and _reads(lambda raw: read_term(raw, ""), text)
    ) or text.strip().isdecimal():
        kinds.add("term")
    if says_no_end(text):
        kinds.update(("date", "period", "term"))
    tests = {
        "email": read_email(text) is not None,
        "phone": _PHONE.fullmatch(squeezed(text)) is not None,
        "postal": _POSTAL.fullmatch(squeezed(text)) is not None,
        "price_kind": price_kind(text) is not None,
        "priced": price_kind(text) == "one_time" or (price_kind(text) is not None and "額" in text),
        "billing": cycle is not None,
        "timing": timing is not None,
        "renewal": renewal(text) is not None,
        "notice": "前" in text and read_notice(text) is not None,
        "terms": _TERMS.search(text) is not None,
        "company": _COMPANY.search(text) is not None,
        "person": _PERSON.fullmatch(text.strip()) is not None,
    }
    kinds.update(kind for kind, holds in tests.items() if holds)
    if not kinds & {"date", "number", "period", "email", "phone", "postal"}:
        kinds.add("text")
    return frozenset(kinds)


def _read_number(text: str) -> None:
    """Pass where the text is a price or a quantity. Raises `Invalid`."""
    try:
        read_price(text)
    except Invalid:
        read_count(text)


def _reads(reader: object, value: object) -> bool:
    """Whether a reader accepts the value."""
    assert callable(reader)
    try:
        reader(value)
    except Invalid:
        return False
    return True
