"""Rows of the quote editor with keys and pointer: moved, dragged, duplicated, removed and brought back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_quote import press
from tests.browser.test_quote_answers import answering_after, leave
from tests.world import World

pytestmark = pytest.mark.browser


def names(page: Page) -> list[str]:
    fields = page.locator(".sheet .cell-search input:not([type=hidden])")
    return [name.split()[0] for name in (field.input_value() for field in fields.all()) if name]


def opened(open_page: Open, world: World) -> Page:
    page = open_page(f"/quotes/{world.quote()}/")
    assert names(page) == ["帳票クラウド", "保守サポート", "初期導入支援"]
    return page


def test_alt_and_arrows_move_the_row_and_the_cursor_stays(open_page: Open, world: World) -> None:
    page = opened(open_page, world)
    answering_after(page, 300, 0)
    page.focus("[id='f-0.quantity']")
    press(page, "Alt+ArrowDown", "Alt+ArrowDown", "Alt+ArrowUp")
    page.keyboard.type("5")
    assert names(page) == ["保守サポート", "帳票クラウド", "初期導入支援"]
    expect(page.locator("#row-0 .col-place")).to_have_text("2")
    assert page.evaluate("document.activeElement.id") == "f-0.quantity"
    page.click("button[value=save]")
    expect(page.locator(".said")).to_contain_text("保存しました。")
    assert names(page) == ["保守サポート", "帳票クラウド", "初期導入支援"]


def test_a_row_is_dragged_by_its_handle(open_page: Open, world: World) -> None:
    page = opened(open_page, world)
    page.hover("#row-0")
    page.locator("#row-0 .drag-handle").hover()
    page.mouse.down()
    below = page.locator("#row-2").bounding_box()
    assert below is not None
    page.mouse.move(below["x"] + 10, below["y"] + below["height"] / 2, steps=8)
    page.mouse.up()
    assert names(page) == ["保守サポート", "初期導入支援", "帳票クラウド"]
    expect(page.locator("#row-0 .col-place")).to_have_text("3")
    leave(page)


def test_a_removed_row_comes_back_by_the_button_that_has_the_focus(open_page: Open, world: World) -> None:
    page = opened(open_page, world)
    page.click("#more-1 > summary")
    page.click("button[value='remove:1']")
    expect(page.locator("#removed-row")).to_contain_text("「保守サポート」の行を削除しました")
    expect(page.locator("#restore")).to_be_focused()
    assert names(page) == ["帳票クラウド", "初期導入支援"]
    press(page, "Enter")
    expect(page.locator("#restore")).to_have_count(0)
    assert names(page) == ["帳票クラウド", "保守サポート", "初期導入支援"]
    leave(page)


def test_a_duplicate_has_the_cursor(open_page: Open, world: World) -> None:
    page = opened(open_page, world)
    page.click("#more-0 > summary")
    page.click("button[value='duplicate:0']")
    expect(page.locator("[id='f-4.product']")).to_be_focused()
    assert names(page) == ["帳票クラウド", "帳票クラウド", "保守サポート", "初期導入支援"]
    leave(page)
