"""Files kept in the database: what they are is read from their bytes, never from their name or what a browser says.

Who may read a file is asked of whatever it belongs to (`about`), by the page that serves it; here nobody's rights are known.
"""

import codecs
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from daicho.engine.records.models import StoredFile
from daicho.values.labels import Label, Message
from daicho.values.problems import Invalid

LONGEST_NAME = 120
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MARK = b"PK\x03\x04"
_ODS_MARK = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_TEXT_ENCODINGS = ("utf-8", "cp932", "euc_jp")
_TEXT_CONTROLS = frozenset("\t\r\n\f\x0b\x1a")
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')


class FileKind(StrEnum):
    """What a file is. An Excel file of either age may be protected by a password; whoever reads it finds out.

    A Word file that is protected by one looks like an old Excel file.
    """

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    XLSX = "xlsx"
    XLS = "xls"
    DOCX = "docx"
    DOC = "doc"
    ODS = "ods"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class _Form:
    """How a kind is called, sent, and named; the first suffix is the one that a file without a fitting one gets."""

    label: Label
    content_type: str
    suffixes: tuple[str, ...]


_FORMS: Mapping[FileKind, _Form] = {
    FileKind.PDF: _Form(Label("PDF", "PDF"), "application/pdf", (".pdf",)),
    FileKind.PNG: _Form(Label("PNG", "PNG"), "image/png", (".png",)),
    FileKind.JPEG: _Form(Label("JPEG", "JPEG"), "image/jpeg", (".jpg", ".jpeg")),
    FileKind.XLSX: _Form(
        Label("Excel（xlsx）", "Excel (xlsx)"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        (".xlsx", ".xlsm"),
    ),
    FileKind.XLS: _Form(Label("Excel（xls）", "Excel (xls)"), "application/vnd.ms-excel", (".xls", ".xlsx", ".xlsm")),
    FileKind.DOCX: _Form(
        Label("Word（docx）", "Word (docx)"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (".docx", ".docm"),
    ),
    FileKind.DOC: _Form(Label("Word（doc）", "Word (doc)"), "application/msword", (".doc",)),
    FileKind.ODS: _Form(
        Label("OpenDocument（ods）", "OpenDocument (ods)"),
        "application/vnd.oasis.opendocument.spreadsheet",
        (".ods",),
    ),
    FileKind.CSV: _Form(Label("CSV", "CSV"), "text/csv", (".csv", ".tsv", ".txt")),
}

EMPTY = Message(
    "file_empty",
    ja="「{name}」は空のファイルです。中身のあるファイルを選んでください。",
    en="“{name}” is empty. Choose a file that holds something.",
)
TOO_LARGE = Message(
    "file_too_large",
    ja="「{name}」は{size}MBあります。{most}MB以下のファイルを選んでください。",
    en="“{name}” has {size} MB. Choose a file of at most {most} MB.",
)
WRONG_KIND = Message(
    "file_kind_refused",
    ja="「{name}」の中身は{kinds}ではありません。{kinds}のファイルを選んでください。",
    en="“{name}” is not {kinds} inside. Choose a file of that kind.",
)


def keep(
    *,
    name: str,
    content: bytes,
    allowed: Collection[FileKind],
    most_bytes: int,
    at: datetime,
    by_id: int | None,
    about: str = "",
    field: str | None = None,
) -> StoredFile:
    """Keep a file whose bytes are of an allowed kind; it is saved with the transaction around the call.

    `about` is the record it belongs to, as "contract:12" ("" : none); `by_id` is the user (None: the system or a customer).
    Raises Invalid, its problem at `field`, when the file is empty, too large (bytes) or of another kind.
    """
    kind = checked(name=name, content=content, allowed=allowed, most_bytes=most_bytes, field=field)
    return StoredFile.objects.create(
        name=clean_name(name, kind),
        kind=kind.value,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        content=content,
        about=about,
        created_at=at,
        created_by_id=by_id,
    )


def checked(
    *, name: str, content: bytes, allowed: Collection[FileKind], most_bytes: int, field: str | None = None
) -> FileKind:
    """The kind of a file that may be kept; nothing is written. Raises Invalid as `keep` does."""
    shown = clean_name(name)
    if not content:
        raise Invalid(EMPTY.problem(field, name=shown))
    check_size(name=name, size=len(content), most_bytes=most_bytes, field=field)
    kind = kind_of(content)
    if kind is None or kind not in allowed:
        kinds = [_FORMS[one].label for one in FileKind if one in allowed]
        raise Invalid(WRONG_KIND.problem(field, name=shown, kinds=kinds))
    return kind


def check_size(*, name: str, size: int, most_bytes: int, field: str | None = None) -> None:
    """Refuse a file by its size in bytes, before anybody reads it into memory. Raises Invalid."""
    if size > most_bytes:
        megabytes = -(-size // 100_000) / 10
        raise Invalid(
            TOO_LARGE.problem(field, name=clean_name(name), size=f"{megabytes:g}", most=f"{most_bytes / 1_000_000:g}")
        )


def find(file_id: int) -> StoredFile | None:
    """The file with its content; None when there is none (any more)."""
    return StoredFile.objects.filter(pk=file_id).first()


def content_of(file: StoredFile) -> bytes:
    """The bytes of a file, the same on every database."""
    return bytes(file.content)


def of_record(about: str) -> list[StoredFile]:
    """The files that belong to a record ("contract:12"), latest first; contents are not read."""
    return list(StoredFile.objects.filter(about=about).defer("content").order_by("-created_at", "-id")) if about else []


def having_files(abouts: Iterable[str]) -> frozenset[str]:
    """Those of the records ("contract:12") to which files belong: one query."""
    found = StoredFile.objects.filter(about__in=list(abouts)).order_by().values_list("about", flat=True)
    return frozenset(found.distinct())


def remove(ids: Iterable[int]) -> None:
    """Take files away; those that are gone already are no matter."""
    StoredFile.objects.filter(pk__in=list(ids)).delete()


def content_type_of(file: StoredFile) -> str:
    """The media type to send it with; bytes of no kind that is known any more are just bytes."""
    known = {form.value for form in FileKind}
    return _FORMS[FileKind(file.kind)].content_type if file.kind in known else "application/octet-stream"


def accepted(kinds: Collection[FileKind]) -> str:
    """What an input for files of these kinds offers to choose (HTML `accept`); what counts are the bytes."""
    forms = [_FORMS[kind] for kind in FileKind if kind in kinds]
    return ",".join(dict.fromkeys(part for form in forms for part in (form.content_type, form.suffixes[0])))


def kind_of(content: bytes) -> FileKind | None:
    """What the bytes are; None for everything else. Looks, but does not open: a damaged file keeps its kind."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if content[:64].removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"%PDF-"):
        return FileKind.PDF
    if content.startswith(OLE_MARK):
        return FileKind.DOC if _has_entry(content, "WordDocument") else FileKind.XLS
    if content.startswith(ZIP_MARK):
        if content[30:].startswith(_ODS_MARK):
            return FileKind.ODS
        return _office_kind(content)
    return FileKind.CSV if _is_table_text(content) else None


def clean_name(name: str, kind: FileKind | None = None) -> str:
    """The name without folders and without characters that hide or mislead, at most LONGEST_NAME long.

    With a kind it ends in one of that kind's suffixes.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name.replace("\0", "")))[-1]
    visible = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in last)
    plain = " ".join(_NOT_IN_NAMES.sub("_", visible).split()).lstrip(". ")
    stem, dot, suffix = plain.rpartition(".")
    stem, suffix = (stem, f"{dot}{suffix}") if dot and len(suffix) <= 5 else (plain, "")
    if kind is not None and suffix.lower() not in _FORMS[kind].suffixes:
        stem, suffix = f"{stem}{suffix}", _FORMS[kind].suffixes[0]
    return f"{stem[: LONGEST_NAME - len(suffix)].rstrip('. ') or 'file'}{suffix}"


def _office_kind(content: bytes) -> FileKind | None:
    """Word or Excel by the part that comes first: either may hold a file of the other."""
    parts = {FileKind.XLSX: b"xl/workbook.xml", FileKind.DOCX: b"word/document.xml"}
    found = {kind: at for kind, part in parts.items() if (at := content.find(part)) >= 0}
    return min(found, key=lambda kind: found[kind]) if found else None


def _has_entry(content: bytes, name: str) -> bool:
    """Whether an old Office file has an entry of this name; entries begin at multiples of 128 bytes."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = content.find(wanted)
    while at >= 0 and at % 128:
        at = content.find(wanted, at + 1)
    return at >= 0


def _is_table_text(content: bytes) -> bool:
    """Whether it is text in a usual encoding, no web page, no script, and not full of control characters."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = () if b"\0" in content else _TEXT_ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        head = text.removeprefix("\ufeff").lstrip()[:5000]
        controls = sum(ord(letter) < 32 and letter not in _TEXT_CONTROLS for letter in head)
        return controls <= 2 and not head.startswith(("<", "#!"))
    return False
