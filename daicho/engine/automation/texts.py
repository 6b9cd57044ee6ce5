"""Templates inside actions (the text of a notice, the subject of a task): checked, and merged for one firing.

They are for our own people: `{{ contract.url }}`, the page of the record, works, and what may not be told outside is shown.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from daicho.engine.automation import readings
from daicho.engine.automation.actions import Firing
from daicho.engine.catalog import registry
from daicho.engine.mail import computed, fields, house, merge, values
from daicho.engine.mail.merge_parser import MergeTemplate
from daicho.engine.work.frame import Frame
from daicho.values.labels import Language, Problem
from daicho.values.problems import Invalid


class Both(BaseModel):
    """A template in two languages; whoever reads it gets it in his own."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    ja: str = Field(min_length=1, max_length=20_000)
    en: str = Field(min_length=1, max_length=20_000)


Said = Annotated[str, Field(max_length=20_000)] | Both
"""A template as a parameter holds it: in one language for everybody, or in both."""
Needed = Annotated[str, Field(min_length=1, max_length=20_000)] | Both
"""The same where it must not be left out."""


def spoken(said: Said, language: str) -> str:
    """The template for a reader of this language."""
    return said if isinstance(said, str) else said.ja if language.startswith("ja") else said.en


def sources(*all_said: Said) -> list[str]:
    """The templates in all their languages; empty ones are left out."""
    found = (one for said in all_said for one in ((said,) if isinstance(said, str) else (said.ja, said.en)))
    return [one for one in found if one]


def problems(parts: Mapping[str, Said], object_key: str) -> list[Problem]:
    """What is wrong with the templates, by parameter name (an English one by "text.en")."""
    given = {name: spoken(said, "ja") for name, said in parts.items() if spoken(said, "ja")}
    given |= {f"{name}.en": said.en for name, said in parts.items() if isinstance(said, Both)}
    try:
        fields.check(given, registry.get(object_key), house.roots())
    except Invalid as refused:
        return list(refused.problems)
    return []


def needs(said: Said, object_key: str) -> values.Needs:
    """What the template reads of the record."""
    found = values.NOTHING
    for source in sources(said):
        found |= _read(source, object_key)[1]
    return found


def with_computed(all_said: Iterable[Said], firings: Sequence[Firing], frame: Frame) -> list[Firing]:
    """The firings (of one object) with the computed fields that these templates use, all at once."""
    if not firings:
        return []
    object_key = firings[0].object
    wanted = frozenset[str]().union(*(needs(one, object_key).computed for one in all_said))
    found = computed.compute(object_key, [asked(firing) for firing in firings], wanted, frame)
    return [replace(firing, computed=more) for firing, more in zip(firings, found, strict=True)]


def asked(firing: Firing, recipient: str = "") -> computed.Asked:
    """The firing as those who compute merge fields take it."""
    occurrence = readings.occurrence_id(firing.occurrence)
    return computed.Asked(firing.record_id, occurrence, firing.values, recipient)


def merged(said: Said, firing: Firing, language: str, frame: Frame, us: house.House) -> str:
    """The template over the record of the firing, in a user's language. Raises Invalid when it gets too long."""
    own: Language = "ja" if language.startswith("ja") else "en"
    source = spoken(said, language)
    parsed, reads = _read(source, firing.object)
    if firing.computed is None and reads.computed:
        [firing] = with_computed([source], [firing], frame)
    more = {path: value for path, value in (firing.computed or {}).items() if path in reads.computed}
    record = values.nested(firing.object, firing.values, firing.children, reads, own, frame.habits.zone, more)
    return merge.render(parsed, {**record, **house.values(us)}, own)


def about(source: str, firing: Firing, language: str, frame: Frame) -> str:
    """A short template, merged on one line: what a record is called in a headline."""
    return " ".join(merged(source, firing, language, frame, house.current()).split())


@lru_cache(maxsize=256)
def _read(source: str, object_key: str) -> tuple[MergeTemplate, values.Needs]:
    """The template and what it reads; kept, because one step merges it for many records."""
    parsed = merge.parse(source)
    return parsed, values.needs_of(parsed, object_key)


def readable(said: Said, language: str) -> str:
    """The template in a sentence for people: what will be merged in stands as “…”."""
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "…", spoken(said, language))
