"""What a workbook is once read: sheets of plain cells, and the messages for files that cannot be read. Reads nothing itself."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from daicho.values.labels import Message

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""One value; None for an empty cell. Whole numbers are int, whatever the file stored."""

MOST_ROWS, MOST_COLUMNS = 1_000_000, 16_384
MOST_BYTES = 1 << 30
"""Of a file, and of what a compressed one unpacks to."""

NO_FILE = Message(
    "no_file",
    ja="ファイル「{name}」が見つからないか、開けません。",
    en="The file “{name}” does not exist or cannot be opened.",
)
EMPTY_FILE = Message(
    "empty_file",
    ja="ファイル「{name}」は空です。データの入ったExcelまたはCSVを指定してください。",
    en="The file “{name}” is empty. Choose an Excel or CSV file that holds data.",
)
NOT_A_WORKBOOK = Message(
    "not_a_workbook",
    ja="「{name}」はExcelでもCSVでもありません。xlsx、xls、ods、csv、tsv のいずれかで保存してください。",
    en="“{name}” is neither Excel nor CSV. Save it as xlsx, xls, ods, csv or tsv.",
)
DISGUISED = Message(
    "disguised_workbook",
    ja="「{name}」の中身はExcelではなく{kind}です。Excelで開き、「Excelブック（.xlsx）」として保存し直してください。",
    en="“{name}” is not an Excel file inside but {kind}. Open it in Excel and save it as an Excel workbook (.xlsx).",
)
PASSWORD = Message(
    "password_protected",
    ja="「{name}」はパスワードで保護されています。パスワードを外して保存し直してください。",
    en="“{name}” is protected by a password. Save it without the password.",
)
DAMAGED = Message(
    "damaged_workbook",
    ja="「{name}」は壊れているため読み取れません。Excelで開けるか確かめ、保存し直してください。",
    en="“{name}” is damaged and cannot be read. Check that it opens in Excel, and save it again.",
)
TOO_LARGE = Message(
    "workbook_too_large",
    ja="「{name}」は大きすぎます。{rows}行、{columns}列、展開後1GB以内に分けてください。",
    en="“{name}” is too large. Split it: at most {rows} rows, {columns} columns and 1 GB unpacked.",
)
SCATTERED = Message(
    "workbook_scattered",
    ja="「{name}」のシート「{sheet}」は、離れたセル {cell} まで使われています。不要な値を消すか、行や列を削除して保存し直してください。",
    en="The sheet “{sheet}” of “{name}” is used as far as cell {cell}, far from the rest. Delete what is not needed there, and save it again.",
)
UNKNOWN_ENCODING = Message(
    "unknown_encoding",
    ja="「{name}」の文字コードがわかりません。UTF-8 か Shift_JIS で保存し直してください。",
    en="The character encoding of “{name}” is unknown. Save it as UTF-8 or Shift_JIS.",
)
OPEN_QUOTE = Message(
    "open_quote",
    ja='「{name}」には閉じられていない引用符（"）があり、どこまでが1つの値か判断できません。',
    en='“{name}” has a quotation mark (") that is never closed, so the values cannot be told apart.',
)


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of merged cells, by indices from 0, all inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows[i]` is the file's row i + 1; rows may differ in length. `hidden`: people do not see it."""

    name: str
    rows: list[list[Cell]]
    merged: tuple[Range, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a file, in its order; a text file is one sheet named after it. `name` is the file's name."""

    name: str
    sheets: tuple[Sheet, ...]
