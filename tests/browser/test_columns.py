"""The columns of a list put into order in a real browser: dragged, with buttons, with the keyboard, and while an answer is late."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
FOUR = "/contracts/columns/?columns=number,name,account,end_date"


def chosen(page: Page) -> list[str]:
    return page.locator(".column-name").all_inner_texts()


def drag(page: Page, what: str, onto: str) -> None:
    """Take the handle of one column and let it go on another."""
    page.locator(f"li:has-text('{what}') .drag-handle").hover()
    page.mouse.down()
    box = page.locator(f".columns-chosen li:has-text('{onto}')").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] / 2, steps=8)
    page.mouse.up()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_column_is_dragged_to_its_place(open_page: Open, width: int) -> None:
    page = open_page(FOUR, width=width)
    drag(page, "契約終了日", "契約名")
    assert chosen(page) == ["契約番号", "契約終了日", "契約名", "契約先"]
    expect(page.locator("#live")).to_have_text("契約終了日：2番目")
    drag(page, "契約番号", "契約先")
    assert chosen(page) == ["契約終了日", "契約名", "契約先", "契約番号"]
    expect(page.locator(".columns-chosen button[value^='up:']").first).to_be_disabled()
    page.click("text=この列で表示")
    expect(page.locator("thead th:not(.pick-cell)")).to_have_text(["契約終了日▲", "契約名", "契約先", "契約番号"])


def test_buttons_and_alt_with_arrows_move_without_a_new_page(open_page: Open) -> None:
    page = open_page(FOUR)
    page.evaluate("window.stayed = true")
    page.click("#down-number")
    assert chosen(page) == ["契約名", "契約番号", "契約先", "契約終了日"]
    page.keyboard.press("Alt+ArrowUp")
    assert chosen(page) == ["契約番号", "契約名", "契約先", "契約終了日"]
    expect(page.locator("#down-number")).to_be_focused()
    page.click("#up-name")
    expect(page.locator("#down-name")).to_be_focused()
    expect(page.locator("#live")).to_have_text("契約名：1番目")
    assert page.evaluate("window.stayed === true")


def test_an_offer_stays_the_same_button_when_a_late_answer_comes(open_page: Open) -> None:
    page = open_page(FOUR)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/columns/?*find=*", hold)
    button = page.locator("[id='add-remarks']").element_handle()
    with page.expect_request("**/columns/?*find=*"):
        page.fill("#find", "備考")
    while not held:
        page.title()
    held.pop().continue_()
    expect(page.locator("[id='add-mrr']")).to_have_count(0)
    assert button.evaluate("(one) => one.isConnected && one.value === 'add:remarks'")
    page.unroute("**/columns/?*find=*")
    page.click("[id='add-remarks']")
    expect(page.locator(".column-name")).to_have_text(["契約番号", "契約名", "契約先", "契約終了日", "備考"])
