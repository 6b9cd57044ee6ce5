"""Who we are in our own mails: the organisation's name and sender address, told by the composition root."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings

from daicho.engine.mail.addressing import Address, Sender, sender_of
from daicho.values.labels import Language

NAMES: frozenset[str] = frozenset({"name"})


@dataclass(frozen=True, slots=True)
class House:
    """The organisation as templates and senders know it. `sender_address` "": none is set yet."""

    name: str = ""
    sender_address: str = ""


_provider: list[Callable[[], House]] = []


def provide(provider: Callable[[], House]) -> None:
    """Say where the organisation's settings come from; called once by wiring."""
    _provider[:] = [provider]


def current() -> House:
    """The organisation as it is set now; nameless before wiring."""
    return _provider[0]() if _provider else House()


def roots() -> Mapping[str, frozenset[str]]:
    """What templates may use beside the record: `organisation.name`."""
    return {"organisation": NAMES}


def values(house: House) -> dict[str, dict[str, str]]:
    """The values of `roots`."""
    return {"organisation": {"name": house.name}}


def sender(house: House, owner: Address | None, language: Language) -> Sender:
    """The sender of a mail in the owner's name (None: nobody in particular)."""
    return sender_of(
        owner=owner,
        organisation=house.name,
        sender_address=house.sender_address,
        base_url=settings.DAICHO_BASE_URL or "",
        language=language,
    )
