"""Definitions: their defaults, what is refused and where, their stable keys, their sentences."""

import pytest

from daicho.engine.automation import checking, keys, sentences
from daicho.engine.automation.definition import parse, stored
from daicho.values.problems import Invalid
from tests.engine.automation.conftest import mail_process


def test_the_defaults_are_those_that_are_documented():
    definition = parse({"object": "contract", "start": "on_create", "nodes": [{"schedules": [minimal()]}]})
    node = definition.nodes[0]
    schedule = node.schedules[0]
    assert (node.when, node.stop_after, schedule.unit, schedule.direction) == (None, True, "days", "before")
    assert (schedule.late, schedule.repeat, schedule.business_day) == (None, "once", "none")
    assert (schedule.missed_after_days, schedule.freeze) == (None, False)


def minimal(**more):
    return {"offset": 90, "field": "end_date", "actions": [{"do": "send_alert", "alert": "案内"}], **more}


WRONG = [
    ({"start": "sometimes"}, "start", "process_setting_choice"),
    ({"start": {"schedule": "0 9 1 * *"}}, "start", "process_setting_choice"),
    ({"nodes": []}, "nodes", "process_setting_wrong"),
    ({"nodes": [{"schedules": [minimal(unit="years")]}]}, "nodes.0.schedules.0.unit", "process_setting_choice"),
    ({"nodes": [{"schedules": [minimal(offset=-1)]}]}, "nodes.0.schedules.0.offset", "process_setting_wrong"),
    ({"nodes": [{"schedules": [minimal(at="9:00")]}]}, "nodes.0.schedules.0.at", "process_setting_wrong"),
    ({"nodes": [{"schedules": [minimal(actions=[])]}]}, "nodes.0.schedules.0.actions", "process_setting_wrong"),
    ({"nodes": [{"schedules": [minimal(late="maybe")]}]}, "nodes.0.schedules.0.late", "process_setting_choice"),
    ({"nodes": [{"schedules": [minimal(typo=1)]}]}, "nodes.0.schedules.0.typo", "process_setting_unknown"),
    ({"nodes": [{"schedules": [{"offset": 1, "actions": [{"do": "x"}]}]}]}, "nodes.0.schedules.0.field", "process_setting_missing"),
    ({"extra": 1}, "extra", "process_setting_unknown"),
]  # fmt: skip


@pytest.mark.parametrize("change, place, code", WRONG)
def test_what_is_wrong_is_refused_at_its_place_in_both_languages(change, place, code):
    with pytest.raises(Invalid) as refused:
        parse({"object": "contract", "start": "on_create", "nodes": [{"schedules": [minimal()]}], **change})
    problem = refused.value.problems[0]
    assert (problem.field, problem.code) == (place, code)
    assert place in problem.text("ja")
    assert place in problem.text("en")


def test_a_fault_inside_a_list_is_not_told_as_a_fault_of_the_list():
    node = {"schedules": [{"offset": -1, "field": "end_date", "actions": [{"do": "x"}]}]}
    with pytest.raises(Invalid) as refused:
        parse({"object": "contract", "start": "on_create", "nodes": [node]})
    [problem] = refused.value.problems
    assert problem.field == "nodes.0.schedules.0.offset"
    assert "0 以上にしてください" in problem.text("ja")
    assert "give 0 or more" in problem.text("en")


def test_keys_are_made_and_stored():
    definition = keys.with_keys(parse(mail_process()))
    node = stored(definition)["nodes"][0]
    assert (node["key"], node["schedules"][0]["key"], node["schedules"][0]["actions"][0]["key"]) == ("n1", "s1", "a1")
    assert node["schedules"][0]["actions"][0]["alert"] == "案内"
    assert parse(stored(definition)) == definition


def with_schedules(*schedules):
    return parse({"object": "contract", "start": "on_create", "nodes": [{"schedules": list(schedules)}]})


def schedule_keys(definition):
    return [schedule.key for schedule in definition.nodes[0].schedules]


OTHER = [{"do": "notify", "to": ["owner"], "text": "x"}]


