"""Files of tables (xlsx, xls, ods, csv, tsv) as plain values, with their row numbers. Gives the values no meaning."""

from pathlib import Path

from daicho.engine.exchange.delimited import read_delimited
from daicho.engine.exchange.sheets import (
    EMPTY_FILE,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    NO_FILE,
    NOT_A_WORKBOOK,
    TOO_LARGE,
    Cell,
    Range,
    Sheet,
    Workbook,
)
from daicho.engine.exchange.spreadsheet import OLE_MARK, ZIP_MARK, read_spreadsheet
from daicho.values.problems import Invalid

__all__ = ["Cell", "Range", "Sheet", "Workbook", "read_workbook"]

_OTHER_KINDS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x7fELF",
    b"MZ\x90",
)


def read_workbook(path: Path | str, name: str | None = None) -> Workbook:
    """The file at `path`; what it is, is told by its content. `name` is what messages call it (None: the file's name).

    Macros are not run and formulas not calculated: cells hold the values last saved with them. Raises `Invalid` for what
    is no workbook, empty, protected, damaged, or beyond 1,000,000 rows, 16,384 columns or 1 GB unpacked.
    """
    file = Path(path)
    called = name or file.name
    try:
        size = file.stat().st_size
        start = _first_bytes(file) if file.is_file() else None
    except OSError as error:
        raise Invalid(NO_FILE.problem(name=called)) from error
    if start is None:
        raise Invalid(NO_FILE.problem(name=called))
    if size == 0:
        raise Invalid(EMPTY_FILE.problem(name=called))
    if size > MOST_BYTES:
        raise Invalid(TOO_LARGE.problem(name=called, rows=MOST_ROWS, columns=MOST_COLUMNS))
    if start.startswith((ZIP_MARK, OLE_MARK, b"PK\x05\x06")):
        sheets = read_spreadsheet(file, called)
    elif start.startswith(_OTHER_KINDS):
        raise Invalid(NOT_A_WORKBOOK.problem(name=called))
    else:
        sheets = (read_delimited(file.read_bytes(), called, Path(called).stem),)
    if not any(cell is not None for sheet in sheets for row in sheet.rows for cell in row):
        raise Invalid(EMPTY_FILE.problem(name=called))
    return Workbook(called, sheets)


def _first_bytes(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(8)
