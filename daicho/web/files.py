"""Files on their way in and out: uploads bounded before they are read, downloads that no browser takes for a page."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from daicho.engine.records import files
from daicho.engine.records.files import FileKind
from daicho.engine.records.models import StoredFile

SHOWN_IN_PAGES = frozenset({FileKind.PNG.value, FileKind.JPEG.value})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a form, checked."""

    name: str
    content: bytes
    kind: FileKind


def read_upload(
    given: "UploadedFile[Any] | None", allowed: Collection[FileKind], most_bytes: int, field: str | None = None
) -> Upload | None:
    """The file of a form's input; None when none was chosen. Raises Invalid at `field` as `files.checked` does."""
    if given is None or (not given.size and not given.name):
        return None
    name = given.name or ""
    files.check_size(name=name, size=given.size or 0, most_bytes=most_bytes, field=field)
    content = given.read()
    return Upload(
        name, content, files.checked(name=name, content=content, allowed=allowed, most_bytes=most_bytes, field=field)
    )


def download(name: str, content: bytes, content_type: str) -> HttpResponse:
    """Bytes that a browser saves under the name (any language) and never shows or runs."""
    return _sent(name, content, content_type, as_attachment=True)


def download_stored(file: StoredFile) -> HttpResponse:
    """A kept file as a download. Whether the visitor may have it is the caller's to ask first."""
    return download(file.name, files.content_of(file), files.content_type_of(file))


def shown_image(file: StoredFile) -> HttpResponse:
    """An image of our own for `<img>`; anything that is no image is a download."""
    if file.kind not in SHOWN_IN_PAGES:
        return download_stored(file)
    return _sent(file.name, files.content_of(file), files.content_type_of(file), as_attachment=False)


def _sent(name: str, content: bytes, content_type: str, *, as_attachment: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
