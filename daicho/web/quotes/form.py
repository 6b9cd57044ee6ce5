"""What the quote editor sends and shows again: texts by field, what was rendered before, and what the system proposed.

Nothing here is typed yet: a form survives whatever was written into it. Leaves reading the values to `evaluation`.
"""

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from daicho.values.money import grouped

HEADER_KEYS = (
    "account",
    "account.name",
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
FROM_ACCOUNT = ("contact", "payment_terms", "closing_day", "renewal_contact_method")
FROM_PRODUCT = tuple(key for key in LINE_KEYS if key not in ("product", "product.name", "quantity"))
OF_QUOTE = ("start_date", "end_date")
"""Fields of a line that are left empty where they are the quote's own."""
MOST_ROWS = 300
LONGEST_TEXT = 20_000
KINDS = ("item", "heading", "remark")
ROW_KEY = re.compile(r"[0-9a-z]{1,12}")


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
    """The whole editor. `version` is that of the quote as it was read; `token` makes a new quote at most once."""

    header: Part
    rows: list[RowPart]
    version: int = 0
    token: str = ""

    def add(self, kind: str) -> None:
        """An empty row at the end (before an empty item that stands there), with the cursor in it."""
        if len(self.rows) >= MOST_ROWS:
            return
        used = {row.key for row in self.rows}
        key = next(str(number) for number in range(len(used) + 1) if str(number) not in used)
        place = len(self.rows)
        if kind != "item" and self.rows and self.rows[-1].blank and self.rows[-1].kind == "item":
            place -= 1
        self.rows.insert(place, RowPart(key=key, kind=kind, focus=True))

    def remove(self, key: str) -> None:
        """Without that row; an unknown one changes nothing."""
        self.rows = [row for row in self.rows if row.key != key]

    def move(self, key: str, step: int) -> None:
        """One row up (-1) or down (1); at the end it stays."""
        at = next((place for place, row in enumerate(self.rows) if row.key == key), None)
        if at is not None and 0 <= at + step < len(self.rows):
            self.rows[at], self.rows[at + step] = self.rows[at + step], self.rows[at]


def read_post(post: QueryDict) -> QuoteForm:
    """The form as it was sent; unknown fields are left aside."""
    rows = [_row(post, key) for key in dict.fromkeys(post.getlist("row")[:MOST_ROWS]) if ROW_KEY.fullmatch(key)]
    header = _filled(Part(), post, "", HEADER_KEYS)
    version = post.get("version", "")
    return QuoteForm(header, rows, int(version) if re.fullmatch(r"[0-9]{1,9}", version) else 0, post.get("token", ""))


def read_token(text: str) -> uuid.UUID:
    """The token as it was sent; a new one where it is none."""
    try:
        return uuid.UUID(text[:40])
    except ValueError:
        return uuid.uuid4()


def _row(post: QueryDict, key: str) -> RowPart:
    line, kind = post.get(f"{key}.id", ""), post.get(f"{key}.kind", "")
    row = RowPart(
        key=key,
        line_id=int(line) if re.fullmatch(r"[0-9]{1,18}", line) else None,
        kind=kind if kind in KINDS else "item",
    )
    _filled(row, post, f"{key}.", LINE_KEYS)
    return row


def _filled(part: Part, post: QueryDict, prefix: str, keys: tuple[str, ...]) -> Part:
    part.texts = {key: post.get(prefix + key, "")[:LONGEST_TEXT] for key in keys}
    try:
        memory = json.loads(post.get(f"{prefix}was", "") or "{}")
    except ValueError:
        memory = {}
    if isinstance(memory, dict):
        seen, auto = memory.get("seen"), memory.get("auto")
        part.seen = {k: v for k, v in seen.items() if isinstance(v, str)} if isinstance(seen, dict) else {}
        part.auto = {key for key in auto if isinstance(key, str)} if isinstance(auto, list) else set()
    return part


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
