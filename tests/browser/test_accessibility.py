"""axe-core finds nothing on any page, and nothing sticks out: light and dark, Japanese and English, desk and phone."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import AXE, Open
from tests.world import World

pytestmark = pytest.mark.browser

LOOKS = [(1280, "ja", "light"), (1280, "en", "dark"), (390, "ja", "dark"), (390, "en", "light")]
"""Each pair of width, language and theme once."""
PATHS = (
    "/contracts/",
    "/contracts/?view=contract.renew_this_month",
    "/contracts/?q=zzz",
    "/contracts/?view=nix",
    "/quotes/",
    "/accounts/",
    "/accounts/{account}/",
    "/accounts/{account}/edit/",
    "/accounts/new/",
    "/contacts/{contact}/",
    "/contacts/new/?account={account}",
    "/products/{product}/",
    "/tasks/",
    "/opportunities/",
    "/notifications/",
    "{contract}edit/",
    "{contract}",
    "{contract}?tab=lines&all=1",
    "{contract}?tab=sales",
    "{contract}?tab=automation",
    "{contract}?tab=history",
)
RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}"""


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(RUN)
    return found


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not fetched: run make setup")
@pytest.mark.parametrize(("width", "language", "theme"), LOOKS)
def test_pages_for_those_who_are_logged_in(
    open_page: Open, company: int, world: World, complaints: list[str], width: int, language: str, theme: str
) -> None:
    page = open_page("/contracts/", width=width, language=language, theme=theme)
    for path in PATHS:
        ids = {"account": world.account, "contact": world.contact, "product": world.monthly}
        page.goto(path.format(contract=f"/contracts/{company}/", **ids))
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto("/contracts/")
    assert all("404" in one for one in complaints)  # Chromium says so of the view that does not exist
    complaints.clear()
    page.click(".user-menu summary")
    assert violations(page) == [], "the user menu"
    page.click("[data-opens=keys]")
    assert violations(page) == [], "the keys"


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not fetched: run make setup")
@pytest.mark.parametrize("path", ["/login/", "/nowhere/"])
def test_pages_for_everybody(open_page: Open, complaints: list[str], path: str) -> None:
    for width, theme in ((1280, "light"), (390, "dark")):
        page = open_page(path, width=width, theme=theme, who="")
        assert violations(page) == []
        if path == "/login/":
            page.click("button[value=en]")
            assert violations(page) == []
    assert [one for one in complaints if "404" not in one] == []
    complaints.clear()
