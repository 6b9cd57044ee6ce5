"""Merge fields against the catalog: which paths of a template exist. Reads no record; parsing is in merge.py."""

from collections.abc import Mapping
from difflib import get_close_matches

from daicho.engine.catalog import registry
from daicho.engine.catalog.specs import FieldSpec, ObjectSpec
from daicho.engine.mail import merge
from daicho.engine.mail.merge_parser import MergeTemplate, Use
from daicho.values.labels import Label, Message, Problem
from daicho.values.problems import Invalid

MOST_HOPS = 3
MOST_SHOWN = 12
Roots = Mapping[str, ObjectSpec | frozenset[str]]

UNKNOWN_ROOT = Message(
    "template_unknown_root",
    ja="テンプレート{line}行目：「{path}」は使えません。{known} のどれかで始めてください。",
    en="Template line {line}: “{path}” cannot be used. Begin with one of {known}.",
)
UNKNOWN_PATH = Message(
    "template_unknown_path",
    ja="テンプレート{line}行目：「{path}」の「{key}」は{object}にありません。近いもの・使えるもの：{known}。",
    en="Template line {line}: in “{path}”, {object} has no “{key}”. Close to it, or available: {known}.",
)
NO_RECORD = Message(
    "template_path_too_long",
    ja="テンプレート{line}行目：「{path}」の「{key}」は値なので、その先の項目はありません。「{key}」で止めてください。",
    en="Template line {line}: in “{path}”, “{key}” is a value without fields of its own. Stop at “{key}”.",
)
TOO_MANY_HOPS = Message(
    "template_too_many_hops",
    ja="テンプレート{line}行目：「{path}」は参照が深すぎます（{limit}段まで）。",
    en="Template line {line}: “{path}” follows too many references (at most {limit}).",
)
NO_LIST = Message(
    "template_no_list",
    ja="テンプレート{line}行目：「{path}」は繰り返せる一覧ではありません。{object}で繰り返せるもの：{known}。",
    en="Template line {line}: “{path}” is no list. Lists of {object}: {known}.",
)
IS_LIST = Message(
    "template_is_list",
    ja="テンプレート{line}行目：「{path}」は一覧です。「{{% for item in {path} %}}」で1件ずつ書いてください。",
    en="Template line {line}: “{path}” is a list. Write each with “{{% for item in {path} %}}”.",
)
WHOLE_RECORD = Message(
    "template_whole_record",
    ja="テンプレート{line}行目：「{path}」のどの項目かを書いてください。使えるもの：{known}。",
    en="Template line {line}: say which field of “{path}”. Available: {known}.",
)


def unknown_paths(parsed: MergeTemplate, spec: ObjectSpec, roots: Roots | None = None) -> list[Problem]:
    """What is wrong with the merge fields of a template about records of `spec`; empty when every path exists.

    `roots` are further first words: an object (`organisation`), or the names that exist below one that is no object.
    """
    everything: Roots = {spec.key: spec, **(roots or {})}
    found = (_check(use, everything) for use in parsed.uses)
    return list({(one.code, str(one.params)): one for one in found if one is not None}.values())


def check(parts: Mapping[str, str], spec: ObjectSpec, roots: Roots | None = None) -> None:
    """Parse each part (field name -> source, e.g. subject, text, html) and check its paths. Raises Invalid with all problems."""
    problems: list[Problem] = []
    for name, source in parts.items():
        try:
            found = unknown_paths(merge.parse(source), spec, roots)
        except Invalid as wrong:
            found = list(wrong.problems)
        problems += [Problem(one.message, name, one.params) for one in found]
    if problems:
        raise Invalid(*problems)


def _check(use: Use, roots: Roots) -> Problem | None:
    """The first thing wrong with one use, or None."""
    path = use.segments[0]
    root, _, rest = path.partition(".")
    below = roots.get(root)
    if below is None:
        return UNKNOWN_ROOT.problem(line=use.line, path=path, known=sorted(roots))
    if isinstance(below, frozenset):
        return _check_name(use, root, rest, below)
    spec = below
    for number, segment in enumerate(use.segments):
        steps = [step for step in (rest if number == 0 else segment).split(".") if step]
        if use.is_loop or number < len(use.segments) - 1:
            result = _list_of(use, steps, spec)
            if isinstance(result, Problem):
                return result
            spec = result
        else:
            return _check_value(use, steps, spec)
    return None


def _check_name(use: Use, root: str, rest: str, names: frozenset[str]) -> Problem | None:
    """A path below a root that is no object."""
    if len(use.segments) == 1 and not use.is_loop and rest in names:
        return None
    return _unknown(use, rest or root, Label(root, root), names)


def _list_of(use: Use, steps: list[str], spec: ObjectSpec) -> ObjectSpec | Problem:
    """The object of the items of a loop over `steps`, or what is wrong."""
    owner = _follow(use, steps[:-1], spec)
    if isinstance(owner, Problem):
        return owner
    children = owner.children.get(steps[-1]) if steps else None
    if children is None:
        return NO_LIST.problem(line=use.line, path=_path(use), object=owner.label, known=sorted(owner.children))
    return registry.get(children.object)


def _check_value(use: Use, steps: list[str], spec: ObjectSpec) -> Problem | None:
    """A path that ends in a field; one that ends in a lookup shows the record's name."""
    if not steps:
        return WHOLE_RECORD.problem(line=use.line, path=_path(use), known=_names(spec)[:MOST_SHOWN])
    owner = _follow(use, steps[:-1], spec)
    if isinstance(owner, Problem):
        return owner
    if steps[-1] == "id" or owner.field(steps[-1]):
        return None
    if steps[-1] in owner.children:
        return IS_LIST.problem(line=use.line, path=_path(use))
    return _unknown(use, steps[-1], owner.label, frozenset(_names(owner)))


def _follow(use: Use, steps: list[str], spec: ObjectSpec) -> ObjectSpec | Problem:
    """The object at the end of to-one references, or what is wrong."""
    if len(steps) > MOST_HOPS:
        return TOO_MANY_HOPS.problem(line=use.line, path=_path(use), limit=MOST_HOPS)
    for step in steps:
        found: FieldSpec | None = spec.field(step)
        if found is None:
            return _unknown(use, step, spec.label, frozenset(_names(spec)))
        if found.target is None:
            return NO_RECORD.problem(line=use.line, path=_path(use), key=step)
        spec = registry.get(found.target)
    return spec


def _unknown(use: Use, key: str, label: Label, names: frozenset[str]) -> Problem:
    """A step that does not exist, with those most like it first."""
    close = get_close_matches(key, sorted(names), n=3, cutoff=0.5)
    known = [*close, *(name for name in sorted(names) if name not in close)]
    return UNKNOWN_PATH.problem(line=use.line, path=_path(use), key=key, object=label, known=known[:MOST_SHOWN])


def _names(spec: ObjectSpec) -> list[str]:
    return [*(one.key for one in spec.fields), *spec.children]


def _path(use: Use) -> str:
    return " > ".join(segment for segment in use.segments if segment)
