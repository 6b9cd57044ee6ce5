"""The mails of a renewal with the shipped processes: announced, sent with its link, marked, reminded of, thanked for."""

import re
from email.header import decode_header, make_header

import pytest

from tests.stories.test_main_job import nothing_more_to_do, text_of

LINK = re.compile(r"^http://localhost:8000/answer/[A-Za-z0-9_-]+/$", re.MULTILINE)
PROCESSES = (
    "更新のご案内メール（90日前）",
    "お客様メールの送信予告",
    "1か月前の意思確認",
    "未回答のお客様への再案内（1か月前）",
    "更新作業の依頼",
    "契約更新のお礼",
    "満了・更新未処理の警告",
)


@pytest.fixture
def company(story):
    """A rep with a manager, a customer with a contact, a product; every shipped process that matters is on."""
    story.call("PATCH", "records/organisation/1", {"name": "株式会社ダイチョウ"})
    boss = story.make("user", username="ishikawa", name="石川 部長子", permission_sets=["sales"])
    rep = story.make(
        "user",
        username="higuchi",
        name="樋口 さくら",
        email="higuchi@our.example.jp",
        permission_sets=["sales"],
        manager=boss,
    )
    account = story.make("account", code="A-900", name="株式会社青葉製作所", owner=rep)
    contact = story.make("contact", account=account, name="佐藤 真理子", email="sato@aoba.example.jp")
    story.make("product", code="P-1", name="帳票クラウド", list_price="12000", price_kind="monthly")
    for process in story.get("processes")["items"]:
        if process["name"] in PROCESSES:
            story.post(f"processes/{process['id']}/activate", {"existing": "none"})
    return {"rep": rep, "boss": boss, "contact": contact, "account": account}


def contract_of(story, company, **values):
    quote = story.make(
        "quote",
        account={"code": "A-900"},
        contact=company["contact"],
        start_date="2025-04-01",
        end_date="2026-06-30",
        lines=[{"product": {"code": "P-1"}, "quantity": "2"}],
        **values,
    )
    return story.post(f"quotes/{quote}/confirm")["contract"]


def read(story, contract):
    record = story.get(f"records/contract/{contract}")
    return record["renewal_stage"], record["renewal_notice_sent_at"], record["renewal_reminder_sent_at"]


def titles(story, user):
    items = story.get("records/notification", fields="user,title")["items"]
    return sorted(one["title"] for one in items if one["user"] == user)


def at_work(story, moment):
    story.at(moment)
    story.work()


def test_the_notice_is_announced_sent_with_its_link_and_marked(story, company):
    contract = contract_of(story, company)
    at_work(story, "2026-03-27T09:00+09:00")
    assert titles(story, company["rep"]) == ["3営業日後に「更新のご案内」を送信します：株式会社青葉製作所"]
    [body] = [one["body"] for one in story.get("records/notification", fields="body")["items"]]
    assert "宛先：佐藤 真理子 <sato@aoba.example.jp>" in body
    assert "件名：【ご回答のお願い】" in body
    assert read(story, contract) == ("open", None, None)
    at_work(story, "2026-04-01T09:00+09:00")
    assert read(story, contract)[0] == "informed"


def test_the_whole_way_of_a_customer_who_does_not_answer_and_then_renews(story, company):
    contract = contract_of(story, company)
    at_work(story, "2026-04-01T09:00+09:00")
    [(recipients, message)] = story.sink.received
    assert recipients == ["sato@aoba.example.jp"]
    assert len(LINK.findall(text_of(message))) == 1
    assert "契約金額：¥360,000（契約期間の合計・税抜）" in text_of(message)
    assert read(story, contract) == ("informed", "2026-04-01T09:00:00+09:00", None)
    silent = story.get("records/contract", view="更新案内 送付済・未回答")
    assert [one["id"] for one in silent["items"]] == [contract]

    at_work(story, "2026-05-29T09:00+09:00")
    assert "【再度のご案内】" in story.sink.subjects()[1]
    assert read(story, contract) == ("informed", "2026-04-01T09:00:00+09:00", "2026-05-29T09:00:00+09:00")
    at_work(story, "2026-05-30T09:00+09:00")
    assert "【要確認】契約終了まで1か月・意思未確認：株式会社青葉製作所" in titles(story, company["rep"])

    story.at("2026-06-10T10:00+09:00")
    story.post(f"contracts/{contract}/renew")
    story.work()
    assert subjects_after(story, 2) == ["契約更新のお礼と手続き完了のお知らせ"]
    thanks = text_of(story.sink.received[2][1])
    assert "契約期間：2026年7月1日～2027年9月30日" in thanks
    assert "初回ご請求予定日" in thanks
    nothing_more_to_do(story)


