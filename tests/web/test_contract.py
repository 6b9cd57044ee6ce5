"""The contract page: its head, its tabs, what waits and what was."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from daicho.engine.access.actors import SYSTEM
from daicho.engine.automation import services
from daicho.engine.automation.models import Process
from daicho.engine.records.command import command
from daicho.engine.work import loop, units
from daicho.engine.work.frame import Frame
from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.web.reading import elements, text, texts
from tests.world import World

PART = {"HX-Request": "true", "HX-Target": "tab"}


@pytest.fixture
def later(world: World, settings: Any) -> Callable[[datetime], None]:
    """Switches the shipped processes on for all contracts and lets the worker run at a moment, which pages then read."""

    def go(moment: datetime) -> None:
        for process in Process.objects.all():
            services.activate(process.pk, actor=SYSTEM, frame=world.frame, existing="waiting")
        settings.DAICHO_CLOCK = moment
        assert loop.run_due(lambda: Frame(moment), units.every()).failed == ()

    return go


def test_the_head_says_who_how_much_until_when(visit: Visit, contract: int) -> None:
    response = visit().get(f"/contracts/{contract}/")
    assert text(response, "h1") == "株式会社青葉製作所"
    assert text(response, "title") == "K-000001 株式会社青葉製作所 · Daicho"
    assert texts(response, "div", class_="fact") == [
        "契約先株式会社青葉製作所",
        "契約担当者佐藤 真理子",
        "第1期2025/07/01～2026/06/3012か月",
        "支払月払い月末締め翌月末払い",
        "MRR¥0契約金額 ¥490,000",
        "残り393日",
        "営業担当樋口 さくら",
    ]


@pytest.mark.parametrize(
    ("start_year", "remaining"), [(2024, "残り28日"), (2023, "残り337日超過"), (2025, "残り393日")]
)
def test_what_is_left(visit: Visit, world: World, start_year: int, remaining: str) -> None:
    [id_] = book(world, start=date(start_year, 7, 1))
    assert texts(visit().get(f"/contracts/{id_}/"), "div", class_="fact")[5] == remaining


def test_licences_in_use_and_all_of_them(visit: Visit, contract: int) -> None:
    client = visit()
    used = client.get(f"/contracts/{contract}/?tab=lines")
    assert "有効なライセンスはありません" in used.content.decode()
    every = client.get(f"/contracts/{contract}/?tab=lines&all=1")
    rows = [one for one in texts(every, "tr") if "第1期" in one]
    assert rows == [
        "帳票クラウド 基本ライセンス 第1期 10 ¥1,200 月額 2025/07/01～2026/06/3012か月 月払い後払い ¥144,000 MRR ¥12,000 開始前 更新対象",
        "保守サポート 第1期 1 ¥96,000 年額 2025/07/01～2026/06/3012か月 月払い後払い ¥96,000 MRR ¥8,000 開始前 更新対象",
        "初期導入支援 第1期 1 ¥250,000 一括 2025/07/01～2026/06/3012か月 月払い後払い ¥250,000 開始前 更新対象外",
    ]


def test_sales_by_month_with_totals_and_formulas(visit: Visit, contract: int) -> None:
    response = visit().get(f"/contracts/{contract}/?tab=sales")
    months = texts(response, "tr", class_="month")
    assert len(months) == 12
    assert (months[0], months[1], months[-1]) == ("2025/07¥270,000", "2025/08¥20,000", "2026/06¥20,000")
    assert texts(response, "details", class_="formula")[:3] == [
        "¥12,000 1,200 × 10",
        "¥8,000 96,000 × 12/12か月 ÷ 12",
        "¥250,000 250,000 × 1",
    ]
    assert texts(response, "strong") == ["¥490,000"]


def test_history_says_who_made_it_and_what_changed(visit: Visit, world: World, contract: int) -> None:
    with command(actor=world.actor("owner"), reason="edit", frame=world.frame) as running:
        running.update("contract", {contract: {"operations_user": world.users["operations"], "remarks": "要連絡"}})
    response = visit().get(f"/contracts/{contract}/?tab=history")
    assert texts(response, "p", class_="change-line") == [
        "2025/06/02 12:00内容の編集樋口 さくら・変更",
        "2025/06/02 12:00受注確定樋口 さくら・作成",
    ]
    page = " ".join(response.content.decode().split())
    assert "<dt>事務担当</dt><dd><del>–</del> → <ins>岡田 直美</ins></dd>" in page
    assert "<dt>備考</dt><dd><del>–</del> → <ins>要連絡</ins></dd>" in page


def test_what_waits_stands_in_the_tab_and_on_the_bar(
    visit: Visit, world: World, contract: int, later: Callable[[datetime], None]
) -> None:
    later(world.frame.now)
    response = visit().get(f"/contracts/{contract}/?tab=automation")
    [mail] = [one for one in texts(response, "p", class_="action-line") if "更新のご案内" in one]
    assert mail.startswith("2026/04/01 09:00待機中 契約終了日の90日前")
    assert any("メール送信予定" in one for one in texts(response, "li"))
    coming = texts(response, "ol", class_="happenings")[0]
    assert "2026/04/01 09:00" in coming


def test_a_mail_that_went_out_is_shown_as_it_was_rendered(
    visit: Visit, world: World, contract: int, later: Callable[[datetime], None]
) -> None:
    later(world.frame.now + timedelta(days=304))
    response = visit().get(f"/contracts/{contract}/?tab=automation")
    [mail] = elements(response, "pre", class_="mail-text")
    assert "株式会社青葉製作所" in mail["text"]
    assert "佐藤 真理子 様" in mail["text"]
    [summary] = elements(response, "details", class_="mail")
    assert "記録のみ" in summary["text"]
    assert "佐藤 真理子 <sato@aoba.example.jp>" in summary["text"]
    assert "更新のご案内（記録のみ）" in response.content.decode()


def test_without_processes_the_tab_says_so(visit: Visit, contract: int) -> None:
    page = visit().get(f"/contracts/{contract}/?tab=automation").content.decode()
    assert "この契約には予定がありません" in page


def test_the_timeline_holds_the_order(visit: Visit, contract: int) -> None:
    page = visit().get(f"/contracts/{contract}/").content.decode()
    assert "（新規）" in page
    assert "契約を登録（受注確定）" in page


def test_the_part_is_the_tab_alone(visit: Visit, contract: int) -> None:
    part = visit().get(f"/contracts/{contract}/?tab=sales", headers=PART)
    assert elements(part, "h1") == []
    assert text(part, "div", id="live") == "売上明細を表示しました"
    assert [one["href"] for one in elements(part, "a") if one.get("aria-current")] == ["?tab=sales"]


def test_in_english(visit: Visit, contract: int) -> None:
    response = visit(language="en").get(f"/contracts/{contract}/?tab=lines&all=1")
    assert texts(response, "div", class_="fact")[2] == "Term 12025/07/01–2026/06/3012 months"
    assert [one["text"].strip() for one in elements(response, "a") if (one.get("id") or "").startswith("tab-")] == [
        "Overview",
        "Licences",
        "Sales entries",
        "Automation",
        "History",
    ]
