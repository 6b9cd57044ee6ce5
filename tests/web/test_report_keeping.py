"""Reports of one's own: kept with what was chosen, seen by nobody else, shared only with the right, deleted again."""

from typing import Any

import pytest

from daicho.engine.access import select
from daicho.engine.access.actors import SYSTEM
from daicho.engine.catalog.query import make_query
from daicho.engine.records import intake
from daicho.engine.reports.models import Report
from daicho.values.problems import Forbidden
from tests.portfolio import Portfolio, make_portfolio
from tests.web.conftest import Visit
from tests.web.reading import texts
from tests.world import World

PRODUCTS = "/reports/contracts_by_product/"


@pytest.fixture
def portfolio(world: World) -> Portfolio:
    return make_portfolio(world)


def kept(visit: Visit, who: str = "owner", query: str = "", name: str = "わたしの集計") -> Any:
    return visit(who).post(f"{PRODUCTS}keep/?{query}", {"name": name})


def test_what_was_chosen_is_kept_in_the_report(visit: Visit, world: World, portfolio: Portfolio) -> None:
    response = kept(visit, query=f"product={world.monthly}&contract.owner=ME&sort=product&on=2025-03-31")
    report = Report.objects.get(name="わたしの集計")
    assert response["Location"] == f"/reports/{report.pk}/"
    page = visit("owner").get(response["Location"])
    assert texts(page, "tr")[1:] == ["帳票クラウド 基本ライセンス 2 30", "合計 2 30"]
    assert (report.sharing, report.owner_id, report.key) == ("private", world.users["owner"], "")
    assert texts(visit("owner").get("/reports/"), "h2")[:2] == ["標準レポート", "自分のレポート"]


def test_nobody_else_sees_opens_or_deletes_it(visit: Visit, world: World, portfolio: Portfolio) -> None:
    link = kept(visit)["Location"]
    for who in ("colleague", "manager", "stranger", "reader"):
        assert visit(who).get(link).status_code == 404
        assert visit(who).post(f"{link}delete/").status_code == 404
        rows = select.select(world.actor(who), make_query("report", columns=["name"]), world.frame).rows
        assert "わたしの集計" not in [row["name"] for row in rows]
    assert Report.objects.filter(name="わたしの集計").exists()


def test_its_owner_deletes_it(visit: Visit, world: World, portfolio: Portfolio) -> None:
    link = kept(visit)["Location"]
    assert "このレポートを削除" in visit("owner").get(link).content.decode()
    assert visit("owner").post(f"{link}delete/")["Location"] == "/reports/"
    assert not Report.objects.filter(name="わたしの集計").exists()


def test_shipped_reports_are_not_deleted_by_those_who_use_them(
    visit: Visit, world: World, portfolio: Portfolio
) -> None:
    assert visit("owner").post(f"{PRODUCTS}delete/").status_code == 403
    assert "このレポートを削除" not in visit("owner").get(PRODUCTS).content.decode()
    assert Report.objects.filter(key="contracts_by_product").exists()


@pytest.mark.parametrize("name", ["", "   ", "\u3000"])
def test_a_report_without_a_name_is_refused_with_a_sentence(visit: Visit, world: World, name: str) -> None:
    client = visit("owner")
    response = client.post(f"{PRODUCTS}keep/?product=1", {"name": name}, follow=True)
    assert response.redirect_chain == [(f"{PRODUCTS}?product=1", 303)]
    assert len(texts(response, "p", class_="said-error")) == 1
    assert Report.objects.filter(key="").count() == 0


def test_a_report_is_shared_only_with_the_right(world: World) -> None:
    definition = {"group_by": [{"field": "owner"}], "aggregates": ["count"]}
    raw = {"name": "共有", "object": "contract", "definition": definition, "sharing": "everyone"}
    with pytest.raises(Forbidden, match="share"):
        intake.create_one(world.actor("owner"), "report", raw, world.frame, "test")
    assert not Report.objects.filter(name="共有").exists()
    made = intake.create_one(world.actor("operations"), "report", raw, world.frame, "test")
    assert select.readable_ids(world.actor("stranger"), "report", [made], world.frame) == {made}
    assert select.readable_ids(SYSTEM, "report", [made], world.frame, "edit") == {made}


def test_keeping_is_posted_only(visit: Visit, world: World) -> None:
    assert visit("owner").get(f"{PRODUCTS}keep/").status_code == 405
    assert visit("owner").get(f"{PRODUCTS}delete/").status_code == 405
