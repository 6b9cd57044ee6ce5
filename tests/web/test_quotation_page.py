"""見積書 as a download: named for people, never shown as a page, only for those who may read the quote."""

import io
from urllib.parse import unquote

import pytest
from pypdf import PdfReader

from daicho.engine.access.actors import SYSTEM
from daicho.engine.records.command import command


def text_of(response):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)


def test_it_is_a_file_with_a_name(world, visit):
    response = visit().get(f"/quotes/{world.quote()}/pdf/")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert unquote(disposition.partition("''")[2]) == "見積書_Q-000001_株式会社青葉製作所.pdf"
    assert "¥539,000" in text_of(response)


@pytest.mark.parametrize("username, status", [("owner", 200), ("colleague", 200), ("stranger", 404), (None, 302)])
def test_who_gets_it(world, visit, username, status):
    assert visit(username).get(f"/quotes/{world.quote()}/pdf/").status_code == status


def test_it_is_in_the_customers_language_unless_another_is_asked_for(world, visit):
    quote = world.quote()
    with command(actor=SYSTEM, reason="edit", frame=world.frame) as running:
        running.update("account", {world.account: {"language": "en"}}, made=True)
    assert "Subtotal excl. tax" in text_of(visit().get(f"/quotes/{quote}/pdf/"))
    assert "小計（税抜）" in text_of(visit().get(f"/quotes/{quote}/pdf/?language=ja"))
    assert "Subtotal excl. tax" in text_of(visit().get(f"/quotes/{quote}/pdf/?language=%00"))


def test_a_quote_without_items_is_refused_with_a_sentence(world, visit):
    response = visit().get(f"/quotes/{world.quote([])}/pdf/")
    assert response.status_code == 400
    assert "明細がありません" in response.content.decode()


@pytest.mark.parametrize("number", ["999999", "9" * 30])
def test_there_is_no_such_quote(world, visit, number):
    assert visit().get(f"/quotes/{number}/pdf/").status_code == 404


def test_the_quote_page_links_to_it(world, visit):
    quote = world.quote()
    assert f'href="/quotes/{quote}/pdf/"' in visit().get(f"/quotes/{quote}/").content.decode()


@pytest.mark.parametrize("lines", [3, 60])
def test_it_asks_as_few_questions_for_many_lines_as_for_few(world, visit, django_assert_max_num_queries, lines):
    quote = world.quote([{"product": world.monthly} for _ in range(lines)])
    client = visit()
    with django_assert_max_num_queries(15):
        assert client.get(f"/quotes/{quote}/pdf/").status_code == 200
