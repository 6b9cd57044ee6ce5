"""The main job with everybody who has a part in it: the rep, the worker, the customer on a phone, and the clerk.

What it costs a new user beside what he types: this month's renewals 1 click and one renewal 3 (test_lists.py), a quote of
three lines MOST_KEYS keys, a customer by the reading of his name 1 key in a quote and 2 from any page (test_main_job_trouble.py).
"""

import re

import pytest
from playwright.sync_api import Page, expect

from daicho.business.contracts.models import Contract, ContractLine, ContractTerm, SalesEntry
from daicho.business.sales.models import Opportunity
from tests.browser.days import Counted, Days

pytestmark = pytest.mark.browser
LINES = (("くらうど", "1,200"), ("サポート", "96,000"), ("初期", "250,000"))
MOST_KEYS = 45
CUSTOMER = "株式会社緑川商事"
CHOICES = ("renew", "change", "cancel", "considering", "contact_me", "person_changed", "unknown", "new-link")
SCANNED = ("", *(f"{choice}/" for choice in CHOICES))


def test_from_a_new_customer_to_the_next_term(days: Days) -> None:
    rep = days.desk("owner", "/login/?next=/accounts/", log_in=False)
    enters_a_customer(rep)
    contract = sells_three_products(rep)
    what_waits_is_shown(rep, contract)
    days.at("2026-03-27T09:00")
    assert days.letters() == []
    days.at("2026-04-01T09:00")
    link = the_mail_has_gone_out(days, rep)
    a_scanner_changes_nothing(days, link)
    days.at("2026-04-02T10:00")
    the_customer_asks_for_ten_more(days, link)
    the_customer_has_a_copy(days)
    the_clerk_finds_the_answer_and_renews(days)
    the_next_term_is_booked_and_the_customer_thanked(days, contract)
    the_rep_has_heard_of_it(rep, contract)
    days.nothing_is_left()


def enters_a_customer(page: Page) -> None:
    """Logged in by himself; 取引先 and 取引先責任者 with the forms."""
    page.fill("#username", "owner")
    page.fill("#password", "owner password")
    page.click(".log-in .btn-primary")
    page.wait_for_url("**/accounts/")
    page.keyboard.press("n")
    page.fill("#f-name", CUSTOMER)
    page.fill("#f-name_kana", "ミドリカワショウジ")
    page.click(".form-actions >> text=保存")
    page.click("text=取引先責任者を追加")
    page.fill("#f-name", "緑川 一郎")
    page.fill("#f-email", "midorikawa@midori.example.jp")
    page.click(".form-actions >> text=保存")
    page.wait_for_url(re.compile(r"/contacts/\d+/$"))


def sells_three_products(page: Page) -> int:
    """A quote of three lines by the keyboard, with what it will make and what then waits; the id of the contract."""
    writes_a_quote_without_the_mouse(page)
    page.click("text=詳しい条件")
    page.fill("#f-operations_user", "岡田")
    page.focus("button[value=confirm]")
    page.keyboard.press("Enter")
    asked = page.locator(".asking-text")
    expect(asked).to_contain_text("受注1件、契約1件（ライセンス3件）、売上明細25件が作成され、")
    expect(asked).to_contain_text("更新案内が2026年4月1日に予定されます。")
    expect(page.locator(".waiting-steps")).to_contain_text("契約担当者へ『更新のご案内』を送る")
    page.focus(".asking-bar .btn-primary")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("受注を確定しました。")
    expect(page.locator(".next-links")).to_have_text("契約を開く受注を開く予定を見る")
    page.click("text=契約を開く")
    page.wait_for_url("**/contracts/*/")
    return int(page.url.rstrip("/").rpartition("/")[2])


