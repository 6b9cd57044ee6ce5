"""What is chosen on the page of an import: the header row, values of every row, who or what is meant, and next month's file."""

from typing import Any

from django.test import Client

from daicho.business.contracts.models import Contract
from daicho.business.operations.imports.decisions import decided
from daicho.business.parties.models import Account
from daicho.business.products.models import Product
from tests.uploads import AOBA, HEAD, MINATO, booked, sheet, stored, upload, work
from tests.web.conftest import Visit
from tests.web.reading import elements, text
from tests.world import World

WORDS = ("番号", "会社", "営業", "何を", "いくつ", "いくら", "から", "まで")
MEANT = ("number", "account", "owner", "product", "quantity", "unit_price", "start", "end")
NO_LEDGER = "これは,台帳では,ありません\r\n".encode() * 2
COLUMNS = {f"column-0-{place}": meaning for place, meaning in enumerate(MEANT)}


def read(world: World, content: bytes, name: str = "台帳.csv") -> int:
    run_id = upload(world, content, name=name)
    work(world.frame)
    return run_id


def press(world: World, client: Client, run_id: int, deed: str = "columns", **fields: str) -> Any:
    answer = client.post(f"/imports/{run_id}/{deed}/", {"version": stored(run_id).version, **fields})
    work(world.frame)
    return answer


def options(response: Any, control: str) -> list[str]:
    [select] = response.content.decode().split(f'name="{control}"')[1:]
    return [one.split(">")[-1] for one in select.split("</select>")[0].split("</option>")[:-1]]


def test_the_header_row_is_chosen_among_the_first_rows(visit: Visit, world: World) -> None:
    run_id = read(world, NO_LEDGER + sheet(MINATO, head=WORDS))
    client = visit("operations")
    page = client.get(f"/imports/{run_id}/")
    assert options(page, "header-0")[2:4] == [
        "2行目：これは | 台帳では | ありません",
        "3行目：番号 | 会社 | 営業 | 何を | いくつ | いくら",
    ]
    press(world, client, run_id, **{"header-0": "3"})
    page = client.get(f"/imports/{run_id}/")
    assert "シート「台帳」　見出しは3行目" in page.content.decode()
    press(world, client, run_id, **{"header-0": "3"}, **COLUMNS)
    assert stored(run_id).state == "ready"
    press(world, client, run_id, "book")
    assert Contract.objects.get().number == "K-2"


def test_below_another_header_nothing_of_the_columns_stays_chosen(visit: Visit, world: World) -> None:
    run_id = read(world, sheet(AOBA, MINATO))
    press(world, visit("operations"), run_id, **{"column-0-4": "other"})
    assert decided(stored(run_id)).reading.columns == {"台帳": {4: "other"}}
    press(world, visit("operations"), run_id, **{"header-0": "2", "column-0-4": "remarks"})
    found = decided(stored(run_id)).reading
    assert (found.headers, found.columns) == ({"台帳": 2}, {"台帳": {}})


def test_a_row_that_is_none_is_as_if_nothing_was_chosen(visit: Visit, world: World) -> None:
    run_id = read(world, sheet(AOBA))
    for row in ("0", "-1", "x", "9" * 30):
        press(world, visit("operations"), run_id, **{"header-0": row})
        assert stored(run_id).state == "ready"


def test_what_the_file_does_not_say_is_said_for_every_row(visit: Visit, world: World) -> None:
    run_id = read(world, sheet(AOBA[:3] + AOBA[4:], head=HEAD[:3] + HEAD[4:]))
    client = visit("operations")
    page = client.get(f"/imports/{run_id}/")
    names = [one["name"] for one in elements(page, "input") if one.get("name", "").startswith("fixed-")]
    assert "fixed-product" in names
    assert "fixed-account" not in names
    press(world, client, run_id, **{"fixed-product": " 保守 "})
    page = client.get(f"/imports/{run_id}/")
    assert elements(page, "input", id="fixed-product")[0]["value"] == "保守"
    press(world, client, run_id, "book", **{"fixed-product": "保守"})
    assert Contract.objects.values_list("lines__product__name", flat=True).get() == "保守"


def test_a_column_and_a_value_of_every_row_for_the_same_are_a_contradiction(visit: Visit, world: World) -> None:
    run_id = read(world, sheet(AOBA))
    answer = press(
        world,
        visit("operations"),
        run_id,
        **{"column-0-0": "name", "fixed-product": "x", "column-0-2": "product", "column-0-3": "remarks"},
    )
    assert answer.status_code == 422
    assert "「商品・サービス」を列と、すべての行に同じ値の両方で指定しています。" in answer.content.decode()


def test_a_new_customer_may_be_one_that_is_there(visit: Visit, world: World) -> None:
    booked(world, [AOBA])
    run_id = read(world, sheet(("K-5", "青葉製作", *AOBA[2:])))
    client = visit("operations")
    assert options(client.get(f"/imports/{run_id}/"), "account-0") == ["新しく登録する", AOBA[1]]
    account = Account.objects.get(name=AOBA[1])
    press(world, client, run_id, **{"account-0": str(account.pk)})
    press(world, client, run_id, "book")
    assert Contract.objects.get(number="K-5").account_id == account.pk


def test_a_new_product_may_be_one_that_is_there(visit: Visit, world: World) -> None:
    run_id = read(world, sheet(MINATO))
    client, product = visit("operations"), Product.objects.order_by("name_normal").first()
    assert product is not None
    assert product.name in options(client.get(f"/imports/{run_id}/"), "product-0")
    press(world, client, run_id, **{"product-0": str(product.pk)})
    page = client.get(f"/imports/{run_id}/").content.decode()
    assert f'<option value="{product.pk}" selected>' in page
    press(world, client, run_id, "book")
    assert Contract.objects.get().lines.get().product_id == product.pk


def test_customers_that_one_may_not_see_are_not_offered(visit: Visit, world: World) -> None:
    booked(world, [("K-7", "極秘商事", "", *AOBA[3:])])
    run_id = read(world, sheet(("K-8", "極秘商会", *AOBA[2:])))
    assert "極秘商事" in visit("operations").get(f"/imports/{run_id}/").content.decode()
    assert visit("stranger").get(f"/imports/{run_id}/").status_code == 403


def test_next_months_file_says_how_it_was_read_and_may_be_read_afresh(visit: Visit, world: World) -> None:
    client = visit("operations")
    first = read(world, sheet(MINATO, head=WORDS), "6月.csv")
    press(world, client, first, **{"header-0": "1"})
    press(world, client, first, **{"header-0": "1"}, **COLUMNS)
    press(world, client, first, "book")
    second = read(world, sheet(("K-9", *MINATO[1:]), head=WORDS), "7月.csv")
    page = client.get(f"/imports/{second}/")
    assert text(page, "p", class_="import-before").startswith(
        "前回、同じ見出しのファイルで決めた読み取り方を使っています。"
    )
    press(world, client, second, afresh="1")
    assert "前回、同じ見出しのファイル" not in client.get(f"/imports/{second}/").content.decode()


def test_the_words_of_the_form_in_english(visit: Visit, world: World) -> None:
    run_id = read(world, sheet(MINATO, head=WORDS))
    page = visit("operations", "en").get(f"/imports/{run_id}/").content.decode()
    assert "Header row of the sheet “台帳”" in page
    assert "What the file does not say (the same for every row)" in page
