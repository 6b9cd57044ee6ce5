"""The form of a custom field: its inputs by type, what was posted as the body that the API would be sent, errors beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from daicho.engine.catalog import registry, types
from daicho.engine.shaping.definition import FieldDefinition
from daicho.engine.shaping.messages import TYPES
from daicho.engine.shaping.reading import COLOURS, NO_INDEX
from daicho.engine.shaping.specs import CHOICES, NUMBERS, OFFERED, spec_of
from daicho.values.labels import Language, Problem
from daicho.web.records.form import FormField, FormSection, Option
from daicho.web.records.typed import Typed

COLOUR_NAMES: Mapping[str, Any] = {
    "": gettext_lazy("色なし"),
    "blue": gettext_lazy("青"),
    "green": gettext_lazy("緑"),
    "amber": gettext_lazy("黄"),
    "red": gettext_lazy("赤"),
    "grey": gettext_lazy("灰"),
}
LABELS: Mapping[str, Any] = {
    "key": gettext_lazy("項目キー"),
    "label": gettext_lazy("表示名"),
    "label_en": gettext_lazy("表示名（英語）"),
    "help": gettext_lazy("入力の説明"),
    "help_en": gettext_lazy("入力の説明（英語）"),
    "default": gettext_lazy("初期値"),
    "scale": gettext_lazy("小数点以下の桁数"),
    "target": gettext_lazy("参照先"),
    "prefix": gettext_lazy("番号の接頭辞"),
    "digits": gettext_lazy("番号の桁数"),
    "required": gettext_lazy("必須にする"),
    "unique": gettext_lazy("重複を許さない"),
    "indexed": gettext_lazy("検索を速くする（索引を作る）"),
    "hidden": gettext_lazy("画面に表示しない"),
}
HELPS: Mapping[str, Any] = {
    "key": gettext_lazy("x_ で始まる半角英数字です。API・差し込み・条件で使い、あとから変更できません（例：x_rank）。"),
    "label_en": gettext_lazy("空のままにすると、英語の画面でも日本語の表示名になります。"),
    "default": gettext_lazy("新しいレコードに最初から入る値です。すでにあるレコードは変わりません。"),
    "scale": gettext_lazy("0～4。空のままにすると4桁までです。"),
    "required": gettext_lazy("すでにあるレコードは空のままでも残り、この項目を変更するときに入力が必要です。"),
    "hidden": gettext_lazy("フォームや詳細、列の候補に出しません。使っているビューやプロセスはそのまま動きます。"),
    "prefix": gettext_lazy("「A-」なら A-0001 のようになります。"),
}
FLAGS = ("required", "unique", "indexed", "hidden")
MORE_OPTIONS = 5
SEVERAL = "multi_picklist"


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One row of the table of choices. A `known` code stays as it is."""

    number: int
    code: str = ""
    ja: str = ""
    en: str = ""
    colour: str = ""
    active: bool = True
    known: bool = False
    colours: Sequence[Option] = ()


Inputs = Mapping[str, str]


def kinds(language: Language) -> list[tuple[str, str]]:
    """The types that may be added, with their names."""
    return [(kind, TYPES[kind].text(language)) for kind in OFFERED]


def asked(kind: str, *, creating: bool) -> list[str]:
    """The inputs of a type, in their order."""
    named = ["label", "label_en", *(["key"] if creating else []), "help", "help_en"]
    own = {"number": ["scale"], "auto_number": ["prefix", "digits"]}.get(kind, [])
    own += ["target"] if kind == "lookup" and creating else []
    default = [] if kind in ("lookup", "auto_number") else ["default"]
    flags = [] if kind in ("checkbox", "auto_number") else ["required"]
    flags += ["unique"] if types.kind_of_type(kind).unique else []
    flags += ["indexed"] if kind not in NO_INDEX else []
    return [*named, *own, *default, *flags, "hidden"]


def of_definition(kind: str, definition: FieldDefinition) -> dict[str, str]:
    """The inputs of a field that there is."""
    help_words = definition.help
    found = {
        "label": definition.label.ja,
        "label_en": definition.label.en,
        "help": help_words.ja if help_words else "",
        "help_en": help_words.en if help_words else "",
        "scale": "" if definition.scale is None else str(definition.scale),
        "prefix": definition.prefix,
        "digits": str(definition.digits),
        "default": _default_text(kind, definition),
    }
    return found | {flag: "1" if getattr(definition, flag) else "" for flag in FLAGS}


def of_post(posted: QueryDict) -> dict[str, str]:
    """The inputs as they came back."""
    return {name: posted.get(name, "").replace("\0", "").replace("\r\n", "\n") for name in LABELS}


