"""A part of a page that could not be fetched or sent is said, and no longer once something succeeds."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_ledger import mark, stayed

pytestmark = pytest.mark.browser
BUSY, LOST, FAILED = (
    "ただいま混み合っています。何も変更していません",
    "サーバーにつながりません",
    "サーバーでエラーが起きました",
)
NOISE = ("503", "500", "ERR_FAILED", "ERR_INTERNET_DISCONNECTED", "htmx:")


def failing(page: Page, status: int | None) -> None:
    """The next tab is answered with this status (None: the connection is lost)."""

    def answer(route: Any) -> None:
        route.abort() if status is None else route.fulfill(status=status, body="<h1>error</h1>")

    page.route("**/contracts/*/?tab=sales", answer)


@pytest.mark.parametrize(("status", "said"), [(503, BUSY), (None, LOST), (500, FAILED)])
def test_trouble_is_said_and_forgotten_when_it_is_over(
    open_page: Open, company: int, complaints: list[str], status: int | None, said: str
) -> None:
    page = open_page(f"/contracts/{company}/")
    mark(page)
    trouble = page.get_by_role("alert").filter(has_text=said)
    expect(trouble).to_have_count(0)
    failing(page, status)
    page.click("#tab-sales")
    expect(trouble).to_be_visible()
    expect(page.locator("#tab-sales")).not_to_have_attribute("aria-current", "page")
    page.unroute_all()
    page.click("#tab-sales")
    expect(page.locator("#tab-sales")).to_have_attribute("aria-current", "page")
    expect(page.locator("#trouble")).to_be_hidden()
    assert stayed(page)
    complaints[:] = [one for one in complaints if not any(noise in one for noise in NOISE)]


def test_it_is_said_in_english_and_fits_a_phone(open_page: Open, company: int, complaints: list[str]) -> None:
    page = open_page(f"/contracts/{company}/", language="en", width=390)
    failing(page, 503)
    page.click("#tab-sales")
    expect(page.locator("#trouble")).to_contain_text("The server is busy. Nothing was changed.")
    box = page.locator("#trouble").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    complaints[:] = [one for one in complaints if not any(noise in one for noise in NOISE)]
