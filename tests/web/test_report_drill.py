"""Every number of a report opens as many records as it says; every bar of the chart what its number opens."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from daicho.engine.records.command import command
from tests.portfolio import Portfolio, make_portfolio
from tests.web.conftest import Visit
from tests.web.reading import elements, text, texts
from tests.world import World

REPORTS = ("/reports/contracts_by_product/", "/reports/customers_by_owner/")
DAYS = ("", "2025-03-31", "2025-07-01")


@pytest.fixture
def portfolio(world: World) -> Portfolio:
    return make_portfolio(world)


def listed(client: Client, link: str) -> tuple[int, int]:
    """How many rows the list at an address says that it has, and how many it shows."""
    response = client.get(link)
    assert response.status_code == 200, link
    counted = int(re.sub(r"\D", "", texts(response, "p", class_="list-count")[0].split(" ")[-1]))
    return counted, len(elements(response, "a", class_="row-link"))


@pytest.mark.parametrize("who", ["admin", "owner"])
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("path", REPORTS)
def test_every_number_opens_its_records(visit: Visit, portfolio: Portfolio, path: str, day: str, who: str) -> None:
    client = visit(who)
    response = client.get(path, {"on": day})
    links = [one for one in elements(response, "a") if one.get("title") == "内訳を開く"]
    assert len(links) >= 4
    for link in links:
        if "sum%3Aquantity" not in link["href"]:
            assert listed(client, link["href"]) == (int(link["text"]), int(link["text"])), link["href"]


def test_licences_open_the_lines_that_add_up_to_them(visit: Visit, world: World, portfolio: Portfolio) -> None:
    client = visit("admin")
    response = client.get(f"{REPORTS[0]}behind/", {"figure": "sum:quantity", "by.product": str(world.annual)})
    assert text(response, "h1") == "保守サポート ライセンス数"
    assert sorted(texts(response, "td", class_="is-number")) == ["1", "1", "2"]
    assert {one["href"] for one in elements(response, "a", class_="row-link")} == {
        f"/contracts/{portfolio.contracts[letter]}/" for letter in "ae"
    }


def test_a_past_day_shows_what_was_in_force_then(visit: Visit, world: World, portfolio: Portfolio) -> None:
    found = {"figure": "count", "by.owner": str(world.users["owner"]), "on": "2025-05-31"}
    response = visit("admin").get(f"{REPORTS[1]}behind/", found)
    hrefs = {one["href"] for one in elements(response, "a", class_="row-link")}
    assert hrefs == {f"/contracts/{portfolio.contracts[letter]}/" for letter in "abcg"}
    assert "解約予定" in texts(response, "span", class_="state")


def test_today_contracts_open_in_the_ledger(visit: Visit, world: World, portfolio: Portfolio) -> None:
    response = visit("admin").get(REPORTS[1])
    links = [one["href"] for one in elements(response, "a") if one.get("title") == "内訳を開く"]
    assert len([one for one in links if one.startswith("/contracts/?filter=")]) == 4


def test_somebody_else_sees_his_own_part_of_the_same_address(visit: Visit, world: World, portfolio: Portfolio) -> None:
    address = f"{REPORTS[0]}behind/?figure=count_distinct:contract&by.product={world.monthly}"
    assert listed(visit("admin"), address) == (3, 3)
    assert listed(visit("owner"), address) == (2, 2)
    assert listed(visit("stranger"), address) == (1, 1)


def test_what_one_may_not_read_is_said(visit: Visit, portfolio: Portfolio) -> None:
    response = visit("stranger").get(f"{REPORTS[1]}behind/", {"figure": "count_distinct:account"})
    assert texts(response, "p", class_="alert-box") == ["ほかに1件ありますが、参照する権限がないため表示していません。"]
    assert "南海物産" not in response.content.decode()


def test_bars_open_what_their_numbers_open(visit: Visit, portfolio: Portfolio) -> None:
    response = visit("admin").get(REPORTS[0])
    data = chart(response)
    links = [one["href"] for one in elements(response, "a") if one.get("title") == "内訳を開く"]
    assert [(bar["name"], bar["text"]) for bar in data["bars"]] == [
        ("帳票クラウド 基本ライセンス", "3"),
        ("保守サポート", "2"),
        ("（なし）", "1"),
    ]
    assert all(bar["link"] in links for bar in data["bars"])


def chart(response: Any) -> Any:
    [data] = elements(response, "script", id="chart-data")
    return json.loads(data["text"])


@pytest.mark.parametrize(
    "given", [{"figure": "sum:amount"}, {"by.product": "x"}, {"by.product": "-1"}, {"on": "x"}, {"cursor": "x"}]
)
def test_damaged_addresses_are_refused(visit: Visit, portfolio: Portfolio, given: dict[str, str]) -> None:
    assert visit("owner").get(f"{REPORTS[0]}behind/", given).status_code == 400


def test_a_report_by_month_and_currency_opens_its_months(visit: Visit, world: World, portfolio: Portfolio) -> None:
    definition = {
        "group_by": [{"field": "end_date", "granularity": "month"}, {"field": "currency"}],
        "aggregates": ["sum:amount", "count"],
        "chart": "column",
    }
    with command(actor=world.actor("admin"), reason="test", frame=world.frame) as running:
        [made] = running.create("report", [{"name": "月別", "object": "contract", "definition": definition}])
    client = visit("admin")
    response = client.get(f"/reports/{made}/")
    assert [" ".join(row.split()[:2]) for row in texts(response, "tr")[1:-1]] == [
        "2025/05 JPY",
        "2025/12 JPY",
        "2026/06 JPY",
        "（なし） USD",
    ]
    data = chart(response)
    assert (data["kind"], data["money"], data["bars"][0]["text"]) == ("column", True, "¥3,600")
    for link in [one for one in elements(response, "a") if one.get("title") == "内訳を開く" and one["text"].isdigit()]:
        assert listed(client, link["href"])[0] == int(link["text"])
