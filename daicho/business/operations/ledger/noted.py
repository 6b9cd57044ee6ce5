"""Cells that say something beside their value: 2026/3/31(自動更新), 10本(予備1), 月額1,200円(税抜). Takes the parts apart."""

import re
from dataclasses import dataclass
from decimal import Decimal

from daicho.business.operations.ledger.vocabulary import is_doubtful, price_kind, renewal, squeezed
from daicho.values.labels import Label
from daicho.values.parsing import QUANTITY, plain, read_quantity
from daicho.values.problems import Invalid

LONGEST_NOTE, LONGEST_NOTED = 30, 80
_ENDS_IN_NOTE = re.compile(r"[)\]】）］]\s*$|※")
_NOTE = re.compile(
    r"(?P<bare>[^()\[\]【】※]*[^()\[\]【】※\s]) *(?:[(\[【](?P<note>[^()\[\]【】]*)[)\]】]|※(?P<remark>.+))"
)
_NO_NOTE = re.compile(r"[-+±]?[\d,. ]+.?|[月火水木金土日](?:曜日?)?(?:・?祝)?|税.{1,2}|非課税")
_RENEWS = re.compile(r"自動(?:更新|継続)(?:なし|無し?|しない)?|更新(?:なし|無し?|しない)|auto-?renew\w*")
_BEFORE = re.compile(
    r"^(?:(月額|月々|毎月|月|年額|年間|毎年|年|日額|初期|一括|一時)|税[抜別込]き?|本体|単価|jpy|usd) *[:：]? *(?=[¥$€@\d\\])"
)
_PER = re.compile(r" *(?:[/／]|\bper\b) *([^\d/／()\s]{1,12})")


@dataclass(frozen=True, slots=True)
class Price:
    """The number of a price cell, the unit left out (None: none), and the price kind that it names (None: none)."""

    number: Decimal
    unit: str | None
    kind: str | None


def note_of(raw: object) -> str | None:
    """The words in brackets, or after ※, at the end of a value; None where there are none, or where they are a number, a
    weekday or a word on tax."""
    if not isinstance(raw, str) or len(raw) > LONGEST_NOTED or not _ENDS_IN_NOTE.search(raw):
        return None
    found = _NOTE.fullmatch(plain(raw))
    words = (found["note"] or found["remark"] or "") if found else ""
    return words if words and len(words) <= LONGEST_NOTE and not _NO_NOTE.fullmatch(words) else None


def without_note(raw: str) -> str:
    """The value as plain text without such a note; whole where the note says that the value is not settled."""
    note = note_of(raw)
    found = _NOTE.fullmatch(plain(raw)) if note and not is_doubtful(note) else None
    return found["bare"] if found else plain(raw)


def read_count(raw: object) -> tuple[Decimal, str | None]:
    """A quantity and its unit (None: none), also one with a settled note in brackets. Raises `Invalid`."""
    return read_quantity(without_note(raw) if isinstance(raw, str) else raw)


def read_price(raw: object, what: Label = QUANTITY) -> Price:
    """A price with what is written around it: 月額1,200円, 150,000円(一括), ¥1,200/ID/月, $15 per seat. Raises `Invalid`."""
    if not isinstance(raw, str):
        return Price(read_quantity(raw, what)[0], None, None)
    text, words = plain(raw).lower(), []
    note = re.search(r"\(([^()]*)\)$", text)
    if note and not is_doubtful(note[1]) and not _NO_NOTE.fullmatch(note[1]):
        words.append(note[1])
        text = text[: note.start()].strip()
    if before := _BEFORE.match(text):
        words.append(before[1] or "")
        text = text[before.end() :]
    per = _PER.findall(text)
    words += reversed(per)
    number, unit = _read(_PER.sub("", text), raw, what)
    parts = [part for word in words for part in re.split(r"[・、,]|税.*", word)]
    kind = next((found for part in parts if (found := price_kind(part))), None)
    shown = "/".join(part for part in (unit, *per) if part)
    return Price(number, shown or None, kind)


def _read(text: str, raw: object, what: Label) -> tuple[Decimal, str | None]:
    """The number of what is left of a price; the message of a refusal names the whole cell."""
    bare = re.sub(r"(?:円|¥)?税[抜別込]き?$", "円", text) if text.endswith(("抜", "別", "込", "き")) else text
    try:
        return read_quantity(bare, what)
    except Invalid:
        return read_quantity(raw, what)


def renewal_beside(raw: object) -> str | None:
    """The renewal type that an end or a term tells besides (2026/3/31(自動更新), 1年自動更新); None where it tells none."""
    found = _RENEWS.search(squeezed(raw)) if isinstance(raw, str) else None
    return renewal(found[0]) if found else None
