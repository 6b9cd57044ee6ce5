"""The form of the organisation's settings: the generic one of its fields, with choices and days in words of people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.dates import MONTHS
from django.utils.translation import gettext, gettext_lazy

from daicho.business.organisation.closed_days import read_days, written_days
from daicho.business.organisation.own_files import CANCELLATION_FORM, OWN_FILES, PRINTED
from daicho.engine.access import select
from daicho.engine.access.actors import SYSTEM
from daicho.engine.access.select import Row
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.mail import modes
from daicho.engine.records import checks, files
from daicho.engine.records.history import HistoryItem
from daicho.engine.records.parsing import parse_many
from daicho.values.labels import Problem
from daicho.values.problems import Invalid
from daicho.web.addresses import address
from daicho.web.records import typed as inputs
from daicho.web.records.form import FormField, FormSection, Option, sections, writable
from daicho.web.records.kinds import Kind
from daicho.web.records.typed import Typed
from daicho.web.visitors import Visitor

ORGANISATION = Kind("organisation", "", "settings", ())
"""Only its form is generic: it has no list and no record pages."""
CLOSED_DAYS = "closed_days"
MODE = "delivery_mode"
DAYS_OF_WEEK = (
    gettext_lazy("月曜日"),
    gettext_lazy("火曜日"),
    gettext_lazy("水曜日"),
    gettext_lazy("木曜日"),
    gettext_lazy("金曜日"),
    gettext_lazy("土曜日"),
    gettext_lazy("日曜日"),
)
MODES: Mapping[str, Any] = {
    "": gettext_lazy("選ばない：メールサーバーが設定されていれば送信し、なければ記録だけします。"),
    "capture": gettext_lazy(
        "記録のみ：メールは送信しません。内容だけを送信メールに残します。導入の確認に向いています。"
    ),
    "internal": gettext_lazy("社内のみ：利用者のアドレスあてだけを送信し、社外あては保留します。"),
    "redirect": gettext_lazy("転送：すべてのメールを下の転送先だけに送ります。文面の確認に向いています。"),
    "live": gettext_lazy("送信する：お客様を含む本来の宛先へ送信します。"),
    "off": gettext_lazy("停止：何も送信せず、すべて保留します。"),
}
FILE_WORDS: Mapping[str, tuple[Any, Any]] = {
    "logo": (gettext_lazy("ロゴ"), gettext_lazy("見積書の自社名の上に印字されます。PNGかJPEG、1MBまで。")),
    "seal": (
        gettext_lazy("社印"),
        gettext_lazy("見積書の自社名に重ねて印字されます。背景が透明なPNGがきれいです。1MBまで。"),
    ),
    CANCELLATION_FORM: (
        gettext_lazy("解約届"),
        gettext_lazy(
            "解約に書面が必要な場合に登録します。更新回答ページで「更新しない」を選んだお客様がダウンロードできます。"
            "PDF・Word・Excel、5MBまで。"
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class FileField:
    """One of our files: what there is (`link` "" : nothing), what may be chosen, and what is wrong with what was sent."""

    key: str
    label: str
    help: str
    link: str
    name: str
    is_image: bool
    accepted: str
    errors: Sequence[str]

    @property
    def described(self) -> str:
        """The ids of what describes the input."""
        return f"f-{self.key}-help" + (f" f-{self.key}-error" if self.errors else "")


def fields() -> list[FieldSpec]:
    """What the form asks for, closed days included."""
    closed = ORGANISATION.spec.field(CLOSED_DAYS)
    assert closed is not None
    return [*writable(ORGANISATION), closed]


def read(visitor: Visitor) -> Row:
    """The settings as they are. The caller asked for the feature; the organisation has no owner whose rights would matter."""
    keys = [spec.key for spec in ORGANISATION.spec.fields]
    return select.fetch(SYSTEM, ORGANISATION.object, [1], ["id", *keys], visitor.frame)[1]


def stored(row: Row, visitor: Visitor) -> dict[str, Typed]:
    """The inputs for what is saved."""
    found = {spec.key: inputs.of_value(spec, row[spec.key], visitor) for spec in writable(ORGANISATION)}
    return {**found, CLOSED_DAYS: Typed(written_days(row[CLOSED_DAYS] or []))}


def posted(given: QueryDict) -> dict[str, Typed]:
    """The inputs as they came back."""
    found = {spec.key: inputs.of_post(spec, given) for spec in writable(ORGANISATION)}
    return {**found, CLOSED_DAYS: Typed(given.get(CLOSED_DAYS, "").replace("\r\n", "\n"))}


def values(changed: Iterable[str], given: Mapping[str, Typed], visitor: Visitor, row: Row) -> dict[str, Any]:
    """The typed values of the changed inputs; `row` has the others. Raises Invalid with everything that is wrong."""
    keys = set(changed)
    raw = {spec.key: inputs.raw(spec, given[spec.key], {}) for spec in writable(ORGANISATION) if spec.key in keys}
    [parsed] = parse_many(ORGANISATION.spec, [raw], visitor.actor, visitor.frame, creating=False)
    problems, found = list(parsed.problems), dict(parsed.values)
    if CLOSED_DAYS in keys:
        try:
            found[CLOSED_DAYS] = read_days(given[CLOSED_DAYS].text)
        except Invalid as refused:
            problems += refused.problems
    if problems:
        raise Invalid(*problems, *_also_wrong(found, row))
    return found


def _also_wrong(found: Mapping[str, Any], row: Row) -> list[Problem]:
    """What saving would refuse besides, so that people mend all of it at once."""
    spec = ORGANISATION.spec
    assert spec.derive is not None
    assert spec.validate is not None
    merged = {**row, **found}
    merged |= spec.derive(merged, frozenset(found))
    return [*checks.value_problems(spec, merged, set(found)), *spec.validate(merged)]


def shown(
    given: Mapping[str, Typed],
    visitor: Visitor,
    problems: Sequence[Problem] = (),
    current: Mapping[str, str] | None = None,
) -> list[FormSection]:
    """The form's sections."""
    found = sections(ORGANISATION, given, visitor, creating=False, problems=problems, current=current)
    closed = _closed_days(given[CLOSED_DAYS], visitor, problems, current or {})
    made = []
    for part in found:
        members = [_in_words(field, given[field.key].text) for field in part.fields]
        if any(field.key == "zone" for field in members):
            members.append(closed)
        made.append(FormSection(part.name, members))
    return made