def test_keys_are_kept_when_a_part_is_changed_or_another_comes_before_it():
    first = keys.with_keys(with_schedules(minimal()))
    changed = keys.with_keys(with_schedules(minimal(offset=60)), first)
    assert schedule_keys(changed) == ["s1"]
    inserted = keys.with_keys(with_schedules(minimal(offset=120, actions=OTHER), minimal()), first)
    assert schedule_keys(inserted) == ["s2", "s1"]
    reworded = keys.with_keys(with_schedules(minimal(actions=OTHER)), first)
    assert schedule_keys(reworded) == ["s1"]


def test_a_key_once_used_is_not_given_to_something_new():
    first = keys.with_keys(with_schedules(minimal(), minimal(offset=30, actions=OTHER)))
    second = keys.with_keys(with_schedules(minimal()), first)
    taken = {*keys.all_keys(first), *keys.all_keys(second)}
    third = keys.with_keys(with_schedules(minimal(), minimal(offset=7, actions=OTHER)), second, taken)
    assert schedule_keys(third) == ["s1", "s3"]


def test_siblings_cannot_share_a_key():
    with pytest.raises(Invalid) as refused:
        keys.with_keys(with_schedules(minimal(key="a"), minimal(key="a")))
    assert (refused.value.problems[0].field, refused.value.problems[0].code) == (
        "nodes.0.schedules",
        "process_key_twice",
    )


UNKNOWN = [
    ({"object": "contrat"}, "object", "unknown_object"),
    ({"nodes": [{"when": {"field": "end", "op": "eq", "value": "x"}, "schedules": [minimal()]}]}, "nodes.0.when", "unknown_field"),
    ({"nodes": [{"schedules": [minimal(field="name")]}]}, "nodes.0.schedules.0.field", "process_no_date_field"),
    ({"nodes": [{"schedules": [minimal(field="acount.x")]}]}, "nodes.0.schedules.0.field", "unknown_field"),
    ({"nodes": [{"actions": [{"do": "explode"}]}]}, "nodes.0.actions.0.do", "unknown_action"),
    ({"nodes": [{"actions": [{"do": "send_alert", "alert": "別"}]}]}, "nodes.0.actions.0.alert", "alert_missing"),
    ({"nodes": [{"actions": [{"do": "send_alert"}]}]}, "nodes.0.actions.0.alert", "process_setting_missing"),
    ({"nodes": [{"actions": [{"do": "notify", "to": ["contact"], "text": "x"}]}]}, "nodes.0.actions.0.to", "action_user_path"),
    ({"nodes": [{"actions": [{"do": "notify", "to": ["owner"], "text": "{{ contract.nam }}"}]}]}, "nodes.0.actions.0.text", "template_unknown_path"),
    ({"nodes": [{"actions": [{"do": "create_task", "subject": "x", "owner": "account"}]}]}, "nodes.0.actions.0.owner", "action_user_path"),
    ({"nodes": [{"when": None}]}, "nodes", "process_nothing_to_do"),
]  # fmt: skip


@pytest.mark.parametrize("change, place, code", UNKNOWN)
def test_what_the_catalog_does_not_know_is_refused_at_its_place(office, change, place, code):
    office.alert()
    with pytest.raises(Invalid) as refused:
        checking.check(parse({**mail_process(), **change}))
    assert [(one.field, one.code) for one in refused.value.problems] == [(place, code)]


def test_every_part_has_a_sentence(office):
    office.alert()
    definition = parse(mail_process(business_day="previous"))
    assert sentences.sentences(definition, office.frame) == [
        "契約が作成されたら",
        "対象：更新案内の方法：メールで案内",
        "契約終了日の90日前（休業日のときは前営業日） 09:00 に、契約担当者へ『更新のご案内』を送る",
    ]
    english = sentences.sentences(definition, office.frame, "en")
    assert english[2].startswith("90 days before End (or the working day before) at 09:00: send “更新のご案内” to ")


def test_sentences_of_notices_and_tasks(office):
    notify = {"do": "notify", "to": ["owner", "operations_user"], "text": "x"}
    task = {"key": "todo", "do": "create_task", "subject": "確認"}
    definition = keys.with_keys(parse(mail_process(actions=[task], unit="months", offset=1)))
    assert sentences.step(definition, "n1.s1.todo") == "契約終了日の1か月前 09:00 に、営業担当のToDo「確認」を作る"
    at_once = parse({"object": "contract", "start": "every_save", "nodes": [{"actions": [notify]}]})
    assert sentences.sentences(at_once, office.frame)[1] == "すぐに、営業担当・事務担当へ通知する"
