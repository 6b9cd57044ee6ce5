"""Whatever is written or pasted into the quote editor: it is understood, or said beside its field; nothing is lost or half done."""

import re
from typing import Any

import pytest

from daicho.business.sales.models import Quote, QuoteLine
from daicho.web.quotes.form import HEADER_KEYS, LINE_KEYS
from tests.web.conftest import Visit
from tests.web.quote_forms import NEW, fields, send, value
from tests.web.reading import elements, text, texts

HEAD = {"account__name": "青葉", "start_date": "2025/07/01", "end_date": "2026/06/30"}
HOSTILE = (
    "x" * 3_000,
    "あ" * 30_000,
    "\0",
    "<script>alert(1)</script>",
    "'; DROP TABLE sales_quote; --",
    "{{ 7*7 }}{% debug %}",
    "９" * 400,
    "-1",
    "1e10",
    "NaN",
    "∞",
    "\u202e10",
    "99999999999999",
    "9999/12/31",
    "0001/01/01",
    b"\xed\xa0\x80".decode("utf-8", "replace"),
)


def filled(visit: Visit) -> tuple[Any, Any]:
    client = visit()
    return client, send(client, client.get(NEW), **HEAD, _0__product__name="基本ライセンス", _0__quantity="10")


@pytest.mark.parametrize("written", HOSTILE)
def test_anything_in_every_field_is_said_beside_the_fields(visit: Visit, written: str) -> None:
    client, page = filled(visit)
    data = fields(page) | {key: [written] for key in (*HEADER_KEYS, *(f"0.{key}" for key in LINE_KEYS))}
    page = client.post(NEW, {**data, "do": "save"})
    assert page.status_code == 422
    said = len(texts(page, "p", class_="field-error"))
    assert said == len(re.findall("<li>", page.content.decode().partition("problem-list")[2].partition("</ul>")[0]))
    assert said > 10
    assert "<script>alert" not in page.content.decode()
    assert Quote.objects.count() == 0


@pytest.mark.parametrize("written", HOSTILE)
def test_anything_in_what_the_page_remembers_does_no_harm(visit: Visit, written: str) -> None:
    client, page = filled(visit)
    memory = ("was", "token", "version", "removed", "0.was", "0.id", "0.kind", "do")
    for keys in (memory, (*memory, "row")):
        answer = client.post(NEW, fields(page) | {key: [written] for key in keys})
        assert answer.status_code == 200
        assert value(answer, "account.name") == "株式会社青葉製作所"
    assert Quote.objects.count() == 0


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("令和7年8月1日", "2025/08/01"),
        ("R7.8.1", "2025/08/01"),
        ("２０２５／８／１", "2025/08/01"),
        ("20250801", "2025/08/01"),
    ],
)
def test_dates_as_people_write_them(visit: Visit, written: str, read: str) -> None:
    client, page = filled(visit)
    assert value(send(client, page, start_date=written), "start_date") == read


@pytest.mark.parametrize(
    ("field", "written", "read"),
    [
        ("unit_price", "１，２００円", "1,200"),
        ("unit_price", " ¥1,200 ", "1,200"),
        ("list_price", "1,500 円", "1,500"),
        ("discount_rate", "１０％", "10"),
        ("quantity", "１２", "12"),
    ],
)
def test_numbers_as_people_paste_them(visit: Visit, field: str, written: str, read: str) -> None:
    client, page = filled(visit)
    assert value(send(client, page, **{f"_0__{field}": written}), f"0.{field}") == read


@pytest.mark.parametrize(
    ("field", "written", "said"),
    [
        ("start_date", "令和7年13月1日", "「令和7年13月1日」は日付として読み取れません。"),
        ("end_date", "2025/06/30", "契約終了日（2025/06/30）が契約開始日（2025/07/01）より前です。"),
        ("valid_until", "9999/12/31", "9999/12/31"),
        ("contact", "999", "「担当者」は一覧から選び直してください"),
        ("0__quantity", "35ID", "「35ID」は数量として読み取れません。"),
        ("0__discount_rate", "120", "100 以下"),
        ("0__list_price", "-1", "0 以上"),
        ("0__unit_price", "時価", "「時価」は単価（税抜）として読み取れません。"),
        ("0__end_date", "2025/01/01", "利用終了日（2025/01/01）が利用開始日（2025/07/01）より前です。"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(visit: Visit, field: str, written: str, said: str) -> None:
    client, page = filled(visit)
    page = send(client, page, "save", **{f"_{field}": written})
    name = field.replace("__", ".")
    assert said in text(page, "p", id=f"e-{name}")
    assert [one.get("aria-describedby") for one in elements(page, one_of(name), name=name)] == [f"e-{name}"]
    assert (Quote.objects.count(), QuoteLine.objects.count()) == (0, 0)


def one_of(name: str) -> str:
    return "select" if name == "contact" else "input"


def test_an_empty_form_says_what_is_missing(visit: Visit) -> None:
    client = visit()
    page = send(client, client.get(NEW), "save")
    assert page.status_code == 422
    assert texts(page, "p", class_="field-error") == [
        "「取引先」を入力してください。",
        "「契約開始日」を入力してください。",
    ]
