"""The main job over the API: quote, confirm, the mail 90 days before the end, the owner's notice, the next term."""

import pytest

MAIL = """{{ contract.account.name }}
{{ contract.contact.name|default:"ご担当者" }} 様

「{{ contract.name }}」は {{ contract.end_date|date:"Y年n月j日（D）" }} に満了します。
{% for line in contract.lines %}
・{{ line.product.name }}　数量 {{ line.quantity }}　単価 {{ line.unit_price|yen }}
{% endfor %}
{{ contract.owner.name }}"""


def company(story):
    """A rep, a customer with a contact, a product, and the process that mails 90 days before the end."""
    rep = story.make(
        "user", username="higuchi", name="樋口 さくら", email="higuchi@our.example.jp", permission_sets=["sales"]
    )
    account = story.make("account", code="A-900", name="株式会社青葉製作所", owner=rep)
    contact = story.make("contact", account=account, name="佐藤 真理子", email="sato@aoba.example.jp")
    product = story.make("product", code="P-1", name="帳票クラウド", list_price="12000", price_kind="monthly")
    template = story.make(
        "email_template", name="更新", object="contract", subject="更新：{{ contract.number }}", text=MAIL
    )
    story.make("email_alert", name="更新の案内", object="contract", template=template, recipients=["contact"])
    process = story.post("processes", definition(), 201)["id"]
    story.post(f"processes/{process}/activate", {"existing": "none"})
    return {"rep": rep, "account": account, "contact": contact, "product": product, "process": process}


def definition():
    return {
        "name": "更新のご案内",
        "object": "contract",
        "start": "on_create",
        "nodes": [
            {
                "when": {"field": "renewal_contact_method", "op": "eq", "value": "mail"},
                "schedules": [
                    {
                        "offset": 90,
                        "unit": "days",
                        "direction": "before",
                        "field": "end_date",
                        "at": "09:00",
                        "actions": [
                            {"do": "send_alert", "alert": "更新の案内"},
                            {"do": "notify", "to": ["owner"], "text": "更新の時期です：{{ contract.account.name }}"},
                        ],
                    }
                ],
            }
        ],
    }


def confirmed(story, made):
    quote = story.make(
        "quote",
        account={"code": "A-900"},
        contact=made["contact"],
        start_date="2025-04-01",
        end_date="2026-03-31",
        lines=[{"product": {"code": "P-1"}, "quantity": "2"}],
    )
    shown = story.post(f"quotes/{quote}/preview")
    done = story.post(f"quotes/{quote}/confirm")
    assert story.post(f"quotes/{quote}/confirm") == done
    return quote, shown, done["contract"]


@pytest.fixture
def made(story):
    return company(story)


def test_from_quote_to_the_next_term(story, made):
    _, shown, contract = confirmed(story, made)
    assert shown["total"] == "288000"
    assert [len(line["entries"]) for line in shown["lines"]] == [12]
    record = story.get(f"records/contract/{contract}")
    assert (record["status"], record["end_date"], record["mrr"]) == ("active", "2026-03-31", "24000")
    assert record["owner"] == made["rep"]
    assert story.actions(contract) == [("waiting", "2025-12-31T09:00:00+09:00")] * 2
    assert story.work() == 0

    story.at("2025-12-31T08:59+09:00")
    assert story.work() == 0
    story.at("2025-12-31T09:00+09:00")
    story.work()
    assert story.sink.subjects() == [f"更新：{record['number']}"]
    [(recipients, message)] = story.sink.received
    assert recipients == ["sato@aoba.example.jp"]
    assert "「株式会社青葉製作所 帳票クラウド」は 2026年3月31日（火） に満了します。" in text_of(message)
    assert "・帳票クラウド　数量 2　単価 ¥12,000\n樋口 さくら" in text_of(message)
    notices = story.get("records/notification", fields="user,title")["items"]
    assert [(one["user"], one["title"]) for one in notices] == [(made["rep"], "更新の時期です：株式会社青葉製作所")]

    story.at("2026-02-10T10:00+09:00")
    renewed = story.post(f"contracts/{contract}/renew")
    assert (renewed["start_date"], renewed["end_date"]) == ("2026-04-01", "2027-03-31")
    waiting = [one for one in story.actions(contract) if one[0] == "waiting"]
    assert waiting == [("waiting", "2026-12-31T09:00:00+09:00")] * 2
    story.work()
    assert len(story.sink.received) == 1

    story.at("2026-12-31T09:00+09:00")
    story.work()
    assert len(story.sink.received) == 2
    nothing_more_to_do(story)


def test_the_list_to_renew_this_month(story, made):
    _, _, contract = confirmed(story, made)
    view = "当月に更新が必要なリスト"
    story.at("2026-02-28T10:00+09:00")
    assert story.get("records/contract", view=view)["total"] == 0
    story.at("2026-03-01T00:00+09:00")
    listed = story.get("records/contract", view=view)
    assert [item["id"] for item in listed["items"]] == [contract]
    story.post(f"contracts/{contract}/renew")
    assert story.get("records/contract", view=view)["items"] == []
    nothing_more_to_do(story)


def test_undo_takes_the_waiting_mail_with_it(story, made):
    quote, _, contract = confirmed(story, made)
    story.post(f"quotes/{quote}/undo")
    story.call("GET", f"records/contract/{contract}", expect=404)
    assert story.get(f"records/quote/{quote}")["status"] == "draft"
    story.at("2026-01-10T10:00+09:00")
    story.work()
    assert story.sink.received == []
    nothing_more_to_do(story)


def test_a_moved_end_moves_the_mail_and_a_decided_contract_gets_none(story, made):
    _, _, contract = confirmed(story, made)
    story.call("PATCH", f"records/contract/{contract}", {"end_date": "2026-06-30"})
    assert story.actions(contract) == [("waiting", "2026-04-01T09:00:00+09:00")] * 2
    story.call("PATCH", f"records/contract/{contract}", {"end_date": None})
    assert [state for state, _ in story.actions(contract)] == ["suspended"] * 2
    story.call("PATCH", f"records/contract/{contract}", {"end_date": "2026-03-31"})
    assert story.actions(contract) == [("waiting", "2025-12-31T09:00:00+09:00")] * 2
    story.call("PATCH", f"records/contract/{contract}", {"renewal_contact_method": "call"})
    assert [state for state, _ in story.actions(contract)] == ["cancelled"] * 2
    story.at("2026-01-10T10:00+09:00")
    story.work()
    assert story.sink.received == []
    nothing_more_to_do(story)


def test_days_without_a_worker_are_caught_up_once(story, made):
    confirmed(story, made)
    story.at("2026-01-20T10:00+09:00")
    story.work()
    assert len(story.sink.received) == 1
    assert story.get("records/notification")["total"] == 1
    nothing_more_to_do(story)


def nothing_more_to_do(story):
    """The worker finds nothing, neither now nor when it is asked again."""
    before = len(story.sink.received)
    story.work()
    assert story.work() == 0
    assert len(story.sink.received) == before


def text_of(message):
    part = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    return part.get_payload(decode=True).decode("utf-8").replace("\r\n", "\n")
