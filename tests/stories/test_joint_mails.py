"""One contact with three contracts: one mail with one link, one visit that answers for two of them, and the third by itself."""

import re
import uuid

import pytest
from django.test import Client

from tests.stories.test_main_job import nothing_more_to_do, text_of
from tests.stories.test_renewal_mails import LINK, at_work, company, contract_of, read

__all__ = ["company"]
SEND = {"respondent": "佐藤 真理子", "step": "send"}


@pytest.fixture
def joint(story, company):
    """The shipped alert sends one mail for several contracts; three of them, all due on one day."""
    [alert] = story.get(
        "records/email_alert", filter={"field": "name", "op": "eq", "value": "更新のご案内（契約担当者へ）"}
    )["items"]
    story.call("PATCH", f"records/email_alert/{alert['id']}", {"group": "recipient_day"})
    contracts = [contract_of(story, company, name=f"帳票クラウド{n}") for n in ("甲", "乙", "丙")]
    at_work(story, "2026-04-01T09:00+09:00")
    return contracts


def path_of(story):
    [link] = LINK.findall(text_of(story.sink.received[0][1]))
    return link.removeprefix("http://localhost:8000")


def stages(story, contracts):
    return [read(story, one)[0] for one in contracts]


def test_one_mail_tells_of_all_and_each_is_marked(story, joint):
    assert story.sink.subjects() == ["【ご回答のお願い】ご契約3件の更新のご案内"]
    text = text_of(story.sink.received[0][1])
    assert re.findall(r"^■(.*)$", text, re.MULTILINE) == ["帳票クラウド甲", "帳票クラウド乙", "帳票クラウド丙"]
    assert text.count("次期の金額：¥360,000（契約期間の合計・税抜）") == 3
    assert stages(story, joint) == ["informed"] * 3


def test_one_visit_answers_for_those_that_were_ticked(story, joint):
    browser, path = Client(), path_of(story)
    page = browser.get(f"{path}renew/").content.decode()
    terms = re.findall(r'name="also" value="(\d+)"', page)
    assert len(terms) == 2
    checked = browser.post(f"{path}renew/", {**SEND, "step": "check", "also": [terms[0]]}).content.decode()
    assert "同じ回答をするほかのご契約" in checked
    assert "帳票クラウド乙" in checked
    assert "帳票クラウド丙" not in checked
    once = {**SEND, "also": [terms[0]], "submission": str(uuid.uuid4())}
    for _ in range(2):
        assert browser.post(f"{path}renew/", once).status_code == 303
    assert stages(story, joint) == ["will_renew", "will_renew", "informed"]
    assert len(story.get("records/renewal_answer")["items"]) == 2


def test_the_page_of_one_leads_to_the_others(story, joint):
    browser, path = Client(), path_of(story)
    links = re.findall(r'href="(/answer/[^"/]+/)"><bdi>帳票クラウド', browser.get(path).content.decode())
    assert len(links) == 2
    assert "帳票クラウド乙" in browser.get(links[0]).content.decode()
    browser.post(f"{links[1]}cancel/", {**SEND, "submission": str(uuid.uuid4())})
    assert stages(story, joint) == ["informed", "informed", "cancel_wanted"]


def test_a_link_of_another_contract_ticks_nothing(story, joint, company):
    stranger = contract_of(story, company, name="別の契約")
    term = story.get("records/contract_term", filter={"field": "contract", "op": "eq", "value": stranger})["items"][0][
        "id"
    ]
    once = {**SEND, "also": [str(term)], "submission": str(uuid.uuid4())}
    Client().post(f"{path_of(story)}renew/", once)
    assert stages(story, [joint[0], stranger]) == ["will_renew", "open"]


def test_nothing_more_is_to_do(story, joint):
    nothing_more_to_do(story)
    assert len(story.sink.received) == 1