def writes_a_quote_without_the_mouse(page: Page) -> None:
    """From the list of quotes to the button 受注確定, with the preview beside it."""
    page.goto("/quotes/")
    rep = Counted(page)
    rep.press("n")
    page.wait_for_url("**/quotes/new/")
    picks(rep, "みどりかわ")
    expect(page.locator("#f-contact option")).to_have_count(2)
    expect(page.locator("#f-contact option:checked")).to_have_text("緑川 一郎")
    rep.go_to("#f-start_date")
    rep.type("2025/7/1")
    rep.press("Tab")
    rep.type("2026/6/30")
    for row, (text, price) in enumerate(LINES):
        rep.go_to(f"[id='f-{row}.product']")
        picks(rep, text)
        if row == 0:
            rep.press("Tab")
            rep.type("１０")
        expect(page.locator(f"[id='f-{row}.unit_price']")).to_have_value(price)
        expect(page.locator(f"[id='f-{row + 1}.product']")).to_be_visible()
    rep.go_to("[value=confirm]")
    expect(page.locator(".totals dd")).to_have_text(["¥490,000", "¥20,000", "消費税 ¥49,000", "¥539,000"])
    assert rep.keys <= MOST_KEYS


def picks(person: Counted, text: str) -> None:
    """Type into the field that has the focus and take the first suggestion."""
    person.type(text)
    first = person.page.locator(".finder-list li").first
    expect(first).to_be_visible()
    person.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    person.press("Enter")
    expect(person.page.locator(".finder-list")).to_have_count(0)


def what_waits_is_shown(page: Page, contract: int) -> None:
    """On the page of the contract, and in the list of all waiting actions with the mail as it would be sent."""
    mail = page.locator(".course .happening", has_text="契約担当者へ『更新のご案内』を送る")
    expect(mail.locator("time")).to_have_text("2026/04/01 09:00")
    page.goto("/automation/waiting/")
    page.locator("tr", has_text="『更新のご案内』を送る").get_by_role("link", name="2026/04/01 09:00").click()
    expect(page.locator("main")).to_contain_text("【ご回答のお願い】")


def the_mail_has_gone_out(days: Days, page: Page) -> str:
    """It came to the contact, and the rep sees it in the course of the contract; the link in it."""
    letter = days.letter()
    assert (letter.to, letter.subject.partition("「")[0]) == ("midorikawa@midori.example.jp", "【ご回答のお願い】")
    assert "緑川 一郎 様" in letter.text
    contract = Contract.objects.get()
    page.goto(f"/contracts/{contract.pk}/")
    sent = page.locator(".course .happening", has_text=letter.subject)
    expect(sent).to_contain_text("送信済み・緑川 一郎")
    expect(page.locator(".contract-main")).to_contain_text("案内済み")
    return letter.link


def a_scanner_changes_nothing(days: Days, link: str) -> None:
    """What reads mail before people do follows every link, with GET and HEAD."""
    before = days.traces()
    asking = days.phone("about:blank").context.request
    for path in SCANNED:
        assert asking.get(f"{link}{path}").ok
        assert asking.head(f"{link}{path}").ok
    days.work()
    assert days.traces() == before


def the_customer_asks_for_ten_more(days: Days, link: str) -> None:
    """変更して更新する on a phone, without logging in."""
    page = days.phone(link)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("text=変更して更新する")
    page.fill("#respondent", "緑川 一郎")
    page.get_by_label("帳票クラウド 基本ライセンスのご希望の数量").fill("２０")
    page.click("text=確認画面へ進む")
    expect(page.locator(".answer-sum")).to_contain_text("10 → 20")
    page.click("button[value=send]")
    expect(page.locator("h1")).to_have_text("ご回答ありがとうございました")
    expect(page.locator("main")).to_contain_text("担当の樋口 さくらよりご連絡いたします。")
    days.work()


def the_customer_has_a_copy(days: Days) -> None:
    letter = days.letter()
    assert (letter.to, letter.subject.partition("（")[0]) == ("midorikawa@midori.example.jp", "ご回答を受け付けました")
    assert "ご回答　：変更して更新する" in letter.text


