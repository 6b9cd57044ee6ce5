"""The quote editor while the server is slow, answers out of order, or cannot be reached: what is written stays."""

import pytest
from playwright.sync_api import Page, expect

from daicho.business.operations.orders.order_to_cash import confirm
from daicho.business.sales.models import Quote
from tests.browser.conftest import Open
from tests.browser.test_quote import press
from tests.world import World

pytestmark = pytest.mark.browser
SLOW = """(() => {
  const real = window.fetch, delays = %s;
  window.fetch = async (path, how = {}) => {
    const answer = await real(path, { ...how, signal: undefined });
    if (how.method === "POST") await new Promise((go) => setTimeout(go, delays.shift() ?? 0));
    return answer;
  };
})()"""
"""Each POST is answered after its own delay, also one that was given up meanwhile."""


def answering_after(page: Page, *milliseconds: int) -> None:
    page.evaluate(SLOW % list(milliseconds))


def leave(page: Page) -> None:
    """Without the question whether to throw away what was written."""
    page.evaluate("document.getElementById('editor').remove()")
    page.on("dialog", lambda dialog: dialog.accept())


@pytest.mark.parametrize(
    "delays", [(900, 600, 300, 0, 0), (300, 900, 0, 600, 0), (0, 800, 0, 800, 0), (700, 700, 700, 700, 700)]
)
def test_answers_out_of_order_lose_nothing(open_page: Open, delays: tuple[int, ...]) -> None:
    page = open_page("/quotes/new/")
    answering_after(page, *delays)
    page.focus("#f-account")
    for typed in ("青葉", None, "早い契約", "2025/7/1", "2026/6/30", "18"):
        page.keyboard.type(typed or "")
        press(page, "Tab")
    expect(page.locator("#f-payment_terms")).to_have_value("月末締め翌月末払い")
    expect(page.locator("#f-account")).to_have_value("株式会社青葉製作所")
    expect(page.locator("#editor")).not_to_have_attribute("aria-busy", "true")
    shown = {key: page.input_value(f"#f-{key}") for key in ("name", "start_date", "end_date", "next_term_months")}
    assert shown == {
        "name": "早い契約",
        "start_date": "2025/07/01",
        "end_date": "2026/06/30",
        "next_term_months": "18",
    }
    leave(page)


def test_the_field_that_is_written_in_keeps_focus_cursor_and_text(open_page: Open) -> None:
    page = open_page("/quotes/new/")
    answering_after(page, 500)
    page.fill("#f-account", "青葉")
    page.focus("#f-name")
    page.keyboard.type("年間契")
    press(page, "ArrowLeft")
    page.evaluate("document.activeElement.mine = true")
    expect(page.locator("#f-payment_terms")).to_have_value("月末締め翌月末払い")
    page.keyboard.type("約")
    assert page.evaluate("document.activeElement.mine") is True
    assert page.input_value("#f-name") == "年間約契"
    leave(page)


def test_a_proposal_into_a_field_just_entered_is_typed_over(open_page: Open) -> None:
    page = open_page("/quotes/new/")
    answering_after(page, 300)
    page.fill("#f-account", "青葉")
    page.focus("#f-payment_terms")
    expect(page.locator("#f-payment_terms")).to_have_value("月末締め翌月末払い")
    page.keyboard.type("現金払い")
    press(page, "Tab")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#f-payment_terms")).to_have_value("現金払い")
    leave(page)


def test_text_under_composition_is_left_alone(open_page: Open) -> None:
    page = open_page("/quotes/new/")
    answering_after(page, 300)
    page.fill("#f-account", "青葉")
    page.focus("#f-name")
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "ねんかん", "selectionStart": 4, "selectionEnd": 4})
    expect(page.locator("#f-payment_terms")).to_have_value("月末締め翌月末払い")
    keyboard.send("Input.insertText", {"text": "年間"})
    assert page.input_value("#f-name") == "年間"
    leave(page)


def test_a_line_added_meanwhile_and_what_is_written_before_it_stands_both_stay(open_page: Open) -> None:
    page = open_page("/quotes/new/")
    answering_after(page, 400, 400, 0)
    page.fill("[id='f-0.product']", "保守")
    page.click("button[value='add:heading']")
    page.fill("#f-name", "早い契約")
    page.fill("[id='f-0.quantity']", "3")
    expect(page.locator(".row-heading")).to_have_count(1)
    expect(page.locator("[id='f-0.unit_price']")).to_have_value("96,000")
    expect(page.locator("[id='f-0.quantity']")).to_have_value("3")
    assert page.input_value("#f-name") == "早い契約"
    leave(page)


