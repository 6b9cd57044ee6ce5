"""Merge templates of mails: parse, list the fields used, render over plain values. Loads nothing and sends nothing.

Fields are catalog paths (`{{ contract.account.name }}`) with the filters date, yen, number, default and linebreaksbr, the
tags if, elif, else, for and empty. The language is Django's, narrowed so that it reads dictionaries only (merge_parser).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template import TemplateSyntaxError
from django.utils import translation

from daicho.engine.mail.merge_filters import FILTERS
from daicho.engine.mail.merge_nodes import LARGEST_OUTPUT, MergeContext, TooLong
from daicho.engine.mail.merge_parser import DEEPEST_LOOP, ENGINE, MergeTemplate
from daicho.values.labels import Language, Message, Problem
from daicho.values.problems import Invalid

LONGEST_SOURCE = 100_000
UNKNOWN_TAG = Message(
    "template_unknown_tag",
    ja="テンプレート{line}行目：「{{% {what} %}}」は使えません。使えるタグは if・elif・else・for・empty です。",
    en="Template line {line}: “{{% {what} %}}” cannot be used. The tags are if, elif, else, for and empty.",
)
UNKNOWN_FILTER = Message(
    "template_unknown_filter",
    ja="テンプレート{line}行目：書式「|{what}」はありません。使える書式：{known}。",
    en="Template line {line}: there is no format “|{what}”. The formats are {known}.",
)
MISPLACED_TAG = Message(
    "template_misplaced_tag",
    ja="テンプレート{line}行目：「{{% {what} %}}」に対応する始まりのタグがありません。",
    en="Template line {line}: “{{% {what} %}}” has no opening tag before it.",
)
UNCLOSED_TAG = Message(
    "template_unclosed_tag",
    ja="テンプレート{line}行目：「{{% {what} %}}」が閉じられていません。endif または endfor を加えてください。",
    en="Template line {line}: “{{% {what} %}}” is never closed. Add endif or endfor.",
)
OPEN_BRACES = Message(
    "template_open_braces",
    ja="テンプレート{line}行目：「{what}」のかっこが、その行の中で閉じられていません。",
    en="Template line {line}: the braces of “{what}” are not closed on that line.",
)
BAD_LOOP = Message(
    "template_bad_loop",
    ja="テンプレート{line}行目：「{what}」は繰り返しとして読み取れません。例：for line in contract.lines",
    en="Template line {line}: “{what}” is no loop. Example: for line in contract.lines",
)
TOO_DEEP = Message(
    "template_too_deep",
    ja="テンプレート{line}行目：「{what}」は入れ子が深すぎるか、条件が長すぎます。繰り返しの入れ子は{loops}段までです。",
    en="Template line {line}: “{what}” is nested too deeply or too long. Loops may be nested {loops} deep.",
)
UNREADABLE = Message(
    "template_unreadable",
    ja="テンプレート{line}行目：「{what}」を読み取れません。",
    en="Template line {line}: “{what}” cannot be read.",
)
LONG_SOURCE = Message(
    "template_source_too_long",
    ja="テンプレートが長すぎます（{limit}文字まで）。",
    en="The template is too long (at most {limit} characters).",
)
LONG_OUTPUT = Message(
    "template_output_too_long",
    ja="差し込んだ結果が長すぎます（{limit}文字まで）。繰り返しを減らしてください。",
    en="The merged text is too long (at most {limit} characters). Use fewer repetitions.",
)
REASONS: Mapping[str, Message] = {
    "tag": UNKNOWN_TAG,
    "filter": UNKNOWN_FILTER,
    "place": MISPLACED_TAG,
    "unclosed": UNCLOSED_TAG,
    "open": OPEN_BRACES,
    "loop": BAD_LOOP,
    "deep": TOO_DEEP,
}


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged text. `empty` are required fields that were printed empty, `withheld` why values must not be told any more."""

    text: str
    empty: tuple[tuple[str, ...], ...] = ()
    withheld: tuple[Problem, ...] = ()


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85]")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


@lru_cache(maxsize=256)
def parse(source: str) -> MergeTemplate:
    """The parsed template. Raises Invalid, naming the line, for anything that is not allowed in one."""
    if len(source) > LONGEST_SOURCE:
        raise Invalid(LONG_SOURCE.problem(limit=LONGEST_SOURCE))
    try:
        return MergeTemplate(source.replace("\r\n", "\n").replace("\r", "\n"), engine=ENGINE)
    except TemplateSyntaxError as wrong:
        raise Invalid(_problem(wrong)) from wrong


def paths(parsed: MergeTemplate) -> frozenset[tuple[str, ...]]:
    """The merge fields used, loop variables resolved: ("contract.name",), ("contract.lines", "product.name")."""
    return frozenset(use.segments for use in parsed.uses)


def render(parsed: MergeTemplate, values: Mapping[str, Any], language: Language, *, html: bool = False) -> str:
    """The merged text; an empty or missing value is "", `html` escapes values.

    `values` are plain: nested dictionaries and lists of text, numbers, dates, True, False and None. Raises Invalid when the text becomes
    too long, TypeError for a value that is not plain.
    """
    return merged(parsed, values, language, html=html).text


def merged(parsed: MergeTemplate, values: Mapping[str, Any], language: Language, *, html: bool = False) -> Merged:
    """The same as `render`, with what was printed empty or may not be told."""
    context = MergeContext(dict(values), autoescape=html, use_l10n=False, use_tz=False)
    try:
        with translation.override(language):
            text = _CONTROL.sub("", parsed.render(context))
    except TooLong as too_long:
        raise Invalid(LONG_OUTPUT.problem(limit=LARGEST_OUTPUT)) from too_long
    return Merged(text, tuple(context.empty), tuple(context.withheld))


def on_one_line(text: str) -> str:
    """Line breaks and control characters as one space each, none around: a subject to which no header can be added."""
    return _BREAKS.sub(" ", text).strip()


def _problem(wrong: TemplateSyntaxError) -> Problem:
    """The refusal of Django's parser in our words."""
    token = getattr(wrong, "token", None)
    line = getattr(wrong, "line", None) or getattr(token, "lineno", None) or 1
    reason = getattr(wrong, "reason", "")
    what = getattr(wrong, "what", "") or getattr(token, "contents", "") or "{{ }}"
    return REASONS.get(reason, UNREADABLE).problem(line=line, what=what, known=sorted(FILTERS), loops=DEEPEST_LOOP)
