"""What the engine asks about the organisation: who we are in mails, the chosen delivery mode, whose addresses are ours."""

from collections.abc import Collection
from typing import cast

from daicho.business.organisation.settings import organisation
from daicho.engine.access.models import User
from daicho.engine.mail.house import House
from daicho.engine.mail.modes import Kind, Mode


def house() -> House:
    """Our name and sender address."""
    row = organisation()
    return House(row.name, row.sender_address)


def chosen_mode() -> Mode | None:
    """The delivery mode chosen in the settings; None: none was chosen."""
    row = organisation()
    return Mode(cast(Kind, row.delivery_mode), row.redirect_address) if row.delivery_mode else None


def addresses_of_users(addresses: Collection[str]) -> Collection[str]:
    """Those of the addresses (in small letters) that belong to active users."""
    ours = User.objects.filter(is_active=True).exclude(email="").values_list("email", flat=True)
    return {address.lower() for address in ours} & set(addresses)
