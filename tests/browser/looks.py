"""How a page is looked at: desk and phone, light and dark; axe-core finds nothing and nothing sticks out."""

import functools
from pathlib import Path

import pytest
from playwright.sync_api import Page

LANGUAGES = ("ja", "en")
LOOKS = {"ja": ((1280, "light"), (390, "dark")), "en": ((1280, "dark"), (390, "light"))}
"""The widths and themes in which a page of each language is looked at: over both languages, each pair once."""
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WITH_AXE = pytest.mark.skipif(not AXE.exists(), reason="axe-core is not fetched: run make setup")
DRESS = """(theme) => {
  document.documentElement.dataset.bsTheme = theme;
  for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
}"""
RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"], preload: false });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}"""


@functools.cache
def _axe() -> str:
    return AXE.read_text("utf-8")


def flaws(page: Page) -> list[str]:
    """What is wrong with a page as it stands, in the looks of its language; afterwards the page is as it was."""
    was, theme = page.viewport_size, page.evaluate("document.documentElement.dataset.bsTheme")
    language = page.evaluate("document.documentElement.lang")
    found = []
    for width, dress in LOOKS[language]:
        page.set_viewport_size({"width": width, "height": 800 if width == 1280 else 844})
        page.evaluate(DRESS, dress)
        found += [f"{width} {language} {dress}: {one}" for one in (*violations(page), *_sticking_out(page, width))]
    page.evaluate(DRESS, theme)
    if was:
        page.set_viewport_size(was)
    return found


def violations(page: Page) -> list[str]:
    """What axe-core finds on a page as it is."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found: list[str] = page.evaluate(RUN)
    return found


def _sticking_out(page: Page, width: int) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{wide} pixels wide"] if wide > width else []