def rows_of(definition: FieldDefinition) -> list[OptionRow]:
    """The choices of a field that there is."""
    return [
        OptionRow(number, one.code, one.label.ja, one.label.en, one.colour, one.active, known=True)
        for number, one in enumerate(definition.options)
    ]


def rows_posted(posted: QueryDict, known: Sequence[str]) -> list[OptionRow]:
    """The choices as they came back; rows in which nothing stands are left out."""
    names = ("code", "ja", "en", "colour", "active")
    columns = [[text.replace("\0", "").strip() for text in posted.getlist(f"option.{name}")] for name in names]
    filled = [row for row in zip(*columns, strict=False) if row[0] or row[1]]
    return [
        OptionRow(number, code, ja, en, colour, active != "no", known=code in known)
        for number, (code, ja, en, colour, active) in enumerate(filled)
    ]


def body(kind: str, given: Inputs, rows: Sequence[OptionRow], *, creating: bool) -> dict[str, Any]:
    """What the API would be sent."""
    names = asked(kind, creating=creating)
    found: dict[str, Any] = {
        "type": kind,
        "label": {"ja": given["label"], "en": given["label_en"]},
        "help": {"ja": given["help"], "en": given["help_en"]},
    }
    found |= {name: given[name].strip() for name in ("key", "scale", "target", "prefix", "digits") if name in names}
    found |= {name: bool(given[name]) for name in FLAGS if name in names}
    if "default" in names:
        found["default"] = (bool(given["default"]) or None) if kind == "checkbox" else given["default"].strip()
    if kind in CHOICES:
        found["options"] = [
            {"code": row.code or row.ja, "label": {"ja": row.ja or row.code, "en": row.en}, "colour": row.colour}
            | {"active": row.active}
            for row in rows
        ]
    return found


def sections(
    kind: str, given: Inputs, language: Language, problems: Sequence[Problem], *, creating: bool
) -> list[FormSection]:
    """The form."""
    wrong: dict[str, list[str]] = {}
    for problem in problems:
        wrong.setdefault(problem.field or "", []).append(problem.text(language))
    fields = [_field(name, kind, given, language, wrong.get(name, [])) for name in asked(kind, creating=creating)]
    return [FormSection(TYPES[kind].text(language), fields)]


def option_rows(rows: Sequence[OptionRow]) -> list[OptionRow]:
    """The rows with their colours to choose from, and empty ones to fill in."""
    empty = [OptionRow(len(rows) + number) for number in range(MORE_OPTIONS)]
    return [
        OptionRow(
            number,
            row.code,
            row.ja,
            row.en,
            row.colour,
            row.active,
            row.known,
            [Option(code, str(COLOUR_NAMES[code]), code == row.colour) for code in COLOURS],
        )
        for number, row in enumerate([*rows, *empty])
    ]


def loose(kind: str, problems: Sequence[Problem], language: Language, *, creating: bool) -> list[str]:
    """What is wrong and belongs to no input: choices are told with their row."""
    names = asked(kind, creating=creating)
    texts = []
    for problem in problems:
        part, _, row = (problem.field or "").partition(".")
        if part == "options" and row.isdecimal():
            said = {"row": int(row) + 1, "text": problem.text(language)}
            texts.append(gettext("選択肢の%(row)d行目：%(text)s") % said)
        elif problem.field not in names:
            texts.append(problem.text(language))
    return texts


def _field(name: str, kind: str, given: Inputs, language: Language, errors: Sequence[str]) -> FormField:
    text = given.get(name, "")
    look, options = "text", []
    if name in FLAGS or (name == "default" and kind == "checkbox"):
        look = "checkbox"
    elif name == "target":
        look = "choice"
        options = [Option(one.key, one.label.text(language), one.key == text) for one in registry.every()]
        options.insert(0, Option("", "–", not text))
    return FormField(
        name,
        str(LABELS[name]),
        look,
        Typed(text),
        required=name in ("label", "key", "target"),
        options=options,
        errors=errors,
        help=_help(name, kind),
        input_mode="numeric" if name in ("scale", "digits") or (name == "default" and kind in NUMBERS) else "",
    )


def _help(name: str, kind: str) -> str:
    if name == "default" and kind in CHOICES:
        return gettext("選択肢のコードか表示名で指定します。")
    return str(HELPS.get(name, ""))


def _default_text(kind: str, definition: FieldDefinition) -> str:
    """The default as people type it."""
    if kind == "checkbox":
        return "1" if definition.default else ""
    if kind == SEVERAL:
        return "、".join(definition.default or ())
    spec = spec_of("x_default", kind, definition)
    value = spec.default() if callable(spec.default) else spec.default
    if value is None:
        return ""
    return str(definition.default) if kind in CHOICES or kind in NUMBERS else types.show(spec, value)
