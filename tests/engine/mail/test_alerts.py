"""Alerts and templates as records: what is refused when they are saved, and who gets a mail."""

import pytest

from daicho.engine.mail import alerts, house, letters
from daicho.engine.records.command import command
from daicho.values.problems import Invalid, Missing
from tests.world import World


def save(world: World, key: str, **values: object) -> int:
    with command(actor=world.actor("admin"), reason="test", frame=world.frame) as running:
        return running.create(key, [values])[0]


def template(world: World, **more: object) -> int:
    given = {"name": "案内", "object": "contract", "subject": "件名", "text": "本文", **more}
    return save(world, "email_template", **given)


def problems_of(world: World, key: str, **values: object) -> list[tuple[str | None, str]]:
    with pytest.raises(Invalid) as refused:
        save(world, key, **values)
    return [(one.field, one.code) for one in refused.value.problems]


def test_a_template_with_an_unknown_path_is_refused_at_its_part(world):
    given = {"name": "案内", "object": "contract", "subject": "{{ contract.nmae }}", "text": "{{ organisation.name }}"}
    assert problems_of(world, "email_template", **given) == [("subject", "template_unknown_path")]
    assert problems_of(world, "email_template", **{**given, "object": "x"}) == [("object", "unknown_object")]


def test_the_page_address_is_refused_in_mails_to_customers(world):
    page = template(world, text="{{ contract.url }}")
    to_us = {"name": "社内", "object": "contract", "template": page, "recipients": ["owner"]}
    to_customers = {**to_us, "name": "社外", "recipients": {"to": ["owner"], "cc": ["contact"]}}
    assert problems_of(world, "email_alert", **to_customers) == [("template", "template_internal_field")]
    assert save(world, "email_alert", **to_us)


def test_a_template_of_an_alert_to_customers_does_not_take_the_page_address(world):
    alert = {"name": "社外", "object": "contract", "template": template(world), "recipients": ["contact"]}
    save(world, "email_alert", **alert)
    english = {"name": "案内", "object": "contract", "language": "en", "subject": "x", "text": "{{ contract.url }}"}
    assert problems_of(world, "email_template", **english) == [("text", "template_internal_field")]
    assert save(world, "email_template", **{**english, "name": "別の案内"})


WRONG = [
    (["owner", "nobody"], "alert_recipient_unknown"),
    (["account"], "alert_recipient_unknown"),
    (["field:contact.name"], "alert_recipient_unknown"),
    (["address:not an address"], "alert_recipient_unknown"),
    ({"too": ["owner"]}, "alert_recipients_shape"),
    ("owner", "alert_recipients_shape"),
    ({"to": []}, "alert_without_recipients"),
]


def test_an_alert_takes_a_template_of_its_own_object(world):
    given = {"name": "通知", "object": "quote", "template": template(world), "recipients": ["contact"]}
    assert problems_of(world, "email_alert", **given) == [("template", "alert_template_other_object")]


@pytest.mark.parametrize("recipients, code", WRONG)
def test_recipients_that_cannot_be_are_refused(world, recipients, code):
    given = {"name": "案内", "object": "contract", "template": template(world), "recipients": recipients}
    assert problems_of(world, "email_alert", **given) == [("recipients", code)]


def alert_with(world: World, recipients: object) -> alerts.Alert:
    made = save(world, "email_alert", name="案内", object="contract", template=template(world), recipients=recipients)
    assert alerts.load("案内") == alerts.load(made) == alerts.load(str(made))
    return alerts.load(made)


READ = {
    "contact.email": "sato@aoba.example.jp",
    "contact.name": "佐藤 真理子",
    "owner.email": "owner@our.example.jp",
    "owner.name": "樋口 さくら",
    "account.owner.email": "OWNER@our.example.jp",
    "account.owner.name": "樋口",
    "operations_user.email": None,
}


def test_recipients_are_resolved_and_each_mailbox_gets_it_once(world):
    given = {
        "to": ["contact", "field:contact.email", "operations_user"],
        "cc": ["owner", "account.owner"],
        "bcc": ["address:archive@our.example.jp", "address:sato@aoba.example.jp"],
    }
    found = alerts.recipients(alert_with(world, given), READ)
    assert [(one.address, one.name) for one in found.to] == [("sato@aoba.example.jp", "佐藤 真理子")]
    assert [one.address for one in found.cc] == ["owner@our.example.jp"]
    assert [one.address for one in found.bcc] == ["archive@our.example.jp"]


def test_a_plain_list_means_to_and_nobody_left_is_nobody(world):
    found = alerts.recipients(alert_with(world, ["operations_user"]), READ)
    assert found.everyone() == ()


@pytest.mark.parametrize(
    "recipients, expected",
    [
        (["owner"], False),
        ({"to": ["account.owner"], "cc": ["operations_user"]}, False),
        (["contact"], True),
        (["field:owner.email"], True),
        ({"to": ["owner"], "bcc": ["address:a@example.com"]}, True),
    ],
)
def test_whether_people_outside_are_reached(world, recipients, expected):
    assert alerts.to_outsiders(alert_with(world, recipients)) is expected


def test_the_mail_is_in_the_name_of_the_owner(world):
    alert = alert_with(world, ["contact"])
    us = house.House("株式会社ダイチョウ", "keiyaku@our.example.jp")
    needs = alerts.needs_of(alert)
    mail = letters.compose(alert, needs, 7, READ, {}, world.frame.habits.zone, us)
    assert (mail.sender.address.name, mail.sender.address.address) == (
        "樋口 さくら（株式会社ダイチョウ）",
        "keiyaku@our.example.jp",
    )
    assert mail.sender.reply_to is not None
    assert (mail.sender.reply_to.address, mail.record_id, mail.subject) == ("owner@our.example.jp", 7, "件名")


def test_an_alert_that_is_gone_is_missing(db):
    with pytest.raises(Missing):
        alerts.load("nothing")
