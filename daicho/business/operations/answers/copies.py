"""The copy of an answer that is mailed to whoever answered, and a fresh answer link to the contract's own contact."""

from collections.abc import Mapping
from typing import Any

from daicho.business.contracts.models import Contract, ContractTerm
from daicho.engine.automation import readings
from daicho.engine.mail import alerts, house, letters, outbox
from daicho.engine.mail.addressing import Address, is_address
from daicho.engine.mail.computed import Asked
from daicho.engine.mail.outbox import NewMail
from daicho.engine.records.command import Command
from daicho.engine.work.frame import Frame
from daicho.values.problems import Missing

COPY_ALERT = "更新回答の控え（回答者へ）"
LINK_ALERT = "更新回答リンクの再送（契約担当者へ）"


def send_copy(running: Command, contract: Contract, term: ContractTerm, answer: Mapping[str, Any]) -> bool:
    """Queue the copy to the address that the link was for, else to the contract's contact; False when it cannot be sent.

    A missing alert or address never undoes the answer: whoever is told of it is told of this too.
    """
    recipient = answer["recipient"] or (contract.contact.email if contract.contact is not None else "")
    return queue(COPY_ALERT, contract, term, Address(recipient, answer["respondent"]), running.frame)


def queue(alert_name: str, contract: Contract, term: ContractTerm, to: Address, frame: Frame) -> bool:
    """Queue the mail of an alert about a contract's term to this address instead of its own To; False when it cannot be."""
    if not is_address(to.address):
        return False
    try:
        alert = alerts.load(alert_name)
    except Missing:
        return False
    needs = alerts.needs_of(alert)
    found = readings.read("contract", [contract.pk], needs.paths, frame).get(contract.pk, [])
    current = [one for one in found if one.current]
    if not current:
        return False
    parts = readings.read_children("contract", [contract.pk], needs.children, frame)
    asked = Asked(contract.pk, term.pk, current[0].values, to.address)
    [mail] = letters.letters(alert, [asked], [parts[contract.pk]], frame, house.current(), to=[to])
    if not isinstance(mail, NewMail):
        return False
    outbox.queue([mail], frame=frame)
    return True
