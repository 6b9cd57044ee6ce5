"""Addresses of a mail: who it comes from, where answers go, and each recipient once. Sends nothing."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from email.header import Header
from email.utils import formataddr
from functools import lru_cache
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.encoding import punycode

from daicho.values.labels import Language, Message, Problem

_is_address = EmailValidator()
NO_SENDER_ADDRESS = Message(
    "mail_no_sender_address",
    ja="差出人アドレスが設定されていないため、{address} を使います。組織の設定で自社ドメインのアドレスを登録してください。",
    en="No sender address is set, so {address} is used. Enter an address of your own domain in the organisation's settings.",
)


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox: a name for people (may be empty) and its address."""

    address: str
    name: str = ""

    def stored(self) -> dict[str, str]:
        """As the outbox keeps it."""
        return {"address": self.address, "name": self.name}

    def header(self) -> str:
        """As a header needs it: ASCII, Japanese names encoded, a domain with kanji in punycode. Raises ValueError.

        Raises for an address without @ or with a local part that is not ASCII, and for line breaks in either part.
        """
        if any(sign in self.name + self.address for sign in "\r\n"):
            raise ValueError("line break in an address")
        local, at, domain = self.address.rpartition("@")
        if not (at and local and domain and local.isascii()):
            raise ValueError(f"no address: {self.address}")
        return formataddr((encoded(self.name), f"{local}@{punycode(domain)}"))


@dataclass(frozen=True, slots=True)
class Sender:
    """From and Reply-To of a mail. `reply_to` None: answers go to the sender's address. `warning` tells the administrator."""

    address: Address
    reply_to: Address | None
    warning: Problem | None = None


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who gets a mail, each mailbox once: To before Cc before Bcc."""

    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()

    def everyone(self) -> tuple[Address, ...]:
        """All of them."""
        return self.to + self.cc + self.bcc


@lru_cache(maxsize=4096)
def encoded(text: str) -> str:
    """Header text in ASCII, on one line, in encoded words short enough to begin beside any header's name."""
    return text if text.isascii() else Header(text, "utf-8", header_name="Reply-To", maxlinelen=72).encode(linesep="")


def is_address(text: str) -> bool:
    """Whether this can be an e-mail address."""
    try:
        _is_address(text)
    except ValidationError:
        return False
    return text.isascii() or text.rpartition("@")[0].isascii()


def mailbox(address: str) -> str:
    """The form in which addresses are compared: no blanks around, small letters."""
    return address.strip().casefold()


def sender_of(
    *,
    owner: Address | None,
    organisation: str,
    sender_address: str | None,
    base_url: str,
    language: Language = "ja",
) -> Sender:
    """The owner's name with the organisation's address; answers go to the owner, if he has an address.

    `owner` None: nobody in particular, the organisation itself writes; its `address` may be "". `sender_address` None or
    empty: daicho@ the host of `base_url`, with a warning.
    """
    person = owner.name if owner else ""
    both = f"{person}（{organisation}）" if language == "ja" else f"{person} ({organisation})"
    name = both if person and organisation else person or organisation
    reply_to = owner if owner and is_address(owner.address) else None
    if sender_address:
        return Sender(Address(sender_address, name), reply_to)
    fallback = fallback_address(base_url)
    return Sender(Address(fallback, name), reply_to, NO_SENDER_ADDRESS.problem(address=fallback))


def fallback_address(base_url: str) -> str:
    """daicho@ the host of the site, without its port; localhost where there is none; a bare IP address in brackets."""
    host = urlsplit(base_url).hostname or "localhost"
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return f"daicho@{host}"
    return f"daicho@[{number}]" if number.version == 4 else f"daicho@[IPv6:{number}]"


def without_doubles(to: Iterable[Address], cc: Iterable[Address] = (), bcc: Iterable[Address] = ()) -> Recipients:
    """Each mailbox once, where it stands first: To before Cc before Bcc. Empty addresses are left out."""
    seen: set[str] = set()

    def fresh(addresses: Iterable[Address]) -> tuple[Address, ...]:
        kept = []
        for one in addresses:
            key = mailbox(one.address)
            if key and key not in seen:
                seen.add(key)
                kept.append(Address(one.address.strip(), one.name))
        return tuple(kept)

    return Recipients(fresh(to), fresh(cc), fresh(bcc))
