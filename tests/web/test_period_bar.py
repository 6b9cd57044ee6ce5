"""The bar of terms: where days lie, and that labels keep out of each other's way."""

from datetime import date, timedelta

import pytest

from daicho.web.contract.period_bar import LANES, WIDTH, Mark, PeriodBar, Scale, in_lanes, pixels
from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.web.reading import elements, texts
from tests.world import World

YEAR = Scale(date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("day", "place"), [(date(2025, 1, 1), "0.00%"), (date(2025, 7, 2), "49.86%"), (date(2025, 12, 31), "99.73%")]
)
def test_a_day_has_a_place(day: date, place: str) -> None:
    assert YEAR.place(day) == place


def test_a_whole_span_is_as_wide_as_the_bar() -> None:
    assert YEAR.width(date(2025, 1, 1), date(2025, 12, 31)) == "100.00%"
    assert YEAR.width(date(2025, 1, 1), date(2025, 1, 1)) == "0.27%"


def test_labels_far_apart_share_a_lane_and_near_ones_do_not() -> None:
    far = [Mark(date(2025, 2, 1), "today", "今日"), Mark(date(2025, 10, 1), "end", "終了")]
    near = [Mark(date(2025, 5, 1), "today", "今日"), Mark(date(2025, 5, 2), "end", "終了")]
    assert [mark.lane for mark in in_lanes(far, YEAR)] == [0, 0]
    assert [mark.lane for mark in in_lanes(near, YEAR)] == [0, 1]


def test_today_is_painted_above_what_lies_near() -> None:
    near = [Mark(date(2025, 5, 1), kind, "") for kind in ("today", "deadline", "sent", "end", "planned")]
    assert [mark.kind for mark in PeriodBar([], near).drawn] == ["sent", "planned", "deadline", "end", "today"]


def test_what_fits_nowhere_has_no_label_and_is_kept() -> None:
    crowd = [Mark(date(2025, 6, 1) + timedelta(days=n), "sent", "更新のご案内（送信済み）") for n in range(9)]
    placed = in_lanes(crowd, YEAR)
    assert [mark.lane for mark in placed] == [*range(LANES), *[None] * (9 - LANES)]
    assert [mark.day for mark in placed] == [mark.day for mark in crowd]


@pytest.mark.parametrize(
    ("day", "anchor"), [(date(2025, 1, 2), "start"), (date(2025, 6, 1), "middle"), (date(2025, 12, 30), "end")]
)
def test_labels_at_the_ends_stay_inside(day: date, anchor: str) -> None:
    [placed] = in_lanes([Mark(day, "deadline", "解約申入期限")], YEAR)
    assert placed.anchor == anchor
    assert pixels(placed.text) < WIDTH


def test_the_bar_of_a_contract_shows_its_term_the_next_one_and_its_days(visit: Visit, world: World) -> None:
    [id_] = book(world, notice_months=1)
    response = visit().get(f"/contracts/{id_}/")
    assert [one["class"] for one in elements(response, "rect", class_="term")] == [
        "term term-current",
        "term term-planned",
    ]
    [days] = elements(response, "ul", class_="period-days")
    assert " ".join(days["text"].split()) == "2025/05/30 解約申入期限2025/06/02 今日2025/06/30 終了"
    assert texts(response, "text", class_="term-label") == ["第1期 12か月", "第2期 12か月"]


def test_a_contract_without_an_end_is_open(visit: Visit, world: World) -> None:
    [id_] = book(world, endless=True)
    response = visit("operations").get(f"/contracts/{id_}/")
    assert texts(response, "text", class_="term-label") == ["第1期 終了日なし"]
    [days] = elements(response, "ul", class_="period-days")
    assert " ".join(days["text"].split()) == "2025/06/02 今日"
    assert texts(response, "div", class_="fact")[5] == "残り終了日なし"
    assert "2024/07/01～終了日なし" in " ".join(
        visit().get(f"/contracts/{id_}/?tab=lines").content.decode().split()
    ).replace("<small>", "").replace("</small>", "")
