"""What goes wrong on the way: no connection, back and reload, two tabs at once, old and broken links. And finding a customer."""

import pytest
from playwright.sync_api import Page, expect

from daicho.business.contracts.models import RenewalAnswer
from daicho.business.sales.models import Order, Quote
from daicho.engine.activity.models import Notification
from tests.browser.days import Counted, Days

pytestmark = pytest.mark.browser
LOST = "通信に失敗し、ご回答はまだ送られていません。入力内容は残っていますので、もう一度お試しください。"


@pytest.fixture
def link(days: Days) -> str:
    """The link that the customer was mailed; it is 2026-04-01, nine o'clock."""
    days.sold()
    days.at("2026-04-01T09:00")
    return days.letter().link


def test_without_a_connection_the_customer_loses_nothing(days: Days, link: str) -> None:
    page = days.phone(f"{link}considering/")
    for selector, text in (("#respondent", "佐藤"), ("#planned_on", "2026-04-20"), ("#comment", "稟議中です。")):
        page.fill(selector, text)
    offline_and_again(page, "button[value=check]")
    expect(page.locator("h1")).to_have_text("ご回答内容の確認")
    offline_and_again(page, "button[value=send]")
    expect(page.locator("h1")).to_have_text("ご回答ありがとうございました")
    kept = RenewalAnswer.objects.get()
    assert (kept.choice, str(kept.planned_on), kept.comment) == ("considering", "2026-04-20", "稟議中です。")
    days.complaints[:] = [one for one in days.complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def offline_and_again(page: Page, button: str) -> None:
    """Pressed without a connection, which is said; pressed again when it is back."""
    page.context.set_offline(True)
    page.click(button)
    expect(page.locator("#lost")).to_have_text(LOST)
    assert not RenewalAnswer.objects.exists()
    page.context.set_offline(False)
    page.click(button)


def test_back_and_reload_in_each_step_of_the_answer(days: Days, link: str) -> None:
    page = days.phone(link)
    page.reload()
    page.click("text=このまま更新する")
    page.reload()
    page.fill("#respondent", "佐藤")
    page.click("button[value=check]")
    expect(page.locator(".answer-sum")).to_contain_text("佐藤")
    page.reload()
    expect(page.locator(".answer-sum")).to_contain_text("佐藤")
    page.go_back()
    page.fill("#respondent", "佐藤 真理子")
    page.click("button[value=check]")
    page.click("button[value=send]")
    expect(page.locator("h1")).to_have_text("ご回答ありがとうございました")
    page.reload()
    expect(page.locator("h1")).to_have_text("ご回答ありがとうございました")
    page.go_back()
    page.goto(link)
    expect(page.locator("[role=status]")).to_contain_text("「このまま更新する」とのご回答をいただいています")
    assert [one.respondent for one in RenewalAnswer.objects.all()] == ["佐藤 真理子"]


def test_two_tabs_at_once(days: Days, link: str) -> None:
    first, second = days.phone(f"{link}renew/"), days.phone(f"{link}change/")
    first.fill("#respondent", "佐藤")
    second.fill("#respondent", "佐藤")
    second.fill("[name^=quantity-] >> nth=0", "12")
    for page in (first, second):
        page.click("button[value=check]")
        expect(page.locator("h1")).to_have_text("ご回答内容の確認")
    together(first, second, "button[value=send]")
    for page in (first, second):
        expect(page.locator("h1")).to_have_text("ご回答ありがとうございました")
    assert RenewalAnswer.objects.filter(superseded=False).count() == 1
    [draft] = Quote.objects.filter(status="draft")
    one, other = (days.desk("owner", f"/quotes/{draft.pk}/confirm/") for _ in range(2))
    together(one, other, ".asking-bar .btn-primary")
    for page in (one, other):
        expect(page.locator(".notice-box")).to_contain_text("受注を開く")
    assert Order.objects.filter(quote=draft).count() == 1


def together(first: Page, second: Page, button: str) -> None:
    """The same button in both tabs, the second before the first was answered."""
    for page in (first, second):
        page.evaluate("(wanted) => setTimeout(() => document.querySelector(wanted).click(), 50)", button)


def test_confirming_without_a_connection_books_nothing(days: Days) -> None:
    quote = days.world.quote()
    page = days.desk("owner", f"/quotes/{quote}/confirm/")
    page.context.set_offline(True)
    page.click(".asking-bar .btn-primary")
    page.wait_for_url("chrome-error://**")
    assert not Order.objects.exists()
    page.context.set_offline(False)
    page.goto(f"/quotes/{quote}/confirm/")
    page.click(".asking-bar .btn-primary")
    expect(page.locator(".said")).to_contain_text("受注を確定しました。")
    assert Order.objects.count() == 1
    days.complaints[:] = [one for one in days.complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def test_an_old_and_a_broken_link_say_what_to_do(days: Days, link: str) -> None:
    page = days.phone(f"{link[:-3]}/")
    expect(page.locator("main")).to_contain_text("メールのリンクが途中で改行されていないかご確認ください。")
    days.at("2026-07-15T10:00")
    page.goto(f"{link}renew/")
    expect(page.locator("main")).to_contain_text("このリンクの有効期限が切れています。")
    days.letters()
    page.get_by_role("button", name="新しいリンクをメールで受け取る").click()
    page.wait_for_url("**/new-link/")
    days.work()
    assert days.letters() == []
    told = Notification.objects.filter(title__startswith="回答リンクの再送を求められました")
    assert [one.user.username for one in told] == ["owner"]
    assert "お客様へご連絡ください" in told[0].body
    assert not RenewalAnswer.objects.exists()
    days.complaints[:] = [one for one in days.complaints if "404" not in one and "410" not in one]


def test_a_customer_is_found_by_the_reading_of_his_name(days: Days) -> None:
    days.change("account", days.world.account, name_kana="アオバセイサクショ")
    days.sold()
    page = days.desk("owner", "/quotes/new/")
    rep = Counted(page)
    page.focus("#f-account")
    rep.type("あおば")
    rep.press("Tab")
    expect(page.locator("#f-account")).to_have_value("株式会社青葉製作所")
    assert rep.keys == 1
    page.evaluate("document.getElementById('editor').remove()")
    for path in ("/", "/accounts/"):
        page.goto(path)
        page.keyboard.press("/")
        page.keyboard.type("あおば")
        page.keyboard.press("Enter")
        expect(page.locator(".chip-search")).to_be_visible()
        expect(page.locator("tbody tr")).to_contain_text(["株式会社青葉製作所"])
