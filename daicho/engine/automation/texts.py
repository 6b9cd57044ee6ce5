"""Templates inside actions (the text of a notice, the subject of a task): checked, and merged for one firing.

They are for our own people: `{{ contract.url }}`, the page of the record, works, and what may not be told outside is shown.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from daicho.engine.automation import readings
from daicho.engine.automation.actions import Firing
from daicho.engine.catalog import registry
from daicho.engine.mail import computed, fields, house, merge, values
from daicho.engine.mail.merge_parser import MergeTemplate
from daicho.engine.work.frame import Frame
from daicho.values.labels import Language, Problem
from daicho.values.problems import Invalid


def problems(parts: Mapping[str, str], object_key: str) -> list[Problem]:
    """What is wrong with the templates, by parameter name."""
    try:
        fields.check(parts, registry.get(object_key), house.roots())
    except Invalid as refused:
        return list(refused.problems)
    return []


def needs(source: str, object_key: str) -> values.Needs:
    """What the template reads of the record."""
    return _read(source, object_key)[1]


def with_computed(sources: Iterable[str], firings: Sequence[Firing], frame: Frame) -> list[Firing]:
    """The firings (of one object) with the computed fields that these templates use, all at once."""
    if not firings:
        return []
    object_key = firings[0].object
    wanted = frozenset[str]().union(*(needs(source, object_key).computed for source in sources if source))
    found = computed.compute(object_key, [asked(firing) for firing in firings], wanted, frame)
    return [replace(firing, computed=more) for firing, more in zip(firings, found, strict=True)]


def asked(firing: Firing, recipient: str = "") -> computed.Asked:
    """The firing as those who compute merge fields take it."""
    occurrence = readings.occurrence_id(firing.occurrence)
    return computed.Asked(firing.record_id, occurrence, firing.values, recipient)


def merged(source: str, firing: Firing, language: str, frame: Frame, us: house.House) -> str:
    """The template over the record of the firing, in a user's language. Raises Invalid when it gets too long."""
    spoken: Language = "ja" if language.startswith("ja") else "en"
    parsed, reads = _read(source, firing.object)
    if firing.computed is None and reads.computed:
        [firing] = with_computed([source], [firing], frame)
    more = {path: value for path, value in (firing.computed or {}).items() if path in reads.computed}
    record = values.nested(firing.object, firing.values, firing.children, reads, spoken, frame.habits.zone, more)
    return merge.render(parsed, {**record, **house.values(us)}, spoken)


def about(source: str, firing: Firing, language: str, frame: Frame) -> str:
    """A short template, merged on one line: what a record is called in a headline."""
    return " ".join(merged(source, firing, language, frame, house.current()).split())


@lru_cache(maxsize=256)
def _read(source: str, object_key: str) -> tuple[MergeTemplate, values.Needs]:
    """The template and what it reads; kept, because one step merges it for many records."""
    parsed = merge.parse(source)
    return parsed, values.needs_of(parsed, object_key)


def readable(source: str) -> str:
    """The template in a sentence for people: what will be merged in stands as “…”."""
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "…", source)
