"""Reports in a real browser: the chart has content, a bar opens its records, the link is copied, paper has the chart too."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Open, session_of
from tests.browser.looks import WITH_AXE, flaws

pytestmark = pytest.mark.browser

PRODUCTS = "/reports/contracts_by_product/?on=2025-07-01"
PAINTED = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 250) colours.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
  return [...colours];
}"""


def colours(page: Page) -> list[str]:
    found: list[str] = page.locator("#report-chart canvas").evaluate(PAINTED)
    return found


@pytest.mark.parametrize(("theme", "blue"), [("light", "26,95,180"), ("dark", "130,180,245")])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_chart_is_drawn_in_the_colours_of_the_page(open_page: Open, theme: str, blue: str, width: int) -> None:
    page = open_page(PRODUCTS, theme=theme, width=width)
    assert blue in colours(page)
    box = page.locator("#report-chart").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= width


def test_a_bar_opens_the_records_behind_it(open_page: Open) -> None:
    page = open_page(PRODUCTS)
    name = page.locator("tbody th").first.inner_text()
    number = page.locator("tbody td a").first.inner_text()
    box = page.locator("#report-chart").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.55, box["y"] + 20)
    page.wait_for_url("**/behind/**")
    expect(page.locator("h1")).to_contain_text(name)
    expect(page.locator(".list-count")).to_contain_text(f"{number}件")


def test_the_chart_follows_the_window(open_page: Open) -> None:
    page = open_page(PRODUCTS)
    wide = page.locator("#report-chart canvas").evaluate("canvas => canvas.clientWidth")
    page.set_viewport_size({"width": 700, "height": 800})
    page.wait_for_function(
        "() => { const box = document.getElementById('report-chart'); return Math.abs(box.clientWidth - box.querySelector('canvas').clientWidth) < 2 }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 700
    assert wide > 0


def test_the_link_is_copied_with_everything_in_it(open_page: Open) -> None:
    page = open_page(f"{PRODUCTS}&sort=product")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("[data-copies-address]")
    expect(page.locator("#live")).to_contain_text("リンクをコピーしました")
    copied: Any = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"{PRODUCTS}&sort=product")


def test_another_day_is_chosen_without_the_mouse(open_page: Open) -> None:
    page = open_page("/reports/contracts_by_product/")
    page.focus("#report-day")
    page.fill("#report-day", "2025-07-01")
    page.keyboard.press("Enter")
    page.wait_for_url("**on=2025-07-01**")
    expect(page.locator(".report-facts time")).to_have_text("2025/07/01")


def test_without_a_script_the_table_is_enough(open_page: Open, browser: Browser, live_server: LiveServer) -> None:
    lines = open_page(PRODUCTS).locator("tbody tr").count()
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, locale="ja")
    context.add_cookies([{"name": "sessionid", "value": session_of("owner"), "url": live_server.url}])
    plain = context.new_page()
    plain.goto(PRODUCTS)
    expect(plain.locator("tbody tr")).to_have_count(lines)
    expect(plain.locator("[data-copies-address]")).to_be_hidden()
    context.close()


@WITH_AXE
def test_a_wrong_day_is_told_to_everybody(open_page: Open, complaints: list[str]) -> None:
    page = open_page("/reports/contracts_by_product/?on=2025/13/31")
    expect(page.locator("#report-day-error")).to_contain_text("日付として読み取れません")
    assert flaws(page) == []
    assert all("400" in one for one in complaints)
    complaints.clear()


def test_paper_has_header_chart_and_page_numbers(open_page: Open) -> None:
    page = open_page(PRODUCTS)
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    page.emulate_media(media="print")
    for hidden in (".sidebar", ".topbar", ".report-form", ".report-actions"):
        expect(page.locator(hidden).first).to_be_hidden()
    for shown in (".report-head h1", ".report-about", ".report-facts", ".report-table"):
        expect(page.locator(shown).first).to_be_visible()


def test_tiles_of_home_lead_to_their_lists(open_page: Open) -> None:
    page = open_page("/")
    expect(page.locator(".tile")).to_have_count(7)
    number = page.locator(".tile-renewals strong").inner_text()
    page.click(".tile-renewals .tile-link")
    expect(page.locator(".list-count")).to_contain_text(number)
