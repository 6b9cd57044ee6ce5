"""Which formats suit which kinds of fields: |date is for dates, |yen for amounts. Reads no template and no record."""

from collections.abc import Mapping

from daicho.engine.catalog.specs import FieldSpec
from daicho.values.labels import Label, Message, Problem

FORMAT_MISFIT = Message(
    "template_format_misfit",
    ja="テンプレート{line}行目：「{path}」は{type}の項目なので、書式「|{format}」は使えません（{wants}の項目に使います）。",
    en="Template line {line}: “{path}” is {type}, so the format “|{format}” cannot be used; it is for {wants}.",
)
DATES = frozenset({"date", "datetime"})
NUMBERS = frozenset({"number", "currency", "percent"})
FORMATS: Mapping[str, tuple[frozenset[str], Label]] = {
    "date": (DATES, Label("日付・日時", "dates")),
    "yen": (NUMBERS, Label("数値・金額", "numbers and amounts")),
    "number": (NUMBERS, Label("数値・金額", "numbers and amounts")),
}
KINDS: Mapping[str, Label] = {
    "date": Label("日付", "a date"),
    "datetime": Label("日時", "a date and time"),
    "number": Label("数値", "a number"),
    "currency": Label("金額", "an amount"),
    "percent": Label("割合", "a percentage"),
    "checkbox": Label("チェック", "a checkbox"),
    "picklist": Label("選択リスト", "a choice"),
    "multi_picklist": Label("選択リスト", "a list of choices"),
    "lookup": Label("参照", "a reference"),
}
TEXT = Label("文字", "a text")


def misfit(spec: FieldSpec, formats: tuple[str, ...], line: int, path: str) -> Problem | None:
    """The first of the formats that is for other kinds of fields than this, as a problem; None when all suit."""
    for name in formats:
        if name in FORMATS and spec.type not in FORMATS[name][0]:
            kind, wants = KINDS.get(spec.type, TEXT), FORMATS[name][1]
            return FORMAT_MISFIT.problem(line=line, path=path, type=kind, format=name, wants=wants)
    return None
