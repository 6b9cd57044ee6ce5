"""Lists in a real browser: this month's renewals and one renewal counted in clicks, rows chosen, views kept, without script."""

import re

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Open, session_of
from tests.world import World

pytestmark = pytest.mark.browser
MONTH = "当月に更新が必要なリスト"


class Counted:
    """A person whose clicks and keys are counted; a typed text counts as its keys."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0

    def click(self, selector: str) -> None:
        self.page.click(selector)
        self.steps += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.steps += 1


@pytest.mark.parametrize("start", ["/accounts/", "/tasks/", "/contracts/?view=contract.all", "/notifications/"])
def test_the_renewals_of_this_month_are_one_click_away_from_anywhere(open_page: Open, start: str) -> None:
    person = Counted(open_page(start))
    person.click(f".sidebar-pins >> text={MONTH}")
    expect(person.page.locator(".list-view")).to_have_text(MONTH)
    assert person.page.locator(".row-link").count() > 0
    assert person.steps <= 1


def test_one_contract_is_renewed_in_three_clicks(open_page: Open) -> None:
    page = open_page("/contracts/?view=contract.renew_this_month")
    number = page.locator(".row-link").first.inner_text()
    person = Counted(page)
    person.click(".row-link >> nth=0")
    person.click(".contract-actions >> text=契約更新")
    expect(page.locator("h1")).to_have_text("契約更新")
    person.click("text=契約を更新する")
    expect(page.locator(".said")).to_contain_text("契約を更新しました")
    expect(page.locator(".contract-name .number")).to_have_text(number)
    assert person.steps <= 3


def test_the_month_is_renewed_with_the_keyboard(open_page: Open) -> None:
    """j goes to the first row and x chooses it; the bar follows with its sum, and the rest of the page is untouched."""
    page = open_page("/contracts/?view=contract.renew_this_month")
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("#bulk-count")).to_have_text("2件を選択中")
    page.click(".bulk-buttons >> text=契約更新")
    expect(page.locator("input[name=term]")).to_have_count(2)
    page.click("text=2件の契約を更新する")
    expect(page.locator(".said")).to_have_text("2件の契約を更新しました。")
    page.reload()
    expect(page.locator(".said")).to_have_text("2件の契約を更新しました。")


def test_the_bar_rises_counts_and_goes(open_page: Open) -> None:
    page = open_page("/contracts/")
    bar = page.locator(".bulk-bar")
    expect(bar).to_be_hidden()
    page.locator("tbody .pick").nth(1).click()
    page.locator("tbody .pick").nth(5).click(modifiers=["Shift"])
    expect(page.locator("#bulk-count")).to_have_text("5件を選択中")
    page.click(".bulk-bar [name=all]")
    expect(page.locator("#bulk-count")).to_have_text("この条件の61件すべて")
    page.click("text=選択を解除")
    expect(bar).to_be_hidden()


def test_the_head_chooses_the_page_and_paging_starts_anew(open_page: Open) -> None:
    page = open_page("/contracts/")
    page.click(".pick-page")
    expect(page.locator("#bulk-count")).to_have_text("50件を選択中")
    page.click("#next-page")
    expect(page.locator(".pager-range")).to_have_text("51～61件目")
    expect(page.locator(".bulk-bar")).to_be_hidden()


def test_back_shows_the_list_with_its_choice_told_rightly(open_page: Open) -> None:
    page = open_page("/contracts/")
    page.locator("tbody .pick").first.click()
    page.click(".bulk-buttons >> text=担当変更")
    expect(page.locator("h1")).to_have_text("担当変更")
    page.go_back()
    chosen = page.locator("tbody .pick:checked").count()
    if chosen:
        expect(page.locator("#bulk-count")).to_have_text(f"{chosen}件を選択中")
    else:
        expect(page.locator(".bulk-bar")).to_be_hidden()


def test_a_condition_and_columns_become_a_view_of_ones_own(open_page: Open) -> None:
    page = open_page("/contracts/")
    page.click("#add-condition")
    page.wait_for_url(re.compile("/condition/"))
    page.select_option("#f-field", "end_date")
    expect(page.locator("#f-op")).to_be_visible()
    page.select_option("#f-op", "ge")
    page.fill("#f-value", "R7.7.1")
    page.click("text=この条件で絞り込む")
    expect(page.locator(".chip")).to_contain_text("2025/07/01")
    page.click("#choose-columns")
    page.wait_for_url(re.compile("/columns/"))
    page.fill("#find", "取引先コード")
    page.click("#columns-offers >> text=取引先コード >> nth=0")
    expect(page.locator(".column-name").last).to_have_text("契約先 › 取引先コード")
    page.click("text=この列で表示")
    expect(page.locator("thead")).to_contain_text("契約先 › 取引先コード")
    page.click(".keep-menu summary")
    page.click("text=新しいビューとして保存")
    page.fill("#f-name", "七月から")
    page.check("text=サイドバーに出す")
    page.click(".form-actions >> text=保存")
    expect(page.locator(".list-view")).to_have_text("七月から")
    expect(page.locator(".sidebar-pins [aria-current]")).to_contain_text("七月から")


def test_a_person_is_chosen_by_suggestion_in_a_condition(open_page: Open) -> None:
    page = open_page("/contracts/condition/")
    page.select_option("#f-field", "account")
    page.fill("#f-value", "青葉")
    page.locator("#options-value [data-id]").first.click()
    page.click("text=この条件で絞り込む")
    expect(page.locator(".chip")).to_contain_text("株式会社青葉製作所")


def test_leaving_an_edited_form_asks_first(open_page: Open, world: World) -> None:
    page = open_page(f"/accounts/{world.account}/edit/")
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.click("text=キャンセル")
    page.wait_for_url(re.compile(r"/accounts/\d+/$"))
    assert asked == []
    page.go_back()
    page.fill("#f-phone", "03-0000-0000")
    page.click("text=キャンセル")
    page.wait_for_url(re.compile(r"/accounts/\d+/$"))
    assert asked == ["beforeunload"]


def test_saving_is_taken_back_by_one_click(open_page: Open, world: World) -> None:
    page = open_page(f"/accounts/{world.account}/edit/")
    page.fill("#f-name", "別の名前")
    page.click(".form-actions >> text=保存")
    expect(page.locator("h1")).to_have_text("別の名前")
    page.click("text=元に戻す")
    expect(page.locator("h1")).to_have_text("株式会社青葉製作所")


@pytest.mark.parametrize(
    "path",
    ["/contracts/", "/quotes/", "/accounts/", "/contacts/", "/products/", "/tasks/", "/opportunities/", "/entries/"],
)
def test_every_list_is_walked_with_the_keyboard(open_page: Open, path: str) -> None:
    page = open_page(path)
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    expect(page.locator("dialog#keys")).to_contain_text("行を選ぶ・外す")
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()
    if page.locator(".row-link").count():
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.className") == "row-link"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"


def test_without_script_rows_are_chosen_and_renewed(open_page: Open, browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ja", base_url=live_server.url)
    context.add_cookies([{"name": "sessionid", "value": session_of("owner"), "url": live_server.url}])
    page = context.new_page()
    page.goto("/contracts/?view=contract.renew_this_month")
    expect(page.locator(".bulk-bar")).to_be_visible()
    page.locator("tbody .pick").first.check()
    page.locator(".bulk-buttons >> text=契約更新").click()
    expect(page.locator("input[name=term]")).to_have_count(1)
    page.locator("text=1件の契約を更新する").click()
    expect(page.locator(".said")).to_have_text("1件の契約を更新しました。")
    context.close()
