"""The form of one condition in a real browser: what is typed while the server answers late, and which answer counts."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
APPLY = "text=この条件で絞り込む"


class Late:
    """A server that answers what htmx asks of the form only when it is told to."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.held: list[Route] = []
        self.given_up: list[str] = []
        page.on("requestfailed", lambda request: self.given_up.append(request.url))
        page.route("**/condition/**", self._hold)

    def _hold(self, route: Route) -> None:
        if "hx-request" in route.request.headers:
            self.held.append(route)
        else:
            route.continue_()

    def choose(self, selector: str, value: str) -> None:
        """Choose, which makes the form ask; the question stays unanswered."""
        with self.page.expect_request(re.compile("/condition/")):
            self.page.select_option(selector, value)

    def answer(self) -> None:
        """Answer what was asked last."""
        while not self.held:
            self.page.title()
        self.held.pop().continue_()


def test_what_is_typed_before_the_answer_stays_with_its_cursor(open_page: Open) -> None:
    page = open_page("/contracts/condition/?field=end_date")
    late = Late(page)
    late.choose("#f-op", "between")
    page.focus("#f-value")
    page.keyboard.type("7.7.1")
    page.keyboard.press("Home")
    late.answer()
    expect(page.locator("#f-until")).to_be_visible()
    page.keyboard.type("R")
    expect(page.locator("#f-value")).to_have_value("R7.7.1")
    page.fill("#f-until", "R7.7.31")
    page.click(APPLY)
    expect(page.locator(".chip")).to_contain_text("2025/07/01～2025/07/31")


def test_a_word_and_ticks_that_were_chosen_before_the_answer_stay(open_page: Open) -> None:
    page = open_page("/contracts/condition/?field=end_date")
    late = Late(page)
    late.choose("#f-op", "ge")
    page.select_option("#f-word", "NEXT_MONTH")
    late.answer()
    late.choose("#f-field", "status")
    late.answer()
    expect(page.locator("#f-value input")).not_to_have_count(0)
    late.choose("#f-op", "not_in")
    page.check("#f-value [value=ended]")
    late.answer()
    page.click(APPLY)
    expect(page.locator(".chip")).to_have_text(re.compile("状態.*期間満了"))


def test_the_form_that_was_sent_before_the_answer_says_what_stood_in_it(open_page: Open) -> None:
    page = open_page("/contracts/condition/?field=end_date")
    late = Late(page)
    late.choose("#f-op", "ge")
    page.fill("#f-value", "R7.7.1")
    page.click(APPLY)
    expect(page.locator(".chip")).to_contain_text("2025/07/01")


def test_buttons_stay_what_they_are_so_that_no_click_is_lost(open_page: Open) -> None:
    page = open_page("/contracts/condition/?field=end_date")
    late = Late(page)
    late.choose("#f-op", "between")
    button = page.locator(APPLY).element_handle()
    late.answer()
    expect(page.locator("#f-until")).to_be_visible()
    assert button.evaluate("(one) => one.isConnected && one.value === 'apply'")


def test_a_newer_question_takes_the_place_of_an_older_one(open_page: Open) -> None:
    page = open_page("/contracts/condition/?field=end_date")
    late = Late(page)
    late.choose("#f-op", "ge")
    late.choose("#f-op", "between")
    page.fill("#f-value", "R7.7.1")
    late.answer()
    expect(page.locator("#f-until")).to_be_visible()
    expect(page.locator("#f-op")).to_have_value("between")
    expect(page.locator("#f-value")).to_have_value("R7.7.1")
    assert len(late.given_up) == 1
    assert "op=ge" in late.given_up[0]


def test_a_name_chosen_before_the_answer_stays_and_another_object_starts_anew(open_page: Open) -> None:
    page = open_page("/contracts/condition/?field=account")
    late = Late(page)
    late.choose("#f-op", "ne")
    page.locator("#f-value").press_sequentially("青葉")
    page.locator("#options-value [data-id]").first.click()
    late.answer()
    expect(page.locator("#f-op [selected]")).to_have_attribute("value", "ne")
    expect(page.locator("#f-value")).to_have_value("株式会社青葉製作所")
    late.choose("#f-field", "owner")
    late.answer()
    expect(page.locator("#f-word")).to_be_visible()
    page.fill("#f-value", "樋口")
    expect(page.locator("#options-value [data-id]").first).to_be_visible()
