"""The copy of the sheet with red cells: it holds what the file held, says why, harms nobody, and can be dropped again."""

import zipfile
from io import BytesIO
from pathlib import Path

from daicho.business.operations.imports.problem_sheet import problem_workbook
from daicho.business.operations.ledger.choices import Choices
from daicho.business.operations.ledger.read import read_ledger
from daicho.business.operations.ledger.survey import survey
from daicho.engine.exchange.workbook import Workbook, read_workbook
from daicho.engine.records import files
from tests.uploads import AOBA, BAD, REAL, sheet, stored, upload, work
from tests.world import World


def workbook(tmp_path: Path, content: bytes, name: str = "book.xlsx") -> Workbook:
    path = tmp_path / name
    path.write_bytes(content)
    return read_workbook(path)


def copy_of(book: Workbook, language: str = "ja") -> bytes:
    return problem_workbook(book, survey(book, Choices()), read_ledger(book).refused, language)


def test_the_copy_of_the_real_ledger_reads_as_the_ledger_itself(tmp_path: Path) -> None:
    book = workbook(tmp_path, REAL)
    again = workbook(tmp_path, copy_of(book), "copy.xlsx")
    first, second = read_ledger(book), read_ledger(again)
    assert second.contracts == first.contracts
    assert [(cell.row, cell.column, cell.value) for cell in second.refused] == [
        (cell.row, cell.column, cell.value) for cell in first.refused
    ]
    original, [copied] = book.sheets[0], again.sheets
    assert copied.name == "契約台帳"
    assert [row[: len(line)] for row, line in zip(copied.rows, original.rows, strict=True)] == original.rows
    assert set(copied.merged) == set(original.merged)


def test_each_bad_row_says_why_in_the_last_column(tmp_path: Path) -> None:
    copied = workbook(tmp_path, copy_of(workbook(tmp_path, REAL)), "copy.xlsx").sheets[0]
    assert copied.rows[3][18] == "登録できない理由"
    told = {number: row[18] for number, row in enumerate(copied.rows, start=1) if len(row) > 18 and row[18]}
    assert sorted(told) == [4, 11, 19, 20, 21, 25, 26, 27]
    assert told[25] == "「要確認」は数量として読み取れません。数字だけを入力してください（例：35）。"


def test_bad_cells_are_red_and_have_a_comment(tmp_path: Path) -> None:
    with zipfile.ZipFile(BytesIO(copy_of(workbook(tmp_path, REAL)))) as packed:
        styles, comments = (packed.read(name).decode() for name in ("xl/styles.xml", "xl/comments1.xml"))
        cells = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "FFF8CBC6" in styles
    assert [f'ref="{place}"' in comments for place in ("K11", "G25", "A5")] == [True, True, False]
    assert "<f>" not in cells


def test_texts_that_look_like_formulas_stay_texts(tmp_path: Path) -> None:
    content = sheet(("K-1", "=1+1", *AOBA[2:4], "=HYPERLINK(1)", *AOBA[5:]))
    made = copy_of(workbook(tmp_path, content, "台帳.csv"))
    with zipfile.ZipFile(BytesIO(made)) as packed:
        cells = packed.read("xl/worksheets/sheet1.xml").decode()
        assert not any("hyperlink" in name.lower() for name in packed.namelist())
    assert "<f>" not in cells
    assert workbook(tmp_path, made, "copy.xlsx").sheets[0].rows[1][1] == "=1+1"


def test_it_is_kept_with_the_import_in_the_language_of_who_asked(world: World) -> None:
    run_id = upload(world, sheet(AOBA, BAD))
    work(world.frame)
    kept_id = stored(run_id).problems_file_id
    assert kept_id is not None
    kept = files.find(kept_id)
    assert kept is not None
    assert (kept.name, kept.kind, kept.about) == ("台帳_問題のある行.xlsx", "xlsx", f"import:{run_id}")


def test_without_problems_there_is_none(world: World) -> None:
    run_id = upload(world, sheet(AOBA))
    work(world.frame)
    assert stored(run_id).problems_file_id is None
