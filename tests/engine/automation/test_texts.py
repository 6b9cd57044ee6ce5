"""Texts of actions: in each reader's language, and without merge fields in a sentence for people."""

import pytest

from daicho.engine.access.models import User
from daicho.engine.activity.models import Notification
from daicho.engine.automation import services
from daicho.engine.automation.texts import readable
from daicho.values.problems import Invalid
from tests.engine.automation.conftest import mail_process
from tests.engine.automation.test_runner import everything_due, switch_on


@pytest.mark.parametrize(
    "source, shown",
    [
        ("更新のご意向確認（{{ contract.account.name }}）", "更新のご意向確認（…）"),
        ("{% if contract.contact %}x{% endif %}", "…x…"),
        ("plain", "plain"),
    ],
)
def test_what_is_merged_in_stands_as_dots(source, shown):
    assert readable(source, "ja") == shown


BOTH = {"ja": "満了：{{ contract.number }}", "en": "Ends: {{ contract.number }}"}


def test_each_user_reads_a_notice_in_his_own_language(office):
    action = {"do": "notify", "to": ["owner", "operations_user"], "title": BOTH, "text": BOTH}
    definition = mail_process(actions=[action])
    User.objects.filter(pk=office.world.users["owner"]).update(language="en")
    switch_on(office, definition)
    office.book(operations_user=office.world.users["colleague"])
    everything_due("2026-04-01 09:00")
    found = dict(Notification.objects.values_list("user_id", "title"))
    mine, hers = office.world.users["owner"], office.world.users["colleague"]
    assert found == {mine: "Ends: K-000001", hers: "満了：K-000001"}


def test_an_unknown_field_of_the_english_text_is_said_at_its_place(office):
    bad = {**BOTH, "en": "{{ contract.nmae }}"}
    definition = mail_process(actions=[{"do": "notify", "to": ["owner"], "text": bad}])
    with pytest.raises(Invalid) as refused:
        services.check_definition(definition)
    assert [one.field for one in refused.value.problems] == ["nodes.0.schedules.0.actions.0.text.en"]