def test_a_contact_chosen_meanwhile_stays_chosen(open_page: Open, world: World) -> None:
    page = open_page("/quotes/new/")
    page.fill("#f-account", "青葉")
    press(page, "Tab")
    expect(page.locator("#f-contact option")).to_have_count(2)
    answering_after(page, 400)
    page.fill("#f-name", "早い契約")
    press(page, "Tab")
    page.select_option("#f-contact", str(world.contact))
    page.wait_for_load_state("networkidle")
    expect(page.locator("#f-contact")).to_have_value(str(world.contact))
    leave(page)


def filled(page: Page) -> None:
    page.fill("#f-account", "青葉")
    page.fill("#f-start_date", "2025/07/01")
    page.fill("#f-end_date", "2026/06/30")
    page.fill("[id='f-0.product']", "保守")
    press(page, "Tab")
    expect(page.locator(".totals dd").first).to_have_text("¥96,000")


def test_a_lost_connection_is_said_and_saving_works_again_afterwards(open_page: Open, complaints: list[str]) -> None:
    page = open_page("/quotes/new/")
    filled(page)
    page.context.set_offline(True)
    page.fill("#f-name", "途中の契約名")
    press(page, "Tab")
    expect(page.locator("[data-said=offline]")).to_be_visible()
    page.click("button[value=save]")
    expect(page.locator("[data-said=unsaved-offline]")).to_be_visible()
    assert page.input_value("#f-name") == "途中の契約名"
    page.context.set_offline(False)
    expect(page.locator("[data-said=unsaved-back]")).to_be_visible()
    page.click("button[value=save]")
    expect(page.locator(".said")).to_contain_text("保存しました。")
    assert [quote.name for quote in Quote.objects.filter(status="draft")] == ["途中の契約名"]
    complaints[:] = [one for one in complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def test_an_error_of_the_server_is_said_and_nothing_is_lost(open_page: Open, complaints: list[str]) -> None:
    page = open_page("/quotes/new/")
    filled(page)
    page.route("**/quotes/new/", lambda route: route.fulfill(status=500, body="<h1>500</h1>"))
    page.click("button[value=save]")
    expect(page.locator("[data-said=unsaved-failed]")).to_be_visible()
    assert page.input_value("#f-account") == "株式会社青葉製作所"
    page.unroute_all()
    page.click("button[value=save]")
    expect(page.locator(".said")).to_contain_text("保存しました。")
    complaints[:] = [one for one in complaints if "500" not in one]


def test_saving_twice_quickly_makes_one_quote(open_page: Open) -> None:
    page = open_page("/quotes/new/")
    filled(page)
    before = Quote.objects.count()
    answering_after(page, 400)
    page.dblclick("button[value=save]")
    expect(page.locator(".said")).to_contain_text("保存しました。")
    assert Quote.objects.count() == before + 1


def test_a_log_out_is_said_and_saving_works_after_the_log_in(open_page: Open, complaints: list[str]) -> None:
    page = open_page("/quotes/new/")
    filled(page)
    page.context.clear_cookies(name="sessionid")
    page.click("button[value=save]")
    expect(page.locator("[data-said=login]")).to_be_visible()
    with page.context.expect_page() as opened:
        page.click("[data-said=login] a")
    other = opened.value
    other.fill("#username", "owner")
    other.fill("#password", "owner password")
    other.click(".log-in .btn-primary")
    expect(other.locator("#content")).to_be_visible()
    page.click("button[value=save]")
    expect(page.locator(".said")).to_contain_text("保存しました。")
    complaints[:] = [one for one in complaints if "403" not in one]  # the token of the form was of the log-in before


def test_a_quote_confirmed_elsewhere_is_said(open_page: Open, world: World) -> None:
    quote = world.quote()
    page = open_page(f"/quotes/{quote}/")
    confirm(world.actor("owner"), quote, world.frame)
    page.fill("#f-name", "後から")
    press(page, "Tab")
    expect(page.locator("[data-said=changed]")).to_be_visible()
    assert page.input_value("#f-name") == "後から"
    assert Quote.objects.get(pk=quote).name != "後から"
    leave(page)
