"""Back, forward and reload in each step from a new quote to its confirmation: nothing is made twice, nothing is lost unasked."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from daicho.business.sales.models import Order, Quote
from tests.browser.conftest import Open
from tests.browser.test_quote_answers import filled
from tests.world import World

pytestmark = pytest.mark.browser


def drafts() -> int:
    return Quote.objects.filter(status="draft").count()


def test_back_and_reload_after_saving_make_no_second_quote(open_page: Open) -> None:
    page = open_page("/quotes/new/")
    filled(page)
    page.click("button[value=save]")
    expect(page.locator(".said")).to_contain_text("保存しました。")
    there = page.url
    page.reload()
    page.go_back()
    expect(page.locator("#editor")).to_be_visible()
    page.go_forward()
    expect(page.locator(".totals dd").first).to_have_text("¥96,000")
    assert (page.url, drafts()) == (there, 1)


def test_back_after_saving_and_saving_again_makes_no_second_quote(open_page: Open) -> None:
    page = open_page("/quotes/new/")
    filled(page)
    page.click("button[value=save]")
    expect(page.locator(".said")).to_contain_text("保存しました。")
    page.go_back()
    expect(page.locator("#editor")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    if page.input_value("#f-account"):
        page.click("button[value=save]")
        expect(page.locator(".said")).to_be_visible()
    assert drafts() == 1


def test_back_to_the_question_after_confirming_books_no_second_order(open_page: Open, world: World) -> None:
    page = open_page(f"/quotes/{world.quote()}/")
    before = Order.objects.count()
    page.click("button[value=confirm]")
    expect(page.locator(".asking-bar .btn-primary")).to_be_visible()
    page.reload()
    page.click(".asking-bar .btn-primary")
    expect(page.locator(".notice-box")).to_contain_text("受注を開く")
    page.reload()
    page.go_back()
    if page.locator(".asking-bar .btn-primary").count():
        page.click(".asking-bar .btn-primary")
    expect(page.locator(".notice-box")).to_contain_text("すでに受注確定されています")
    assert Order.objects.count() == before + 1


def test_leaving_with_something_unsaved_asks_first(open_page: Open) -> None:
    page = open_page("/quotes/new/")
    filled(page)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    _reload(page)
    assert asked == ["beforeunload"]
    assert page.input_value("#f-account") == "株式会社青葉製作所"
    page.remove_listener("dialog", stay)
    page.on("dialog", lambda dialog: dialog.accept())


def _reload(page: Page) -> None:
    page.evaluate("setTimeout(() => location.reload(), 0)")
    page.wait_for_timeout(400)
