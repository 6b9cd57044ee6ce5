"""A customer answers on a phone, with the link of his mail: seen, typed, checked, sent; also when the connection is lost."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from daicho.business.contracts.answer_links import make_token
from daicho.business.contracts.models import ContractLine, ContractTerm, RenewalAnswer
from tests.browser.looks import LANGUAGES, WITH_AXE, flaws

pytestmark = pytest.mark.browser
APRIL = datetime(2026, 4, 2, 1, 0, tzinfo=UTC)
PAGES = ("", "renew/", "change/", "cancel/", "considering/", "contact_me/", "person_changed/", "unknown/")


@pytest.fixture
def link(live_server: LiveServer, company: int, settings: Any) -> str:
    cache.clear()
    settings.DAICHO_CLOCK = APRIL
    term = ContractTerm.objects.get(contract=company, number=1)
    return f"{live_server.url}/answer/{make_token(company, term.pk, 'sato@aoba.example.jp')}/"


@pytest.fixture
def phone(browser: Browser) -> Any:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def test_the_choices_fit_one_screen_and_texts_are_large(phone: Page, link: str) -> None:
    phone.goto(link)
    boxes = [one.bounding_box() for one in phone.locator(".answer-choice").all()]
    assert len(boxes) == 5
    last, top = boxes[-1], boxes[0]
    assert last is not None
    assert top is not None
    assert last["y"] + last["height"] - top["y"] < 844
    sizes = phone.evaluate(
        "[...document.querySelectorAll('main *')].map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 16


def test_a_customer_asks_for_more_licences(phone: Page, link: str) -> None:
    line = ContractLine.objects.get(price_kind="monthly", contract__lines__price_kind="one_time", term__number=1)
    phone.goto(link)
    phone.click("text=変更して更新する")
    phone.fill("#respondent", "佐藤 真理子")
    phone.fill(f"[name=quantity-{line.pk}]", "１２")
    phone.click("text=確認画面へ進む")
    expect(phone.locator(".answer-sum")).to_contain_text("10 → 12")
    phone.click("text=戻って修正する")
    expect(phone.locator("#respondent")).to_have_value("佐藤 真理子")
    phone.click("text=確認画面へ進む")
    phone.click("button[value=send]")
    expect(phone.locator("h1")).to_have_text("ご回答ありがとうございました")
    phone.reload()
    expect(phone.locator("h1")).to_have_text("ご回答ありがとうございました")
    assert [one.choice for one in RenewalAnswer.objects.all()] == ["change"]


def test_a_lost_connection_keeps_what_was_typed(phone: Page, link: str) -> None:
    phone.goto(f"{link}renew/")
    phone.fill("#respondent", "佐藤")
    phone.click("text=確認画面へ進む")
    expect(phone.locator("h1")).to_have_text("ご回答内容の確認")
    phone.context.set_offline(True)
    phone.click("button[value=send]")
    expect(phone.locator("#lost")).to_contain_text("通信に失敗し、ご回答はまだ送られていません。")
    assert not RenewalAnswer.objects.exists()
    phone.context.set_offline(False)
    phone.click("button[value=send]")
    expect(phone.locator("h1")).to_have_text("ご回答ありがとうございました")
    assert RenewalAnswer.objects.count() == 1


@WITH_AXE
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(browser: Browser, link: str, language: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    for path in (*PAGES, "done/"):
        page.goto(f"{link}{path}?lang={language}")
        assert flaws(page) == [], path
    page.goto(f"{link}considering/?lang={language}")
    page.click("button[value=check]")
    expect(page.locator("p.is-red").first).to_be_visible()
    assert flaws(page) == [], "with errors"
    page.goto(f"{link}cancel/?lang={language}")
    page.fill("#respondent", "x")
    page.click("button[value=check]")
    expect(page.locator(".answer-sum")).to_be_visible()
    assert flaws(page) == [], "the check"
    page.click("button[value=send]")
    page.wait_for_url("**/done/**")
    assert flaws(page) == [], "done"
    page.goto(link[:-3] + "/")
    assert flaws(page) == [], "altered"
    context.close()
