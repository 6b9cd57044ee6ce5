"""Delivery modes: whether a mail leaves, stays or is diverted. Sends nothing."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal, get_args

from django.conf import settings

from daicho.engine.mail.addressing import is_address, mailbox
from daicho.engine.mail.server_url import Server, parse_email_url
from daicho.engine.mail.states import State
from daicho.values.labels import Message
from daicho.values.problems import Invalid

Kind = Literal["off", "capture", "internal", "redirect", "live"]
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
