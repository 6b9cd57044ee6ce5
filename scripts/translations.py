"""Translations of the pages: compile them, check that they are complete, or add what is new to the English file.

The texts in templates and code are Japanese; daicho/web/locale/en holds their English. GNU gettext is not needed.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "daicho" / "web"
ENGLISH = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = DEFAULT_KEYWORDS | {"gettext_lazy": None}
Texts = str | Sequence[str] | None
PLACEHOLDER = re.compile(r"%\((\w+)\)s|{(\w+)}")


def used() -> Catalog:
    """Every text that templates and code mark for translation."""
    catalog = Catalog(charset="utf-8")
    for path, source in sources():
        for line, text, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
            catalog.add(text, locations=[(str(path.relative_to(ROOT)), line)], context=context)
    return catalog


def sources() -> Iterator[tuple[Path, str]]:
    """Python sources as they are, and templates turned into something that reads like Python (without indentation)."""
    for path in sorted(WEB.rglob("*.py")):
        yield path, path.read_text("utf-8")
    for path in sorted([*WEB.rglob("templates/**/*.html"), *WEB.rglob("templates/**/*.txt")]):
        lines = templatize(path.read_text("utf-8"), origin=str(path)).splitlines()
        yield path, "\n".join(line.strip() for line in lines)


def kept() -> Catalog:
    """The English file as it is."""
    if not ENGLISH.exists():
        return Catalog("en", charset="utf-8")
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def parts(text: Texts) -> tuple[str, ...]:
    """A text, or its singular and plural, as a tuple; nothing gives an empty one."""
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def compiled() -> None:
    """Write the .mo beside every .po."""
    for path in WEB.glob("locale/*/LC_MESSAGES/*.po"):
        with path.open("rb") as source, path.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source, locale=path.parent.parent.name))


def problems() -> list[str]:
    """What the English file lacks, holds without need, or translates with other placeholders."""
    wanted, english = used(), kept()
    found = []
    for message in wanted:
        if not message.id:
            continue
        known = english.get(message.id, message.context)
        if known is None or not all(parts(known.string)) or known.fuzzy:
            found.append(
                f"not translated: {parts(message.id)[0]!r} ({message.locations[0][0]}:{message.locations[0][1]})"
            )
        elif placeholders(known.string) != placeholders(message.id):
            found.append(f"other placeholders: {parts(message.id)[0]!r}")
    unused = [m for m in english if m.id and wanted.get(m.id, m.context) is None]
    return found + [f"not used any more: {parts(message.id)[0]!r}" for message in unused]


def placeholders(text: Texts) -> set[str]:
    """The names that stand for values in a text, in any of its forms."""
    return {a or b for part in parts(text) for a, b in PLACEHOLDER.findall(part)}


def update() -> None:
    """Add new texts to the English file, empty, and drop those that are gone."""
    wanted, english = used(), kept()
    fresh = Catalog("en", charset="utf-8", project="Daicho", header_comment="# English texts of the pages.")
    for message in wanted:
        if message.id:
            known = english.get(message.id, message.context)
            files = sorted({(name, 0) for name, _line in message.locations})
            fresh.add(message.id, known.string if known else None, context=message.context, locations=files)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, fresh, width=120, sort_output=True, include_lineno=False, omit_header=False)


def main() -> int:
    """Do what the argument names; 1 when the check found something."""
    settings.configure()
    django.setup()
    task = sys.argv[1] if len(sys.argv) == 2 else ""
    if task == "compile":
        compiled()
    elif task == "update":
        update()
    elif task == "check":
        found = problems()
        print("\n".join(found) or "translations: complete")
        return 1 if found else 0
    else:
        sys.stderr.write("translations.py compile | check | update\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
