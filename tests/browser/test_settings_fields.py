"""Objects and fields in the browser: no flaw on any page, and a field that is added is typed into the next form."""

import re

import pytest
from playwright.sync_api import expect

from daicho.business.parties.models import Account
from tests.browser.conftest import Open
from tests.browser.looks import LANGUAGES, WITH_AXE, flaws
from tests.engine.shaping.fields import OPTIONS, add
from tests.world import World

pytestmark = pytest.mark.browser

PAGE = "/settings/objects/account/"
PATHS = (
    "/settings/objects/",
    PAGE,
    PAGE + "new/?type=picklist",
    PAGE + "new/?type=lookup",
    PAGE + "fields/x_rank/",
    PAGE + "fields/x_rank/delete/",
    "/accounts/new/",
)


@WITH_AXE
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_have_no_flaw(open_page: Open, world: World, language: str) -> None:
    add(world, key="x_rank", type="picklist", label={"ja": "顧客ランク", "en": "Rank"}, options=OPTIONS)
    add(world, key="x_memo", type="text", label="覚え")
    page = open_page("/settings/objects/", language=language, who="admin")
    for path in PATHS:
        page.goto(path)
        assert flaws(page) == [], path


def test_a_field_is_added_and_the_next_form_asks_for_it(open_page: Open, world: World) -> None:
    page = open_page("/settings/objects/", who="admin")
    page.get_by_role("link", name="取引先", exact=True).last.click()
    page.get_by_label("新しい項目の型").select_option("picklist")
    page.get_by_role("button", name="項目を追加").click()
    page.get_by_label("表示名", exact=False).first.fill("顧客ランク")
    page.get_by_label(re.compile("^項目キー")).fill("x_rank")
    page.get_by_label("1行目の表示名", exact=True).fill("金")
    page.get_by_label("2行目の表示名", exact=True).fill("銀")
    page.get_by_role("button", name="項目を追加").click()
    expect(page.get_by_role("rowheader", name="顧客ランク")).to_be_visible()
    page.goto(f"/accounts/{world.account}/edit/")
    page.get_by_label("顧客ランク").select_option("金")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("dt", has_text="顧客ランク")).to_be_visible()
    assert Account.objects.get(pk=world.account).custom == {"x_rank": "金"}
