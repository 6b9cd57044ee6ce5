"""Tells people what did not happen: steps that were late when planned, and actions that failed for good."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from daicho.engine.activity.notifications import Notice, notify
from daicho.engine.automation import late, people, reasons
from daicho.engine.automation.models import Process
from daicho.engine.automation.plan_values import Planned
from daicho.engine.automation.readings import owner_of
from daicho.engine.catalog.specs import ObjectSpec
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message

MOST_LISTED = 20
SKIPPED_TITLE = Message(
    "skipped_title",
    ja="予定日を過ぎていたため実行していないアクションが{count}件あります（{process}）",
    en="{count} actions were already past their time and were not run ({process})",
)
SKIPPED_BODY = Message(
    "skipped_body",
    ja="登録・変更した時点で予定日を過ぎていたため、自動では実行していません。必要なものは手で行ってください。\n{records}",
    en="They were past their time when they were planned, so nothing was done. Do by hand what is needed.\n{records}",
)
FAILED_TITLE = Message(
    "failed_title",
    ja="実行できなかったアクションが{count}件あります（{process}）",
    en="{count} actions could not be run ({process})",
)
FAILED_BODY = Message("failed_body", ja="{records}", en="{records}")
MORE = Message("more", ja="ほか{count}件", en="and {count} more")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A step that was late when it was planned, and who is to know (None: nobody can be told). `mail`: it sends one."""

    user_id: int | None
    process: str
    record: str
    label: str
    mail: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """An action that failed for good; `error` in the language of the log."""

    user_id: int | None
    process: str
    record: str
    label: str
    error: str


def skipped(
    process: Process,
    object_key: str,
    record_id: int,
    label: str,
    spec: ObjectSpec,
    values: Mapping[str, Any],
    planned: Planned,
    mails: frozenset[str] = frozenset(),
) -> list[Skipped]:
    """The steps that were skipped for a record; its owner is told, else the owner of the process. `mails`: steps that send one."""
    skipped = [
        one
        for one in planned.proposals
        if one.state == "skipped" and one.reason in (reasons.LATE_SKIPPED, reasons.IMPORTED)
    ]
    owner = owner_of(spec, values) or process.owner_id
    record = f"{object_key}:{record_id}"
    return [
        Skipped(owner, process.name, record, label, one.step in mails and one.reason is reasons.LATE_SKIPPED)
        for one in skipped
    ]


def tell_skipped(found: Sequence[Skipped], frame: Frame) -> None:
    """One notice for each person and process, however many records; of mails with words of their own one for each person.

    What else was late for a record whose mail is told of is not told as well.
    """
    mails = [one for one in found if one.mail and late.words_for(one.record.partition(":")[0]) is not None]
    told = {one.record for one in mails}
    _tell_mails(mails, frame)
    _tell([(one, one.label) for one in found if one.record not in told], SKIPPED_TITLE, SKIPPED_BODY, frame)


def tell_failed(found: Sequence[Failed], frame: Frame) -> None:
    """One notice for each owner of a process."""
    _tell([(one, f"{one.label}: {one.error}") for one in found], FAILED_TITLE, FAILED_BODY, frame)


def _tell_mails(found: Sequence[Skipped], frame: Frame) -> None:
    """One notice for each person and kind of record; it leads to the page that lists the mails."""
    grouped: dict[tuple[int, str], set[str]] = defaultdict(set)
    for one in found:
        if one.user_id is not None:
            grouped[one.user_id, one.record.partition(":")[0]].add(one.record)
    spoken = people.languages(user for user, _ in grouped)
    notices = []
    for (user, object_key), records in grouped.items():
        words, language = late.words_for(object_key), spoken.get(user, "ja")
        if words is not None:
            title = words.title.text(language, count=len(records))
            notices.append(Notice(user, title, words.body.text(language), f"page:{words.page}", words.page))
    notify(notices, frame)


def _tell(found: Sequence[tuple[Skipped | Failed, str]], title: Message, body: Message, frame: Frame) -> None:
    grouped: dict[tuple[int, str], list[tuple[Skipped | Failed, str]]] = defaultdict(list)
    for one, line in found:
        if one.user_id is not None:
            grouped[one.user_id, one.process].append((one, line))
    if not grouped:
        return
    spoken = people.languages(user for user, _ in grouped)
    notices = []
    for (user, process), items in grouped.items():
        language = spoken.get(user, "ja")
        lines = [line for _, line in items[:MOST_LISTED]]
        if len(items) > MOST_LISTED:
            lines.append(MORE.text(language, count=len(items) - MOST_LISTED))
        records = {one.record for one, _ in items}
        notices.append(
            Notice(
                user,
                title.text(language, count=len(items), process=process),
                body.text(language, records="\n".join(lines)),
                records.pop() if len(records) == 1 else "",
                process,
            )
        )
    notify(notices, frame)
