"""A process of its own that reads one spreadsheet and prints it as JSON lines; run by spreadsheet.py, never imported.

The native reader ends its whole process when a damaged or hostile file makes it ask for more memory than there is, so it
runs here, with memory and time bounded. A sheet with a few values far apart is told before it is unfolded: the reader keeps
every cell between them. Lines: one head per sheet ``{"sheet", "hidden", "merged", "rows"}``, then its rows.
"""

import contextlib
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from html import unescape

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

with contextlib.suppress(ImportError):
    import resource

MEMORY = 4 << 30
PASSWORD_NEEDED, UNREADABLE, SCATTERED = 3, 4, 5
LARGE_AREA, SPARSE = 2_000_000, 50
"""Cells between the first and the last used one: what is more is read only where at least one in so many is used."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
FILLED = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"(?:[^<>]*[^<>/])?>')
"""A cell that holds something."""
TAG = re.compile(r"<(?:\w+:)?(sheet|Relationship)\s([^<>]*)>")
ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
AT_ONCE, LONGEST_CELL_TAG = 1 << 20, 500


def tagged(value: object) -> dict[str, object]:
    """A value that JSON lacks."""
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    raise TypeError(value)


def write_sheets(path: str) -> None:
    """Print every worksheet of the file at `path`."""
    with CalamineWorkbook.from_path(path) as book:
        for index, about in enumerate(book.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(index)
            rows = sheet.to_python(skip_empty_area=False)
            hidden = about.visible != SheetVisibleEnum.Visible
            merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or []]
            head = {"sheet": about.name, "hidden": hidden, "merged": merged, "rows": len(rows)}
            sys.stdout.write(json.dumps(head) + "\n")
            sys.stdout.writelines(json.dumps(row, default=tagged) + "\n" for row in rows)


def scattered_sheet(path: str) -> dict[str, str] | None:
    """The first sheet of an xlsx file with values far from the others, and its last cell; None for none and other files."""
    if not zipfile.is_zipfile(path):
        return None
    with zipfile.ZipFile(path) as packed:
        for name, part in sheet_parts(packed):
            cell = far_cell(packed, part)
            if cell is not None:
                return {"sheet": name, "cell": cell}
    return None


def sheet_parts(packed: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Names of the sheets with the entries that hold them, as far as the file has them where they usually are."""
    entries = set(packed.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= entries:
        return []
    found: dict[str, list[dict[str, str]]] = {"sheet": [], "Relationship": []}
    for entry in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        for kind, inside in TAG.findall(packed.read(entry).decode(errors="replace")):
            found[kind].append({key: unescape(value) for key, value in ATTRIBUTE.findall(inside)})
    targets = {one.get("Id"): one.get("Target", "") for one in found["Relationship"]}
    paths = [(one.get("name", ""), targets.get(one.get("r:id"), "")) for one in found["sheet"]]
    full = [(name, part[1:] if part.startswith("/") else f"xl/{part}") for name, part in paths]
    return [(name, part) for name, part in full if part in entries]


def far_cell(packed: zipfile.ZipFile, part: str) -> str | None:
    """The cell that is farthest down or right of a sheet, where hardly any cell up to there is used; None where enough are."""
    used, lowest, rightmost = 0, (0, 0), (0, 0)
    for chunk in chunks(packed, part):
        for letters, digits in FILLED.findall(chunk):
            row, column = int(digits), number_of(letters)
            used += 1
            if row > lowest[0]:
                lowest = (row, column)
            if column > rightmost[1]:
                rightmost = (row, column)
    area = lowest[0] * rightmost[1]
    if area <= LARGE_AREA or used * SPARSE >= area:
        return None
    row, column = lowest if lowest[0] / MOST_ROWS > rightmost[1] / MOST_COLUMNS else rightmost
    return f"{letters_of(column)}{row}"


@cache
def number_of(letters: bytes) -> int:
    """The number of a column from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def letters_of(number: int) -> str:
    """The letters of a column from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def chunks(packed: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The text of an entry in pieces that cut no tag."""
    rest = b""
    with packed.open(part) as opened:
        while read := opened.read(AT_ONCE):
            whole, angle, rest = (rest + read).rpartition(b"<")
            yield whole
            rest = angle + rest if len(rest) < LONGEST_CELL_TAG else b""
    yield rest


def bound_memory() -> None:
    """Let the system refuse memory beyond what the largest readable file needs, where the system can."""
    with contextlib.suppress(NameError, ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    bound_memory()
    try:
        scattered = scattered_sheet(sys.argv[1])
        if scattered is not None:
            sys.stdout.write(json.dumps(scattered) + "\n")
            sys.exit(SCATTERED)
        write_sheets(sys.argv[1])
    except PasswordError:
        sys.exit(PASSWORD_NEEDED)
    except (CalamineError, OSError, ValueError, MemoryError, zipfile.BadZipFile, zlib.error, NotImplementedError):
        sys.exit(UNREADABLE)
