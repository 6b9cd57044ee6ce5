"""The quote editor without script: proposals, recalculation, errors that lose nothing, saving once."""

from decimal import Decimal
from typing import Any

import pytest

from daicho.business.operations.orders import order_to_cash
from daicho.business.parties.models import Contact
from daicho.business.sales.models import Quote, QuoteLine
from daicho.engine.access.actors import SYSTEM
from daicho.engine.records.command import command
from tests.web.conftest import Visit
from tests.web.quote_forms import NEW, fields, send, value
from tests.web.reading import elements, text, texts
from tests.world import World

HEAD = {"account__name": "青葉", "start_date": "2025/07/01", "end_date": "2026/06/30"}


def filled(visit: Visit, **more: str) -> tuple[Any, Any]:
    client = visit()
    return client, send(
        client, client.get(NEW), **HEAD, _0__product__name="基本ライセンス", _0__quantity="１０", **more
    )


def test_proposals_come_from_account_product_and_term(visit: Visit) -> None:
    _, page = filled(visit)
    assert page.status_code == 200
    shown = {key: value(page, key) for key in ("account.name", "name", "payment_terms", "next_term_months")}
    assert shown == {
        "account.name": "株式会社青葉製作所",
        "name": "株式会社青葉製作所 帳票クラウド 基本ライセンス",
        "payment_terms": "月末締め翌月末払い",
        "next_term_months": "12",
    }
    assert [value(page, f"0.{key}") for key in ("product.name", "quantity", "unit_price", "price_kind")] == [
        "帳票クラウド 基本ライセンス",
        "10",
        "1,200",
        "monthly",
    ]


@pytest.mark.parametrize(
    ("others", "proposed"),
    [
        ([], "佐藤 真理子"),
        ([{"name": "経理 花子"}], ""),
        ([{"name": "退職 太郎", "state": "left"}], "佐藤 真理子"),
        ([{"name": "契約 担当子", "roles": ["contract"]}], "契約 担当子"),
    ],
)
def test_the_person_who_is_meant_is_proposed_with_the_account(
    visit: Visit, world: World, others: list[dict[str, Any]], proposed: str
) -> None:
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.create("contact", [{"account": world.account, **one} for one in others], made=True)
    client, page = filled(visit)
    names = {str(pk): name for pk, name in Contact.objects.values_list("id", "name")}
    assert names.get(value(page, "contact"), "") == proposed
    page = send(client, page, _contact="")
    assert value(page, "contact") == ""
    assert value(send(client, page, _0__quantity="11"), "contact") == ""


def test_a_new_quote_begins_with_the_account(visit: Visit, world: World) -> None:
    client = visit()
    [first] = [one for one in elements(client.get(NEW), "input") if "autofocus" in one]
    assert first["id"] == "f-account"
    chosen = client.get(NEW, {"account": world.account})
    assert [one for one in elements(chosen, "input") if "autofocus" in one] == []
    assert value(chosen, "contact") == str(world.contact)


def test_the_preview_is_what_confirming_books(visit: Visit, world: World) -> None:
    client, page = filled(visit)
    assert texts(page, "dl", class_="totals") == [
        "契約期間合計（税抜）¥144,000 MRR¥12,000 10%対象 ¥144,000消費税 ¥14,400 税込合計¥158,400"
    ]
    assert send(client, page, "save").status_code == 302
    planned = order_to_cash.preview(world.actor("owner"), Quote.objects.get().pk, world.frame)
    assert (planned.terms[0].amount, planned.terms[0].mrr) == (Decimal(144000), Decimal(12000))
    assert len(planned.terms[0].lines[0].entries) == 12


def test_recalculating_writes_nothing(visit: Visit) -> None:
    filled(visit)
    assert Quote.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "given", "rate", "price"),
    [("discount_rate", "10", "10", "1,080"), ("unit_price", "900", "25", "900"), ("discount_rate", "", "", "1,200")],
)
def test_the_price_last_written_decides(visit: Visit, changed: str, given: str, rate: str, price: str) -> None:
    client, page = filled(visit)
    page = send(client, page, _0__unit_price="600")
    assert value(page, "0.discount_rate") == "50"
    page = send(client, page, **{f"_0__{changed}": given})
    assert (value(page, "0.discount_rate"), value(page, "0.unit_price")) == (rate, price)


def test_another_product_brings_its_own_values(visit: Visit) -> None:
    client, page = filled(visit)
    page = send(client, page, _0__product__name="保守サポート")
    got = [value(page, f"0.{key}") for key in ("description", "unit_price", "price_kind", "quantity")]
    assert got == ["保守サポート", "96,000", "annual", "10"]


