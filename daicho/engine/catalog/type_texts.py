"""Texts: one line, several lines, rich text, e-mail, phone, url and automatic numbers. PURE.

Conditions compare normalised twins: case, width and kana do not matter.
"""

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from daicho.engine.catalog.operators import CONTENT, EMPTINESS, EQUALITY, MEMBERSHIP, Operator
from daicho.engine.catalog.refs import Viewpoint
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.catalog.type_base import NEEDS_VALUE, FieldKind
from daicho.values.labels import Message
from daicho.values.parsing import plain, shortened
from daicho.values.problems import Invalid
from daicho.values.text import normalise

LONGEST_LINE = 1_000
LONGEST_TEXT = 200_000

NOT_TEXT = Message("not_a_text", ja="「{field}」には文字を入力してください。", en="{field} takes text.")
TOO_LONG = Message(
    "text_too_long",
    ja="「{field}」が長すぎます（{length}文字）。{limit}文字までにしてください。",
    en="{field} is too long ({length} characters). Keep it to {limit}.",
)
NO_EMAIL = Message(
    "not_an_email",
    ja="「{value}」はメールアドレスではありません。name@example.com のように入力してください。",
    en="“{value}” is no e-mail address. Write it like name@example.com.",
)
NO_URL = Message(
    "not_a_url",
    ja="「{value}」はURLではありません。https://example.com のように入力してください。",
    en="“{value}” is no web address. Write it like https://example.com.",
)
NO_PHONE = Message(
    "not_a_phone",
    ja="「{value}」は電話番号ではありません。数字とハイフンで入力してください（例：03-1234-5678）。",
    en="“{value}” is no phone number. Use digits and hyphens (for example 03-1234-5678).",
)

_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\.]+(\.[^\s@<>,;:\"()\[\]\\.]+)+")
_PHONE = re.compile(r"[+(]?\d[\d ()\-./]{2,24}( *(内線|ext\.?|x|#) *\d{1,8})?", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def storable(text: str) -> str:
    """The text without what no database keeps: NUL and halves of surrogate pairs."""
    return text.replace("\0", "").encode(errors="ignore").decode()


class TextKind(FieldKind):
    """One line of text; line breaks become spaces."""

    operators = (*EQUALITY, *MEMBERSHIP, *CONTENT, "starts_with", *EMPTINESS)
    limit = LONGEST_LINE
    twinned = True

    def read(self, raw: Any, spec: FieldSpec, zone: ZoneInfo) -> Any:
        """The text, NFC, trimmed, without control characters; numbers are taken as written."""
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            raise Invalid(NOT_TEXT.problem(spec.key, field=spec.label))
        text = self.tidy(storable(raw if isinstance(raw, str) else plain(raw)))
        limit = min(self.limit, spec.longest or self.limit)
        if len(text) > limit:
            raise Invalid(TOO_LONG.problem(spec.key, field=spec.label, length=len(text), limit=limit))
        return self.checked(text, spec) if text else None

    def tidy(self, text: str) -> str:
        """The text as it is kept."""
        return " ".join(_CONTROLS.sub("", unicodedata.normalize("NFC", text)).split())

    def checked(self, text: str, spec: FieldSpec) -> str:
        """The text, if it is what the type asks for."""
        return text

    def keep(self, value: Any) -> Any:
        """The text, also one of signs that cannot be compared."""
        return value or None

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """A string."""
        return {"type": "string", "maxLength": min(self.limit, spec.longest or self.limit)}

    def is_empty(self, value: Any) -> bool:
        """A text without any sign that can be compared is empty."""
        return value is None or not normalise(value)

    def read_operand(self, op: Operator, raw: Any, spec: FieldSpec) -> Any:
        """The text as given; it is compared by its twin."""
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            raise Invalid(NOT_TEXT.problem(spec.key, field=spec.label))
        text = storable(raw if isinstance(raw, str) else plain(raw))
        if len(text) > LONGEST_LINE:
            raise Invalid(TOO_LONG.problem(spec.key, field=spec.label, length=len(text), limit=LONGEST_LINE))
        if not normalise(text):
            raise Invalid(NEEDS_VALUE.problem(spec.key, field=spec.label))
        return text

    def holds(self, op: Operator, value: Any, operand: Any, viewpoint: Viewpoint) -> bool:
        """Compares twins."""
        own = normalise(value)
        if op == "in":
            return own in {normalise(item) for item in operand}
        other = normalise(operand)
        if op == "contains":
            return other in own
        return own.startswith(other) if op == "starts_with" else own == other


class LongTextKind(TextKind):
    """Text of several lines."""

    limit = LONGEST_TEXT
    unique = False

    def tidy(self, text: str) -> str:
        """Line breaks stay; white space at the ends of lines goes."""
        lines = (
            _CONTROLS.sub("", unicodedata.normalize("NFC", text)).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        )
        return "\n".join(line.rstrip() for line in lines).strip("\n")


class RichTextKind(LongTextKind):
    """Text with mark-up; it is cleaned where it is shown."""


class EmailKind(TextKind):
    """One e-mail address."""

    limit = 254

    def tidy(self, text: str) -> str:
        """Half-width, without spaces at the ends."""
        return plain(text)

    def checked(self, text: str, spec: FieldSpec) -> str:
        """The address, if it looks like one."""
        if not _EMAIL.fullmatch(text):
            raise Invalid(NO_EMAIL.problem(spec.key, value=shortened(text)))
        return text

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """A string in the e-mail format."""
        return {"type": "string", "format": "email", "maxLength": min(self.limit, spec.longest or self.limit)}


class PhoneKind(EmailKind):
    """A phone number as it is written, half-width."""

    limit = 60

    def checked(self, text: str, spec: FieldSpec) -> str:
        """The number, dashes of any kind as hyphens."""
        number = re.sub("[‐‑‒–—―−ー]", "-", text)
        if not _PHONE.fullmatch(number):
            raise Invalid(NO_PHONE.problem(spec.key, value=shortened(text)))
        return number

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """A string."""
        return {"type": "string", "maxLength": min(self.limit, spec.longest or self.limit)}


class UrlKind(EmailKind):
    """A web address; https:// is added where it is left out."""

    limit = 2_000

    def checked(self, text: str, spec: FieldSpec) -> str:
        """The address with its scheme; only http and https."""
        url = text if "://" in text else "https://" + text
        try:
            parts = urlsplit(url)
            usable = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and " " not in url
        except ValueError:
            usable = False
        if not usable:
            raise Invalid(NO_URL.problem(spec.key, value=shortened(text)))
        return url

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """A string in the uri format."""
        return {"type": "string", "format": "uri", "maxLength": min(self.limit, spec.longest or self.limit)}
