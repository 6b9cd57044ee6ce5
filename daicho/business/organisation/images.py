"""Our logo and our seal: two images at most, kept as files of the organisation and printed on documents."""

from collections.abc import Mapping

from daicho.engine.documents.images import check_image
from daicho.engine.records import files
from daicho.engine.records.command import Command
from daicho.engine.records.files import FileKind
from daicho.engine.records.models import StoredFile

IMAGES = ("logo", "seal")
KINDS = frozenset({FileKind.PNG, FileKind.JPEG})
MOST_BYTES = 1_000_000


def about(image: str) -> str:
    """How the file of an image names what it belongs to."""
    return f"organisation:1:{image}"


def stored(image: str) -> StoredFile | None:
    """The file of the logo or seal; None without one."""
    return StoredFile.objects.filter(about=about(image)).order_by("-id").first()


def printed_images() -> Mapping[str, bytes]:
    """The bytes of those that there are, by "logo" and "seal". One query."""
    found = StoredFile.objects.filter(about__in=[about(image) for image in IMAGES]).order_by("id")
    return {file.about.rpartition(":")[2]: files.content_of(file) for file in found}


def put(running: Command, image: str, name: str, content: bytes) -> None:
    """Replace an image within the command; history keeps its name. Raises Invalid at `image` for what cannot be printed."""
    kept = files.clean_name(name)
    files.checked(name=name, content=content, allowed=KINDS, most_bytes=MOST_BYTES, field=image)
    check_image(kept, content, image)
    take_away(image)
    made = files.keep(
        name=name,
        content=content,
        allowed=KINDS,
        most_bytes=MOST_BYTES,
        at=running.frame.now,
        by_id=running.actor.user_id,
        about=about(image),
    )
    running.update("organisation", {1: {image: f"{made.name} #{made.sha256[:8]}"}}, made=True)


def remove(running: Command, image: str) -> None:
    """Have no such image any more."""
    take_away(image)
    running.update("organisation", {1: {image: ""}}, made=True)


def take_away(image: str) -> None:
    """Delete the file that there is."""
    files.remove(StoredFile.objects.filter(about=about(image)).values_list("pk", flat=True))
