"""Senders, recipients, how an address is written in a header, and how a customer is addressed."""

from email.header import decode_header, make_header

import pytest

from daicho.engine.mail.addressee import addressee
from daicho.engine.mail.addressing import Address, fallback_address, is_address, sender_of, without_doubles

OWNER = Address("higuchi@example.co.jp", "樋口 一葉")


def test_the_owner_writes_from_the_organisation_and_gets_the_answers() -> None:
    sender = sender_of(
        owner=OWNER, organisation="株式会社台帳", sender_address="info@example.co.jp", base_url="http://x"
    )
    assert sender.address == Address("info@example.co.jp", "樋口 一葉（株式会社台帳）")
    assert (sender.reply_to, sender.warning) == (OWNER, None)


def test_without_a_sender_address_the_host_is_used_with_a_warning() -> None:
    owner = Address("", "admin")
    sender = sender_of(
        owner=owner, organisation="", sender_address=None, base_url="https://daicho.example.co.jp:8443/x"
    )
    assert (sender.address, sender.reply_to) == (Address("daicho@daicho.example.co.jp", "admin"), None)
    assert sender.warning is not None
    assert "daicho@daicho.example.co.jp" in sender.warning.text("ja")


@pytest.mark.parametrize(
    "base_url, address",
    [
        ("http://localhost:8000", "daicho@localhost"),
        ("http://192.0.2.1:8000", "daicho@[192.0.2.1]"),
        ("http://[::1]:8000", "daicho@[IPv6:::1]"),
        ("", "daicho@localhost"),
    ],
)
def test_the_fallback_address(base_url: str, address: str) -> None:
    assert fallback_address(base_url) == address


def test_names_in_english_use_half_width_brackets() -> None:
    sender = sender_of(owner=OWNER, organisation="Daicho", sender_address="a@example.com", base_url="", language="en")
    assert sender.address.name == "樋口 一葉 (Daicho)"


def test_each_mailbox_once_to_before_cc_before_bcc() -> None:
    a, b, c = (Address(f"{one}@example.jp") for one in "abc")
    found = without_doubles([a, Address(" A@Example.JP "), Address("")], [b, a], [c, b])
    assert (found.to, found.cc, found.bcc) == ((a,), (b,), (c,))


@pytest.mark.parametrize(
    "name",
    [
        "樋口 一葉（株式会社台帳）",
        "Smith, John",
        'A "B" C',
        "",
        "株式会社とても長い名前のホールディングス東日本営業統括本部第一営業部, 山田",
    ],
)
def test_a_header_is_ascii_and_reads_back(name: str) -> None:
    header = Address("a@example.jp", name).header()
    assert header.isascii()
    assert "\n" not in header
    assert str(make_header(decode_header(header))).replace('\\"', '"') in {
        f"{name} <a@example.jp>",
        f'"{name}" <a@example.jp>',
        "a@example.jp",
    }


def test_a_domain_in_kanji_is_punycode() -> None:
    assert Address("a@日本.jp").header() == "a@xn--wgv71a.jp"


@pytest.mark.parametrize("address", ["", "a", "@x.jp", "a@", "日本@example.jp", "a@x.jp\nBcc: b@x.jp"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        Address(address).header()
    assert not is_address(address)


@pytest.mark.parametrize(
    "given, options, lines",
    [
        (("青空商事", "総務部", "山田 太郎", "部長"), {}, ("青空商事", "総務部", "部長 山田 太郎 様")),
        (("青空商事", "", "山田 太郎", ""), {}, ("青空商事", "山田 太郎 様")),
        (("青空商事", "総務部", "", "部長"), {}, ("青空商事", "総務部", "ご担当者 様")),
        (("青空商事", "総務部"), {"to": "organisation"}, ("青空商事", "総務部 御中")),
        (("青空商事",), {"to": "organisation"}, ("青空商事 御中",)),
        (("株式会社台帳", "", "樋口 一葉"), {"is_ours": True}, ("株式会社台帳", "樋口 一葉")),
        (("株式会社台帳",), {"is_ours": True, "to": "organisation"}, ("株式会社台帳",)),
        (("Acme", "Sales", "J. Smith", "Head"), {"language": "en"}, ("J. Smith, Head", "Sales", "Acme")),
        (("Acme",), {"language": "en"}, ("To whom it may concern", "Acme")),
        (("Acme",), {"language": "en", "to": "organisation"}, ("Acme",)),
    ],
)
def test_the_addressee(given, options, lines) -> None:
    assert addressee(*given, **options) == lines
