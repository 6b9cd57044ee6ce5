"""The import in a real browser: drop a file, look, choose, book, leave, come back, take it back; also without script."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from daicho.business.contracts.models import Contract
from daicho.business.operations.models import ImportRun
from daicho.engine.access.actors import SYSTEM
from daicho.engine.automation import services
from daicho.engine.automation.models import Process
from tests.browser.conftest import Open, session_of
from tests.browser.looks import LANGUAGES, WITH_AXE, flaws
from tests.uploads import AOBA, BAD, HEAD, MINATO, REAL, booked, sheet, upload, work
from tests.world import World

pytestmark = pytest.mark.browser
DROP = """([name, text, size]) => {
  const data = new DataTransfer();
  const content = size ? new Uint8Array(size) : Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  data.items.add(new File([content], name));
  document.getElementById("drop").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
}"""


NO_PRODUCT = (*HEAD[:3], *HEAD[4:])
LATE = ("K-4", *AOBA[1:6], "2024/07/01", "2025/06/30")
"""A contract whose renewal notice was due before it was imported."""


@pytest.fixture
def company(transactional_db: None, world: World, settings: Any) -> int:
    """Nothing is booked yet, and the processes are on: what an import brings is all there is."""
    settings.DAICHO_CLOCK = world.frame.now
    for process in Process.objects.all():
        services.activate(process.pk, actor=SYSTEM, frame=world.frame)
    return 0


def drop(page: Page, name: str, content: bytes = b"", size: int = 0) -> None:
    page.evaluate(DROP, [name, base64.b64encode(content).decode(), size])


def test_dropped_looked_at_booked_and_taken_back(open_page: Open, world: World) -> None:
    page = open_page("/imports/", who="operations")
    drop(page, "契約台帳.xlsx", REAL)
    expect(page.locator(".import-verdict")).to_have_text("ファイルの読み取りを待っています。")
    work(world.frame)
    expect(page.locator("#verdict")).to_have_text("89行のうち82行を登録できます。7行に問題があります。")
    with page.expect_download() as download:
        page.click("text=問題のある行をExcelで受け取る")
    assert download.value.suggested_filename == "契約台帳_問題のある行.xlsx"
    page.click("text=82行を登録する")
    expect(page.locator(".import-verdict")).to_have_text("登録の順番を待っています。")
    page.goto("/contracts/")
    work(world.frame)
    page.goto("/notifications/")
    page.click(".notice .btn >> text=開く")
    expect(page.locator("#verdict")).to_contain_text("37件の契約、82件のライセンスを登録しました。")
    assert Contract.objects.count() == 37
    page.go_back()
    page.go_forward()
    page.reload()
    page.click("text=取り消す")
    page.click("text=登録したものを取り消す")
    expect(page.locator(".import-verdict")).to_have_text("登録したものを取り消しています。")
    work(world.frame)
    expect(page.locator("#verdict")).to_have_text("37件の契約を取り消しました。")
    assert Contract.objects.count() == 0


def test_columns_and_owners_are_chosen_in_the_browser(open_page: Open, world: World) -> None:
    page = open_page("/imports/", who="operations")
    drop(page, "台帳.csv", sheet(AOBA, MINATO))
    expect(page.locator(".import-busy")).to_be_visible()
    work(world.frame)
    page.get_by_label("数量", exact=True).select_option(label="読まない")
    page.get_by_label("石井 亮").select_option(label="森田 拓也")
    page.click("text=この内容で読み取り直す")
    expect(page.locator(".import-busy")).to_be_visible()
    work(world.frame)
    expect(page.locator("#verdict")).to_be_visible()
    expect(page.get_by_label("石井 亮").locator("option:checked")).to_have_text("森田 拓也")
    page.click("text=2行を登録する")
    work(world.frame)
    expect(page.locator("#verdict")).to_contain_text("2件の契約")
    assert Contract.objects.get(number="K-2").owner_id == world.users["colleague"]


def test_a_file_that_is_too_large_does_not_leave_the_browser(open_page: Open) -> None:
    page = open_page("/imports/", who="operations")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    drop(page, "large.xlsx", size=20_000_001)
    expect(page.locator("#import-problem")).to_have_text("ファイルが大きすぎます。20MB以下のファイルを選んでください。")
    assert (sent, ImportRun.objects.count()) == ([], 0)


def test_two_tabs(open_page: Open, world: World) -> None:
    run_id = upload(world, sheet(AOBA))
    work(world.frame)
    first = open_page(f"/imports/{run_id}/", who="operations")
    second = open_page(f"/imports/{run_id}/", who="operations")
    first.click("text=1行を登録する")
    expect(first.locator(".import-busy")).to_be_visible()
    second.click("text=取りやめる")
    expect(second.locator(".said")).to_contain_text("このインポートはすでに「登録待ち」になっています。")
    work(world.frame)
    expect(first.locator("#verdict")).to_contain_text("1件の契約")


@pytest.fixture
def without_script(company: int, live_server: LiveServer, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, locale="ja", base_url=live_server.url)
    for name, value in (("sessionid", session_of("operations")), ("daicho_language", "ja")):
        context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    yield context.new_page()
    context.close()


def test_without_script(without_script: Page, world: World, tmp_path: Path) -> None:
    page = without_script
    path = tmp_path / "台帳.csv"
    path.write_bytes(sheet(AOBA))
    page.goto("/imports/")
    page.set_input_files("#import-file", path)
    page.click("text=読み取る")
    work(world.frame)
    page.click("#refresh")
    page.click("text=1行を登録する")
    work(world.frame)
    page.click("#refresh")
    expect(page.locator("#verdict")).to_contain_text("1件の契約、1件のライセンスを登録しました。")


@WITH_AXE
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_is_clean(open_page: Open, world: World, language: str) -> None:
    waiting = upload(world, sheet(AOBA))
    page = open_page(f"/imports/{waiting}/", who="operations", language=language)
    found = {"waiting": flaws(page)}
    page.goto("/imports/")
    ready, unclear = upload(world, sheet(AOBA, BAD)), upload(world, "契約先,商品\r\nA,B\r\n".encode())
    done, failed = booked(world, [MINATO, LATE]), upload(world, '契約先,"商品\r\nA\r\n'.encode(), name="壊れた.csv")
    work(world.frame)
    paths = [f"/imports/{one}/" for one in (ready, unclear, done, failed)]
    for path in ("/imports/", *paths, f"/imports/{done}/undo/", "/imports/missed-notices/"):
        page.goto(path)
        found[path] = flaws(page)
    assert {path: said for path, said in found.items() if said} == {}


def test_a_header_row_and_what_the_file_lacks_without_script(without_script: Page, world: World) -> None:
    page = without_script
    run_id = upload(world, "これは,台帳では,ありません\r\n".encode() * 2 + sheet(AOBA[:3] + AOBA[4:], head=NO_PRODUCT))
    work(world.frame)
    page.goto(f"/imports/{run_id}/")
    page.get_by_label("シート「台帳」の見出しの行").select_option("3")
    for product in ("", "保守"):
        page.get_by_label("商品・サービス", exact=True).last.fill(product)
        page.click("text=この内容で読み取り直す")
        expect(page.locator(".import-busy")).to_be_visible()
        work(world.frame)
        page.click("#refresh")
    page.click("text=1行を登録する")
    work(world.frame)
    page.click("#refresh")
    expect(page.locator("#verdict")).to_contain_text("1件の契約")
    assert Contract.objects.values_list("lines__product__name", flat=True).get() == "保守"
