"""Files of tables of every kind, and files that are none."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter

from daicho.engine.exchange.workbook import Cell, Range, read_workbook
from daicho.values.problems import Invalid

DATA = Path(__file__).parents[2] / "data"


def code_of(path: Path) -> str:
    with pytest.raises(Invalid) as refusal:
        read_workbook(path)
    problem = refusal.value.problems[0]
    assert path.name in problem.text("ja")
    assert path.name in problem.text("en")
    return problem.code


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def xlsx(path: Path, fill: Callable[[xlsxwriter.Workbook], None]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        fill(book)
    return path


def rows_of(path: Path) -> list[list[Cell]]:
    return read_workbook(path).sheets[0].rows


def test_xlsx_gives_typed_cells_row_numbers_merges_and_hidden_sheets(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("一")
        sheet.write("B3", "あ")
        sheet.write_number("C3", 35)
        sheet.write_number("D3", 0.5)
        sheet.write_boolean("E3", True)
        sheet.write_number("F3", 46022, book.add_format({"num_format": '[$-411]ggge"年"m"月"d"日"'}))
        sheet.write_formula("G3", "=1+1", None, 2)
        sheet.merge_range("B5:C6", "合")
        book.add_worksheet("二").hide()

    workbook = read_workbook(xlsx(tmp_path / "a.xlsx", fill))
    first, second = workbook.sheets
    assert first.rows[:2] == [[None] * 7, [None] * 7]
    assert first.rows[2] == [None, "あ", 35, 0.5, True, date(2025, 12, 31), 2]
    assert isinstance(first.rows[2][2], int)
    assert first.merged == (Range(4, 1, 5, 2),)
    assert (second.name, second.hidden, second.rows) == ("二", True, [])


def test_what_a_file_is_does_not_depend_on_its_name(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", lambda book: book.add_worksheet().write("A1", "x"))
    assert rows_of(path.rename(tmp_path / "a.csv")) == [["x"]]


def test_old_excel() -> None:
    workbook = read_workbook(DATA / "small.xls")
    assert [(sheet.name, sheet.hidden) for sheet in workbook.sheets] == [("台帳", False), ("h", True)]
    assert workbook.sheets[0].rows[2] == [None, "あ", date(2025, 12, 31)]
    assert workbook.sheets[0].merged == (Range(0, 0, 0, 2),)


def test_open_document(tmp_path: Path) -> None:
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="台帳"><table:table-row><table:table-cell office:value-type="string"><text:p>名前</text:p>'
        '</table:table-cell><table:table-cell office:value-type="float" office:value="3"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "a.ods"
    with ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
    assert rows_of(path) == [["名前", 3]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be", "euc_jp"])
def test_encodings_of_text_files(tmp_path: Path, encoding: str) -> None:
    text = "名前,数,説明\r\n株式会社サンプル,1,ひらがなとカタカナ\r\n"
    expected = [["名前", "数", "説明"], ["株式会社サンプル", "1", "ひらがなとカタカナ"]]
    assert rows_of(written(tmp_path / "a.csv", text.encode(encoding))) == expected


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters_of_text_files(tmp_path: Path, delimiter: str) -> None:
    lines = [["名前", "数", "額"], ["あ,い" if delimiter != "," else '"あ,い"', "1", "2"]] * 3
    text = "\n".join(delimiter.join(line) for line in lines)
    rows = rows_of(written(tmp_path / "a.csv", text.encode()))
    assert rows == [["名前", "数", "額"], ["あ,い", "1", "2"]] * 3


def test_text_file_keeps_row_numbers_blank_lines_and_lines_within_cells(tmp_path: Path) -> None:
    data = '題\r\n\r\n名前,数\r\n"二\r\n行",1\r\n ,2\r\n'.encode()
    assert rows_of(written(tmp_path / "a.csv", data)) == [["題"], [], ["名前", "数"], ["二\r\n行", "1"], [None, "2"]]


def test_announced_delimiter(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path / "a.csv", b"sep=;\r\na;b\r\n1,5;2\r\n")) == [[], ["a", "b"], ["1,5", "2"]]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"", "empty_file"),
        ("a.csv", b" \r\n ", "empty_file"),
        ("a.csv", b",,\r\n,,\r\n", "empty_file"),
        ("a.xlsx", b"%PDF-1.7 ...", "not_a_workbook"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n", "not_a_workbook"),
        ("a.xlsx", bytes(range(256)) * 20, "not_a_workbook"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 200, "damaged_workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "not_a_workbook"),
        ("a.xls", b"<html><table><tr><td>x</td></tr></table></html>", "disguised_workbook"),
        ("a.xls", b'<?xml version="1.0"?><Workbook/>', "disguised_workbook"),
        ("a.csv", b'a,b\r\n"never closed,1\r\nx,2\r\n', "open_quote"),
        ("a.csv", b"a,b\r\n\x81\xff\xfe\xfd,1\r\n", "unknown_encoding"),
    ],
)
def test_files_that_are_no_workbook(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    assert code_of(written(tmp_path / name, data)) == code


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.xlsx") == "no_file"
    assert code_of(tmp_path) == "no_file"


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.95])
def test_truncated_workbooks(tmp_path: Path, kept: float) -> None:
    whole = (DATA / "ledger-ja.xlsx").read_bytes()
    assert code_of(written(tmp_path / "a.xlsx", whole[: int(len(whole) * kept)])) == "damaged_workbook"


def test_workbook_with_a_damaged_part(tmp_path: Path) -> None:
    whole = bytearray((DATA / "ledger-ja.xlsx").read_bytes())
    at = whole.index(b"xl/worksheets/sheet1.xml") + 200
    whole[at : at + 50] = b"\xff" * 50
    assert code_of(written(tmp_path / "a.xlsx", bytes(whole))) == "damaged_workbook"


def test_protected_workbooks(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    assert code_of(written(tmp_path / "a.xlsx", ole)) == "password_protected"


def test_other_compressed_files(tmp_path: Path) -> None:
    for entry, code in (("word/document.xml", "not_a_workbook"), ("xl/workbook.bin", "disguised_workbook")):
        path = tmp_path / "a.xlsx"
        with ZipFile(path, "w") as packed:
            packed.writestr(entry, "x")
        assert code_of(path) == code


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daicho.engine.exchange.spreadsheet.MOST_BYTES", 10 << 20)
    path = tmp_path / "a.xlsx"
    with ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "x")
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * (11 << 20))
    assert path.stat().st_size < 30_000
    assert code_of(path) == "workbook_too_large"


@pytest.mark.parametrize("cell", ["A1048576", "XFD1048576", "H1000000"])
def test_a_cell_far_from_the_others_is_named(tmp_path: Path, cell: str) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("台帳")
        for row in range(20):
            sheet.write_row(row, 0, [row, "株式会社青葉", 1])
        sheet.write(cell, "x")

    with pytest.raises(Invalid) as refusal:
        read_workbook(xlsx(tmp_path / "a.xlsx", fill))
    [problem] = refusal.value.problems
    assert problem.code == "workbook_scattered"
    assert f"のシート「台帳」は、離れたセル {cell} まで使われています。" in problem.text("ja")


def test_formats_without_values_are_no_values(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write("A1", "x")
        sheet.write_blank("C1048576", None, book.add_format({"bold": True}))

    assert rows_of(xlsx(tmp_path / "a.xlsx", fill)) == [["x"]]


def test_a_wide_and_thin_sheet_is_read(tmp_path: Path) -> None:
    rows = rows_of(xlsx(tmp_path / "a.xlsx", lambda book: book.add_worksheet().write("XFD3", "x")))
    assert (len(rows), len(rows[2]), rows[2][16_383]) == (3, 16_384, "x")


def test_macros_are_read_as_data(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", lambda book: book.add_worksheet().write("A1", "x"))
    data = io.BytesIO(path.read_bytes())
    with ZipFile(data, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"\0" * 100)
    assert rows_of(written(tmp_path / "a.xlsm", data.getvalue())) == [["x"]]
