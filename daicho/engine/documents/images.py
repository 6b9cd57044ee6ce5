"""Images that are printed in documents: refused when they cannot be set, before they are kept."""

import tempfile
from pathlib import Path

import typst

from daicho.values.labels import Message
from daicho.values.problems import Invalid

MOST_PIXELS = 4_000
"""Of either side; an image of more unpacks to more memory than a logo is worth."""
TOO_MANY_PIXELS = Message(
    "image_too_many_pixels",
    ja="画像「{name}」は{width}×{height}ピクセルあります。縦横とも{most}ピクセル以下に縮小してください。",
    en="The image “{name}” has {width} × {height} pixels. Reduce it to at most {most} on either side.",
)
UNREADABLE = Message(
    "image_unreadable",
    ja="画像「{name}」は壊れているか、読み取れない形式です。画像ソフトで開き、PNGで保存し直してください。",
    en="The image “{name}” is damaged or cannot be read. Open it in an image program and save it as PNG.",
)
_PNG = b"\x89PNG\r\n\x1a\n"
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xDA)})
_NO_FRAME = frozenset({0xC4, 0xC8, 0xCC})


def check_image(name: str, content: bytes, field: str | None = None) -> None:
    """Refuse what is no readable PNG or JPEG, or too large to unpack. Raises Invalid at `field`."""
    size = pixels(content)
    if size is None:
        raise Invalid(UNREADABLE.problem(field, name=name))
    width, height = size
    if max(size) > MOST_PIXELS:
        raise Invalid(TOO_MANY_PIXELS.problem(field, name=name, width=width, height=height, most=MOST_PIXELS))
    if not _can_be_set(content):
        raise Invalid(UNREADABLE.problem(field, name=name))


def pixels(content: bytes) -> tuple[int, int] | None:
    """Width and height as the file's head says; None when it says nothing usable."""
    if content.startswith(_PNG) and content[12:16] == b"IHDR" and len(content) >= 24:
        size = int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    else:
        size = _jpeg_pixels(content) if content.startswith(b"\xff\xd8") else (0, 0)
    return size if min(size) > 0 else None


def _jpeg_pixels(content: bytes) -> tuple[int, int]:
    """From the first frame header; (0, 0) without one."""
    place = 2
    while place + 9 <= len(content):
        if content[place] != 0xFF:
            return 0, 0
        marker = content[place + 1]
        if marker == 0xFF or marker in _WITHOUT_LENGTH:
            place += 1 if marker == 0xFF else 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            height, width = content[place + 5 : place + 7], content[place + 7 : place + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return 0, 0


def _can_be_set(content: bytes) -> bool:
    """Whether a page with nothing but the image can be made."""
    with tempfile.TemporaryDirectory(prefix="daicho-") as folder:
        page = Path(folder) / "page.typ"
        page.write_text('#image("/image", width: 1cm)', "ascii")
        (Path(folder) / "image").write_bytes(content)
        try:
            typst.compile(page, root=Path(folder), ignore_system_fonts=True)
        except typst.TypstError:
            return False
    return True
