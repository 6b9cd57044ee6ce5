"""What a report may ask, what is refused with which words, and the names of its figures."""

from typing import Any

import pytest

from daicho.engine.records.command import command
from daicho.engine.reports.definition import check_definition, read_definition
from daicho.engine.reports.objects import check_report
from daicho.engine.reports.saved import find_report, reports_of
from daicho.values.problems import Invalid, Missing
from tests.world import World

USUAL: dict[str, Any] = {"group_by": [{"field": "owner"}], "aggregates": ["count"]}


def problems(**changes: Any) -> list[str]:
    return [problem.code for problem in check_report({"object": "contract", "definition": {**USUAL, **changes}})]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"group_by": [{"field": "end_date", "granularity": "month"}]}, []),
        ({"group_by": []}, ["report_setting"]),
        ({"group_by": [{"field": "owner"}] * 4}, ["report_setting"]),
        ({"aggregates": []}, ["report_setting"]),
        ({"colour": "red"}, ["report_setting"]),
        ({"chart": "pie"}, ["report_setting"]),
        ({"group_by": [{"field": "ownr"}]}, ["unknown_field"]),
        ({"aggregates": ["median:amount"]}, ["unknown_aggregate"]),
        ({"aggregates": ["sum:name"]}, ["aggregate_not_offered"]),
        ({"columns": ["nothing"]}, ["unknown_field"]),
        ({"prompts": ["end_date"]}, ["report_prompt"]),
        ({"sort": ["sum:amount"]}, ["report_order"]),
        ({"aggregates": ["sum:amount"]}, ["report_mixed_currencies"]),
        ({"aggregates": ["sum:amount"], "group_by": [{"field": "owner"}, {"field": "currency"}]}, []),
    ],
)
def test_what_does_not_fit_is_refused(world: World, changes: dict[str, Any], codes: list[str]) -> None:
    assert problems(**changes) == codes


def test_an_unknown_object_is_refused(world: World) -> None:
    assert [one.code for one in check_report({"object": "nothing", "definition": USUAL})] == ["unknown_object"]


def test_figures_are_named_in_both_languages(world: World) -> None:
    definition = read_definition(
        {
            **USUAL,
            "aggregates": ["count", "count_distinct:account", "avg:amount"],
            "names": {"count": {"ja": "契約数", "en": "Contracts"}},
        }
    )
    figures = definition.query("contract").aggregates
    assert [definition.name_of(one, "ja") for one in figures] == [
        "契約数",
        "契約先の数（重複を除く）",
        "契約金額（税抜）の平均",
    ]
    assert [definition.name_of(one, "en") for one in figures][:2] == ["Contracts", "Customer: different ones"]


def test_a_broken_definition_is_never_stored(world: World) -> None:
    with pytest.raises(Invalid), command(actor=world.actor("admin"), reason="test", frame=world.frame) as running:
        running.create("report", [{"name": "壊れた", "object": "contract", "definition": {"group_by": []}}])
    assert [one.key for one in reports_of(world.actor("admin"))] == ["contracts_by_product", "customers_by_owner"]


def test_a_private_report_is_found_by_its_owner_only(world: World) -> None:
    with command(actor=world.actor("admin"), reason="test", frame=world.frame) as running:
        [made] = running.create("report", [{"name": "私の", "object": "contract", "definition": USUAL}])
    assert find_report(world.actor("admin"), str(made)).name == "私の"
    assert len(reports_of(world.actor("owner"))) == 2
    with pytest.raises(Missing):
        find_report(world.actor("owner"), str(made))


def test_shipped_reports_fit_their_objects(world: World) -> None:
    for report in reports_of(world.actor("admin"), "en"):
        assert check_definition(report.object, report.definition) == []
        assert report.shipped
        assert report.description.isascii()
