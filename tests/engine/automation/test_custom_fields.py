"""Custom fields in processes and mails: a schedule on a custom date, a condition on a custom choice, every type merged."""

import pytest

from daicho.business.products.models import Product
from daicho.engine.automation import readings, services
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.automation.runner import run_due_actions
from daicho.engine.catalog import registry
from daicho.engine.catalog.filters import parse_filter
from daicho.engine.catalog.matches import matches
from daicho.engine.mail.models import Mail
from daicho.engine.mail.picking import available_fields
from daicho.engine.records import intake
from tests.engine.automation.conftest import at
from tests.engine.shaping.fields import SAMPLES, WRITTEN, add_all, value_of

MERGED = {
    "currency": "120,000",
    "datetime": "2025/12/31 09:00",
    "multi_picklist": "重要、通常",
    "number": "12.5",
    "percent": "12.5",
}
TIMED = {"offset": 30, "field": "x_date", "at": "09:00", "actions": [{"do": "send_alert", "alert": "案内"}]}
WHEN = {"field": "x_picklist", "op": "eq", "value": "a"}
DEFINITION = {"object": "contract", "start": "when_becomes_true", "nodes": [{"when": WHEN, "schedules": [TIMED]}]}


@pytest.fixture
def shaped(office):
    add_all(office.world, "contract")
    return office


def fill(office, contract, **values):
    given = {one.key: value_of(one, office.world) for one in WRITTEN}
    intake.change(office.world.actor("owner"), "contract", contract, {**given, **values}, office.frame, "test")


def switch_on(office, text):
    office.alert(text=text)
    process = services.create_process("独自", DEFINITION, actor=office.admin, frame=office.frame)
    services.activate(process.pk, actor=office.admin, frame=office.frame)


def test_a_schedule_on_a_custom_date_waits_moves_and_goes_with_a_custom_condition(shaped):
    switch_on(shaped, "本文")
    contract = shaped.book()
    assert shaped.waiting() == []
    fill(shaped, contract)
    assert shaped.waiting() == [("n1.s1.a1", "waiting", "2025-12-01 09:00")]
    fill(shaped, contract, x_date="2026-01-31")
    assert shaped.waiting() == [("n1.s1.a1", "waiting", "2026-01-01 09:00")]
    fill(shaped, contract, x_picklist="b")
    assert [(one.state, one.reason) for one in ScheduledAction.objects.all()] == [("cancelled", "condition_lost")]
    while run_due_actions(at("2027-01-01 00:00")):
        pass
    assert not Mail.objects.exists()


def test_every_type_is_merged_into_a_mail(shaped):
    lines = "\n".join(f"{one.key}={{{{ contract.{one.key} }}}}" for one in SAMPLES if one.kind != "datetime")
    switch_on(
        shaped,
        lines + '\nx_datetime={{ contract.x_datetime|date:"Y/m/d H:i" }}\n品目コード={{ contract.x_lookup.code }}',
    )
    fill(shaped, shaped.book())
    while run_due_actions(at("2025-12-01 09:00")):
        pass
    text = Mail.objects.get().text.replace("\r\n", "\n")
    code = Product.objects.get(pk=shaped.world.monthly).code
    assert f"品目コード={code}" in text
    for one in SAMPLES:
        assert f"{one.key}={MERGED.get(one.kind, one.shown)}" in text


def test_the_picker_offers_custom_fields_and_those_of_the_record_behind_a_custom_lookup(shaped):
    offered = {one.path for one in available_fields("contract")}
    assert {f"contract.{one.key}" for one in SAMPLES} <= offered
    assert "contract.x_lookup.code" in offered


@pytest.mark.parametrize("sample", WRITTEN, ids=lambda one: one.kind)
def test_a_process_reads_each_type_as_the_database_does(shaped, sample):
    spec = registry.get("contract").field(sample.key)
    assert spec is not None
    tree = {"field": sample.key, "op": "contains" if sample.kind == "multi_picklist" else "eq", "value": "x"}
    tree["value"] = {"multi_picklist": "a", "datetime": "2025-12-31"}.get(sample.kind, value_of(sample, shaped.world))
    tree["value"] = {"long_text": "一行目 二行目"}.get(sample.kind, tree["value"])
    contract = shaped.book()
    fill(shaped, contract)
    [reading] = readings.read("contract", [contract], [sample.key], shaped.frame)[contract]
    assert matches(parse_filter("contract", tree), reading.values, shaped.frame)
