"""更新回答ページ: every state of the link, every choice, and that nothing but the last button answers."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from daicho.business.contracts.answer_links import make_token
from daicho.business.contracts.models import ContractLine, ContractTerm, RenewalAnswer
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import Wish
from daicho.business.sales.models import Quote
from daicho.engine.access.actors import SYSTEM
from daicho.engine.activity.models import Notification
from daicho.engine.mail.models import Mail
from daicho.engine.records.command import command
from daicho.engine.records.models import StoredFile
from tests.web.conftest import Visit
from tests.world import World

APRIL = datetime(2026, 4, 2, 1, 0, tzinfo=UTC)
CHOICES = ("renew", "change", "cancel", "considering", "contact_me", "person_changed")
SAID: dict[str, dict[str, str]] = {
    "change": {"comment": "2つ増やしたい"},
    "considering": {"planned_on": "2026-05-01"},
    "person_changed": {"new_name": "後任 花子", "new_email": "kounin@aoba.example.jp"},
}
PDF = b"%PDF-1.7\n" + b"x" * 1000


@pytest.fixture
def customer(visit: Visit, contract: int, settings: Any) -> Client:
    """A browser without cookies, in April, three months before the end."""
    cache.clear()
    settings.DAICHO_CLOCK = APRIL
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def link(contract: int) -> str:
    term = ContractTerm.objects.get(contract=contract, number=1)
    return f"/answer/{make_token(contract, term.pk, 'sato@aoba.example.jp')}/"


def text(response: Any) -> str:
    return str(response.content.decode())


def send(customer: Client, link: str, choice: str, submission: str = "", **said: Any) -> Any:
    values = {"respondent": "佐藤 真理子", **SAID.get(choice, {}), **said}
    return customer.post(f"{link}{choice}/", {**values, "step": "send", "submission": submission or str(uuid.uuid4())})


def test_the_first_page_shows_contract_next_term_and_choices(customer: Client, link: str) -> None:
    shown = text(customer.get(link))
    assert "<bdi>株式会社青葉製作所</bdi>　佐藤 真理子 様" in shown
    assert "現在のご契約は 2026年6月30日（火） に満了いたします。" in shown
    assert "2026年5月15日（金）" in shown
    assert "現在と同じ内容で、2026年7月1日から更新します。" in shown
    assert "¥240,000" in shown
    assert "初期導入支援" not in shown
    for name in ("このまま更新する", "変更して更新する", "更新しない", "まだ検討中", "担当者と相談したい"):
        assert f"<strong>{name}</strong>" in shown
    assert "<bdi>樋口 さくら</bdi>（<bdi>株式会社ダイチョウ</bdi>）" in shown


def test_it_can_be_read_in_english(customer: Client, link: str) -> None:
    response = customer.get(f"{link}?lang=en")
    assert "Your contract renewal" in text(response)
    assert (response["Content-Language"], '<html lang="en"' in text(response)) == ("en", True)
    assert f"{link}renew/?lang=en" in text(response)


def test_the_contacts_language_is_the_first_one(customer: Client, link: str, world: World) -> None:
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update("contact", {world.contact: {"language": "en"}}, made=True)
    assert "Your contract renewal" in text(customer.get(link))


def test_nobody_keeps_finds_or_is_told_the_address(customer: Client, link: str) -> None:
    response = customer.get(link)
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert not response.cookies


def test_a_scanner_that_follows_every_link_answers_nothing(customer: Client, link: str) -> None:
    pages = ["", *(f"{choice}/" for choice in CHOICES), "done/", "new-link/", "unknown/", "logo"]
    for page in pages:
        assert customer.get(link + page).status_code in (200, 302, 404)
        assert customer.head(link + page).status_code in (200, 302, 404)
    assert not RenewalAnswer.objects.exists()
    assert not Notification.objects.exists()
    assert ContractTerm.objects.get().renewal_stage == "open"


@pytest.mark.parametrize("choice", CHOICES)
def test_each_choice_is_entered_checked_and_sent(customer: Client, link: str, choice: str) -> None:
    assert 'name="respondent"' in text(customer.get(f"{link}{choice}/"))
    said = {"respondent": "佐藤 真理子", **SAID.get(choice, {})}
    checked = customer.post(f"{link}{choice}/", {**said, "step": "check"})
    assert (checked.status_code, "この内容で回答する" in text(checked)) == (200, True)
    assert not RenewalAnswer.objects.exists()
    response = send(customer, link, choice)
    assert (response.status_code, response["Location"].partition("?")[0]) == (303, f"{link}done/")
    kept = RenewalAnswer.objects.get()
    assert (kept.choice, kept.source, kept.recipient) == (choice, "page", "sato@aoba.example.jp")


DONE = {
    "renew": "担当者が更新のお手続きを進めます。",
    "change": "担当の樋口 さくらよりご連絡いたします。",
    "cancel": "これまでのご利用に心よりお礼申し上げます。",
    "considering": "2026年5月1日ごろ、あらためてご連絡いたします。",
    "contact_me": "担当の樋口 さくらより、追ってご連絡いたします。",
    "person_changed": "新しいご担当者様のご連絡先を承りました。",
}


@pytest.mark.parametrize("choice", CHOICES)
def test_the_last_page_says_what_follows(customer: Client, link: str, choice: str) -> None:
    shown = text(customer.get(send(customer, link, choice)["Location"]))
    assert DONE[choice] in shown
    assert "同じリンクから変更できます。" in shown


def test_the_words_of_no_before_it_is_sent(customer: Client, link: str) -> None:
    shown = text(customer.post(f"{link}cancel/", {"respondent": "佐藤", "reason": "budget", "step": "check"}))
    assert "「更新しない」としてお送りします。" in shown
    assert "予算の都合" in shown


def test_wished_quantities_reach_the_draft(customer: Client, link: str) -> None:
    line = ContractLine.objects.get(price_kind="monthly").pk
    send(customer, link, "change", **{f"quantity-{line}": "１５", "comment": ""})
    quote = Quote.objects.get(status="draft")
    assert quote.lines.get(position=1).quantity == 15


def test_going_back_keeps_what_was_typed(customer: Client, link: str) -> None:
    line = ContractLine.objects.get(price_kind="monthly").pk
    typed = {"respondent": "佐藤", "comment": "1行目\n2行目", f"quantity-{line}": "12", "step": "back"}
    shown = text(customer.post(f"{link}change/", typed))
    assert "1行目\n2行目</textarea>" in shown
    assert f'name="quantity-{line}" value="12"' in shown


@pytest.mark.parametrize(
    "choice, said, sentence",
    [
        ("renew", {"respondent": " "}, "「ご回答者のお名前」を入力してください。"),
        ("renew", {"respondent": "あ" * 101}, "100文字以内で入力してください"),
        ("renew", {"comment": "a\x00b"}, "使えない文字があります"),
        ("considering", {"planned_on": "来月"}, "「来月」は日付として読み取れません。"),
        ("considering", {"planned_on": "2026-04-02"}, "2026/04/03 から 2026/06/30 までの日付"),
        ("considering", {"planned_on": "2027-01-01"}, "2026/04/03 から 2026/06/30 までの日付"),
        ("change", {"comment": ""}, "ご希望の数量を変えるか、ご要望をご記入ください。"),
        ("person_changed", {"new_email": "だれか"}, "「だれか」はメールアドレスとして読み取れません。"),
    ],
)
@pytest.mark.parametrize("step", ["check", "send"])
def test_bad_input_is_said_beside_its_field(
    customer: Client, link: str, choice: str, said: dict[str, str], sentence: str, step: str
) -> None:
    values = {"respondent": "佐藤", **SAID.get(choice, {}), **said, "step": step}
    response = customer.post(f"{link}{choice}/", values)
    assert response.status_code == 422
    assert sentence in text(response)
    assert not RenewalAnswer.objects.exists()


def test_markup_is_shown_as_it_was_typed(customer: Client, link: str) -> None:
    shown = text(customer.post(f"{link}renew/", {"respondent": "<script>alert(1)</script>", "step": "check"}))
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_sending_twice_answers_once(customer: Client, link: str) -> None:
    submission = str(uuid.uuid4())
    first, second = (send(customer, link, "renew", submission) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert RenewalAnswer.objects.count() == 1
    assert Quote.objects.filter(status="draft").count() == 1


def test_two_tabs_leave_the_later_answer(customer: Client, link: str) -> None:
    send(customer, link, "renew")
    send(customer, link, "cancel")
    assert ContractTerm.objects.get().renewal_stage == "cancel_wanted"
    assert [one.superseded for one in RenewalAnswer.objects.order_by("id")] == [True, False]
    assert not Quote.objects.filter(status="draft").exists()


def test_a_page_that_is_stale_says_that_the_renewal_is_done(
    customer: Client, link: str, contract: int, world: World
) -> None:
    renewal.renew(world.actor("owner"), contract, Wish(), world.frame)
    shown = text(send(customer, link, "cancel"))
    assert "この契約の更新手続きは完了しています。" in shown
    assert not RenewalAnswer.objects.exists()


def test_an_answer_is_shown_and_can_be_changed_until_it_is_due(customer: Client, link: str, settings: Any) -> None:
    send(customer, link, "renew")
    shown = text(customer.get(link))
    assert "2026年4月2日に「このまま更新する」とのご回答をいただいています（ご回答者：佐藤 真理子 様）。" in shown
    assert "変更する場合は、下記よりお選びください。" in shown
    settings.DAICHO_CLOCK = datetime(2026, 5, 16, tzinfo=UTC)
    late = text(customer.get(link))
    assert "ご回答を変更できる期限（2026年5月15日）を過ぎています。" in late
    assert f"{link}cancel/" not in late
    assert customer.get(f"{link}cancel/").status_code == 302
    send(customer, link, "cancel")
    assert RenewalAnswer.objects.get().choice == "renew"


def test_a_renewed_contract(customer: Client, link: str, contract: int, world: World) -> None:
    renewal.renew(world.actor("owner"), contract, Wish(), world.frame)
    response = customer.get(link)
    assert "この契約の更新手続きは完了しています。ご不明な点は担当者までお問い合わせください。" in text(response)
    assert f"{link}renew/" not in text(response)


def test_a_cancelled_contract(customer: Client, link: str, contract: int, world: World) -> None:
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update("contract", {contract: {"cancel_date": date(2026, 6, 30)}}, made=True)
    assert "この契約は解約の手続きが完了しています。" in text(customer.get(link))


def test_after_the_notice_deadline_nobody_says_no_by_himself(
    customer: Client, link: str, contract: int, world: World
) -> None:
    with command(actor=world.actor("owner"), reason="test", frame=world.frame) as running:
        running.update("contract", {contract: {"notice_months": 3}})
    shown = text(customer.get(link))
    assert "更新しない旨のお申し出の期限（2026年3月30日）を過ぎています。" in shown
    assert f"{link}cancel/" not in shown
    assert send(customer, link, "cancel").status_code == 302
    assert not RenewalAnswer.objects.exists()


def test_an_expired_link_offers_a_new_one(customer: Client, link: str, settings: Any) -> None:
    settings.DAICHO_CLOCK = datetime(2026, 7, 15, tzinfo=UTC)
    response = customer.get(link)
    assert (response.status_code, "新しいリンクをメールで受け取る" in text(response)) == (410, True)
    assert send(customer, link, "renew").status_code == 410
    assert not RenewalAnswer.objects.exists()


def test_the_new_link_goes_to_the_registered_address_only(customer: Client, contract: int) -> None:
    term = ContractTerm.objects.get(contract=contract)
    old = f"/answer/{make_token(contract, term.pk, 'left@aoba.example.jp')}/"
    response = customer.post(f"{old}new-link/")
    assert "ご登録のアドレスへ新しいリンクをお送りします" in text(response)
    assert "left@" not in text(response)
    assert all(mail.to[0]["address"] == "sato@aoba.example.jp" for mail in Mail.objects.all())
    assert Notification.objects.filter(title__startswith="回答リンクの再送").count() == 1


def test_asking_again_says_the_same_and_tells_nobody_twice(customer: Client, link: str) -> None:
    first, second = (text(customer.post(f"{link}new-link/")) for _ in range(2))
    assert first == second
    assert Notification.objects.count() == 1


@pytest.mark.parametrize("altered", ["/answer/x/", "/answer/AAAA/", "/answer/%E3%81%82/", "/answer/a.b/renew/"])
def test_an_altered_link_says_so(customer: Client, altered: str) -> None:
    response = customer.get(altered)
    assert (response.status_code, "途中で改行されていないか" in text(response)) == (404, True)


def test_one_letter_less_is_an_altered_link(customer: Client, link: str) -> None:
    response = customer.post(f"{link[:-2]}/renew/", {"respondent": "佐藤", "step": "send"})
    assert response.status_code == 404
    assert not RenewalAnswer.objects.exists()


def test_a_link_of_another_term_does_not_open_this_contract(customer: Client, contract: int) -> None:
    term = ContractTerm.objects.get(contract=contract)
    assert customer.get(f"/answer/{make_token(contract, term.pk + 1, 'a@b.jp')}/").status_code == 404
    assert customer.get(f"/answer/{make_token(contract + 1, term.pk, 'a@b.jp')}/").status_code == 404


def test_too_many_requests_are_told_to_wait(customer: Client, link: str) -> None:
    statuses = [customer.post(f"{link}renew/", {"step": "check"}).status_code for _ in range(41)]
    assert statuses[-2:] == [422, 429]
    assert "短い時間に多くの操作がありました。" in text(customer.post(f"{link}renew/", {"step": "send"}))


def test_the_person_has_no_idea_and_the_owner_is_told(customer: Client, link: str, world: World) -> None:
    customer.get(f"{link}unknown/")
    assert not Notification.objects.exists()
    customer.post(f"{link}unknown/")
    told = Notification.objects.get()
    assert (told.user_id, told.title) == (world.users["owner"], "「心当たりがない」との連絡：株式会社青葉製作所")


def order(name: str = "注文書.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def test_a_purchase_order_is_kept_with_the_contract(customer: Client, link: str, contract: int) -> None:
    send(customer, link, "renew", order_file=order())
    kept = StoredFile.objects.get()
    assert (kept.about, kept.name, RenewalAnswer.objects.get().order_file) == (
        f"contract:{contract}",
        "注文書.pdf",
        kept.pk,
    )


def test_a_purchase_order_sent_twice_is_kept_once(customer: Client, link: str) -> None:
    submission = str(uuid.uuid4())
    for _ in range(2):
        send(customer, link, "renew", submission, order_file=order())
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    "file, sentence",
    [
        (order("大きい.pdf", b"%PDF-" + b"x" * 10_000_001), "10MB以下のファイル"),
        (order("偽.pdf", b"MZ\x90\x00" + b"\x00" * 100), "PDFではありません"),
        (order("空.pdf", b""), "空のファイルです"),
    ],
)
def test_other_files_are_refused_and_nothing_is_kept(
    customer: Client, link: str, file: SimpleUploadedFile, sentence: str
) -> None:
    response = send(customer, link, "renew", order_file=file)
    assert (response.status_code, sentence in text(response)) == (422, True)
    assert not StoredFile.objects.exists()
    assert not RenewalAnswer.objects.exists()


def test_the_quotation_is_printed(customer: Client, link: str) -> None:
    response = customer.get(f"{link}quotation.pdf")
    assert (response.status_code, response.content[:5]) == (200, b"%PDF-")
    assert not Quote.objects.filter(status="draft").exists()


def test_our_prices_for_his_wishes_are_not_handed_out(customer: Client, link: str) -> None:
    send(customer, link, "change")
    assert customer.get(f"{link}quotation.pdf").status_code == 302
    assert "quotation.pdf" not in text(customer.get(link))


def test_how_many_queries_a_look_takes(customer: Client, link: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(22):
        customer.get(link)


def test_a_link_works_until_its_last_day(customer: Client, link: str, settings: Any) -> None:
    last = datetime(2026, 7, 14, 14, 59, tzinfo=UTC)
    settings.DAICHO_CLOCK = last
    assert customer.get(link).status_code == 200
    settings.DAICHO_CLOCK = last + timedelta(minutes=2)
    assert customer.get(link).status_code == 410
