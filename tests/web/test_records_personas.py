"""Owner, colleague, stranger, reader and nobody over lists, records, forms, files and notices."""

import pytest

from daicho.business.parties.models import Account
from daicho.engine.access.models import User
from daicho.web.records.kinds import KINDS
from tests.web.conftest import Visit
from tests.web.reading import elements, text, texts
from tests.world import World

LISTS = ["/quotes/", "/accounts/", "/contacts/", "/products/", "/opportunities/", "/tasks/"]
FORMS = ["/accounts/new/", "/contacts/new/", "/opportunities/new/", "/tasks/new/"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("username", ["owner", "stranger", "operations", "reader"])
def test_everybody_has_lists(visit: Visit, path: str, username: str) -> None:
    assert visit(username).get(path).status_code == 200


@pytest.mark.parametrize("path", [*LISTS, *FORMS, "/accounts/1/", "/accounts/export.csv", "/notifications/"])
def test_nobody_is_sent_to_the_log_in_page(visit: Visit, path: str) -> None:
    assert visit(None).get(path)["Location"].startswith("/login/?next=")


@pytest.mark.parametrize(
    ("username", "seen", "edit"),
    [("owner", 200, 200), ("manager", 200, 200), ("colleague", 200, 403), ("reader", 200, 403), ("stranger", 404, 404)],
)
def test_who_reads_and_who_edits_an_account(visit: Visit, world: World, username: str, seen: int, edit: int) -> None:
    client, path = visit(username), f"/accounts/{world.account}/"
    page = client.get(path)
    assert page.status_code == seen
    assert bool(elements(page, "a", id="edit-record")) == (edit == 200)
    assert client.get(f"{path}edit/").status_code == edit
    assert client.post(f"{path}edit/", {"version": "1", "name": "改名"}).status_code == (422 if edit == 200 else edit)
    assert Account.objects.get(pk=world.account).name == "株式会社青葉製作所"


@pytest.mark.parametrize("path", [*FORMS, "/products/new/", "/prices/new/"])
def test_readers_create_nothing(visit: Visit, path: str) -> None:
    client = visit("reader")
    assert client.get(path).status_code == 403
    assert client.post(path, {"name": "作れない"}).status_code == 403
    assert elements(client.get("/" + path.split("/")[1] + "/"), "a", id="new-record") == []


def test_contracts_are_corrected_and_not_created(visit: Visit, contract: int) -> None:
    client = visit()
    assert client.get(f"/contracts/{contract}/edit/").status_code == 200
    assert client.get("/contracts/new/").status_code == 404
    assert visit("stranger").get(f"/contracts/{contract}/edit/").status_code == 404
    assert visit("reader").get(f"/contracts/{contract}/edit/").status_code == 403


@pytest.mark.parametrize(("username", "found"), [("owner", 1), ("reader", 1), ("stranger", 0)])
def test_lists_and_suggestions_show_what_one_may_see(visit: Visit, world: World, username: str, found: int) -> None:
    client = visit(username)
    assert len(texts(client.get("/accounts/"), "a", class_="row-link")) == found
    suggested = client.get("/lookup/contact/account/?account=青葉")
    assert len([one for one in elements(suggested, "li") if one.get("data-id")]) == found


def test_export_needs_its_right(visit: Visit, world: World) -> None:
    for username, status in (("owner", 403), ("reader", 403), ("operations", 200)):
        client = visit(username)
        for path in ("/accounts/export.csv", "/contracts/export.xlsx"):
            response = client.get(path)
            assert response.status_code == status
            if status == 200:
                assert b"".join(response.streaming_content)  # type: ignore[attr-defined]
        assert bool(elements(client.get("/accounts/"), "details", class_="export-menu")) == (status == 200)


def test_the_sidebar_names_what_one_may_read(visit: Visit, world: World) -> None:
    client = visit("stranger")
    words = [text.strip() for text in texts(client.get("/accounts/"), "span", class_="word")]
    places = ["契約台帳", "見積", "取引先", "品目", "売上・請求", "ToDo"]
    assert [word for word in words if word in places] == places
    User.objects.filter(pk=world.users["stranger"]).update(permission_sets=[])
    assert client.get("/accounts/").status_code == 403


def test_every_list_that_has_a_section_has_a_title(visit: Visit) -> None:
    client = visit("operations", language="en")
    for kind in KINDS:
        if kind.section and kind.section != "ledger":
            assert text(client.get(f"/{kind.section}/"), "title").endswith(f"{kind.spec.plural.en} · Daicho")
