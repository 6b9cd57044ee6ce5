"""Our own files: the logo and the seal that are printed on documents, and the cancellation form that customers are given."""

from collections.abc import Mapping
from dataclasses import dataclass

from daicho.engine.documents.images import check_image
from daicho.engine.records import files
from daicho.engine.records.command import Command
from daicho.engine.records.files import FileKind
from daicho.engine.records.models import StoredFile

CANCELLATION_FORM = "cancellation_form"
PRINTED = ("logo", "seal")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be put as one of our files: its kinds, and how large it may be (bytes)."""

    kinds: frozenset[FileKind]
    most_bytes: int


IMAGE = Allowed(frozenset({FileKind.PNG, FileKind.JPEG}), 1_000_000)
FORM = Allowed(frozenset({FileKind.PDF, FileKind.DOCX, FileKind.DOC, FileKind.XLSX, FileKind.XLS}), 5_000_000)
OWN_FILES: Mapping[str, Allowed] = {"logo": IMAGE, "seal": IMAGE, CANCELLATION_FORM: FORM}
"""By the settings' field that keeps the name; one file of each at most."""


def about(key: str) -> str:
    """How a file names what it belongs to."""
    return f"organisation:1:{key}"


def stored(key: str) -> StoredFile | None:
    """The logo, the seal or the form; None without one."""
    return StoredFile.objects.filter(about=about(key)).order_by("-id").first()


def is_there(key: str) -> bool:
    """Whether there is such a file; its bytes are not read."""
    return StoredFile.objects.filter(about=about(key)).exists()


def printed_images() -> Mapping[str, bytes]:
    """The bytes of those that there are, by "logo" and "seal". One query."""
    found = StoredFile.objects.filter(about__in=[about(image) for image in PRINTED]).order_by("id")
    return {file.about.rpartition(":")[2]: files.content_of(file) for file in found}


def put(running: Command, key: str, name: str, content: bytes) -> None:
    """Replace a file within the command; history keeps its name. Raises Invalid at `key` for what may not be put."""
    allowed = OWN_FILES[key]
    kept = files.clean_name(name)
    files.checked(name=name, content=content, allowed=allowed.kinds, most_bytes=allowed.most_bytes, field=key)
    if key in PRINTED:
        check_image(kept, content, key)
    take_away(key)
    made = files.keep(
        name=name,
        content=content,
        allowed=allowed.kinds,
        most_bytes=allowed.most_bytes,
        at=running.frame.now,
        by_id=running.actor.user_id,
        about=about(key),
    )
    running.update("organisation", {1: {key: f"{made.name} #{made.sha256[:8]}"}}, made=True)


def remove(running: Command, key: str) -> None:
    """Have no such file any more."""
    take_away(key)
    running.update("organisation", {1: {key: ""}}, made=True)


def take_away(key: str) -> None:
    """Delete the file that there is."""
    files.remove(StoredFile.objects.filter(about=about(key)).values_list("pk", flat=True))
