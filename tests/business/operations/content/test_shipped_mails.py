"""What is shipped: templates in both languages, alerts with their marks, processes that are off; nobody's changes are touched."""

import pytest

from daicho.business.operations.content import descriptions as shipped_descriptions
from daicho.business.operations.content import mails as shipped_mails
from daicho.business.operations.content import processes as shipped_processes
from daicho.business.operations.content.ship import ship
from daicho.engine.access.actors import SYSTEM
from daicho.engine.automation import sentences
from daicho.engine.automation.definition import parse
from daicho.engine.automation.models import Process
from daicho.engine.mail import alerts
from daicho.engine.mail.models import EmailAlert, EmailTemplate
from daicho.engine.records.command import command

NAMES = [
    "更新のご案内",
    "更新のご案内（最小版）",
    "更新のご案内（自動更新）",
    "更新のご案内（代理店）",
    "更新のご案内（再送）",
    "更新のご案内（まとめ送り）",
    "更新回答の控え",
    "更新回答リンクの再送",
    "契約更新完了のお知らせ",
    "解約手続き完了のお知らせ",
]


def everything():
    rows = [list(model.objects.order_by("id").values()) for model in (EmailTemplate, EmailAlert, Process)]
    return [[{key: value for key, value in row.items() if key != "updated_at"} for row in part] for part in rows]


def test_every_template_is_there_in_both_languages_once(world):
    found = EmailTemplate.objects.order_by("id").values_list("name", "language")
    assert list(found) == [(name, language) for name in NAMES for language in ("ja", "en")]
    before = everything()
    ship(world.frame)
    assert everything() == before


def test_every_alert_is_there_with_its_mark(world):
    found = {alert.name: (alert.template.name, alert.mark) for alert in EmailAlert.objects.select_related("template")}
    assert found["更新のご案内（契約担当者へ）"] == ("更新のご案内", "renewal_notice_sent")
    assert found["更新のご案内（代理店へ）"] == ("更新のご案内（代理店）", "renewal_notice_sent")
    assert found["更新の再案内（契約担当者へ）"] == ("更新のご案内（再送）", "renewal_reminder_sent")
    assert found["更新回答の控え（回答者へ）"] == ("更新回答の控え", "")
    assert {"契約更新のお礼（契約担当者へ）", "解約完了（契約担当者へ）"} < found.keys()
    assert set(alerts.load("更新のご案内（契約担当者へ）").others) == {"en"}


def former(world, **alert):
    """A database of before: one template and one alert, written by hand."""
    EmailAlert.objects.all().delete()
    EmailTemplate.objects.all().delete()
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        text = {"name": "更新のご案内", "object": "contract", "subject": "件名", "text": "自社の文面"}
        [template] = running.create("email_template", [text], made=True)
        row = {"name": shipped_mails.RENEWAL_ALERT, "object": "contract", "template": template}
        [alert_id] = running.create("email_alert", [{**row, "recipients": ["contact"]}], made=True)
        running.update("email_alert", {alert_id: alert} if alert else {}, made=True)
    return template, alert_id


def test_a_former_database_keeps_its_words_and_learns_to_mark(world):
    template, alert = former(world)
    ship(world.frame)
    row = EmailAlert.objects.get(id=alert)
    assert (row.template_id, row.mark) == (template, "renewal_notice_sent")
    assert EmailTemplate.objects.filter(name="更新のご案内").values_list("text", flat=True).get() == "自社の文面"
    assert EmailTemplate.objects.filter(name="更新のご案内（再送）").count() == 2


def test_an_alert_that_somebody_changed_is_left_alone(world):
    _, alert = former(world, recipients={"to": ["contact"], "cc": ["owner"]})
    ship(world.frame)
    assert EmailAlert.objects.get(id=alert).mark == ""


@pytest.mark.parametrize("name", shipped_processes.PROCESSES)
def test_each_process_is_off_says_what_it_does_and_can_be_read(world, name):
    process = Process.objects.get(name=name)
    assert not process.active
    definition = parse(process.versions.get().definition)
    assert definition.description == shipped_descriptions.DESCRIPTIONS[name].ja
    for language in ("ja", "en"):
        lines = sentences.sentences(definition, world.frame, language)
        assert len(lines) > 1


def test_the_announcement_says_when_it_comes(world):
    definition = parse(shipped_processes.announce_process())
    lines = sentences.sentences(definition, world.frame, "ja")
    when = "契約終了日の90日前（休業日のときは前営業日）の3営業日前 09:00 に"
    assert f"{when}、営業担当へ、これから送るお客様あてメールの宛先と文面を知らせる" in lines
    english = sentences.sentences(definition, world.frame, "en")
    assert any(
        line.startswith("3 business days before 90 days before End (or the working day before)") for line in english
    )
