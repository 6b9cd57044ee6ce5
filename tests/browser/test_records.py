"""Lists, record pages and forms in a real browser: suggestions, keys, errors, saving."""

import pytest
from playwright.sync_api import expect

from daicho.business.parties.models import Contact
from tests.browser.conftest import Open
from tests.world import World

pytestmark = pytest.mark.browser


def test_a_contact_is_made_with_the_keyboard_and_a_suggestion(open_page: Open) -> None:
    page = open_page("/contacts/")
    page.keyboard.press("n")
    page.locator("#f-account").press_sequentially("青葉")
    expect(page.locator("#options-account [data-id]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#f-account")).to_have_value("株式会社青葉製作所")
    expect(page.locator("#options-account")).to_be_hidden()
    page.fill("#f-name", "高橋 一郎")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("高橋 一郎")
    expect(page.locator(".said")).to_have_text("保存しました。")
    page.keyboard.press("e")
    expect(page.locator("#f-name")).to_have_value("高橋 一郎")
    assert Contact.objects.get(name="高橋 一郎").family_name == "高橋"


def test_errors_lead_to_their_fields(open_page: Open, world: World, complaints: list[str]) -> None:
    page = open_page(f"/contacts/new/?account={world.account}")
    page.fill("#f-email", "だれか")
    page.click(".form-actions .btn-primary")
    expect(page.locator(".alert-box li")).to_have_count(2)
    page.click(".alert-box li >> nth=1 >> a")
    assert page.evaluate("document.activeElement.id || location.hash.slice(1)") in ("f-name", "f-email")
    assert all("422" in one for one in complaints)
    complaints.clear()
