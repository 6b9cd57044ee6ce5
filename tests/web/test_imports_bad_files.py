"""Whatever is dropped, the page answers with a clear sentence and nothing is booked: never an error, never half a file."""

import struct
import zipfile
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from daicho.business.contracts.models import Contract
from daicho.business.operations.models import ImportRun
from daicho.engine.records.models import StoredFile
from daicho.values.problems import Invalid
from daicho.web.files import read_upload
from tests.uploads import REAL, stored, work
from tests.web.conftest import Visit
from tests.web.reading import elements
from tests.world import World

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(**entries: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


def bomb() -> bytes:
    """A small file that says that it unpacks to more than a gigabyte."""
    file = packed(xl__workbook_xml=b"x")
    place = file.rindex(b"PK\x01\x02") + 24
    return file[:place] + struct.pack("<I", (1 << 30) + 1) + file[place + 4 :]


REFUSED_AT_ONCE = {
    "empty.xlsx": (b"", "空"),
    "picture.xlsx": (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "の中身は"),
    "program.csv": (b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200, "の中身は"),
    "page.xls": (b"<html><table><tr><td>1</td></tr></table></html>", "の中身は"),
    "document.pdf": (b"%PDF-1.7\n" + b"0" * 50, "の中身は"),
    "letter.docx": (packed(word__document_xml=b"<w/>"), "の中身は"),
}
STOPPED_LATER = {
    "locked.xlsx": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "パスワード"),
    "broken.xlsx": (REAL[:-40], "壊れている"),
    "fake.xlsx": (packed(xl__workbook_xml=b"<not/><xml"), "壊れている"),
    "bomb.xlsx": (bomb(), "大きすぎます"),
    "blank.csv": (b"\r\n,,,\r\n", "空です"),
    "quote.csv": ('契約先,"商品\r\nA,B\r\n'.encode(), "引用符"),
}
UNCLEAR = {
    "words.csv": ("これは,台帳では,ありません\r\n".encode() * 3, "見出し行が見つかりません"),
    "half.csv": (
        "契約先,商品,開始日,終了日\r\nA社,B,2025/04/01,2026/03/31\r\n".encode(),
        "単価または金額の列が見つかりません",
    ),
}


def post(visit: Visit, name: str, content: bytes) -> Any:
    return visit("operations").post("/imports/", {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("name", REFUSED_AT_ONCE)
def test_what_is_no_table_is_refused_at_the_form(visit: Visit, name: str) -> None:
    content, said = REFUSED_AT_ONCE[name]
    answer = post(visit, name, content)
    assert answer.status_code == 422
    [told] = elements(answer, "p", id="import-problem")
    assert said in told["text"]
    assert (ImportRun.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", STOPPED_LATER)
def test_what_cannot_be_read_stops_the_import(visit: Visit, world: World, name: str) -> None:
    content, said = STOPPED_LATER[name]
    assert post(visit, name, content).status_code == 303
    work(world.frame)
    run = ImportRun.objects.get()
    assert run.state == "failed"
    page = visit("operations").get(f"/imports/{run.pk}/").content.decode()
    assert said in page
    assert "中止しました。何も登録していません。" in page
    assert Contract.objects.count() == 0


@pytest.mark.parametrize("name", UNCLEAR)
def test_what_is_no_ledger_waits_for_a_choice(visit: Visit, world: World, name: str) -> None:
    content, said = UNCLEAR[name]
    post(visit, name, content)
    work(world.frame)
    run = ImportRun.objects.get()
    assert run.state == "unclear"
    page = visit("operations").get(f"/imports/{run.pk}/").content.decode()
    assert said in page
    assert Contract.objects.count() == 0


def test_a_workbook_with_macros_is_read_and_nothing_of_it_runs(visit: Visit, world: World) -> None:
    file = BytesIO(REAL)
    with zipfile.ZipFile(file, "a") as book:
        book.writestr("xl/vbaProject.bin", OLE + b"\0" * 100)
    post(visit, "台帳.xlsm", file.getvalue())
    work(world.frame)
    assert (ImportRun.objects.get().state, ImportRun.objects.get().name) == ("ready", "台帳.xlsm")


def test_no_file_at_all(visit: Visit) -> None:
    answer = visit("operations").post("/imports/", {})
    assert (answer.status_code, ImportRun.objects.count()) == (422, 0)
    assert "ファイルを選んでから［読み取る］を押してください。" in answer.content.decode()


def test_twenty_megabytes_and_one_byte(visit: Visit) -> None:
    most = 20_000_000
    exact = b"a,b\r\n" * (most // 5)
    answer = post(visit, "large.csv", exact + b"c")
    assert (answer.status_code, ImportRun.objects.count()) == (422, 0)
    assert "20MB以下のファイルを選んでください。" in answer.content.decode()
    assert post(visit, "large.csv", exact).status_code == 303
    assert stored(ImportRun.objects.get().pk).size == most


def test_a_file_that_is_too_large_is_never_read_into_memory() -> None:
    class Unread(SimpleUploadedFile):
        def read(self, *_: Any, **__: Any) -> bytes:
            raise AssertionError

    large = Unread("large.xlsx", b"x")
    large.size = 30_000_000
    with pytest.raises(Invalid, match="MB"):
        read_upload(large, (), 20_000_000, "file")


def test_a_name_that_is_too_long_is_said_to_be_so(visit: Visit) -> None:
    file = BytesIO(b"a,b\r\n")
    file.name = "契" * 1_000 + ".csv"  # Django's own class of uploaded files would cut it
    answer = visit("operations").post("/imports/", {"file": file})
    assert (answer.status_code, ImportRun.objects.count()) == (400, 0)
    page = answer.content.decode()
    assert "ファイルを受け取れませんでした" in page
    assert "ファイルの名前が長すぎる" in page


def test_a_cell_far_away_is_named_at_once(visit: Visit, world: World) -> None:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("台帳").write_row(0, 0, ["契約先", "商品"])
        book.worksheets()[0].write("C1048576", "x")
    post(visit, "台帳.xlsx", file.getvalue())
    work(world.frame)
    page = visit("operations").get(f"/imports/{ImportRun.objects.get().pk}/").content.decode()
    assert "シート「台帳」は、離れたセル C1048576 まで使われています。" in page


def test_names_that_mean_harm_are_only_names(visit: Visit, world: World) -> None:
    post(visit, "../../<script>alert(1)</script>\u202e.csv", REFUSED_TEXT)
    work(world.frame)
    run = ImportRun.objects.get()
    assert "/" not in run.name
    page = visit("operations").get(f"/imports/{run.pk}/").content.decode()
    assert "<script>alert" not in page


REFUSED_TEXT = "契約先,商品,単価,開始日,終了日\r\n<script>alert(1)</script>,B,なし,2025/04/01,2026/03/31\r\n".encode()
