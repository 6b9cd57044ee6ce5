"""Text files of values, read whatever their encoding (UTF-8, UTF-16, Shift_JIS, EUC-JP) and delimiter. Values stay text."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator

from daicho.engine.exchange.sheets import (
    DISGUISED,
    EMPTY_FILE,
    MOST_COLUMNS,
    MOST_ROWS,
    NOT_A_WORKBOOK,
    OPEN_QUOTE,
    TOO_LARGE,
    UNKNOWN_ENCODING,
    Cell,
    Sheet,
)
from daicho.values.problems import Invalid

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DELIMITERS = "\t,;|"
_SAMPLE = 200
_LONGEST_CELL = 1_000_000


def read_delimited(data: bytes, name: str, sheet_name: str) -> Sheet:
    """The one sheet of a text file; empty cells are None. Raises `Invalid` when it is no such text."""
    text = decoded(data, name)
    if not text.strip():
        raise Invalid(EMPTY_FILE.problem(name=name))
    head = text.lstrip()[:300].lower()
    if head.startswith("<"):
        kind = "HTML" if "<html" in head or "<table" in head or "<!doctype html" in head else "XML"
        raise Invalid(DISGUISED.problem(name=name, kind=kind))
    try:
        return Sheet(sheet_name, list(_bounded(_records(text), name)))
    except csv.Error as error:
        raise Invalid(OPEN_QUOTE.problem(name=name)) from error


def decoded(data: bytes, name: str) -> str:
    """The text of the bytes. Raises `Invalid` when they are no text, or in no encoding that is known here."""
    encoding = next((found for mark, found in _MARKS.items() if data.startswith(mark)), None)
    if encoding is None and b"\0" in data:
        encoding = _sixteen_bits(data)
        if encoding is None:
            raise Invalid(NOT_A_WORKBOOK.problem(name=name))
    candidates = [encoding] if encoding else ["utf-8", "cp932", "euc_jp"]
    texts = [text for text in (_decode(data, candidate) for candidate in candidates) if text is not None]
    if not texts:
        raise Invalid((UNKNOWN_ENCODING if encoding is None else NOT_A_WORKBOOK).problem(name=name))
    best = texts[0] if encoding or _decode(data, "utf-8") is not None else min(texts, key=_half_width_kana)
    if sum(ord(letter) < 32 and letter not in "\t\r\n\f\x0b\x1a" for letter in best[:5000]) > 2:
        raise Invalid(NOT_A_WORKBOOK.problem(name=name))
    return best.rstrip("\x1a")


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the first lines into the most columns, most evenly; a comma when none does."""
    sample = text.splitlines()[:_SAMPLE]

    def evenness(delimiter: str) -> tuple[float, int]:
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=delimiter) if row)
        width, count = widths.most_common(1)[0] if widths else (1, 0)
        return (count / max(1, sum(widths.values())), width) if width > 1 else (0.0, 1)

    best = max(_DELIMITERS, key=lambda delimiter: (evenness(delimiter)[0] > 0.5, *reversed(evenness(delimiter))))
    return best if evenness(best)[1] > 1 else ","


def _records(text: str) -> Iterator[list[str]]:
    """The records, as a spreadsheet numbers them; raises csv.Error for a quote that never closes."""
    csv.field_size_limit(_LONGEST_CELL)
    lines = text.splitlines(keepends=True)
    announced = lines[0].strip().lower() if lines else ""
    if announced.startswith("sep=") and len(announced) == 5:
        yield []
        yield from csv.reader(lines[1:], delimiter=announced[4])
        return
    delimiter = delimiter_of(text)
    try:
        records = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise
        records = list(csv.reader(lines, delimiter=delimiter))
    yield from records


def _bounded(records: Iterator[list[str]], name: str) -> Iterator[list[Cell]]:
    """Rows of cells, refused beyond what a spreadsheet holds."""
    for number, record in enumerate(records, start=1):
        if number > MOST_ROWS or len(record) > MOST_COLUMNS:
            raise Invalid(TOO_LARGE.problem(name=name, rows=MOST_ROWS, columns=MOST_COLUMNS))
        yield [value if value.strip() else None for value in record]


def _decode(data: bytes, encoding: str) -> str | None:
    """The text, or None when the bytes are not in this encoding."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _sixteen_bits(data: bytes) -> str | None:
    """UTF-16 without a mark, told by where the zero bytes of its ASCII lie; None when it is something else."""
    even, odd = data[:2000:2].count(0), data[1:2000:2].count(0)
    if min(even, odd) or max(even, odd) < 2:
        return None
    return "utf-16-be" if even else "utf-16-le"


def _half_width_kana(text: str) -> int:
    """How many half-width katakana there are: many where EUC-JP was taken for Shift_JIS."""
    return sum("\uff61" <= letter <= "\uff9f" for letter in text[:20_000])
