"""The purchase order that came with an answer: on the contract, to be saved by those who may read it, and by nobody else."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from daicho.business.contracts.models import RenewalAnswer
from daicho.engine.records.models import StoredFile
from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.web.reading import elements
from tests.world import World

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def contract(world: World) -> int:
    return book(world)[0]


@pytest.fixture
def path(visit: Visit, contract: int) -> str:
    """Where the order is that came with an answer."""
    answer(visit(), contract)
    return f"/contracts/{contract}/files/{StoredFile.objects.get().pk}/"


def answer(client: Client, contract: int, name: str = "注文書 7月.pdf") -> None:
    file = SimpleUploadedFile(name, PDF, "text/html")
    said = {"choice": "renew", "source": "phone", "respondent": "佐藤", "submission": str(uuid.uuid4())}
    assert client.post(f"/contracts/{contract}/answer/", {**said, "order_file": file}).status_code == 302


def test_it_stands_with_the_answer_and_in_the_overview(visit: Visit, contract: int, path: str) -> None:
    links = elements(visit().get(f"/contracts/{contract}/"), "a", href=path)
    assert [" ".join(one["text"].split()) for one in links] == ["注文書 7月.pdf", "注文書 注文書 7月.pdf"]


def test_a_later_answer_without_one_leaves_it_in_the_timeline_only(visit: Visit, contract: int, path: str) -> None:
    said = {"choice": "cancel", "reason": "budget", "source": "phone", "respondent": "佐藤"}
    visit().post(f"/contracts/{contract}/answer/", {**said, "submission": str(uuid.uuid4())})
    assert RenewalAnswer.objects.count() == 2
    [link] = elements(visit().get(f"/contracts/{contract}/"), "a", href=path)
    assert link["class"] == "happening-file"


@pytest.mark.parametrize("who", ["owner", "colleague", "reader"])
def test_readers_of_the_contract_save_it(visit: Visit, path: str, who: str) -> None:
    response = visit(who).get(path)
    assert (response.status_code, response.content, response["Content-Type"]) == (200, PDF, "application/pdf")
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_strangers_and_visitors_do_not(visit: Visit, path: str) -> None:
    assert visit("stranger").get(path).status_code == 404
    response = visit(None).get(path)
    assert (response.status_code, PDF in response.content) == (302, False)


def test_files_of_other_records_are_not_served_here(visit: Visit, world: World, contract: int, path: str) -> None:
    [other] = book(world, 1)
    file = StoredFile.objects.get().pk
    client = visit()
    assert client.get(f"/contracts/{other}/files/{file}/").status_code == 404
    StoredFile.objects.update(about="import:1")
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("file", ["0", "99999999999999999999", "9223372036854775807"])
def test_files_that_are_not_there(visit: Visit, contract: int, file: str) -> None:
    assert visit().get(f"/contracts/{contract}/files/{file}/").status_code == 404


def test_a_hostile_name_is_only_a_name(visit: Visit, contract: int) -> None:
    answer(visit(), contract, '"><script>alert(1)</script>.pdf')
    page = visit().get(f"/contracts/{contract}/").content.decode()
    assert "<script>alert" not in page


def test_many_answers_ask_one_query_more(
    visit: Visit, contract: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = visit()
    for _ in range(3):
        answer(client, contract)
    with django_assert_max_num_queries(22):
        client.get(f"/contracts/{contract}/")
