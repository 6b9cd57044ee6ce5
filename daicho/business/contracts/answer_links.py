"""The signed link by which a customer answers a renewal: for one term of one contract and one recipient, nothing kept.

The token is made of the two ids and the recipient's address, signed. Whether it still works is said by the term
(`rules.renewal_answers.link_works_until`), not by the token, so that moving the term's end moves the link's.
"""

import base64
import binascii
import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from daicho.values.labels import Message
from daicho.values.problems import Invalid

SALT = "daicho.contracts.answer_links"
IN_TEXT = re.compile(r"/answer/(?P<key>[A-Za-z0-9_-]{8,})/")
"""Such a link in a text; its key is hidden from our own people, who are not to answer for the customer."""
SIGNATURE_BYTES = 16
LONGEST_TOKEN = 500
LINK_ALTERED = Message(
    "answer_link_altered",
    ja="ページを表示できません。メールのリンクが途中で改行されていないかご確認ください。解決しない場合は、お手数ですが担当者までご連絡ください。",
    en=(
        "This page cannot be shown. Please check that the link in the mail was not broken by a line wrap. "
        "If that does not help, please contact the person in charge."
    ),
)


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """What a link stands for. `recipient` is the e-mail address that the link was sent to."""

    contract_id: int
    term_id: int
    recipient: str


def make_link(contract_id: int, term_id: int, recipient: str) -> str:
    """The full address of the answer page for one recipient (an e-mail address); the same for the same three."""
    base = (settings.DAICHO_BASE_URL or "").rstrip("/")
    return f"{base}/answer/{make_token(contract_id, term_id, recipient)}/"


def make_token(contract_id: int, term_id: int, recipient: str) -> str:
    """The signed part of the link: letters, digits, "-" and "_"."""
    packed = _number(contract_id) + _number(term_id) + recipient.encode()
    return _written(packed + _signature(packed, settings.SECRET_KEY))


def read_link(token: str) -> AnswerLink:
    """What a token stands for. Raises Invalid when it was altered, cut, or not made here."""
    packed = _verified(token)
    contract_id, rest = _read_number(packed)
    term_id, address = _read_number(rest)
    return AnswerLink(contract_id, term_id, address.decode())


def _verified(token: str) -> bytes:
    """The signed bytes, when the signature is ours and the token is written as we write it."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Invalid(LINK_ALTERED.problem()) from None
    written_so = _written(raw) == token  # several texts decode to the same bytes; only ours is a link
    packed, signature = raw[:-SIGNATURE_BYTES], raw[-SIGNATURE_BYTES:]
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    genuine = any(constant_time_compare(signature, _signature(packed, key)) for key in keys)
    if not packed or len(token) > LONGEST_TOKEN or not (written_so and genuine):
        raise Invalid(LINK_ALTERED.problem())
    return packed


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _signature(packed: bytes, key: str | bytes) -> bytes:
    return salted_hmac(SALT, packed, secret=key, algorithm="sha256").digest()[:SIGNATURE_BYTES]


def _number(value: int) -> bytes:
    """A whole number in as few bytes as it needs: seven bits a byte, the highest bit says that more follow."""
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    found.append(value)
    return bytes(found)


def _read_number(packed: bytes) -> tuple[int, bytes]:
    value = 0
    for position, byte in enumerate(packed):
        value |= (byte & 127) << (7 * position)
        if byte < 128:
            return value, packed[position + 1 :]
    raise Invalid(LINK_ALTERED.problem())
