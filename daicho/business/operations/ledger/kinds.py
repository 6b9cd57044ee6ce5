"""The price kind of a row's price: as the ledger says, or the likeliest."""

import re
from dataclasses import dataclass

from daicho.business.operations.ledger.findings import Findings
from daicho.business.operations.ledger.layout import Layout
from daicho.business.operations.ledger.messages import NOT_A_PRICE_KIND
from daicho.business.operations.ledger.notes import Notes
from daicho.business.operations.ledger.prices import PriceColumn
from daicho.business.operations.ledger.rows import Row
from daicho.business.operations.ledger.vocabulary import price_kind, squeezed
from daicho.values.parsing import shortened

_KIND_BY_CYCLE = {"annual": "annual", "once": "period"}
_SHEET_KINDS = (
    ("monthly", re.compile(r"月額|月次|月契約|monthly", re.IGNORECASE)),
    ("annual", re.compile(r"年額|年間保守|年次|年契約|年払|annual", re.IGNORECASE)),
    ("one_time", re.compile(r"一括|スポット|単発|初期費|one-?time", re.IGNORECASE)),
)
_PAID = re.compile(r"払い?$")
_ONCE_WORDS = (
    "初期",
    "導入",
    "スポット",
    "教育",
    "研修",
    "設定費",
    "構築",
    "一時",
    "工事",
    "設置",
    "移行",
    "講習",
    "登録料",
    "事務手数料",
    "setup",
    "initial",
    "onboarding",
    "training",
)


@dataclass(slots=True)
class KindReader:
    """Tells the price kinds of one contract's rows."""

    layout: Layout
    findings: Findings
    notes: Notes

    def of(self, row: Row, at: PriceColumn, said: str | None, product: str, cycle: str | None) -> str | None:
        """The price kind: of its own column, else as the cell says or the header, else the likeliest, which is noted."""
        column = self.layout.column("price_kind")
        value = row.get(column)
        of_header = at.kind if row.part is None else row.part.kind or at.kind
        told = said or of_header
        if value is not None and not (told and of_header == "one_time"):
            found = price_kind(value) or price_kind(_PAID.sub("", squeezed(value)))
            if found is None:
                self.findings.add(row, column, NOT_A_PRICE_KIND.problem(value=shortened(value)))
            return found
        if told:
            return told
        by_sheet = next((code for code, words in _SHEET_KINDS if words.search(self.layout.grid.sheet.name)), None)
        likely = _kind_of_product(product) or by_sheet or _KIND_BY_CYCLE.get(cycle or "", "monthly")
        self.notes.kinds.setdefault(likely, []).append(row.number)
        return likely


def _kind_of_product(product: str) -> str | None:
    """The kind that a product's name tells; None: none."""
    text = squeezed(product)
    if any(word in text for word in _ONCE_WORDS):
        return "one_time"
    return "monthly" if "月額" in text else "annual" if "年額" in text or "年間" in text else None
