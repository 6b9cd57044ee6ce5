"""Delivery modes: whether a mail leaves, stays or is diverted, and the server it would go to. Sends nothing."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, cast, get_args
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from daicho.engine.mail.addressing import is_address, mailbox
from daicho.engine.mail.states import State
from daicho.values.labels import Message
from daicho.values.problems import Invalid

Kind = Literal["off", "capture", "internal", "redirect", "live"]
PATIENCE_SECONDS = 60.0
BAD_EMAIL_URL = Message(
    "bad_email_url",
    ja="DAICHO_EMAIL_URL を読み取れません。capture: または smtp://[ユーザー:パスワード@]ホスト:ポート（smtps:// や ?tls=1 も可）と書いてください。",
    en="DAICHO_EMAIL_URL cannot be read. Write capture: or smtp://[user:password@]host:port (smtps:// and ?tls=1 also work).",
)
BAD_MODE = Message(
    "bad_delivery_mode",
    ja="配信モード「{kind}」は使えません。{known} から選び、転送のときは転送先のメールアドレスを入れてください。",
    en="There is no delivery mode “{kind}”. Choose one of {known}; redirect needs the address to send to.",
)


@dataclass(frozen=True, slots=True)
class Mode:
    """How mails are handled. off: kept and held. capture: recorded, never sent. internal: only to users' addresses.

    redirect: everything to `redirect_to`. live: sent. Raises Invalid for an unknown kind or a redirect without address.
    """

    kind: Kind
    redirect_to: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind) or (self.kind == "redirect" and not is_address(self.redirect_to)):
            raise Invalid(BAD_MODE.problem(kind=self.kind, known=list(get_args(Kind))))


@dataclass(frozen=True, slots=True)
class Server:
    """The SMTP server. `security` tls: STARTTLS; ssl: encrypted from the first byte. `timeout` in seconds."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    security: Literal["none", "tls", "ssl"] = "none"
    timeout: float = PATIENCE_SECONDS


@lru_cache(maxsize=8)
def parse_email_url(url: str) -> Server | None:
    """The server of a DAICHO_EMAIL_URL; None for `capture:`. Raises Invalid (which never shows the URL: it may hold a password)."""
    if url in {"capture", "capture:", "capture://"}:
        return None
    try:
        parts = urlsplit(url)
        options = parse_qs(parts.query, strict_parsing=bool(parts.query))
        port, timeout = parts.port, float(options.get("timeout", [str(PATIENCE_SECONDS)])[0])
    except ValueError:
        raise Invalid(BAD_EMAIL_URL.problem()) from None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path.strip("/") or timeout <= 0:
        raise Invalid(BAD_EMAIL_URL.problem())
    starts_tls = "1" in options.get("tls", []) + options.get("starttls", [])
    security = "ssl" if parts.scheme == "smtps" else "tls" if starts_tls else "none"
    return Server(
        host=parts.hostname,
        port=port or {"ssl": 465, "tls": 587, "none": 25}[security],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security=cast("Literal['none', 'tls', 'ssl']", security),
        timeout=timeout,
    )


def server() -> Server | None:
    """The server in use; None: there is none, so nothing can leave."""
    return parse_email_url(settings.DAICHO_EMAIL_URL)


_chosen: list[Callable[[], Mode | None]] = []
_users: list[Callable[[Collection[str]], Collection[str]]] = []


def provide(*, mode: Callable[[], Mode | None], users: Callable[[Collection[str]], Collection[str]]) -> None:
    """Called once by wiring. `mode` gives what was chosen in the app (None: nothing yet); `users` picks from
    addresses (in small letters) those that belong to active users.
    """
    _chosen[:] = [mode]
    _users[:] = [users]


def current() -> Mode:
    """The mode that holds now: the one chosen in the app, else live with a server and capture without.

    Without a server nothing can leave, so internal, redirect and live are capture then.
    """
    chosen = _chosen[0]() if _chosen else None
    if server() is None:
        return chosen if chosen is not None and chosen.kind == "off" else Mode("capture")
    return chosen or Mode("live")


def fate(mode: Mode, addresses: Collection[str]) -> State:
    """What becomes of a mail to these addresses: queued (it may leave), captured or held."""
    if mode.kind == "off":
        return State.HELD
    if mode.kind == "capture":
        return State.CAPTURED
    if mode.kind == "internal":
        wanted = {mailbox(address) for address in addresses}
        known = {mailbox(address) for address in _users[0](wanted)} if _users else set()
        return State.QUEUED if wanted <= known else State.HELD
    return State.QUEUED
