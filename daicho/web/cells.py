"""Values of records as people see them on pages: text, alignment, and the colour that a choice carries."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from daicho.engine.catalog import types
from daicho.engine.catalog.specs import FieldSpec
from daicho.values.labels import Language
from daicho.values.money import money_text
from daicho.web.visitors import Visitor

EMPTY = "–"
UNITS = ((re.compile(r"(?<=\d)か月"), " months"), (re.compile(r"(?<=\d)日"), " days"))
"""The only words in a formula, which is kept as it was calculated, and what they are called in English."""
KINDS: Mapping[str, str] = {
    "number": "number",
    "percent": "number",
    "date": "date",
    "datetime": "date",
    "picklist": "choice",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: `kind` decides its look (text, money, number, date, choice, long), `tone` its colour (or none)."""

    label: str
    text: str
    kind: str = "text"
    tone: str = ""
    href: str = ""
    key: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to read."""
        return not self.text


def money(value: Decimal | None, currency: str, language: Language, label: str = "") -> Cell:
    """An amount in its currency; a negative one is red. None: nothing."""
    if value is None:
        return Cell(label, "", "money")
    return Cell(label, money_text(value, currency, language), "money", "red" if value < 0 else "")


def shown(spec: FieldSpec, value: Any, visitor: Visitor, *, currency: str = "JPY", label: str | None = None) -> Cell:
    """The value of a field; `currency` is the record's. `label` None: the field's own."""
    name = spec.label.text(visitor.language) if label is None else label
    if spec.type == "currency":
        return money(value, currency, visitor.language, name)
    text = types.show(spec, value, visitor.language, visitor.frame.habits.zone)
    if spec.type == "picklist":
        choice = spec.choice(value) if value else None
        return Cell(name, text, "choice", choice.colour if choice else "")
    negative = isinstance(value, Decimal | int) and not isinstance(value, bool) and value < 0
    kind = "long" if spec.type in ("long_text", "rich_text") else KINDS.get(spec.type, "text")
    return Cell(name, text, kind, "red" if negative and kind == "number" else "")


def moment(at: datetime | None, visitor: Visitor) -> str:
    """2026/09/01 09:00 in the organisation's zone; "" for none."""
    return at.astimezone(visitor.frame.habits.zone).strftime("%Y/%m/%d %H:%M") if at else ""


def formula_text(formula: str, language: Language) -> str:
    """How an amount came about, for people: 12,000 × 3 × 11/12か月 becomes 12,000 × 3 × 11/12 months in English."""
    if language == "ja":
        return formula
    for unit, name in UNITS:
        formula = unit.sub(name, formula)
    return formula
