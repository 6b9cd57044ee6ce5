"""The demo company: booked by the real services, believable, and never able to send anything."""

from typing import Any

import pytest

from daicho.business.contracts.models import Contract, ContractTerm, RenewalAnswer, SalesEntry
from daicho.business.operations.demo.company import make_demo
from daicho.business.organisation.models import Organisation
from daicho.business.parties.models import Account
from daicho.business.sales.models import Order, Quote
from daicho.config.first_start import prepare
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.mail.models import Mail
from daicho.engine.work.frame import Frame
from daicho.values.problems import Conflict

CONTRACTS = 60


@pytest.fixture
def company(db: None, frame: Frame, settings: Any) -> Frame:
    settings.DAICHO_EMAIL_URL = "smtp://127.0.0.1:9"
    prepare("secret")
    make_demo(frame, CONTRACTS)
    return frame


def test_the_company_is_whole(company: Frame) -> None:
    has_a_past_and_a_future(company)
    every_term_is_worth_what_its_entries_say()
    nothing_leaves_even_where_a_mail_server_is_set()
    before = Contract.objects.count()
    with pytest.raises(Conflict):  # a database with data is left alone
        make_demo(company, CONTRACTS)
    assert Contract.objects.count() == before


def has_a_past_and_a_future(company: Frame) -> None:
    assert abs(Contract.objects.count() - CONTRACTS) <= CONTRACTS * 0.1
    assert Account.objects.count() >= CONTRACTS * 3 // 10
    assert ContractTerm.objects.filter(number__gt=1).exists()
    assert RenewalAnswer.objects.exists()
    assert set(Order.objects.values_list("kind", flat=True)) == {"new", "renew"}
    assert Quote.objects.filter(status="draft", opportunity=None).count() == 12
    assert ScheduledAction.objects.filter(state="waiting", due_at__gt=company.now).exists()
    assert not ScheduledAction.objects.filter(state="waiting", due_at__lte=company.now).exists()


def every_term_is_worth_what_its_entries_say() -> None:
    for term in ContractTerm.objects.prefetch_related("lines"):
        entries = SalesEntry.objects.filter(contract_line__term=term).values_list("amount", flat=True)
        assert term.amount == sum(line.amount for line in term.lines.all()) == sum(entries)


def nothing_leaves_even_where_a_mail_server_is_set() -> None:
    assert Organisation.objects.get().delivery_mode == "capture"
    assert set(Mail.objects.values_list("state", flat=True)) == {"captured"}
