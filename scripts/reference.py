"""Writes docs/reference/objects.md from the catalog: every object, field and code, as the API and imports use them."""

import os
import sys
from pathlib import Path

import django

from daicho.engine.catalog import registry
from daicho.engine.catalog.specs import FieldSpec, ObjectSpec

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "objects.md"
HEAD = """# Objects and fields

Made by `make reference` from the catalog; do not edit by hand. `*` required, `ro` made by the system. The API lists the same
at `/api/v1/objects`.
"""


def page() -> str:
    """The whole page; the catalog has been filled by wiring."""
    return HEAD + "".join(_object(spec) for spec in registry.every())


def _object(spec: ObjectSpec) -> str:
    made = f"Made by: {spec.made_by.en}.\n\n" if spec.made_by is not None else ""
    head = (
        f"\n## {spec.key}\n\n{spec.label.ja} / {spec.label.en}\n\n{made}| field | type | label |\n| --- | --- | --- |\n"
    )
    return head + "".join(_field(field) for field in spec.fields)


def _field(field: FieldSpec) -> str:
    marks = ("*" if field.required else "") + (" ro" if field.made else "")
    kind = f"{field.type} → {field.target}" if field.target else field.type
    codes = ": " + " ".join(choice.code for choice in field.choices) if field.choices else ""
    return f"| `{field.key}`{marks} | {kind}{codes} | {field.label.ja} / {field.label.en} |\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daicho.config.settings")
    django.setup()
    TARGET.write_text(page(), "utf-8")
    sys.stdout.write(f"{TARGET}\n")