def the_clerk_finds_the_answer_and_renews(days: Days) -> None:
    """From the tile of her home page to the quote that was drafted as wished, and its confirmation."""
    page = days.desk("operations", "/tasks/?view=task.all")
    expect(page.locator(".row-link")).to_have_text([f"更新作業（{CUSTOMER}）"])
    page.click(".brand")
    expect(page.locator(".tile-answered")).to_contain_text("変更して更新する")
    page.click(f".tile-answered >> text={CUSTOMER}")
    expect(page.locator(".contract-main")).to_contain_text("変更希望")
    page.click(".contract-actions >> text=契約更新")
    page.get_by_role("link", name=re.compile("^見積 .* を開く$")).click()
    expect(page.locator("[id='f-0.quantity']")).to_have_value("20")
    page.click("button[value=confirm]")
    expect(page.locator(".asking-text")).to_contain_text("次の期間 2026/07/01～2027/06/30（12か月）のライセンス2件")
    page.click("text=受注を確定する")
    expect(page.locator(".said")).to_contain_text("受注を確定しました。")
    days.work()


def the_next_term_is_booked_and_the_customer_thanked(days: Days, contract: int) -> None:
    term = ContractTerm.objects.get(contract=contract, number=2)
    lines = ContractLine.objects.filter(term=term).order_by("position")
    assert [int(line.quantity) for line in lines] == [20, 1]
    assert SalesEntry.objects.filter(contract_line__term=term).count() == 24
    letter = days.letter()
    assert letter.subject.startswith("契約更新のお礼と手続き完了のお知らせ")
    assert "契約期間：2026年7月1日～2027年6月30日" in letter.text
    assert "・帳票クラウド 基本ライセンス　数量 20" in letter.text


def the_rep_has_heard_of_it(page: Page, contract: int) -> None:
    page.goto(f"/contracts/{contract}/")
    expect(page.locator(".bell .badge-count")).to_have_text("3")
    expect(page.locator(".contract-main")).to_contain_text("更新済み")
    page.click(".bell")
    answer = page.locator(".notice", has_text=f"変更希望の回答：{CUSTOMER}")
    expect(answer).to_contain_text("帳票クラウド 基本ライセンス：10 → 20")
    page.click("text=すべて既読にする")
    expect(page.locator(".bell .badge-count")).to_have_count(0)


def test_a_customer_who_is_called_and_does_not_renew(days: Days) -> None:
    days.change("account", days.world.account, renewal_contact_method="call")
    contract = days.sold()
    days.at("2026-04-01T09:00")
    assert days.letters() == []
    rep = days.desk("owner", "/notifications/")
    notice = rep.locator(".notice", has_text="まもなく契約更新：株式会社青葉製作所（2026/06/30 満了）")
    notice.get_by_role("button", name="開く").click()
    task = rep.locator(".course .happening", has_text="更新のご意向確認（株式会社青葉製作所）")
    expect(task.locator("time")).to_contain_text("2026/04/15")
    what_the_customer_said_is_recorded(rep)
    expect(rep.locator(".contract-main")).to_contain_text("解約希望")
    chance = Opportunity.objects.get(contract=contract)
    assert (chance.kind, chance.stage) == ("cancellation", "open")
    assert Contract.objects.get(pk=contract).cancel_date is None
    days.work()
    assert "ご回答　：更新しない" in days.letter().text
    waiting = rep.locator(".course .happening", has_text="契約終了日の")
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text("満了・更新未処理の警告")
    before = days.traces()
    days.at("2026-06-01T09:00")
    assert days.traces() == before


def what_the_customer_said_is_recorded(page: Page) -> None:
    """［回答を登録］: 更新しない, by phone, with the reason."""
    page.click(".contract-actions >> text=回答を登録")
    page.check("[name=choice][value=cancel]")
    expect(page.locator("#source")).to_have_value("phone")
    page.fill("#respondent", "佐藤 真理子")
    page.select_option("#reason", label="予算の都合")
    page.click("text=回答を登録する")
    expect(page.locator(".said")).to_have_text("回答を登録しました。")
