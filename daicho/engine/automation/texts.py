"""Templates inside actions (the text of a notice, the subject of a task): checked, and merged for one firing.

They are for our own people, so `{{ contract.url }}` is the page of the record; templates of mails do not know it.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from django.conf import settings

from daicho.engine.automation.actions import Firing
from daicho.engine.catalog import registry
from daicho.engine.mail import fields, house, merge, values
from daicho.engine.mail.merge_parser import MergeTemplate
from daicho.engine.work.frame import Frame
from daicho.values.labels import Language, Problem
from daicho.values.problems import Invalid

PAGE = {"page": frozenset({"url"})}
_page: list[Callable[[str, int], str]] = []


def provide_page(provider: Callable[[str, int], str]) -> None:
    """Say what the path of a record's page is (object key, id); called once by wiring."""
    _page[:] = [provider]


def page_url(object_key: str, record_id: int) -> str:
    """The address of a record's page."""
    path = _page[0](object_key, record_id) if _page else f"/{object_key}/{record_id}"
    return f"{(settings.DAICHO_BASE_URL or '').rstrip('/')}{path}"


def problems(parts: Mapping[str, str], object_key: str) -> list[Problem]:
    """What is wrong with the templates, by parameter name."""
    try:
        sources = {name: _source(source, object_key) for name, source in parts.items()}
        fields.check(sources, registry.get(object_key), {**house.roots(), **PAGE})
    except Invalid as refused:
        return list(refused.problems)
    return []


def needs(source: str, object_key: str) -> values.Needs:
    """What the template reads of the record."""
    return _read(source, object_key)[1]


def merged(source: str, firing: Firing, language: str, frame: Frame, us: house.House) -> str:
    """The template over the record of the firing, in a user's language. Raises Invalid when it gets too long."""
    spoken: Language = "ja" if language.startswith("ja") else "en"
    parsed, reads = _read(source, firing.object)
    record = values.nested(firing.object, firing.values, firing.children, reads, spoken, frame.habits.zone)
    page = {"page": {"url": page_url(firing.object, firing.record_id)}}
    return merge.render(parsed, {**record, **house.values(us), **page}, spoken)


@lru_cache(maxsize=256)
def _read(source: str, object_key: str) -> tuple[MergeTemplate, values.Needs]:
    """The template and what it reads; kept, because one step merges it for many records."""
    parsed = merge.parse(_source(source, object_key))
    return parsed, values.needs_of(parsed, object_key)


def readable(source: str) -> str:
    """The template in a sentence for people: what will be merged in stands as “…”."""
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "…", source)


def _source(source: str, object_key: str) -> str:
    return re.sub(rf"\{{\{{\s*{re.escape(object_key)}\.url\s*\}}\}}", "{{ page.url }}", source)
