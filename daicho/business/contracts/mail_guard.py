"""A contract by way of a reseller: its mails go to the reseller, and one to a person of its end user is refused."""

from collections.abc import Collection

from django.db.models import F

from daicho.business.contracts.models import Contract
from daicho.business.parties.models import Contact
from daicho.engine.mail.addressing import mailbox
from daicho.engine.mail.guards import Asked, Guard
from daicho.values.labels import Message

END_USER = Message(
    "mail_to_end_user",
    ja="代理店経由の契約のため、エンドユーザーの宛先（{addresses}）には送りません。代理店の担当者を契約担当者に登録してください。",
    en="The contract goes by way of a reseller, so nothing is sent to its end user ({addresses}). Make the reseller's person its contact.",
)


def refused(asked: Asked) -> dict[int, frozenset[str]]:
    """Those of the mailboxes that belong to people of the end user, and not to the reseller's as well; two queries at most."""
    through = Contract.objects.filter(pk__in=asked, reseller__isnull=False, end_user__isnull=False)
    parties = list(through.exclude(end_user=F("reseller")).values_list("pk", "end_user_id", "reseller_id"))
    people = _people({account for _, *accounts in parties for account in accounts}) if parties else {}
    return {
        contract: frozenset(asked[contract]) & people.get(end_user, frozenset()) - people.get(reseller, frozenset())
        for contract, end_user, reseller in parties
    }


GUARD = Guard("contract", END_USER, refused)


def _people(accounts: Collection[int | None]) -> dict[int | None, frozenset[str]]:
    """The mailboxes of the contacts by account."""
    found: dict[int | None, set[str]] = {}
    rows = Contact.objects.filter(account__in=accounts).exclude(email="")
    for account, address in rows.values_list("account_id", "email"):
        found.setdefault(account, set()).add(mailbox(address))
    return {account: frozenset(mailboxes) for account, mailboxes in found.items()}
