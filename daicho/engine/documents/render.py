"""Printed documents: a Typst template of ours and data become a PDF. No text in the data is ever read as markup.

The data reaches the template as JSON, which it reads back with `json(bytes(sys.inputs.data))`; images lie beside it under
the names they are given, as `image("/seal")`. The template reaches nothing else of the machine.
"""

import json
import re
import tempfile
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

FONTS = Path(__file__).parent / "fonts"
FONT = "Noto Sans JP"
_KEPT = frozenset("\n\t\u200b\u200c\u200d")
_LONG_WORD = re.compile(r"[\u0021-\u2fff\uff61-\uffdc]{25,}")
_PIECE = 6
_BREAK = "\u200b"


def render(
    template: Path, data: Mapping[str, Any], *, images: Mapping[str, bytes] | None = None, at: datetime | None = None
) -> bytes:
    """The PDF of a template (.typ) filled with data: texts, numbers, booleans, None, lists and mappings of them.

    `images` are PNG or JPEG bytes by the name under which the template asks for them; `at` is written into the file as
    its time of making (None: none). The same input gives the same bytes. Raises typst.TypstError for a template that
    fails, which is a bug, or for an image that cannot be read (see `images`).
    """
    with tempfile.TemporaryDirectory(prefix="daicho-") as folder:
        for name, content in (images or {}).items():
            (Path(folder) / name).write_bytes(content)
        compiler = typst.Compiler(
            root=folder,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(printable(data), ensure_ascii=False), "font": FONT},
        )
        made = compiler.compile(template.read_bytes(), format="pdf", timestamp=at)
        assert isinstance(made, bytes), "PDF is one file"
        return made


def printable(value: Any) -> Any:
    """The same data with texts that can be set: no control or direction marks, and long words that may be broken."""
    if isinstance(value, str):
        return _LONG_WORD.sub(_breakable, "".join(letter for letter in value if _is_printed(letter)))
    if isinstance(value, Mapping):
        return {key: printable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable(part) for part in value]
    return value


def _is_printed(letter: str) -> bool:
    """Not: controls, halves of a surrogate pair, and marks that turn the direction of what follows."""
    return letter in _KEPT or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _breakable(found: re.Match[str]) -> str:
    word = found.group()
    return _BREAK.join(word[start : start + _PIECE] for start in range(0, len(word), _PIECE))


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Our fonts alone, read once a process, so that a document looks the same on every machine."""
    assert any(FONTS.glob("*.ttf")), f"{FONTS} has no fonts; set-up (scripts/fetch_frontend.py) puts them there"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
