"""解約届: put by administrators, offered to the customer who says no, downloaded with his link; nothing without one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from daicho.business.contracts.models import RenewalAnswer
from daicho.business.organisation.models import Organisation
from daicho.engine.records.models import StoredFile
from tests.web.conftest import Visit
from tests.web.test_answers import APRIL, customer, link, send, text
from tests.web.test_settings import PAGE, filled
from tests.world import World

__all__ = ["customer", "link"]
PDF = b"%PDF-1.7\n" + b"x" * 1000
OFFER = "解約届をダウンロードし、ご記入・ご捺印のうえお送りください"


def form(name: str = "解約届.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


@pytest.fixture
def put(world: World, visit: Visit) -> Callable[..., Any]:
    """Puts the form as an administrator."""
    return lambda **given: visit("admin").post(PAGE, filled(cancellation_form=form(**given)))


@pytest.mark.parametrize("username, status", [("admin", 303), ("owner", 403), ("reader", 403), (None, 302)])
def test_who_puts_the_form(world: World, visit: Visit, username: str | None, status: int) -> None:
    assert visit(username).post(PAGE, filled(cancellation_form=form())).status_code == status
    assert StoredFile.objects.count() == (1 if username == "admin" else 0)


@pytest.mark.parametrize("username, status", [("admin", 200), ("owner", 403), (None, 302)])
def test_who_downloads_it_from_the_settings(
    put: Callable[..., Any], visit: Visit, username: str | None, status: int
) -> None:
    put()
    assert visit(username).get("/settings/organisation/cancellation_form/").status_code == status


def test_it_is_named_downloaded_replaced_and_removed(put: Callable[..., Any], visit: Visit) -> None:
    put()
    client = visit("admin")
    shown = text(client.get(PAGE))
    assert ">解約届.pdf</a>" in shown
    assert 'id="f-cancellation_form-preview"' not in shown
    sent = client.get("/settings/organisation/cancellation_form/")
    assert sent["Content-Disposition"].startswith("attachment")
    assert sent.content == PDF
    put(name="新しい解約届.docx", content=b"PK\x03\x04" + bytes(26) + b"word/document.xml")
    assert [file.name for file in StoredFile.objects.all()] == ["新しい解約届.docx"]
    client.post(PAGE, filled(**{"cancellation_form.remove": "1"}))
    assert (Organisation.objects.get(pk=1).cancellation_form, StoredFile.objects.count()) == ("", 0)


@pytest.mark.parametrize(
    "content, said",
    [
        (b"<html><script>alert(1)</script>", "の中身はPDF、Excel（xlsx）、Excel（xls）、Word（docx）、Word（doc）では"),
        (b"\x89PNG\r\n\x1a\n", "の中身はPDF"),
        (b"", "空のファイルです"),
        (PDF + bytes(5_000_000), "5MB以下"),
    ],
)
def test_other_files_are_refused(put: Callable[..., Any], content: bytes, said: str) -> None:
    answer = put(content=content)
    assert answer.status_code == 422
    assert said in text(answer)
    assert not StoredFile.objects.exists()


def test_who_says_no_is_offered_the_form(put: Callable[..., Any], customer: Client, link: str) -> None:
    put()
    checked = customer.post(f"{link}cancel/", {"respondent": "佐藤", "step": "check"})
    assert OFFER in text(checked)
    assert not RenewalAnswer.objects.exists()
    done = text(customer.get(send(customer, link, "cancel")["Location"]))
    assert OFFER in done
    assert f'href="{link}cancellation-form"' in done
    sent = customer.get(f"{link}cancellation-form")
    assert (sent.status_code, sent.content, sent["Content-Type"]) == (200, PDF, "application/pdf")
    assert sent["Content-Disposition"].startswith("attachment")
    assert "no-store" in sent["Cache-Control"]


@pytest.mark.parametrize("choice", ["renew", "change", "considering", "contact_me"])
def test_other_answers_hear_nothing_of_it(put: Callable[..., Any], customer: Client, link: str, choice: str) -> None:
    put()
    done = text(customer.get(send(customer, link, choice)["Location"]))
    assert "解約届" not in done


def test_without_a_form_nothing_is_offered_and_nothing_sent(customer: Client, link: str) -> None:
    done = text(customer.get(send(customer, link, "cancel")["Location"]))
    assert "解約届" not in done
    assert customer.get(f"{link}cancellation-form")["Location"] == link


def test_an_altered_or_expired_link_gives_no_form(
    put: Callable[..., Any], customer: Client, link: str, settings: Any
) -> None:
    put()
    assert customer.get(f"{link[:-2]}/cancellation-form").status_code == 404
    settings.DAICHO_CLOCK = APRIL + timedelta(days=365)
    assert customer.get(f"{link}cancellation-form").status_code == 302


def test_the_form_is_offered_in_english(put: Callable[..., Any], customer: Client, link: str) -> None:
    put()
    send(customer, link, "cancel")
    assert "Download the cancellation form" in text(customer.get(f"{link}done/?lang=en"))


def test_the_offer_takes_no_bytes_of_the_file(put: Callable[..., Any], customer: Client, link: str) -> None:
    put()
    send(customer, link, "cancel")
    with CaptureQueriesContext(connection) as asked:
        assert OFFER in text(customer.get(f"{link}done/"))
    assert not [query for query in asked if '"content"' in query["sql"]]