def subjects_after(story, count):
    found = [str(make_header(decode_header(message["Subject"]))) for _, message in story.sink.received[count:]]
    return [one.partition("（")[0] for one in found]


def test_who_answers_gets_no_reminder(story, company):
    contract = contract_of(story, company)
    at_work(story, "2026-04-01T09:00+09:00")
    story.call("PATCH", f"records/contract/{contract}", {"renewal_answer": "renew", "renewal_answer_source": "phone"})
    at_work(story, "2026-06-01T09:00+09:00")
    assert len(story.sink.received) == 1
    tasks = story.get("records/task", fields="subject")["items"]
    assert [one["subject"] for one in tasks] == ["更新作業（株式会社青葉製作所）"]
    nothing_more_to_do(story)


def test_who_considers_is_left_alone_until_the_day_he_named(story, company):
    contract = contract_of(story, company)
    at_work(story, "2026-04-01T09:00+09:00")
    answer = {
        "renewal_answer": "considering",
        "renewal_stage": "considering",
        "renewal_answer_planned_on": "2026-06-10",
    }
    story.call("PATCH", f"records/contract/{contract}", answer)
    at_work(story, "2026-06-10T18:00+09:00")
    assert len(story.sink.received) == 1
    at_work(story, "2026-06-11T09:00+09:00")
    assert "【再度のご案内】" in story.sink.subjects()[1]
    tasks = story.get("records/task", fields="subject")["items"]
    assert [one["subject"] for one in tasks] == ["継続の意思確認（電話）"]
    nothing_more_to_do(story)


def test_a_failed_mail_marks_nothing(story, company):
    contract = contract_of(story, company)
    story.sink.on_recipient["sato@aoba.example.jp"] = "550 no such user"
    at_work(story, "2026-04-01T09:00+09:00")
    assert read(story, contract) == ("open", None, None)


def test_an_empty_field_stops_the_mail_and_the_owner_is_told(story, company):
    contract = contract_of(story, company)
    story.call("PATCH", f"records/contract/{contract}", {"payment_terms": ""})
    at_work(story, "2026-04-01T09:00+09:00")
    assert story.sink.received == []
    number = story.get(f"records/contract/{contract}")["number"]
    assert f"送信を止めました：空の項目があります（{number}）" in titles(story, company["rep"])
    assert ("failed", "2026-04-01T09:00:00+09:00") in story.actions(contract)
    nothing_more_to_do(story)


def test_an_english_customer_reads_english(story, company):
    contract_of(story, company)
    story.call("PATCH", f"records/contact/{company['contact']}", {"language": "en"})
    at_work(story, "2026-04-01T09:00+09:00")
    text = text_of(story.sink.received[0][1])
    assert text.startswith("株式会社青葉製作所\nDear 佐藤 真理子,")
    assert "Payment:      Monthly (" in text


def test_the_expired_contract_is_told_to_owner_and_manager(story, company):
    contract_of(story, company, renewal_contact_method="none")
    at_work(story, "2026-07-01T09:00+09:00")
    assert titles(story, company["boss"]) == ["【至急】満了・更新未処理：株式会社青葉製作所（2026/06/30 満了）"]
    assert titles(story, company["rep"]) == titles(story, company["boss"])


def test_a_renewal_after_the_end_is_thanked_for_too(story, company):
    contract = contract_of(story, company)
    at_work(story, "2026-04-01T09:00+09:00")
    at_work(story, "2026-07-10T09:00+09:00")
    before = len(story.sink.received)
    story.post(f"contracts/{contract}/renew")
    story.work()
    assert subjects_after(story, before) == ["契約更新のお礼と手続き完了のお知らせ"]
    assert "契約期間：2026年7月1日～2027年9月30日" in text_of(story.sink.received[-1][1])
    nothing_more_to_do(story)
