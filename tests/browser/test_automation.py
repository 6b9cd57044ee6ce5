"""Processes, waiting actions and templates in a browser: the pane, switching on, the live preview, and without script."""

import pytest
from playwright.sync_api import expect

from daicho.engine.access.actors import SYSTEM
from daicho.engine.automation import services
from daicho.engine.automation.models import Process, ScheduledAction
from daicho.engine.mail.models import EmailTemplate
from tests.browser.conftest import Open
from tests.web.automation import NAME, mail_process
from tests.world import World

pytestmark = pytest.mark.browser


@pytest.fixture
def process(company: int, world: World) -> Process:
    """A process that mails customers, off."""
    return mail_process(world)


def test_the_pane_shows_what_an_action_would_make_and_closes(open_page: Open, process: Process, world: World) -> None:
    services.activate(process.pk, actor=SYSTEM, frame=world.frame, existing="waiting")
    page = open_page(f"/automation/waiting/?process={process.pk}&view=all", who="admin")
    page.locator("[data-preview]").first.click()
    pane = page.locator("#preview")
    expect(pane.locator("h2")).to_contain_text("契約終了日の90日前")
    expect(pane).to_be_focused()
    assert page.url.endswith("view=all")
    page.keyboard.press("Escape")
    expect(pane.locator("h2")).to_have_count(0)
    expect(page.locator("[data-preview]").first).to_be_focused()


def test_on_a_phone_the_link_leads_to_the_page(open_page: Open, process: Process, world: World) -> None:
    services.activate(process.pk, actor=SYSTEM, frame=world.frame, existing="waiting")
    page = open_page(f"/automation/waiting/?process={process.pk}&view=all", who="admin", width=390)
    page.locator("[data-preview]").first.click()
    page.wait_for_url("**/automation/waiting/*/")
    expect(page.locator("h1")).to_contain_text("契約終了日の90日前")


def test_several_are_chosen_and_postponed(open_page: Open, process: Process, world: World) -> None:
    services.activate(process.pk, actor=SYSTEM, frame=world.frame, existing="waiting")
    page = open_page(f"/automation/waiting/?process={process.pk}", who="admin")
    boxes = page.locator("tbody .pick")
    boxes.nth(0).check()
    boxes.nth(1).check()
    expect(page.locator("#bulk-count")).to_have_text("2件を選択中")
    page.get_by_role("button", name="延期").click()
    page.fill("#f-until", "2026/05/07 10:30")
    page.get_by_role("button", name="延期する").click()
    expect(page.locator(".said")).to_have_text("2件の日時を変えました。")
    assert ScheduledAction.objects.filter(reason="postponed").count() == 2


def test_a_process_is_switched_on_with_its_counts_in_view(open_page: Open, process: Process) -> None:
    page = open_page(f"/automation/processes/{process.pk}/", who="admin")
    page.get_by_role("link", name="有効化").click()
    expect(page.locator(".asking-text").first).to_contain_text("既存の契約61件が対象になります")
    page.get_by_role("button", name="有効にする").click()
    expect(page.locator(".said")).to_contain_text("有効にしました（版1）")
    expect(page.locator(".record-head")).to_contain_text("有効（版1）")
    assert Process.objects.get(name=NAME).active


def test_a_condition_is_added_and_saved_as_a_new_version(open_page: Open, process: Process) -> None:
    page = open_page(f"/automation/processes/{process.pk}/edit/", who="admin")
    page.get_by_role("button", name="条件を追加").click()
    page.select_option("[name='nodes.0.c.1.field']", "name")
    page.select_option("[name='nodes.0.c.1.op']", "contains")
    page.fill("[name='nodes.0.c.1.value']", "帳票")
    page.fill("[name='nodes.0.schedules.0.offset']", "60")
    page.get_by_role("button", name="新しい版として保存").click()
    expect(page.locator(".said")).to_contain_text("版2を作りました")
    expect(page.locator(".outline")).to_contain_text("契約終了日の60日前")
    expect(page.locator(".diamond-conditions")).to_contain_text("「帳票」を含む")


def test_enter_in_the_editor_of_a_process_adds_nothing(open_page: Open, process: Process) -> None:
    page = open_page(f"/automation/processes/{process.pk}/edit/", who="admin")
    page.press("[name='nodes.0.schedules.0.offset']", "Enter")
    page.wait_for_load_state()
    expect(page.locator(".edit-row")).to_have_count(1)
    assert process.versions.count() == 1


def test_a_template_is_written_with_its_preview_beside_it(open_page: Open, company: int, complaints: list[str]) -> None:
    page = open_page("/automation/templates/new/", who="admin")
    page.fill("#f-name", "お礼")
    page.fill("#f-subject", "お礼（{{ contract.number }}）")
    page.fill("#f-text", "{{ contract.nix }}")
    expect(page.locator("#live-preview")).to_contain_text("テンプレート1行目")
    page.fill("#f-text", "")
    page.locator(".picker > summary").click()
    page.locator(".picker-group > summary").first.click()
    page.locator("[data-insert='{{ contract.name }}']").click()
    expect(page.locator("#f-text")).to_have_value("{{ contract.name }}")
    expect(page.locator("#live-preview .made-title")).to_contain_text("お礼（K-")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".said")).to_have_text("保存しました。")
    assert EmailTemplate.objects.get(name="お礼").text == "{{ contract.name }}"


def test_the_record_to_check_with_is_found_by_typing(open_page: Open, company: int) -> None:
    template = EmailTemplate.objects.order_by("id").first()
    assert template is not None
    page = open_page(f"/automation/templates/{template.pk}/", who="admin")
    page.fill("#f-subject", "件名 {{ contract.number }}")
    page.fill("#f-text", "本文 {{ contract.name }}")
    page.fill("#f-sample", "")
    page.locator("#f-sample").press_sequentially("帳票")
    option = page.locator("#options-sample [data-id]").first
    chosen = option.get_attribute("data-text") or ""
    option.click()
    expect(page.locator("#live-preview .mail-text")).to_contain_text(f"本文 {chosen}")
