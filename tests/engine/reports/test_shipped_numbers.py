"""プロダクト別契約数 and 担当別契約社数 in a company where contracts run, end, begin, are cancelled and are changed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from daicho.engine.reports.asking import Answer
from daicho.engine.reports.saved import Saved
from tests.engine.reports.conftest import Asks
from tests.portfolio import Portfolio
from tests.world import World

MONTHLY, ANNUAL, NONE = "帳票クラウド 基本ライセンス", "保守サポート", ""  # the last is the line without a product
DAYS: list[tuple[date, dict[str, tuple[int, int]], tuple[int, int]]] = [
    (date(2023, 12, 31), {}, (0, 0)),
    (date(2024, 12, 31), {MONTHLY: (2, 7), NONE: (1, 1)}, (2, 8)),
    (date(2025, 3, 31), {MONTHLY: (5, 32), ANNUAL: (2, 4), NONE: (1, 1)}, (6, 37)),
    (date(2025, 4, 1), {MONTHLY: (5, 42), ANNUAL: (2, 4), NONE: (1, 1)}, (6, 47)),
    (date(2025, 5, 31), {MONTHLY: (5, 42), ANNUAL: (2, 4), NONE: (1, 1)}, (6, 47)),
    (date(2025, 6, 2), {MONTHLY: (3, 34), ANNUAL: (2, 4), NONE: (1, 1)}, (4, 39)),
    (date(2025, 6, 30), {MONTHLY: (3, 34), ANNUAL: (2, 4), NONE: (1, 1)}, (4, 39)),
    (date(2025, 7, 1), {MONTHLY: (4, 41), ANNUAL: (1, 1), NONE: (1, 1)}, (4, 43)),
    (date(2026, 1, 1), {MONTHLY: (2, 11), NONE: (1, 1)}, (2, 12)),
]
VIEWS: list[tuple[str, dict[str, tuple[int, int]], tuple[int, int]]] = [
    ("owner", {MONTHLY: (2, 30), ANNUAL: (2, 4)}, (3, 34)),
    ("colleague", {MONTHLY: (2, 30), ANNUAL: (2, 4)}, (3, 34)),
    ("manager", {MONTHLY: (2, 30), ANNUAL: (2, 4)}, (3, 34)),
    ("stranger", {MONTHLY: (1, 4), NONE: (1, 1)}, (1, 5)),
    ("operations", {MONTHLY: (3, 34), ANNUAL: (2, 4), NONE: (1, 1)}, (4, 39)),
    ("reader", {MONTHLY: (3, 34), ANNUAL: (2, 4), NONE: (1, 1)}, (4, 39)),
]


def by_name(answer: Answer) -> dict[str, tuple[Any, ...]]:
    return {line.values[0].name if line.values[0] else "": line.figures for line in answer.lines}


def decimals(figures: dict[str, tuple[int, int]]) -> dict[str, tuple[int, Decimal]]:
    return {name: (contracts, Decimal(licences)) for name, (contracts, licences) in figures.items()}


@pytest.mark.parametrize(("day", "lines", "totals"), DAYS)
def test_products_on_a_day(
    portfolio: Portfolio,
    product_report: Saved,
    answer: Asks,
    day: date,
    lines: dict[str, tuple[int, int]],
    totals: tuple[int, int],
) -> None:
    found = answer(product_report, on=day)
    assert by_name(found) == decimals(lines)
    assert found.totals == totals


@pytest.mark.parametrize(("who", "lines", "totals"), VIEWS)
def test_products_as_somebody_sees_them(
    portfolio: Portfolio,
    product_report: Saved,
    answer: Asks,
    who: str,
    lines: dict[str, tuple[int, int]],
    totals: tuple[int, int],
) -> None:
    found = answer(product_report, who)
    assert by_name(found) == decimals(lines)
    assert found.totals == totals


def test_products_come_with_the_most_contracts_first_and_those_without_product_last(
    portfolio: Portfolio, product_report: Saved, answer: Asks
) -> None:
    assert list(by_name(answer(product_report))) == [MONTHLY, ANNUAL, ""]
    assert list(by_name(answer(product_report, sort=["sum:quantity"]))) == ["", ANNUAL, MONTHLY]
    assert list(by_name(answer(product_report, sort=["-product"]))) == [MONTHLY, ANNUAL, ""]


@pytest.mark.parametrize(
    ("day", "lines", "totals"),
    [
        (date(2025, 6, 2), {"樋口 さくら": (2, 2), "他部署 太郎": (1, 1), "森田 拓也": (1, 1)}, (3, 4)),
        (date(2025, 5, 31), {"樋口 さくら": (2, 4), "他部署 太郎": (1, 1), "森田 拓也": (1, 1)}, (3, 6)),
        (date(2025, 7, 1), {"樋口 さくら": (2, 2), "他部署 太郎": (1, 1), "森田 拓也": (1, 1)}, (3, 4)),
        (date(2026, 7, 1), {"他部署 太郎": (1, 1)}, (1, 1)),
    ],
)
def test_customers_by_owner_on_a_day(
    portfolio: Portfolio,
    owner_report: Saved,
    answer: Asks,
    day: date,
    lines: dict[str, tuple[int, int]],
    totals: tuple[int, int],
) -> None:
    found = answer(owner_report, on=day)
    assert by_name(found) == lines
    assert found.totals == totals


def test_a_stranger_counts_his_own_customers_only(portfolio: Portfolio, owner_report: Saved, answer: Asks) -> None:
    found = answer(owner_report, "stranger")
    assert by_name(found) == {"他部署 太郎": (1, 1)}
    assert found.totals == (1, 1)


def test_nothing_is_counted_in_an_empty_company(world: World, product_report: Saved, answer: Asks) -> None:
    found = answer(product_report)
    assert found.lines == ()
    assert found.totals == (0, Decimal(0))
