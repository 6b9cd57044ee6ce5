"""A process of its own that reads one spreadsheet and prints it as JSON lines; run by spreadsheet.py, never imported.

The native reader ends its whole process when a damaged or hostile file makes it ask for more memory than there is, so it
runs here, with memory and time bounded. Lines: one head per sheet ``{"sheet", "hidden", "merged", "rows"}``, then its rows.
"""

import contextlib
import json
import sys
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

with contextlib.suppress(ImportError):
    import resource

MEMORY = 4 << 30
PASSWORD_NEEDED, UNREADABLE = 3, 4


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


def bound_memory() -> None:
    """Let the system refuse memory beyond what the largest readable file needs, where the system can."""
    with contextlib.suppress(NameError, ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    bound_memory()
    try:
        write_sheets(sys.argv[1])
    except PasswordError:
        sys.exit(PASSWORD_NEEDED)
    except (CalamineError, OSError, ValueError, MemoryError):
        sys.exit(UNREADABLE)
