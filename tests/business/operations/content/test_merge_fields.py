"""The computed merge fields of contracts: the due day that stops a mail, signatures, free texts, mails without a way out."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from daicho.business.contracts import answer_links
from daicho.business.contracts.models import ContractLine, ContractTerm
from daicho.business.operations.content import mails as shipped_mails
from daicho.business.operations.content.merge_fields import signature
from daicho.business.operations.orders import order_to_cash
from daicho.engine.access.actors import SYSTEM
from daicho.engine.automation.do_send_alert import composed, letters_for
from daicho.engine.automation.mail_trials import firing_for
from daicho.engine.mail import alerts
from daicho.engine.mail.outbox import NewMail
from daicho.engine.mail.picking import available_fields
from daicho.engine.records.command import command
from daicho.values.labels import Label
from daicho.values.problems import Invalid

OWNER = {"owner.name": "樋口 さくら", "owner.email": "h@our.example.jp", "owner.phone": ""}


@pytest.fixture
def contract(world):
    return order_to_cash.confirm(world.actor("owner"), world.quote(), world.frame).contract


def mail(world, contract, day="2026-04-01", alert=shipped_mails.RENEWAL_ALERT):
    frame = world.frame.at(datetime.fromisoformat(f"{day}T09:00+09:00"))
    loaded = alerts.load(alert)
    return composed(loaded, firing_for(loaded, contract, frame), frame)


def change(world, key, row, **values):
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update(key, {row: values}, made=True)


def refused(world, contract, **more):
    with pytest.raises(Invalid) as found:
        mail(world, contract, **more)
    return [(one.code, one.text("ja")) for one in found.value.problems]


def test_the_link_is_for_this_term_and_the_first_recipient(world, contract):
    frame = world.frame.at(datetime.fromisoformat("2026-04-01T09:00+09:00"))
    loaded = alerts.load(shipped_mails.RENEWAL_ALERT)
    [sent] = letters_for(loaded, [firing_for(loaded, contract, frame)], frame)
    assert isinstance(sent, NewMail)
    token = sent.text.partition("/answer/")[2].partition("/")[0]
    term = ContractTerm.objects.get(contract=contract).pk
    assert answer_links.read_link(token) == answer_links.AnswerLink(contract, term, "sato@aoba.example.jp")
    assert token in sent.html
    assert "/answer/…/" in mail(world, contract).text
    assert token not in mail(world, contract).text + mail(world, contract).html


def test_a_mail_after_its_own_due_day_is_not_sent(world, contract):
    assert "2026年5月15日（金）までに" in mail(world, contract, "2026-05-15").text
    words = "ご回答期限（2026/05/15）を過ぎているため送信していません。お客様に直接ご連絡ください。"
    assert refused(world, contract, day="2026-05-18") == [("answer_due_passed", words)]


def test_the_reminder_names_no_due_day_and_goes_out_late(world, contract):
    assert mail(world, contract, "2026-05-29", shipped_mails.REMINDER_ALERT).to == (
        "佐藤 真理子 <sato@aoba.example.jp>",
    )


def test_an_empty_field_is_named_as_people_know_it(world, contract):
    change(world, "contract", contract, payment_terms="")
    assert refused(world, contract) == [
        ("mail_empty_fields", "「支払条件」が空のため送信していません。入力後、［今すぐ送信］で送れます。")
    ]
    change(world, "contract", contract, payment_terms="月末締め")
    assert refused(world, contract, alert=shipped_mails.RESELLER_ALERT)[0][1].startswith(
        "「エンドユーザー › 取引先名」"
    )


def test_the_notice_names_the_due_day_to_our_own_people_all_the_same(world, contract):
    text = {
        "object": "contract",
        "subject": "x",
        "text": '{{ contract.renewal_answer_due|date:"Y/m/d" }}{{ contract.url }}',
    }
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        [template] = running.create("email_template", [{"name": "社内", **text}], made=True)
        row = {"name": "社内", "object": "contract", "template": template, "recipients": ["owner"]}
        running.create("email_alert", [row], made=True)
    made = mail(world, contract, "2026-05-18", "社内")
    assert made.text == f"2026/05/15http://localhost:8000/contracts/{contract}/"


def test_whose_signature_it_is():
    own = {**OWNER, "owner.signature": " 樋口\n営業部 "}
    assert signature(own, "株式会社ダイチョウ", "会社の署名") == "樋口\n営業部"
    assert signature(OWNER, "株式会社ダイチョウ", "会社の署名") == "会社の署名"
    usual = signature(OWNER, "株式会社ダイチョウ", "")
    assert isinstance(usual, Label)
    assert usual.ja.splitlines()[1:5] == ["株式会社ダイチョウ", "樋口 さくら", "TEL：－", "E-mail：h@our.example.jp"]


def test_a_free_text_stands_where_there_is_no_product(world):
    lines = [
        {"description": "個別開発保守", "unit_price": Decimal(50000), "price_kind": "monthly", "quantity": Decimal(1)}
    ]
    contract = order_to_cash.confirm(world.actor("owner"), world.quote(lines), world.frame).contract
    assert mail(world, contract).text.count("・個別開発保守") == 1
    assert "・個別開発保守　数量 1" in mail(world, contract, alert=shipped_mails.AUTO_ALERT).text


def test_ended_lines_and_one_time_fees_are_not_in_the_mail(world, contract):
    line = ContractLine.objects.get(contract=contract, price_kind="annual").pk
    change(world, "contract_line", line, end_date=date(2026, 3, 31), replaced=True)
    text = mail(world, contract).text
    assert "保守サポート" not in text
    assert "初期導入支援" not in text
    assert "帳票クラウド 基本ライセンス\n" in text


def test_what_the_picker_offers(world):
    found = {one.path: one for one in available_fields("contract")}
    for path in ("contract.number", "contract.contact.department", "contract.owner.phone", "organisation.name"):
        assert path in found
    assert found["contract.renewal_answer_due"].label.ja == "ご回答期限"
    assert found["answer.choice"].type == "picklist"
    assert found["contract.url"].type == "url"
    line = [one for one in available_fields("contract") if one.loop == "{% for line in contract.next_lines %}"]
    assert "line.product.name" in [one.path for one in line]
    assert not any(one.type == "json" for one in found.values())


def test_nobody_to_send_it_to_is_said_before_what_is_empty_because_of_it(world, contract):
    change(world, "contact", world.contact, email="")
    words = "契約担当者のメールアドレスが未登録です。登録後、［今すぐ送信］で送れます。"
    assert refused(world, contract) == [("no_recipient", words)]
