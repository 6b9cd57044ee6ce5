"""Excel and OpenDocument files, read in a process of their own with bounded memory and time. Text files are delimited.py's."""

import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

from daicho.engine.exchange.sheets import (
    DAMAGED,
    DISGUISED,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    NOT_A_WORKBOOK,
    PASSWORD,
    SCATTERED,
    TOO_LARGE,
    Cell,
    Range,
    Sheet,
)
from daicho.values.problems import Invalid

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MARK = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_XLS_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_PROCESS = Path(__file__).with_name("spreadsheet_process.py")
_PASSWORD_NEEDED, _SCATTERED = 3, 5
_SECONDS = 300


def read_spreadsheet(path: Path, name: str) -> tuple[Sheet, ...]:
    """The worksheets of an xlsx, xlsm, xls or ods file, told by its content and not its name. Raises `Invalid`."""
    suffix = _checked(path, name)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as out:
        known = Path(folder) / f"book{suffix}"
        known.symlink_to(path.resolve())
        command = [sys.executable, "-I", str(_PROCESS), str(known)]
        try:
            ended = subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, timeout=_SECONDS, check=False)  # noqa: S603 own program, own path
        except subprocess.TimeoutExpired as error:
            raise Invalid(_too_large(name)) from error
        out.seek(0)
        if ended.returncode == _SCATTERED:
            raise Invalid(SCATTERED.problem(name=name, **json.loads(out.readline())))
        if ended.returncode:
            password = ended.returncode == _PASSWORD_NEEDED
            raise Invalid((PASSWORD if password else DAMAGED).problem(name=name))
        return tuple(_sheets(out, name))


def _checked(path: Path, name: str) -> str:
    """The suffix that fits the content, after what can be seen without reading it. Raises `Invalid`."""
    if zipfile.is_zipfile(path):
        return _checked_zip(path, name)
    start = path.read_bytes()
    if start.startswith(ZIP_MARK):
        raise Invalid(DAMAGED.problem(name=name))
    if _ENCRYPTED in start:
        raise Invalid(PASSWORD.problem(name=name))
    if not any(stream in start for stream in _XLS_STREAMS):
        raise Invalid(NOT_A_WORKBOOK.problem(name=name))
    return ".xls"


def _checked_zip(path: Path, name: str) -> str:
    """The suffix of a compressed workbook, its size bounded. Raises `Invalid`."""
    try:
        with zipfile.ZipFile(path) as packed:
            entries = {entry.filename: entry for entry in packed.infolist()}
            if sum(entry.file_size for entry in entries.values()) > MOST_BYTES:
                raise Invalid(_too_large(name))
            if any(entry.flag_bits & 1 for entry in entries.values()):
                raise Invalid(PASSWORD.problem(name=name))
            if "xl/workbook.xml" in entries:
                return ".xlsx"
            if "xl/workbook.bin" in entries:
                raise Invalid(DISGUISED.problem(name=name, kind="xlsb"))
            manifest = packed.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in entries else b""
            if b"encryption-data" in manifest:
                raise Invalid(PASSWORD.problem(name=name))
            if "content.xml" in entries and b"spreadsheet" in packed.read("mimetype"):
                return ".ods"
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError) as error:
        raise Invalid(DAMAGED.problem(name=name)) from error
    raise Invalid(NOT_A_WORKBOOK.problem(name=name))


def _sheets(out: IO[bytes], name: str) -> Iterator[Sheet]:
    """The sheets that the process printed."""
    for line in out:
        head = json.loads(line)
        rows = [_row(json.loads(out.readline(), object_hook=_untagged)) for _ in range(head["rows"])]
        if len(rows) > MOST_ROWS or max((len(row) for row in rows), default=0) > MOST_COLUMNS:
            raise Invalid(_too_large(name))
        yield Sheet(head["sheet"], rows, tuple(Range(*corner) for corner in head["merged"]), head["hidden"])


def _row(values: list[Any]) -> list[Cell]:
    """Cells of a row: empty text is None, whole numbers are int."""
    return [_cell(value) for value in values]


def _cell(value: Any) -> Cell:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    cell: Cell = value
    return None if isinstance(value, str) and not value.strip() else cell


def _untagged(value: dict[str, Any]) -> Cell:
    """The value behind the tag that the process gave it."""
    ((tag, content),) = value.items()
    if tag == "seconds":
        return timedelta(seconds=content)
    if tag == "time":
        return time.fromisoformat(content)
    return datetime.fromisoformat(content) if tag == "datetime" else date.fromisoformat(content)


def _too_large(name: str) -> Any:
    return TOO_LARGE.problem(name=name, rows=MOST_ROWS, columns=MOST_COLUMNS)
