"""Words for people in both languages: labels, and messages that carry parameters. No Django, no gettext.

A message is declared once, beside the rule that uses it, in Japanese and English; code passes the message and its
parameters along, and only the edge (page, API, command line) chooses the language.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Language = Literal["ja", "en"]


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a thing in both languages."""

    ja: str
    en: str

    def text(self, language: str = "ja") -> str:
        """The label in `language`; any language but Japanese reads English."""
        return self.ja if language.startswith("ja") else self.en


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with named parameters, e.g. ``Message("too_late", ja="{day}を過ぎています。", en="{day} has passed.")``."""

    code: str
    ja: str
    en: str

    def text(self, language: str = "ja", **params: object) -> str:
        """The sentence in `language` with its parameters formatted for people."""
        template = self.ja if language.startswith("ja") else self.en
        return template.format(**{key: shown(value, language) for key, value in params.items()})

    def problem(self, field: str | None = None, /, **params: object) -> "Problem":
        """This message as a problem of `field` (None: of the whole record or request); parameters by keyword."""
        return Problem(self, field, params)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: which message, at which field (None: none in particular), with which parameters."""

    message: Message
    field: str | None = None
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)

    @property
    def code(self) -> str:
        """The stable code of the message, for programs."""
        return self.message.code

    def text(self, language: str = "ja") -> str:
        """The sentence for people."""
        return self.message.text(language, **self.params)

    def below(self, place: str) -> "Problem":
        """The same problem of a part that stands at `place` ("lines.0.") of what was asked."""
        return Problem(self.message, f"{place}{self.field}" if self.field else place.rstrip("."), self.params)


def shown(value: object, language: str) -> str:
    """A parameter as people read it: dates with slashes, numbers with thousands separators, labels in `language`."""
    if isinstance(value, Label):
        return value.text(language)
    if isinstance(value, datetime):
        return value.strftime("%Y/%m/%d %H:%M")
    if isinstance(value, date):
        return value.strftime("%Y/%m/%d")
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | Decimal):
        return f"{value:,}"
    if isinstance(value, list | tuple | set | frozenset):
        separator = "、" if language.startswith("ja") else ", "
        return separator.join(shown(item, language) for item in value)
    return str(value)
