"""Quotes in a real browser: three lines by keyboard alone, confirmed, renewed; writing goes on while the server answers."""

import re
import time

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from daicho.business.contracts.models import ContractTerm
from daicho.engine.access.actors import SYSTEM
from daicho.engine.records.command import command
from tests.browser.conftest import Open
from tests.browser.looks import LANGUAGES, WITH_AXE, flaws
from tests.world import World

pytestmark = pytest.mark.browser


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def pick(page: Page, text: str) -> None:
    """Type into the field that has the focus and take the first suggestion."""
    page.keyboard.type(text)
    expect(page.locator(".finder-list li").first).to_be_visible()
    press(page, "ArrowDown")
    expect(page.locator(".finder-list li").first).to_have_attribute("aria-selected", "true")
    press(page, "Enter")
    expect(page.locator(".finder-list")).to_have_count(0)


def test_a_quote_of_three_lines_without_the_mouse_confirmed_and_renewed(open_page: Open) -> None:
    page = open_page("/quotes/new/")
    page.focus("#f-account")
    pick(page, "青葉")
    expect(page.locator("#f-contact option")).to_have_count(2)
    press(page, "Tab", "Tab", "Tab")
    page.keyboard.type("2025/7/1")
    press(page, "Tab")
    page.keyboard.type("2026/6/30")
    press(page, "Tab")
    expect(page.locator("#f-next_term_months")).to_have_value("12")
    for row, (typed, price) in enumerate((("くらうど", "1,200"), ("サポート", "96,000"), ("初期", "250,000"))):
        while page.evaluate("document.activeElement.id") != f"f-{row}.product":
            press(page, "Tab")
        pick(page, typed)
        expect(page.locator(f"[id='f-{row}.unit_price']")).to_have_value(price)
        expect(page.locator(f"[id='f-{row + 1}.product']")).to_be_visible()
    while page.evaluate("document.activeElement.id") != "f-0.quantity":
        press(page, "Shift+Tab")
    page.keyboard.type("１０")
    press(page, "Tab")
    expect(page.locator(".totals dd").first).to_have_text("¥490,000")
    while page.evaluate("document.activeElement.value") != "confirm":
        press(page, "Tab")
    press(page, "Enter")
    expect(page.locator(".asking-text")).to_contain_text("ライセンス3件")
    page.focus(".asking-bar .btn-primary")
    press(page, "Enter")
    expect(page.locator(".said")).to_contain_text("受注を確定しました。")
    page.click("text=契約を開く")
    page.click("text=契約更新")
    expect(page.locator(".asking-text")).to_contain_text("2026/07/01～2027/06/30（12か月）")
    page.click(".asking-bar .btn-primary")
    expect(page.locator(".said")).to_contain_text("契約を更新しました。")
    assert ContractTerm.objects.filter(number=2).count() == 1


def test_dates_typed_without_a_pause_are_kept(open_page: Open) -> None:
    page = open_page("/quotes/new/")
    page.focus("#f-account")
    pick(page, "青葉")
    expect(page.locator("#f-contact option")).to_have_count(2)
    press(page, "Tab", "Tab", "Tab")
    page.keyboard.type("2025/7/1")
    press(page, "Tab")
    page.keyboard.type("2026/6/30")
    press(page, "Tab")
    expect(page.locator("#f-next_term_months")).to_have_value("12")


def late(route: Route) -> None:
    """A server that takes its time."""
    time.sleep(0.4)
    route.continue_()


def test_what_is_written_while_the_server_answers_stays(open_page: Open) -> None:
    page = open_page("/quotes/new/")
    page.route("**/quotes/new/", late)
    page.fill("#f-account", "青葉")
    page.fill("[id='f-0.product']", "基本ライセンス")
    press(page, "Tab")
    page.keyboard.type("77")
    expect(page.locator("[id='f-0.unit_price']")).to_have_value("1,200")
    expect(page.locator("[id='f-0.quantity']")).to_have_value("77")
    assert page.evaluate("document.activeElement.id") == "f-0.quantity"
    page.unroute_all(behavior="ignoreErrors")
    page.evaluate("document.getElementById('editor').remove()")


def test_enter_in_a_cell_calculates_and_does_not_save(open_page: Open) -> None:
    page = open_page("/quotes/new/")
    page.fill("[id='f-0.product']", "保守")
    press(page, "Enter")
    expect(page.locator("[id='f-0.unit_price']")).to_have_value("96,000")
    assert page.url.endswith("/quotes/new/")
    page.evaluate("document.getElementById('editor').remove()")


def test_control_and_enter_save_from_any_field(open_page: Open) -> None:
    page = open_page("/quotes/new/")
    page.fill("#f-account", "青葉")
    page.fill("#f-start_date", "2025/7/1")
    page.fill("#f-end_date", "2026/6/30")
    page.fill("[id='f-0.product']", "保守")
    press(page, "Control+Enter")
    expect(page.locator(".said")).to_contain_text("保存しました。")
    expect(page).to_have_url(re.compile(r"/quotes/\d+/$"))
    expect(page.locator("[id='f-0.unit_price']")).to_have_value("96,000")


def test_c_leads_to_a_customer_by_his_kana_from_anywhere(open_page: Open, world: World) -> None:
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update("account", {world.account: {"name_kana": "アオバセイサクショ"}}, made=True)
    page = open_page("/products/")
    press(page, "c")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("アオバ")
    press(page, "Enter")
    expect(page.locator(".row-link")).to_have_text(["株式会社青葉製作所"])


def test_without_script(company: int, browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, locale="ja")
    page = context.new_page()
    page.goto("/login/?next=/quotes/new/")
    page.fill("#username", "owner")
    page.fill("#password", "owner password")
    page.click(".log-in .btn-primary")
    page.fill("#f-account", "青葉")
    page.fill("#f-start_date", "2025年7月1日")
    page.fill("#f-end_date", "2026-06-30")
    page.fill("[id='f-0.product']", "保守")
    page.click("text=行を追加")
    page.fill("[id='f-1.product']", "初期")
    page.click("button[value=save]")
    expect(page.locator(".said")).to_contain_text("保存しました。")
    expect(page.locator(".totals dd").first).to_have_text("¥346,000")
    page.click("button[value=confirm]")
    page.click(".asking-bar .btn-primary")
    expect(page.locator(".notice-box")).to_contain_text("すでに受注確定されています")
    context.close()


@WITH_AXE
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(
    open_page: Open, world: World, company: int, complaints: list[str], language: str
) -> None:
    quote = world.quote()
    page = open_page("/quotes/new/", language=language)
    for path in (
        "/quotes/new/",
        f"/quotes/{quote}/",
        f"/quotes/{quote}/confirm/",
        f"/contracts/{company}/",
        f"/contracts/{company}/renew/",
        f"/contracts/{company}/undo/",
    ):
        page.goto(path)
        for summary in page.locator("#schedule > summary, #more-0 > summary").all():
            summary.click()
        assert flaws(page) == [], path
    page.goto("/quotes/new/")
    page.fill("#f-start_date", "2025/13/31")
    page.click("button[value=save]")
    expect(page.locator(".problem-list")).to_be_visible()
    assert flaws(page) == []
    page.fill("[id='f-0.product']", "")
    page.locator("[id='f-0.product']").press_sequentially("P")
    expect(page.locator(".finder-list")).to_be_visible()
    assert flaws(page) == [], "suggestions"
    complaints[:] = [one for one in complaints if "422" not in one]
    page.evaluate("document.getElementById('editor').remove()")
