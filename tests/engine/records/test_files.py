"""Kept files: told by their bytes, named safely, refused with a sentence."""

from hashlib import sha256

import pytest

from daicho.engine.records import files
from daicho.engine.records.files import FileKind
from daicho.engine.records.models import StoredFile
from daicho.values.problems import Invalid

PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
XLSX = b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml...xl/workbook.xml..."
ODS = b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK"
TABLE = "契約番号,取引先\nK-1,青葉製作所\n"


def keep(frame, name="注文書.pdf", content=PDF, **changes):
    usual = {"allowed": {FileKind.PDF}, "most_bytes": 1000, "at": frame.now, "by_id": None}
    return files.keep(name=name, content=content, **{**usual, **changes})


@pytest.mark.parametrize(
    "content, kind",
    [
        (PDF, FileKind.PDF),
        (b"\xef\xbb\xbf\n" + PDF, FileKind.PDF),
        (PNG, FileKind.PNG),
        (b"\xff\xd8\xff\xe0JFIF", FileKind.JPEG),
        (XLSX, FileKind.XLSX),
        (files.OLE_MARK + bytes(100), FileKind.XLS),
        (files.OLE_MARK + bytes(120) + "WordDocument".encode("utf-16-le") + bytes(40), FileKind.DOC),
        (files.OLE_MARK + bytes(90) + "WordDocument".encode("utf-16-le") + bytes(40), FileKind.XLS),
        (b"PK\x03\x04" + bytes(26) + b"word/document.xml", FileKind.DOCX),
        (b"PK\x03\x04" + bytes(26) + b"word/document.xml xl/workbook.xml", FileKind.DOCX),
        (b"PK\x03\x04" + bytes(26) + b"xl/workbook.xml word/document.xml", FileKind.XLSX),
        (ODS, FileKind.ODS),
        (TABLE.encode(), FileKind.CSV),
        (TABLE.encode("cp932"), FileKind.CSV),
        (TABLE.encode("euc_jp"), FileKind.CSV),
        (TABLE.encode("utf-16"), FileKind.CSV),
    ],
)
def test_the_kind_is_read_from_the_bytes(content, kind):
    assert files.kind_of(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        "\ufeff <svg xmlns='http://www.w3.org/2000/svg'/>".encode(),
        b"PK\x03\x04" + bytes(26) + b"ppt/presentation.xml",
        b"MZ\x90\x00\x03\x00",
        b"#!/bin/sh\nrm -rf /\n",
        b"GIF89a\x01\x00\x01\x00",
        bytes(range(1, 128)) * 3,
    ],
)
def test_everything_else_is_of_no_kind(content):
    assert files.kind_of(content) is None


@pytest.mark.parametrize(
    "given, kind, name",
    [
        ("C:\\Users\\x\\注文書.pdf", FileKind.PDF, "注文書.pdf"),
        ("../../etc/passwd", FileKind.CSV, "passwd.csv"),
        ("請求\r\nSet-Cookie: a.pdf", FileKind.PDF, "請求 Set-Cookie_ a.pdf"),
        ("fdp.\u202egpj.exe", FileKind.PDF, "fdp. gpj.exe.pdf"),
        ("...", FileKind.PDF, "file.pdf"),
        ("\0", FileKind.PNG, "file.png"),
        ("台帳.XLSM", FileKind.XLSX, "台帳.XLSM"),
        ("か\u3099.csv", FileKind.CSV, "が.csv"),
        ("長" * 300 + ".pdf", FileKind.PDF, "長" * 116 + ".pdf"),
    ],
)
def test_a_name_has_no_folder_no_hidden_character_and_a_fitting_end(given, kind, name):
    assert files.clean_name(given, kind) == name


def test_a_file_is_kept_and_found_and_removed(db, frame):
    made = keep(frame, about="contract:12", by_id=3)
    found = files.find(made.pk)
    assert found is not None
    assert (found.name, found.kind, found.size, found.sha256) == ("注文書.pdf", "pdf", 17, sha256(PDF).hexdigest())
    assert (files.content_of(found), found.created_at, found.created_by_id) == (PDF, frame.now, 3)
    assert [one.pk for one in files.of_record("contract:12")] == [made.pk]
    assert files.content_type_of(found) == "application/pdf"
    files.remove([made.pk, 999])
    assert files.find(made.pk) is None
    assert files.of_record("contract:12") == []


@pytest.mark.parametrize(
    "change, code",
    [
        ({"content": b""}, "file_empty"),
        ({"content": PDF + bytes(1000)}, "file_too_large"),
        ({"content": PNG}, "file_kind_refused"),
        ({"content": b"\x00\x01"}, "file_kind_refused"),
    ],
)
def test_a_file_that_may_not_be_kept_leaves_nothing(db, frame, change, code):
    with pytest.raises(Invalid) as refused:
        keep(frame, field="order", **change)
    [problem] = refused.value.problems
    assert (problem.code, problem.field) == (code, "order")
    assert not StoredFile.objects.exists()


def test_the_refusals_name_sizes_and_kinds(db, frame):
    with pytest.raises(Invalid) as refused:
        keep(frame, content=PDF + bytes(2_350_000), most_bytes=2_000_000)
    assert refused.value.problems[0].text("ja").startswith("「注文書.pdf」は2.4MBあります。2MB以下")
    with pytest.raises(Invalid) as refused:
        keep(frame, content=PDF, name="a.pdf", allowed={FileKind.PNG, FileKind.JPEG})
    assert "PNG、JPEGのファイルを選んでください" in refused.value.problems[0].text("ja")
    assert "PNG, JPEG" in refused.value.problems[0].text("en")