def readable(item: HistoryItem) -> HistoryItem:
    """The same change, closed days in it as people write them."""
    days = item.changes.get(CLOSED_DAYS)
    if days is None:
        return item
    return replace(item, changes={**item.changes, CLOSED_DAYS: [written_days(one or []) for one in days]})


def file_fields(row: Row, visitor: Visitor, problems: Sequence[Problem] = ()) -> list[FileField]:
    """Logo, seal and cancellation form."""
    found = []
    for key, allowed in OWN_FILES.items():
        name, _, version = str(row[key] or "").rpartition(" #")
        label, help_text = FILE_WORDS[key]
        found.append(
            FileField(
                key,
                str(label),
                str(help_text),
                address("settings_image", key, v=version) if row[key] else "",
                name,
                key in PRINTED,
                files.accepted(allowed.kinds),
                [problem.text(visitor.language) for problem in problems if problem.field == key],
            )
        )
    return found


def has_server() -> bool:
    """Whether mails can leave at all."""
    return modes.server() is not None


def _in_words(field: FormField, text: str) -> FormField:
    """Numbers that are days or months as choices; the modes with what each does."""
    if field.key == "week_start":
        return _choice(
            field, [(str(day), str(name)) for day, name in enumerate(DAYS_OF_WEEK)], text, gettext("週の始まり")
        )
    if field.key == "fiscal_first_month":
        months = [(str(month), str(name)) for month, name in MONTHS.items()]
        return _choice(field, months, text)
    if field.key == "posting_day":
        days = [(str(day), gettext("%(day)s日") % {"day": day}) for day in range(1, 31)]
        return _choice(field, [("31", gettext("月末")), *days], text, gettext("売上計上日"))
    if field.key == MODE:
        options = [Option(code, str(sentence), code == text) for code, sentence in MODES.items()]
        return replace(field, look="modes", options=options)
    return field


def _choice(field: FormField, options: Sequence[tuple[str, str]], text: str, label: str = "") -> FormField:
    offered = [Option(code, name, code == text) for code, name in options]
    if not any(option.chosen for option in offered):
        offered.append(Option(text, text, True))
    spec = ORGANISATION.spec.field(field.key)
    help_text = field.help if spec is not None and spec.help is not None else ""
    return replace(field, look="choice", options=offered, label=label or field.label, help=help_text)


def _closed_days(typed: Typed, visitor: Visitor, problems: Sequence[Problem], current: Mapping[str, str]) -> FormField:
    spec = ORGANISATION.spec.field(CLOSED_DAYS)
    assert spec is not None
    wrong = [problem.text(visitor.language) for problem in problems if problem.field == CLOSED_DAYS]
    help_text = spec.help.text(visitor.language) if spec.help is not None else ""
    label = spec.label.text(visitor.language)
    return FormField(
        CLOSED_DAYS, label, "long", typed, False, errors=wrong, help=help_text, current=current.get(CLOSED_DAYS, "")
    )
