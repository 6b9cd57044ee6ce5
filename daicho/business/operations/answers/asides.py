"""What a customer asks for beside answering: a fresh link by mail, or that the mail was not meant for him. Told to the owner."""

from datetime import timedelta

from django.db import transaction

from daicho.business.contracts.models import Contract
from daicho.business.operations.answers import checks as answer_checks
from daicho.business.operations.answers.copies import LINK_ALERT, queue
from daicho.engine.access.models import User
from daicho.engine.activity.models import Notification
from daicho.engine.activity.notifications import Notice, notify
from daicho.engine.mail.addressing import Address
from daicho.engine.work.frame import Frame
from daicho.rules.renewal_answers import link_works_until
from daicho.values.labels import Message

GROUP = "renewal_link"
ONCE_IN = timedelta(days=1)
LINK_TITLE = Message(
    "fresh_link_title",
    ja="回答リンクの再送を求められました：{account}",
    en="A new answer link was asked for: {account}",
)
LINK_SENT = Message(
    "fresh_link_sent",
    ja="期限の切れた回答ページから、新しいリンクを求められました。ご登録のアドレス {address} へ送りました。",
    en="On an expired answer page a new link was asked for. It was sent to the address on file, {address}.",
)
LINK_NOT_SENT = Message(
    "fresh_link_not_sent",
    ja="期限の切れた回答ページから、新しいリンクを求められましたが、送れませんでした。お客様へご連絡ください。",
    en="On an expired answer page a new link was asked for, but none could be sent. Please contact the customer.",
)
UNKNOWN_TITLE = Message(
    "answer_unknown_title",
    ja="「心当たりがない」との連絡：{account}",
    en="“This mail is not for me”: {account}",
)
UNKNOWN_TEXT = Message(
    "answer_unknown_text",
    ja="更新案内を受け取った {address} から、心当たりがないと連絡がありました。契約担当者の連絡先を確認してください。",
    en="{address}, who received the renewal notice, does not know what it is about. Check the contract's contact.",
)


@transaction.atomic
def send_fresh_link(contract_id: int, frame: Frame) -> None:
    """Mail a link for the current term to the contract's contact, and only there; tell the owner, once a day."""
    contract = _locked(contract_id)
    if _told_lately(contract, LINK_TITLE, frame):
        return
    term = answer_checks.answerable_term(contract, frame)
    last = link_works_until(term.end_date)
    open_now = answer_checks.settled(contract, term) is None and (last is None or frame.today <= last)
    person = contract.contact
    sent = (
        open_now and person is not None and queue(LINK_ALERT, contract, term, Address(person.email, person.name), frame)
    )
    words = LINK_SENT if sent else LINK_NOT_SENT
    _tell(contract, LINK_TITLE, words, frame, address=person.email if person is not None else "")


@transaction.atomic
def say_unknown(contract_id: int, address: str, frame: Frame) -> None:
    """Tell the owner that whoever got the mail at `address` knows nothing of the contract, once a day."""
    contract = _locked(contract_id)
    if not _told_lately(contract, UNKNOWN_TITLE, frame):
        _tell(contract, UNKNOWN_TITLE, UNKNOWN_TEXT, frame, address=address)


def _locked(contract_id: int) -> Contract:
    """The contract; who asks at the same moment waits, and then finds that it was told."""
    people = Contract.objects.select_related("account", "contact")
    return people.select_for_update(of=("self",)).get(pk=contract_id)


def _tell(contract: Contract, title: Message, text: Message, frame: Frame, **params: str) -> None:
    language = User.objects.values_list("language", flat=True).get(pk=contract.owner_id)
    shown = title.text(language, account=contract.account.name)
    body = text.text(language, **params)
    notify([Notice(contract.owner_id, shown, body, f"contract:{contract.pk}", GROUP, title.code)], frame)


def _told_lately(contract: Contract, title: Message, frame: Frame) -> bool:
    about = Notification.objects.filter(record=f"contract:{contract.pk}", kind=title.code)
    return about.filter(created_at__gt=frame.now - ONCE_IN).exists()
