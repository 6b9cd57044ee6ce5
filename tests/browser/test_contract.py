"""The contract page in a real browser: tabs, formulas, languages, themes, log-out."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_ledger import mark, stayed

pytestmark = pytest.mark.browser


def test_tabs_exchange_only_themselves_and_a_formula_opens(open_page: Open, company: int) -> None:
    page = open_page(f"/contracts/{company}/")
    mark(page)
    page.click("#tab-sales")
    expect(page.locator("#tab-sales")).to_have_attribute("aria-current", "page")
    assert page.url.endswith("?tab=sales")
    page.click(".formula summary >> nth=0")
    expect(page.locator(".formula code >> nth=0")).to_have_text("1,200 × 10")
    page.click("#tab-lines")
    page.click("text=過去・将来分も表示")
    expect(page.locator(".lines-table tbody tr")).to_have_count(3)
    assert stayed(page)
    page.wait_for_function("['tab', 'tab-lines'].includes(document.activeElement.id)", timeout=5_000)


def test_language_theme_and_log_out(open_page: Open, company: int) -> None:
    page = open_page(f"/contracts/{company}/?tab=history")
    page.click(".user-menu summary")
    page.click("button[value=en]")
    expect(page.locator("#tab-history")).to_have_text("History")
    page.click(".user-menu summary")
    page.click("button[value=dark]")
    assert page.get_attribute("html", "data-bs-theme") == "dark"
    assert page.url.endswith(f"/contracts/{company}/?tab=history")
    page.click(".user-menu summary")
    page.click("text=Log out")
    expect(page.locator(".log-in")).to_be_visible()


def test_auto_follows_the_system(open_page: Open, company: int) -> None:
    page = open_page(f"/contracts/{company}/", theme="auto")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")


def width_of(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["width"]


def test_the_menu_folds_and_stays_folded(open_page: Open, company: int) -> None:
    page = open_page(f"/contracts/{company}/")
    page.click(".sidebar-fold")
    assert width_of(page, ".sidebar") < 70
    page.reload()
    assert width_of(page, ".sidebar") < 70
    page.click(".sidebar-fold")
    assert width_of(page, ".sidebar") > 150
