"""The pages of reports: what they show, to whom, for which day; files; addresses that say something wrong."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from daicho.engine.access.models import User
from daicho.engine.records.command import command
from tests.portfolio import Portfolio, make_portfolio
from tests.web.conftest import Visit
from tests.web.reading import elements, texts
from tests.world import World

PRODUCTS = "/reports/contracts_by_product/"
OWNERS = "/reports/customers_by_owner/"
MONTHLY, ANNUAL = "帳票クラウド 基本ライセンス", "保守サポート"


@pytest.fixture
def portfolio(world: World) -> Portfolio:
    return make_portfolio(world)


def lines(client: Client, path: str, **given: str) -> list[str]:
    """The body and the foot of the table, row by row."""
    response = client.get(path, given)
    assert response.status_code == 200
    return texts(response, "tr")[1:]


def test_the_list_names_the_shipped_reports(visit: Visit, world: World) -> None:
    response = visit("owner").get("/reports/")
    assert texts(response, "h2")[0] == "標準レポート"
    assert texts(response, "a", class_="row-link") == ["プロダクト別契約数", "担当別契約社数"]
    english = visit("owner", "en").get("/reports/")
    assert texts(english, "a", class_="row-link") == ["Contracts by product", "Customers by owner"]


@pytest.mark.parametrize(
    ("who", "rows"),
    [
        ("admin", [f"{MONTHLY} 3 34", f"{ANNUAL} 2 4", "（なし） 1 1", "合計 4 39"]),
        ("owner", [f"{ANNUAL} 2 4", f"{MONTHLY} 2 30", "合計 3 34"]),
        ("colleague", [f"{ANNUAL} 2 4", f"{MONTHLY} 2 30", "合計 3 34"]),
        ("stranger", [f"{MONTHLY} 1 4", "（なし） 1 1", "合計 1 5"]),
    ],
)
def test_everybody_counts_what_he_may_read(
    visit: Visit, world: World, portfolio: Portfolio, who: str, rows: list[str]
) -> None:
    assert lines(visit(who), PRODUCTS) == rows


def test_another_day_stands_in_the_address_and_on_the_page(visit: Visit, world: World, portfolio: Portfolio) -> None:
    response = visit("admin").get(PRODUCTS, {"on": "2025-03-31"})
    assert texts(response, "tr")[-1] == "合計 6 37"
    assert "2025/03/31" in texts(response, "dd")
    assert elements(response, "details", class_="report-note")[0].get("open", "closed") is None


@pytest.mark.parametrize("written", ["2025年3月31日", "2025/3/31", "R7.3.31", "２０２５－０３－３１"])
def test_a_day_may_be_written_as_people_write_it(
    visit: Visit, world: World, portfolio: Portfolio, written: str
) -> None:
    assert lines(visit("admin"), PRODUCTS, on=written)[-1] == "合計 6 37"


@pytest.mark.parametrize("written", ["2025/13/31", "きのう", "1025-01-01", "9999-12-31", "\x00", "2" * 300])
def test_a_day_that_is_none_is_told_beside_its_field(visit: Visit, world: World, written: str) -> None:
    response = visit("owner").get(PRODUCTS, {"on": written})
    assert response.status_code == 400
    assert len(texts(response, "p", id="report-day-error")) == 1
    assert texts(response, "table") == []


@pytest.mark.parametrize("value", ["x", "-1", "1.5", "1;DROP", "\x00"])
def test_a_choice_that_names_nobody_is_told(visit: Visit, world: World, value: str) -> None:
    response = visit("owner").get(PRODUCTS, {"product": value})
    assert response.status_code == 400
    assert "一覧から選び直してください" in response.content.decode()


def test_prompts_narrow_the_lines_and_the_total(visit: Visit, world: World, portfolio: Portfolio) -> None:
    client = visit("admin")
    response = client.get(PRODUCTS, {"contract.owner": str(world.users["owner"]), "product": str(world.monthly)})
    assert texts(response, "tr")[1:] == [f"{MONTHLY} 2 30", "合計 2 30"]
    assert [one.split(" ")[0] for one in texts(response, "li", class_="chip")] == [
        "営業担当：樋口",
        "品目・サービス：帳票クラウド",
    ]
    assert lines(visit("owner"), OWNERS, owner="ME") == ["樋口 さくら 2 2", "合計 2 2"]


def test_nothing_to_count_says_so(visit: Visit, world: World) -> None:
    response = visit("owner").get(PRODUCTS)
    assert response.status_code == 200
    assert "数えるものがありません" in texts(response, "h2")


def test_the_total_without_repeats_is_explained(visit: Visit, world: World, portfolio: Portfolio) -> None:
    [said] = texts(visit("admin").get(PRODUCTS), "p", class_="report-repeats")
    assert "契約数の合計 4 は重複を除いた数です" in said
    assert "行を足した 6 とは一致しません" in said


def test_columns_sort_both_ways(visit: Visit, world: World, portfolio: Portfolio) -> None:
    client = visit("admin")
    heads = elements(client.get(PRODUCTS, {"sort": "-sum:quantity"}), "th", scope="col")
    assert [head.get("aria-sort", "") for head in heads] == ["", "", "descending"]
    assert lines(client, PRODUCTS, sort="sum:quantity")[0] == "（なし） 1 1"
    assert client.get(PRODUCTS, {"sort": "name"}).status_code == 400
    assert client.get(PRODUCTS, {"chart": "nothing"}).status_code == 400


def test_reports_that_are_not_there_are_missing(visit: Visit, world: World) -> None:
    with command(actor=world.actor("admin"), reason="test", frame=world.frame) as running:
        definition = {"group_by": [{"field": "owner"}], "aggregates": ["count"]}
        [private] = running.create("report", [{"name": "秘密", "object": "contract", "definition": definition}])
    for wanted in ("nothing", str(private), "9" * 30):
        assert visit("owner").get(f"/reports/{wanted}/").status_code == 404
    assert visit("admin").get(f"/reports/{private}/").status_code == 200


def test_without_the_right_to_read_contracts_nothing_is_counted(
    visit: Visit, world: World, portfolio: Portfolio
) -> None:
    client = visit("stranger")
    User.objects.filter(pk=world.users["stranger"]).update(permission_sets=[])
    assert client.get(PRODUCTS).status_code == 403
    assert texts(client.get("/reports/"), "a", class_="row-link") == []


def test_the_workbook_holds_the_lines_the_total_and_the_words(visit: Visit, world: World, portfolio: Portfolio) -> None:
    response = visit("operations").get(f"{PRODUCTS}export.xlsx", {"on": "2025-03-31"})
    book = openpyxl.load_workbook(BytesIO(b"".join(response)))
    table, notes = book.worksheets
    assert [list(row) for row in table.iter_rows(values_only=True)] == [
        ["品目・サービス", "契約数", "ライセンス数"],
        [MONTHLY, 5, 32],
        [ANNUAL, 2, 4],
        ["（なし）", 1, 1],
        ["合計", 6, 37],
    ]
    assert table.auto_filter.ref == "A1:C4"
    found = {str(name): str(said) for name, said in notes.iter_rows(values_only=True)}
    assert found["基準日"] == "2025/03/31"
    assert found["定義"].startswith("基準日に有効な契約を、品目・サービスごとに数えたもの。")
    assert "20250331.xlsx" in response["Content-Disposition"]


def test_csv_holds_what_is_shown(visit: Visit, world: World, portfolio: Portfolio) -> None:
    response = visit("operations").get(f"{OWNERS}export.csv", {"owner": str(world.users["owner"])})
    text = b"".join(response).decode("utf-8-sig")
    assert list(csv.reader(StringIO(text))) == [
        ["営業担当", "契約社数", "契約数"],
        ["樋口 さくら", "2", "2"],
        ["合計", "2", "2"],
    ]


def test_exporting_needs_the_right(visit: Visit, world: World, portfolio: Portfolio) -> None:
    assert visit("owner").get(f"{PRODUCTS}export.csv").status_code == 403
    assert elements(visit("owner").get(PRODUCTS), "details", class_="export-menu") == []
    assert elements(visit("operations").get(PRODUCTS), "details", class_="export-menu") != []
    assert visit("operations").get(f"{PRODUCTS}export.csv", {"on": "x"}).status_code == 400


@pytest.mark.parametrize(("path", "queries"), [(PRODUCTS, 12), (OWNERS, 11), ("/reports/", 8)])
def test_a_report_asks_little(
    visit: Visit, portfolio: Portfolio, django_assert_max_num_queries: DjangoAssertNumQueries, path: str, queries: int
) -> None:
    client = visit("owner")
    with django_assert_max_num_queries(queries) as captured:
        client.get(path)
    assert len(captured) >= queries - 2