def test_the_first_product_of_an_empty_row_brings_its_own_values(visit: Visit) -> None:
    client = visit()
    page = send(client, client.get(NEW), **HEAD, _0__product__name="初期")
    assert [value(page, f"0.{key}") for key in ("price_kind", "sales_cycle", "auto_renew")] == [
        "one_time",
        "at_start",
        "false",
    ]


def test_lines_are_added_moved_and_removed(visit: Visit) -> None:
    client, page = filled(visit)
    page = send(client, page, "add:heading")
    assert fields(page)["row"] == ["0", "2", "1"]
    page = send(client, page, "up:2", _2__description="ライセンス")
    assert fields(page)["row"] == ["2", "0", "1"]
    page = send(client, page, "remove:0")
    assert fields(page)["row"] == ["2", "1"]
    assert value(page, "2.description") == "ライセンス"


def test_saving_keeps_lines_in_their_order_and_opens_the_quote(visit: Visit) -> None:
    client, page = filled(visit)
    page = send(client, page, _1__product__name="保守サポート")
    saved = send(client, page, "save")
    quote = Quote.objects.get()
    assert saved["Location"] == f"/quotes/{quote.pk}/"
    rows = QuoteLine.objects.filter(quote=quote).order_by("position").values_list("description", "unit_price")
    assert [(name, str(price)) for name, price in rows] == [
        ("帳票クラウド 基本ライセンス", "1200"),
        ("保守サポート", "96000"),
    ]
    again = client.get(saved["Location"])
    assert text(again, "div", class_="said") == "保存しました。"
    assert value(again, "1.product.name") == "保守サポート"


def test_the_same_form_twice_makes_one_quote(visit: Visit) -> None:
    client, page = filled(visit)
    first, second = send(client, page, "save"), send(client, page, "save")
    assert first["Location"] == second["Location"]
    assert Quote.objects.count() == 1
    assert "この見積はすでに保存されています。" in client.get(second["Location"]).content.decode()


HOSTILE = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("start_date", "2025/13/31", "「2025/13/31」は日付として読み取れません。"),
        ("end_date", "2025/06/30", "契約終了日（2025/06/30）が契約開始日（2025/07/01）より前です。"),
        ("0__quantity", "35ID", "「35ID」は数量として読み取れません。"),
        ("0__quantity", "9" * 40, ""),
        ("0__product__name", HOSTILE, "」は見つかりません。名前の一部を入力して"),
        ("account__name", "", "「取引先」を入力してください。"),
        ("notice_months", "-1", "0 以上"),
        ("closing_day", "30", "締日（30）は 1～28 か、月末を表す 31 にしてください。"),
    ],
)
def test_a_wrong_value_is_said_at_its_field_and_nothing_is_lost(
    visit: Visit, field: str, given: str, said: str
) -> None:
    client, page = filled(visit, remarks="大事な備考")
    page = send(client, page, "save", **{f"_{field}": given})
    assert page.status_code == 422
    assert Quote.objects.count() == 0
    name = field.replace("__", ".").replace(".name", "")
    assert said in " ".join(texts(page, "p", id=f"e-{name}"))
    assert len(texts(page, "p", id=f"e-{name}")) == 1
    assert (value(page, "remarks"), value(page, field.replace("__", "."))) == ("大事な備考", given)
    assert HOSTILE not in page.content.decode()


def test_what_is_missing_is_no_error_while_somebody_writes(visit: Visit) -> None:
    client = visit()
    page = send(client, client.get(NEW), _0__product__name="保守サポート")
    assert texts(page, "p", class_="field-error") == []


def test_several_matches_are_named(visit: Visit, world: World) -> None:
    client = visit()
    page = send(client, client.get(NEW), _0__product__name="P-")
    assert "「品目・サービス」の「P-」に当てはまるものが複数あります：#" in text(page, "p", id="e-0.product")


def test_broken_memory_and_unknown_keys_do_no_harm(visit: Visit) -> None:
    client, page = filled(visit)
    for was in ("[]", "{", '{"seen": 3, "auto": {"x": 1}}', "null"):
        assert send(client, page, was=was, _0__was=was, row="../../x", version="x").status_code == 200


@pytest.mark.parametrize(("username", "shown"), [("owner", "株式会社青葉製作所"), ("stranger", "")])
def test_a_link_may_name_the_account(visit: Visit, world: World, username: str, shown: str) -> None:
    page = visit(username).get(NEW, {"account": str(world.account)})
    assert value(page, "account.name") == shown
    assert visit().get(NEW, {"account": "9" * 30}).status_code == 200


def test_english(visit: Visit) -> None:
    client = visit("owner", "en")
    page = send(client, client.get(NEW), "save", start_date="2025/13/31")
    assert "Account" in text(page, "p", id="e-account")
    assert text(page, "h1") == "New quote"
    assert text(page, "button", value="confirm") == "Confirm order"
