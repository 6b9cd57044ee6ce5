import uuid
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import expect
from daicho.business.organisation.own_files import put
from daicho.engine.access.actors import SYSTEM
from daicho.engine.records.command import command
from tests.browser.looks import LANGUAGES, WITH_AXE, flaws
from tests.browser.test_answers import link, phone
from tests.browser.test_trouble import failing
pytestmark = pytest.mark.browser

@WITH_AXE
def test_look(open_page, company, world, link, phone, complaints, settings):
    with command(actor=SYSTEM, reason="t", frame=world.frame) as running:
        put(running, "cancellation_form", "解約届.pdf", b"%PDF-1.7\nx")
    found = []
    phone.goto(link + "cancel/")
    phone.fill("[name=respondent]", "佐藤")
    phone.click("button[value=check]")
    phone.screenshot(path="/tmp/w/shots/lo_check.png", full_page=True); found += flaws(phone)
    phone.click("button[value=send]")
    expect(phone.locator("h1")).to_contain_text("ありがとう")
    with phone.expect_download() as got:
        phone.click("text=解約届をダウンロード")
    assert got.value.suggested_filename == "解約届.pdf"
    phone.screenshot(path="/tmp/w/shots/lo_done.png", full_page=True); found += flaws(phone)
    settings.DAICHO_CLOCK = world.frame.now
    for w, t, l in ((1280, "light", "ja"), (390, "dark", "en")):
        page = open_page("/settings/organisation/", who="admin", width=w, theme=t, language=l)
        page.locator(".settings-form").screenshot(path=f"/tmp/w/shots/lo_set_{w}.png"); found += flaws(page)
        page = open_page(f"/contracts/{company}/", width=w, theme=t, language=l)
        failing(page, 503); page.click("#tab-sales"); expect(page.locator("#trouble")).to_be_visible()
        page.screenshot(path=f"/tmp/w/shots/lo_trouble_{w}.png"); found += flaws(page)
    complaints.clear()
    print(found)
    assert not found
