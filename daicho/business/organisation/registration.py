"""The number of an issuer of qualified invoices (適格請求書発行事業者): T and thirteen digits. PURE."""

import re
import unicodedata

from daicho.values.labels import Message

NOT_A_NUMBER = Message(
    "registration_number_unreadable",
    ja="登録番号「{value}」は「T＋13桁の数字」ではありません（例：T1234567890123）。",
    en="The registration number “{value}” is not T followed by 13 digits (for example: T1234567890123).",
)
UNLIKELY = Message(
    "registration_number_unlikely",
    ja="登録番号「{value}」は法人番号の検査数字と合いません。法人の場合は打ち間違いがないか確認してください。",
    en="The registration number “{value}” does not fit a corporate number's check digit. Companies: look for a typing error.",
)
_FORM = re.compile(r"T[1-9][0-9]{12}")
_NOISE = re.compile(r"[\s\-－‐―ー・.]+")


def usual_form(text: str) -> str:
    """T1234567890123, for full-width letters, small t, spaces and hyphens, or without the T; else as it was written."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()
    if len(plain) == 13 and plain.isdecimal():
        plain = f"T{plain}"
    return plain if is_number(plain) else text.strip()


def is_number(text: str) -> bool:
    """Whether it has the form that every registered number has."""
    return _FORM.fullmatch(text) is not None


def fits_corporate_number(text: str) -> bool:
    """Whether the first digit is the check digit of a corporate number (a sole trader's number need not fit).

    It is 9 less the remainder by 9 of the sum of the other twelve digits, from the right counted once and twice in turn.
    """
    check, rest = int(text[1]), text[2:]
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(rest)))
    return check == 9 - total % 9
