"""What the quote editor sends and shows again: texts by field, what was rendered before, and what the system proposed.

Nothing here is typed yet: a form survives whatever was written into it. Leaves reading what was sent to `posted`, and
reading the values to `evaluation`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from daicho.values.money import grouped

LOOKUPS = (
    "account",
    "opportunity",
    "end_user",
    "reseller",
    "operations_user",
    "bill_to",
    "bill_to_contact",
)
"""Fields of the head that name a record in words: the id goes with the name, as "account" and "account.name"."""
HEADER_KEYS = (
    *(part for key in LOOKUPS for part in (key, f"{key}.name")),
    "contact",
    "name",
    "start_date",
    "end_date",
    "next_term_months",
    "renewal_type",
    "renewal_contact_method",
    "notice_months",
    "notice_days",
    "notice_to_month_end",
    "payment_terms",
    "currency",
    "closing_day",
    "billing_cycle",
    "billing_timing",
    "valid_until",
    "remarks",
)
LINE_KEYS = (
    "product",
    "product.name",
    "description",
    "quantity",
    "list_price",
    "discount_rate",
    "unit_price",
    "price_kind",
    "sales_cycle",
    "spread_months",
    "billing_cycle",
    "billing_timing",
    "first_billing_date",
    "start_date",
    "end_date",
    "proration",
    "fixed_days",
    "remainder",
    "auto_renew",
    "tax_type",
)
FROM_ACCOUNT = (
    "contact",
    "payment_terms",
    "closing_day",
    "renewal_contact_method",
    "operations_user",
    "operations_user.name",
)
OF_ACCOUNT = ("opportunity", "bill_to_contact")
"""Look-ups that go when another account is chosen."""
FROM_PRODUCT = tuple(key for key in LINE_KEYS if key not in ("product", "product.name", "quantity"))
OF_QUOTE = ("start_date", "end_date")
"""Fields of a line that are left empty where they are the quote's own."""
MOST_ROWS = 300
MOST_REMOVED = 20
KINDS = ("item", "heading", "remark")


@dataclass(slots=True)
class Part:
    """The texts of the head or of one row; `seen` are those rendered before, `auto` the keys that the system proposed."""

    texts: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    auto: set[str] = field(default_factory=set)

    def changed(self, key: str) -> bool:
        """Whether somebody wrote into the field since it was rendered."""
        return self.texts.get(key, "") != self.seen.get(key, "")

    def let_go(self, keys: Mapping[str, Any] | tuple[str, ...] | set[str]) -> None:
        """Empty those of the fields that nobody wrote into, so that they are proposed again."""
        for key in keys:
            if not self.changed(key):
                self.texts[key] = ""

    @property
    def memory(self) -> str:
        """What the next request must know, as JSON."""
        return json.dumps({"seen": self.texts, "auto": sorted(self.auto)}, ensure_ascii=False)


@dataclass(slots=True)
class RowPart(Part):
    """One line; `line_id` None: it is not saved. `focus`: the cursor goes there."""

    key: str = ""
    line_id: int | None = None
    kind: str = "item"
    focus: bool = False

    @property
    def blank(self) -> bool:
        """Whether nobody wrote anything that makes it a line."""
        wanted = ("product", "product.name", "description", "unit_price") if self.kind == "item" else ("description",)
        return not any(self.texts.get(key, "").strip() for key in wanted)


@dataclass(slots=True)
class QuoteForm:
    """The whole editor. `version` is that of the quote as it was read; `token` makes a new quote at most once.

    `removed` are rows that were taken away and can come back, with the place where each stood, the last one last.
    """

    header: Part
    rows: list[RowPart]
    version: int = 0
    token: str = ""
    removed: list[tuple[int, RowPart]] = field(default_factory=list)

    def add(self, kind: str) -> None:
        """An empty row at the end (before an empty item that stands there), with the cursor in it."""
        if len(self.rows) >= MOST_ROWS:
            return
        place = len(self.rows)
        if kind != "item" and self.rows and self.rows[-1].blank and self.rows[-1].kind == "item":
            place -= 1
        self.rows.insert(place, RowPart(key=self._free_key(), kind=kind, focus=True))

    def duplicate(self, key: str) -> None:
        """The same row once more below it, with the cursor in it; an unknown key changes nothing."""
        at = self._place(key)
        if at is None or len(self.rows) >= MOST_ROWS:
            return
        row = self.rows[at]
        copied = RowPart(dict(row.texts), dict(row.seen), set(row.auto), self._free_key(), None, row.kind, focus=True)
        self.rows.insert(at + 1, copied)

    def remove(self, key: str) -> None:
        """Without that row, which is kept aside; an unknown one changes nothing."""
        at = self._place(key)
        if at is not None:
            row = self.rows.pop(at)
            self.removed = [*self.removed, (at, row)][-MOST_REMOVED:] if not row.blank else self.removed

    def restore(self) -> None:
        """The row that was removed last, where it stood; nothing when there is none."""
        if self.removed and len(self.rows) < MOST_ROWS:
            at, row = self.removed.pop()
            row.key, row.focus = self._free_key(), True
            self.rows.insert(at, row)

    def move(self, key: str, step: int) -> None:
        """One row up (-1) or down (1); at the end it stays."""
        at = self._place(key)
        if at is not None and 0 <= at + step < len(self.rows):
            self.rows[at], self.rows[at + step] = self.rows[at + step], self.rows[at]

    @property
    def kept_aside(self) -> str:
        """The removed rows as the next request must know them, as JSON."""
        rows = [
            {
                "at": at,
                "id": row.line_id,
                "kind": row.kind,
                "texts": row.texts,
                "seen": row.seen,
                "auto": sorted(row.auto),
            }
            for at, row in self.removed
        ]
        return json.dumps(rows, ensure_ascii=False)

    def _place(self, key: str) -> int | None:
        return next((place for place, row in enumerate(self.rows) if row.key == key), None)

    def _free_key(self) -> str:
        used = {row.key for row in self.rows}
        return next(str(number) for number in range(len(used) + 1) if str(number) not in used)


def text_of(value: Any) -> str:
    """A typed value as the form's fields carry it: 2025/12/31, 1,200, a code, an id; None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return grouped(value)
    if isinstance(value, date):
        return f"{value:%Y/%m/%d}"
    return str(getattr(value, "id", value))
