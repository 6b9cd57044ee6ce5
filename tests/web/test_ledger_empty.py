"""What an empty ledger teaches."""

from datetime import date

from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.web.reading import elements, text, texts
from tests.world import World


def test_the_first_time(visit: Visit) -> None:
    response = visit().get("/contracts/")
    assert "まだ契約がありません" in texts(response, "h2")
    assert elements(response, "a", class_="btn-primary", href="/imports/") == []
    response = visit("operations").get("/contracts/")
    assert text(response, "a", class_="btn-primary", href="/imports/") == "Excelの台帳をインポート"


def test_this_month_names_the_next_one(visit: Visit, world: World) -> None:
    book(world, 1, start=date(2024, 9, 1))
    response = visit().get("/contracts/?view=contract.renew_this_month")
    page = response.content.decode()
    assert "今月、更新が必要な契約はありません" in page
    assert "次に更新の期限を迎えるのは 2025/08/31、株式会社青葉製作所 です。" in page
    [action] = elements(response, "a", class_="btn-primary")
    assert (action["text"], action["href"]) == ("来月分を見る", "?view=contract.renew_next_month")


def test_this_month_without_a_next_one(visit: Visit) -> None:
    page = visit().get("/contracts/?view=contract.renew_this_month").content.decode()
    assert "この先、更新の期限を迎える契約もありません。" in page


def test_a_search_without_result_can_be_cleared(visit: Visit, world: World) -> None:
    book(world)
    response = visit().get("/contracts/", {"q": "該当しない", "view": "contract.mine"})
    assert "「該当しない」に一致するものはありません" in response.content.decode()
    [action] = elements(response, "a", class_="btn-primary")
    assert action["href"] == "?view=contract.mine"


def test_conditions_without_result_can_be_removed(visit: Visit, world: World) -> None:
    book(world)
    client = visit()
    response = client.get("/contracts/?view=contract.cancelling")
    assert "条件に合う契約はありません" in response.content.decode()
    [action] = elements(response, "a", class_="btn-primary")
    assert len(elements(client.get("/contracts/" + action["href"]), "a", class_="row-link")) == 1
