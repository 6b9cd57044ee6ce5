"""Reading numbers, quantities, dates, moments and yes/no as people write them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daicho.values.labels import Label
from daicho.values.parsing import read_boolean, read_date, read_datetime, read_number, read_quantity
from daicho.values.problems import Invalid

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("35", "35"),
        ("¥1,200", "1200"),
        ("￥1,200", "1200"),
        ("１，２００", "1200"),
        (" ２５０，０００ ", "250000"),
        ("1,234,567.89", "1234567.89"),
        ("-5", "-5"),
        ("▲1,200", "-1200"),
        ("△3", "-3"),
        ("(1,200)", "-1200"),
        ("−5", "-5"),
        ("-0", "0"),
        (480.0, "480"),
        (0.1 + 0.2, "0.3"),
        (7, "7"),
        (Decimal("29.85"), "29.85"),
    ],
)
def test_read_number(raw: object, number: str) -> None:
    assert read_number(raw) == Decimal(number)
    assert str(read_number(raw)) == number


@pytest.mark.parametrize(
    "raw",
    [
        "35ID",
        "1,200円",
        "12,00",
        "1e5",
        "NaN",
        "Infinity",
        "要確認",
        "",
        "-",
        "1 2",
        "--5",
        "(5",
        "9" * 61,
        None,
        True,
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        Decimal("-Infinity"),
        b"5",
        [1],
    ],
)
def test_read_number_refuses(raw: object) -> None:
    with pytest.raises(Invalid) as refusal:
        read_number(raw)
    assert refusal.value.problems[0].code == "not_a_number"


@pytest.mark.parametrize("raw", [10**14, -(10**14), "100,000,000,000,000", 1e300, Decimal("1e400")])
def test_read_number_refuses_what_cannot_be_kept(raw: object) -> None:
    with pytest.raises(Invalid) as refusal:
        read_number(raw)
    assert refusal.value.problems[0].code == "number_too_large"


def test_read_number_refuses_an_integer_of_many_digits() -> None:
    with pytest.raises(Invalid) as refusal:
        read_number(10**5000)
    assert refusal.value.problems[0].text("ja").startswith("「9999999999")


def test_number_message_names_the_value_and_the_field() -> None:
    with pytest.raises(Invalid) as refusal:
        read_number("35ID")
    assert (
        refusal.value.problems[0].text("ja")
        == "「35ID」は数量として読み取れません。数字だけを入力してください（例：35）。"
    )
    with pytest.raises(Invalid) as refusal:
        read_number("abc", Label(ja="単価", en="a unit price"))
    assert refusal.value.problems[0].text("ja").startswith("「abc」は単価として読み取れません。")
    assert refusal.value.problems[0].text("en").startswith("“abc” cannot be read as a unit price.")


@pytest.mark.parametrize(
    ("raw", "number", "unit"),
    [
        ("35ID", "35", "ID"),
        ("３５ ＩＤ", "35", "ID"),
        ("10本", "10", "本"),
        ("10ユーザー", "10", "ユーザー"),
        ("5ﾗｲｾﾝｽ", "5", "ライセンス"),
        ("3ヶ月", "3", "ヶ月"),
        ("1,200円", "1200", "円"),
        ("1,200円/月", "1200", "円/月"),
        ("¥1,200-", "1200", None),
        ("980円(税抜)", "980", "円(税抜)"),
        ("12万円", "120000", "万円"),
        ("1.5百万円", "1500000", "百万円"),
        ("一式", "1", "式"),
        ("@480", "480", None),
        ("10鉢", "10", "鉢"),
        ("▲3台", "-3", "台"),
        (" 1 ", "1", None),
        (35.0, "35", None),
    ],
)
def test_read_quantity(raw: object, number: str, unit: str | None) -> None:
    assert read_quantity(raw) == (Decimal(number), unit)


@pytest.mark.parametrize(
    "raw", ["要確認", "10要確認", "10以上", "約10", "10超", "10未定", "10~20", "ID", "", "1e400", "x" * 99, None]
)
def test_read_quantity_refuses(raw: object) -> None:
    with pytest.raises(Invalid):
        read_quantity(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "2025/12/31",
        "2025-12-31",
        "2025.12.31",
        "2025. 12. 31",
        "２０２５／１２／３１",
        "2025年12月31日",
        "２０２５年１２月３１日",
        "令和7年12月31日",
        "令和７年１２月３１日",
        "令7.12.31",
        "R7.12.31",
        "R7/12/31",
        "r07-12-31",
        "㋿7年12月31日",
        "平成37年12月31日",
        "20251231",
        20251231,
        46022,
        46022.0,
        46022.75,
        "46022",
        "2025年12月末日",
        "2025/12/31(水)",
        "2025年12月31日（水曜日）",
        "2025/12/31 0:00",
        "2025-12-31T00:00:00",
        "31-Dec-2025",
        "Dec 31, 2025",
        "December 31 2025",
        date(2025, 12, 31),
        datetime(2025, 12, 31, 9, 30, tzinfo=TOKYO),
    ],
)
def test_read_date(raw: object) -> None:
    assert read_date(raw) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("S64.1.7", date(1989, 1, 7)),
        ("H31.4.30", date(2019, 4, 30)),
        ("2024/2/29", date(2024, 2, 29)),
        ("2024年2月末", date(2024, 2, 29)),
        (45351, date(2024, 2, 29)),
    ],
)
def test_read_date_of_special_days(raw: object, day: date) -> None:
    assert read_date(raw) == day


@pytest.mark.parametrize(
    "raw",
    [
        "2025/13/31",
        "2025/2/29",
        "2025/12",
        "2025年12月",
        "25/12/31",
        "12/31",
        "更新時確認",
        "令和0年1月1日",
        "R99.12.31",
        "令和65年1月1日",
        "",
        "0000/1/1",
        "1" * 70,
        "2025/12/31 09:00",
        35,
        0,
        -1,
        1e20,
        float("nan"),
        True,
        None,
        20251331,
    ],
)
def test_read_date_refuses(raw: object) -> None:
    with pytest.raises(Invalid) as refusal:
        read_date(raw)
    assert refusal.value.problems[0].code == "not_a_date"


def test_date_message_names_the_value_and_what_is_expected() -> None:
    with pytest.raises(Invalid) as refusal:
        read_date("2025/13/31")
    expected = (
        "「2025/13/31」は日付として読み取れません。2025/12/31、2025年12月31日、R7.12.31 のように入力してください。"
    )
    assert refusal.value.problems[0].text("ja") == expected


@settings(derandomize=True, max_examples=150)
@given(st.dates(date(1930, 1, 1), date(2199, 12, 31)))
def test_every_date_reads_back_from_every_notation(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    written = [day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}", serial, f"{day:%d %b %Y}"]
    assert {read_date(text) for text in written} == {day}


@settings(derandomize=True, max_examples=150)
@given(st.decimals(min_value=-(10**13), max_value=10**13, places=4, allow_nan=False))
def test_every_number_reads_back_with_and_without_separators(number: Decimal) -> None:
    assert read_number(f"{number:f}") == number
    assert read_number(f"{number:,f}") == number


@settings(derandomize=True, max_examples=150)
@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    for reader in (read_number, read_quantity, read_date, read_boolean, lambda raw: read_datetime(raw, TOKYO)):
        try:
            reader(text)
        except Invalid as error:
            said = [problem.text(language) for problem in error.problems for language in ("ja", "en")]
        else:
            said = ["read"]
        assert all(said)


@pytest.mark.parametrize(
    "raw",
    [
        "2025-10-02T09:00:00+09:00",
        "2025/10/02 09:00",
        "2025年10月2日 9時00分",
        "2025-10-02T00:00:00Z",
        "2025-10-02 9:00:00.5",
        45932.375,
        datetime(2025, 10, 2, 9, 0, tzinfo=TOKYO),
        datetime(2025, 10, 2, tzinfo=UTC),
    ],
)
def test_read_datetime(raw: object) -> None:
    assert read_datetime(raw, TOKYO) == datetime(2025, 10, 2, 9, 0, tzinfo=TOKYO)


def test_a_date_alone_is_midnight_in_the_zone() -> None:
    moment = read_datetime("2025/10/02", TOKYO)
    assert (moment.hour, moment.utcoffset()) == (0, timedelta(hours=9))


@pytest.mark.parametrize("raw", ["2025-10-02T25:00", "2025/13/02 09:00", "x", "", None, True])
def test_read_datetime_refuses(raw: object) -> None:
    with pytest.raises(Invalid) as refusal:
        read_datetime(raw, TOKYO)
    assert refusal.value.problems[0].code == "not_a_datetime"


@pytest.mark.parametrize(
    "raw", ["はい", "○", "〇", "◯", "有", "あり", "true", "Yes", "１", "✓", "レ", "ﾚ", 1, 1.0, True, " 要 "]
)
def test_read_boolean_yes(raw: object) -> None:
    assert read_boolean(raw) is True


@pytest.mark.parametrize("raw", ["いいえ", "×", "無", "なし", "FALSE", "no", "０", "-", "－", "ー", "―", 0, 0.0, False])
def test_read_boolean_no(raw: object) -> None:
    assert read_boolean(raw) is False


@pytest.mark.parametrize("raw", ["たぶん", "2", "x", "", None, 2, "要確認"])
def test_read_boolean_refuses(raw: object) -> None:
    with pytest.raises(Invalid):
        read_boolean(raw)
