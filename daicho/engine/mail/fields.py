"""Merge fields against the catalog: which paths of a template exist. Reads no record; parsing is in merge.py."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from daicho.engine.catalog import registry
from daicho.engine.catalog.paths import ID
from daicho.engine.catalog.specs import FieldSpec, ObjectSpec
from daicho.engine.mail import computed, merge, several
from daicho.engine.mail.computed import ComputedField
from daicho.engine.mail.merge_formats import misfit
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
    checked = _Checked(spec, {spec.key: spec, **(roots or {})}, computed.fields_of(spec.key))
    found = (_check(use, checked) for use in parsed.uses)
    return list({(one.code, str(one.params)): one for one in found if one is not None}.values())


def internal_paths(sources: Iterable[str], object_key: str) -> list[str]:
    """The fields in these templates that are for our own people only."""
    internal = {path for path, one in computed.fields_of(object_key).items() if one.internal}
    used = (segments for source in sources for segments in merge.paths(merge.parse(source)))
    return sorted(internal & {several.of_one(segments, object_key)[0] for segments in used})


@dataclass(frozen=True, slots=True)
class _Checked:
    """What a template may use: the fields of `spec`, `roots` by first word, and what is computed by whole path."""

    spec: ObjectSpec
    roots: Roots
    computed: Mapping[str, ComputedField]

    def words(self) -> list[str]:
        """Every first word."""
        return sorted({several.root(self.spec.key), *self.roots, *(path.partition(".")[0] for path in self.computed)})


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


def _check(use: Use, checked: _Checked) -> Problem | None:
    """The first thing wrong with one use, or None."""
    if several.counts(use.segments, checked.spec.key):
        return None
    if several.is_list(use.segments, checked.spec.key):
        return None if use.is_loop else IS_LIST.problem(line=use.line, path=_path(use))
    use = replace(use, segments=several.of_one(use.segments, checked.spec.key))
    path = use.segments[0]
    offered = checked.computed.get(path)
    if offered is not None:
        return _check_computed(use, offered)
    root, _, rest = path.partition(".")
    below = checked.roots.get(root)
    if below is None:
        names = frozenset(one.partition(".")[2] for one in checked.computed if one.startswith(f"{root}."))
        if names:
            return _check_name(use, root, rest, names)
        return UNKNOWN_ROOT.problem(line=use.line, path=path, known=checked.words())
    if isinstance(below, frozenset):
        return _check_name(use, root, rest, below)
    spec = below
    more = [one.removeprefix(f"{root}.") for one in checked.computed if one.startswith(f"{root}.")]
    for number, segment in enumerate(use.segments):
        steps = [step for step in (rest if number == 0 else segment).split(".") if step]
        if use.is_loop or number < len(use.segments) - 1:
            result = _list_of(use, steps, spec)
            if isinstance(result, Problem):
                return result
            spec = result
        else:
            return _check_value(use, steps, spec, more if number == 0 else [])
    return None


def _check_computed(use: Use, offered: ComputedField) -> Problem | None:
    """A path that is computed: a value, or a list to be looped over with the fields of its items."""
    if offered.items is None:
        if use.is_loop or len(use.segments) > 1:
            return NO_LIST.problem(line=use.line, path=_path(use), object=offered.spec.label, known=[])
        return _misfit(use, offered.spec)
    if use.is_loop:
        return None
    if len(use.segments) == 1:
        return IS_LIST.problem(line=use.line, path=_path(use))
    item = offered.items.get(use.segments[1])
    if item is None:
        return _unknown(use, use.segments[1], offered.spec.label, frozenset(offered.items))
    return _misfit(use, item)


def _misfit(use: Use, spec: FieldSpec) -> Problem | None:
    return misfit(spec, use.formats, use.line, _path(use))


def _check_name(use: Use, root: str, rest: str, names: frozenset[str]) -> Problem | None:
    """A path below a root that is no object."""
    if len(use.segments) == 1 and not use.is_loop and rest in names:
        return _misfit(use, FieldSpec(rest, "text", Label(rest, rest)))
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


def _check_value(use: Use, steps: list[str], spec: ObjectSpec, more: Iterable[str] = ()) -> Problem | None:
    """A path that ends in a field; one that ends in a lookup shows the record's name. `more` is computed beside them."""
    if not steps:
        return WHOLE_RECORD.problem(line=use.line, path=_path(use), known=_names(spec)[:MOST_SHOWN])
    owner = _follow(use, steps[:-1], spec)
    if isinstance(owner, Problem):
        return owner
    found = owner.field(steps[-1])
    if found is not None or steps[-1] == "id":
        return _misfit(use, found or ID)
    if steps[-1] in owner.children:
        return IS_LIST.problem(line=use.line, path=_path(use))
    return _unknown(
        use, steps[-1], owner.label, frozenset(_names(owner)) | (frozenset(more) if owner is spec else set())
    )


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
