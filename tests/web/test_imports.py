"""The pages of imports: who may, each step, double submits, old pages, downloads, and few queries."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from daicho.business.contracts.models import Contract
from daicho.business.operations.models import ImportRun
from daicho.engine.access.models import PermissionSet, User
from tests.uploads import AOBA, BAD, MINATO, REAL, booked, sheet, stored, upload, work
from tests.web.conftest import Visit
from tests.web.reading import elements, text, texts
from tests.world import World

DEEDS = ("columns", "book", "drop", "undo")


def post_file(client: Client, content: bytes, name: str = "台帳.csv") -> Any:
    return client.post("/imports/", {"file": SimpleUploadedFile(name, content)})


def ready(world: World, *rows: Any) -> int:
    run_id = upload(world, sheet(*(rows or (AOBA, MINATO))))
    work(world.frame)
    return run_id


def button(client: Client, run_id: int, deed: str, **fields: str) -> Any:
    return client.post(f"/imports/{run_id}/{deed}/", {"version": stored(run_id).version, **fields})


def test_a_file_is_taken_in_step_by_step(visit: Visit, world: World) -> None:
    client = visit("operations")
    answer = post_file(client, REAL, "契約台帳.xlsx")
    run_id = ImportRun.objects.get().pk
    assert (answer.status_code, answer["Location"]) == (303, f"/imports/{run_id}/")
    page = client.get(answer["Location"])
    assert elements(page, "article", id="import")[0]["hx-trigger"] == "every 2s"
    assert text(page, "a", id="refresh") == "最新の状態を見る"
    work(world.frame)
    page = client.get(answer["Location"])
    assert text(page, "h2", id="verdict") == "89行のうち82行を登録できます。7行に問題があります。"
    assert "hx-trigger" not in elements(page, "article", id="import")[0]
    assert button(client, run_id, "book").status_code == 303
    work(world.frame)
    verdict = text(client.get(answer["Location"]), "h2", id="verdict")
    assert verdict == (
        "37件の契約、82件のライセンスを登録しました。合計金額はExcelと一致しています。7日以内なら取り消せます。"
    )
    assert Contract.objects.count() == 37


def test_undoing_asks_first(visit: Visit, world: World) -> None:
    run_id = booked(world)
    client = visit("operations")
    page = client.get(f"/imports/{run_id}/undo/")
    assert (page.status_code, Contract.objects.count()) == (200, 2)
    assert button(client, run_id, "undo").status_code == 303
    work(world.frame)
    assert Contract.objects.count() == 0
    assert text(client.get(f"/imports/{run_id}/"), "h2", id="verdict") == "2件の契約を取り消しました。"


@pytest.mark.parametrize("who", ["owner", "reader", "colleague", "stranger"])
def test_without_the_right_to_import_every_page_is_closed(visit: Visit, world: World, who: str) -> None:
    run_id = ready(world)
    client, before = visit(who), stored(run_id).version
    assert client.get("/imports/").status_code == 403
    assert post_file(client, sheet(BAD)).status_code == 403
    for path in ("", "file/", "problems/", "undo/"):
        assert client.get(f"/imports/{run_id}/{path}").status_code == 403
    for deed in DEEDS:
        assert button(client, run_id, deed).status_code == 403
    assert (ImportRun.objects.count(), stored(run_id).version, stored(run_id).state) == (1, before, "ready")
    assert "/imports/" not in [one.get("href") for one in elements(client.get("/contracts/"), "a")]


def test_the_import_of_somebody_else_is_closed_to_those_who_see_their_own_contracts(visit: Visit, world: World) -> None:
    run_id = ready(world, AOBA, BAD)
    rights = User.objects.get(username="owner")
    rights.permission_sets = ["sales", "importer"]
    rights.save()
    _importer()
    client = visit("owner")
    assert client.get("/imports/").status_code == 200
    assert texts(client.get("/imports/"), "a", class_="row-link") == []
    for path in ("", "file/", "problems/", "undo/"):
        assert client.get(f"/imports/{run_id}/{path}").status_code == 404
    for deed in DEEDS:
        assert button(client, run_id, deed).status_code == 404
    assert stored(run_id).state == "ready"


def test_double_submits_make_one_import(visit: Visit, world: World) -> None:
    client = visit("operations")
    first, second = (post_file(client, sheet(AOBA)) for _ in range(2))
    assert first["Location"] == second["Location"]
    work(world.frame)
    run_id = ImportRun.objects.get().pk
    version = stored(run_id).version
    for _ in range(2):
        client.post(f"/imports/{run_id}/book/", {"version": version})
    work(world.frame)
    page = client.get(f"/imports/{run_id}/")
    assert "このインポートはすでに「登録待ち」になっています。" in page.content.decode()
    assert Contract.objects.count() == 1


@pytest.mark.parametrize("version", ["", "x", "0", "１", "9" * 30])
def test_an_old_page_books_nothing(visit: Visit, world: World, version: str) -> None:
    run_id = ready(world)
    client = visit("operations")
    answer = client.post(f"/imports/{run_id}/book/", {"version": version}, follow=True)
    assert "画面が古くなっています。" in answer.content.decode()
    work(world.frame)
    assert (stored(run_id).state, Contract.objects.count()) == ("ready", 0)


def test_choosing_in_the_form(visit: Visit, world: World) -> None:
    run_id = ready(world, MINATO)
    client = visit("operations")
    page = client.get(f"/imports/{run_id}/")
    assert [one["name"] for one in elements(page, "select")][-2:] == ["owner-0", "owner"]
    given = {"sheet": "", "column-0-2": "remarks", "owner": str(world.users["colleague"])}
    assert button(client, run_id, "columns", **given).status_code == 303
    work(world.frame)
    button(client, run_id, "book")
    work(world.frame)
    contract = Contract.objects.get()
    assert (contract.owner_id, contract.remarks) == (world.users["colleague"], "石井 亮")


def test_a_contradiction_is_said_and_what_was_chosen_stays(visit: Visit, world: World) -> None:
    run_id = ready(world)
    answer = button(visit("operations"), run_id, "columns", **{"column-0-1": "number"})
    assert answer.status_code == 422
    assert "「契約番号」を2列に選んでいます。1列だけにしてください。" in answer.content.decode()
    [select] = re.findall(r'<select[^>]*name="column-0-1".*?</select>', answer.content.decode())
    assert '<option value="number" selected>' in select
    assert stored(run_id).state == "ready"


def test_the_downloads(visit: Visit, world: World) -> None:
    run_id = ready(world, AOBA, BAD)
    client = visit("operations")
    original = client.get(f"/imports/{run_id}/file/")
    assert (original.content, original["X-Content-Type-Options"]) == (sheet(AOBA, BAD), "nosniff")
    problems = client.get(f"/imports/{run_id}/problems/")
    assert problems["Content-Disposition"].startswith("attachment;")
    assert problems.content[:4] == b"PK\x03\x04"
    button(client, run_id, "drop")
    assert [client.get(f"/imports/{run_id}/{name}/").status_code for name in ("file", "problems")] == [404, 404]


def test_the_part_that_is_polled(visit: Visit, world: World) -> None:
    run_id = upload(world, sheet(AOBA))
    part = visit("operations").get(f"/imports/{run_id}/", headers={"HX-Request": "true", "HX-Target": "import"})
    assert b"<html" not in part.content
    assert text(part, "div", id="live") == "読み取り待ち"


def test_the_way_in(visit: Visit, world: World) -> None:
    page = visit("operations").get("/contracts/")
    links = [one for one in elements(page, "a") if one.get("href") == "/imports/"]
    assert "Excelの台帳をインポート" in [" ".join(one["text"].split()) for one in links]
    booked(world)
    page = visit("operations").get("/contracts/")
    assert [" ".join(one["text"].split()) for one in elements(page, "a", href="/imports/")] == [
        "インポート",
        "インポート",
    ]


def test_words_in_english(visit: Visit, world: World) -> None:
    run_id = ready(world, AOBA, BAD)
    page = visit("operations", "en").get(f"/imports/{run_id}/").content.decode()
    assert "1 of 2 rows can be booked. Rows with problems: 1." in page
    assert "“要確認” cannot be read as a quantity." in page


@pytest.mark.parametrize("rows", [1, 12])
def test_few_queries(
    visit: Visit, world: World, django_assert_max_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        upload(world, sheet((f"K-{number}", *AOBA[1:])))
    work(world.frame)
    run_id = ImportRun.objects.latest("id").pk
    client = visit("operations")
    with django_assert_max_num_queries(10):
        assert client.get("/imports/").status_code == 200
    with django_assert_max_num_queries(10):
        assert client.get(f"/imports/{run_id}/").status_code == 200


def _importer() -> None:
    PermissionSet.objects.create(key="importer", label_ja="取込", label_en="Import", rights={"features": ["import"]})
