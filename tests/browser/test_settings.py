"""Settings and the first start in the browser: nothing for axe to find, an image seen before it is sent, a wait that ends."""

import pytest

from daicho.business.organisation.models import Beginning, Organisation
from tests.browser.conftest import Open
from tests.browser.looks import LANGUAGES, WITH_AXE, flaws
from tests.web.test_settings import png
from tests.world import World

pytestmark = pytest.mark.browser
SETTINGS = "/settings/organisation/"


def chosen(world: World, state: str) -> None:
    """The start page shows itself where a demo failed, and waits where one is wanted."""
    problem = {"ja": "止まりました。", "en": "It stopped."}
    values = {"state": state, "problem": problem, "chosen_at": world.frame.now}
    Beginning.objects.update_or_create(pk=1, defaults=values)


@WITH_AXE
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(open_page: Open, world: World, complaints: list[str], language: str) -> None:
    page = open_page(SETTINGS, language=language, who="admin")
    assert flaws(page) == []
    page.fill("#f-closed_days", "年末")
    page.click(".form-actions [type=submit]")
    page.locator("#f-closed_days[aria-invalid]").wait_for()
    assert flaws(page) == []
    for state in ("demo_failed", "demo_wanted"):
        chosen(world, state)
        page.goto("/start/")
        assert flaws(page) == [], state
    assert [one for one in complaints if "422" not in one] == []
    complaints.clear()


def test_an_image_is_seen_before_it_is_sent_and_after_it_is_kept(open_page: Open) -> None:
    page = open_page(SETTINGS, who="admin")
    shown = page.locator("#f-seal-preview")
    assert not shown.is_visible()
    page.set_input_files("#f-seal", {"name": "社印.png", "mimeType": "image/png", "buffer": png(30, 30)})
    shown.wait_for(state="visible")
    assert str(shown.get_attribute("src")).startswith("data:image/png")
    page.click(".form-actions [type=submit]")
    page.locator(".said").wait_for()
    assert page.locator("#f-seal-preview").evaluate("image => image.naturalWidth") == 30
    assert Organisation.objects.get(pk=1).seal.startswith("社印.png")


def test_the_wait_for_the_demo_ends_by_itself(open_page: Open, world: World) -> None:
    chosen(world, "demo_wanted")
    page = open_page("/start/", who="admin")
    assert page.locator("#start-state").is_visible()
    chosen(world, "done")
    page.wait_for_url("**/", timeout=10_000)
    assert "デモデータを入れました。" in page.inner_text(".said")


def test_the_start_page_is_filled_by_the_keyboard_alone(open_page: Open, world: World) -> None:
    chosen(world, "demo_failed")
    page = open_page("/start/", who="admin")
    page.focus("#f-name")
    page.keyboard.type("株式会社台帳")
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "empty"
