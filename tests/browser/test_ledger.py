"""The ledger in a real browser: log in, sort, page, search, keyboard, without script, and what a page weighs."""

import re

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Open, session_of

pytestmark = pytest.mark.browser
MOST_BYTES = 300_000
"""A page, compressed and cold, with everything it needs."""


def numbers(page: Page) -> list[str]:
    return page.locator(".row-link").all_inner_texts()


def mark(page: Page) -> None:
    """Leaves a sign that is gone when the whole page is loaded anew."""
    page.evaluate("window.stayed = true")


def stayed(page: Page) -> bool:
    return page.evaluate("window.stayed === true") is True


def test_sorting_and_paging_exchange_only_the_list_and_back_works(open_page: Open) -> None:
    page = open_page("/contracts/")
    mark(page)
    page.click("#sort-number")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("契約番号")
    assert page.url.endswith("/contracts/?sort=number")
    first = numbers(page)
    page.click("#next-page")
    expect(page.locator(".pager-range")).to_have_text("51～61件目")
    expect(page.locator("#live")).to_have_text("すべての契約：61件中 51～61件目")
    assert stayed(page)
    page.go_back()
    expect(page.locator(".pager-range")).to_have_text("1～50件目")
    assert numbers(page) == first


def test_the_focus_stays_where_it_was(open_page: Open) -> None:
    page = open_page("/contracts/")
    page.focus("#sort-mrr")
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("MRR")
    expect(page.locator("#sort-mrr")).to_be_focused()


def test_the_keyboard_walks_rows_and_opens_one(open_page: Open) -> None:
    page = open_page("/contracts/")
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
    second = numbers(page)[1]
    assert page.evaluate("document.activeElement.textContent").strip() == second
    page.keyboard.press("Enter")
    expect(page.locator(".contract-name .number")).to_have_text(second)
    assert re.search(r"/contracts/\d+/$", page.url)


def test_brackets_turn_pages(open_page: Open) -> None:
    page = open_page("/contracts/")
    page.keyboard.press("]")
    expect(page.locator(".pager-range")).to_have_text("51～61件目")
    page.keyboard.press("[")
    expect(page.locator(".pager-range")).to_have_text("1～50件目")


def test_slash_searches_and_question_mark_helps(open_page: Open) -> None:
    page = open_page("/contracts/")
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("K-000007")
    page.keyboard.press("Enter")
    expect(page.locator(".row-link")).to_have_text(["K-000007"])


def test_keys_are_letters_while_somebody_writes(open_page: Open) -> None:
    page = open_page("/contracts/")
    page.focus("#search")
    page.keyboard.type("jk?/[]")
    expect(page.locator("#search")).to_have_value("jk?/[]")
    expect(page.locator("dialog#keys")).to_be_hidden()


def test_a_view_is_chosen_and_a_condition_taken_away(open_page: Open) -> None:
    page = open_page("/contracts/")
    mark(page)
    page.click(".view-menu summary")
    page.click(".view-list >> text=当月に更新が必要なリスト")
    expect(page.locator(".list-view")).to_have_text("当月に更新が必要なリスト")
    before = page.locator(".list-count").inner_text()
    page.click(".chip >> nth=0 >> a")
    expect(page.locator(".chip")).to_have_count(2)
    assert page.locator(".list-count").inner_text() != before
    page.click(".restore")
    expect(page.locator(".list-count")).to_have_text(before)
    assert stayed(page)


def test_a_session_that_ended_leads_to_the_log_in(open_page: Open) -> None:
    page = open_page("/contracts/")
    page.context.clear_cookies(name="sessionid")
    page.click("#sort-number")
    expect(page.locator(".log-in")).to_be_visible()
    assert "next=/contracts/%3Fsort%3Dnumber" in page.url


def test_the_phone_has_cards_and_a_drawer_and_nothing_sticks_out(open_page: Open) -> None:
    page = open_page("/contracts/", width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator(".sidebar-list")).to_be_hidden()
    page.click(".drawer-open")
    expect(page.locator(".sidebar-list")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".sidebar-list")).to_be_hidden()
    expect(page.locator(".list-table tbody tr").first).not_to_have_css("display", "table-row")


def test_the_phone_sorts_with_a_choice(open_page: Open) -> None:
    page = open_page("/contracts/?view=contract.mine", width=390)
    mark(page)
    expect(page.locator(".sort-form .btn")).to_be_hidden()
    page.focus("#sort-by")
    page.select_option("#sort-by", "-number")
    expect(page.locator(".row-link").first).to_have_text("K-000061")
    expect(page.locator("#sort-by")).to_be_focused()
    assert "view=contract.mine" in page.url
    assert "sort=-number" in page.url
    page.click("#next-page")
    expect(page.locator(".row-link").first).to_have_text("K-000011")
    expect(page.locator("#sort-by")).to_have_value("-number")
    page.select_option("#sort-by", "")
    expect(page.locator(".row-link").first).to_have_text("K-000001")
    assert stayed(page)


def test_numbers_stay_in_one_piece_on_the_phone(open_page: Open) -> None:
    page = open_page("/contracts/?columns=account,name,owner,number,contact", width=390)
    number = page.locator("td.col-number").first
    expect(number).to_have_css("white-space-collapse", "collapse")
    expect(number).to_have_css("text-wrap-mode", "nowrap")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_phone_sorts_without_script(company: int, browser: Browser, live_server: LiveServer) -> None:
    size: ViewportSize = {"width": 390, "height": 844}
    context = browser.new_context(java_script_enabled=False, viewport=size, base_url=live_server.url, locale="ja")
    context.add_cookies([{"name": "sessionid", "value": session_of("owner"), "url": live_server.url}])
    page = context.new_page()
    page.goto("/contracts/?view=contract.mine")
    page.select_option("#sort-by", "-number")
    page.click("text=並べ替え")
    expect(page.locator(".row-link").first).to_have_text("K-000061")
    context.close()


def test_everything_works_without_script(company: int, browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, locale="ja")
    page = context.new_page()
    page.goto("/contracts/")
    page.fill("#username", "owner")
    page.fill("#password", "owner password")
    page.click(".log-in .btn-primary")
    page.click("#sort-number")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("契約番号")
    page.click("#next-page")
    expect(page.locator(".pager-range")).to_have_text("51～61件目")
    page.click(".row-link >> nth=0")
    page.click("#tab-sales")
    expect(page.locator(".sales-table")).to_be_visible()
    page.click(".user-menu summary")
    page.click("button[value=dark]")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    context.close()


def test_a_page_is_light(open_page: Open) -> None:
    page = open_page("/login/", who="")
    page.fill("#username", "owner")
    page.fill("#password", "owner password")
    page.click(".log-in .btn-primary")
    expect(page.locator("h1").first).to_be_visible()
    sizes: list[int] = []
    network = page.context.new_cdp_session(page)
    network.on("Network.loadingFinished", lambda finished: sizes.append(finished["encodedDataLength"]))
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.reload()
    page.wait_for_load_state("networkidle")
    assert 20_000 < sum(sizes) < MOST_BYTES
