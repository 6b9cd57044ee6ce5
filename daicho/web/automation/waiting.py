"""待機中のアクション: the list, and the page (or pane) of one action with what it would make now."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from daicho.engine.automation import handling, previewing, reasons, waiting
from daicho.engine.automation.models import Process, ScheduledAction, ScheduledActionEvent
from daicho.engine.automation.objects import PROCESS, SCHEDULED_ACTION, STATES
from daicho.engine.mail import alerts
from daicho.values.problems import Refused
from daicho.web.addresses import address, record_address
from daicho.web.automation.shelf import PAGE_ROWS, Line, Part, Removable, Shelf, Spot, ViewName, read_spot
from daicho.web.automation.words import Words
from daicho.web.cells import moment
from daicho.web.records.empty import EmptyState
from daicho.web.visitors import Visitor, page, wants_part

SECTION = "waiting"
MOST_EVENTS = 30
VIEW_WORDS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "waiting": (gettext_lazy("待機中"), gettext_lazy("これから実行するものと、日付が入るのを待っているもの")),
    "today": (gettext_lazy("今日の予定"), gettext_lazy("今日までに実行するもの")),
    "week": (gettext_lazy("今週の予定"), gettext_lazy("今週の終わりまでに実行するもの")),
    "suspended": (
        gettext_lazy("保留中（日付が空）"),
        gettext_lazy("基準になる日付が空のため、日付が入るまで実行しないもの"),
    ),
    "not_sent": (
        gettext_lazy("送れなかったもの"),
        gettext_lazy(
            "失敗したもの、予定した時点で期日を過ぎていたもの。一件ずつ［今すぐ実行］か［取り消し］を選べます"
        ),
    ),
    "unknown": (
        gettext_lazy("送信結果の確認が必要"),
        gettext_lazy("実行したかどうか分からないもの。二重にならないよう、自動では実行しません"),
    ),
    "all": (gettext_lazy("すべて"), gettext_lazy("実行済みと取消を含む全件")),
}


@page
def waiting_list(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The list, or only its part."""
    spot = read_spot(request.GET, waiting.VIEWS, STATES)
    with alerts.remembering(wordings=False):
        shelf = _shelf(spot, visitor)
    context = {
        "section": SECTION,
        "shelf": shelf,
        "empty": None if shelf.lines else _empty(spot, visitor),
        "processes": _processes(visitor),
        "states": [(code, label.text(visitor.language)) for code, label in STATES.items()],
        "bulk": _bulk(),
        "preview_name": gettext("アクションの内容"),
    }
    template = "partials/shelf/shelf_alone.html" if wants_part(request, "list") else "pages/waiting.html"
    return render(request, template, context)


@page
def waiting_action(request: HttpRequest, visitor: Visitor, action_id: int) -> HttpResponse:
    """One action: what it would make now, how it came to its time, and what may be done with it."""
    row = waiting.one(visitor.actor, visitor.frame, action_id)
    context = {"section": SECTION, "action": _action_shown(row, visitor), **_content(row, visitor)}
    pane = wants_part(request, "preview")
    return render(request, "partials/automation/action.html" if pane else "pages/waiting_action.html", context)


def _shelf(spot: Spot, visitor: Visitor) -> Shelf:
    actor, frame = visitor.actor, visitor.frame
    wanted = waiting.Wanted(spot.process, spot.state, spot.record, spot.text)
    found = waiting.page_of(actor, frame, spot.view, wanted, limit=PAGE_ROWS, cursor=spot.cursor, latest=spot.latest)
    whole = not spot.cursor and found.next_cursor is None
    count = len(found.actions) if whole else waiting.count(actor, frame, spot.view, wanted)
    previous = spot.preceding()
    return Shelf(
        title=SCHEDULED_ACTION.plural.text(visitor.language),
        icon="clock",
        spot=spot,
        view=_view(spot.view),
        views=[_view(key) for key in waiting.VIEWS],
        heads=[gettext("予定日時"), gettext("アクション"), gettext("レコードと宛先"), gettext("状態と理由")],
        lines=_lines(found.actions, visitor),
        chips=_chips(spot, found.actions, visitor),
        count=count,
        next=spot.following(found.next_cursor).link if found.next_cursor else "",
        previous=previous.link if previous else "",
    )


def _lines(rows: Sequence[ScheduledAction], visitor: Visitor) -> list[Line]:
    words = Words(visitor)
    reached = previewing.audiences(rows, visitor.frame)
    usable = {*handling.RUNNABLE, *handling.CANCELLABLE}
    return [
        Line(
            row.pk,
            reverse("waiting_action", args=[row.pk]),
            [
                Part(_due(row, visitor), small=_original(row, visitor)),
                Part(words.sentence(row), small=_made_by(row)),
                Part(
                    row.record_label or f"#{row.record_id}",
                    link=record_address(f"{row.object}:{row.record_id}"),
                    small=", ".join(reached.get(row.pk, ())),
                ),
                Part("", small=words.reason(row), state=words.state(row)),
            ],
            bool(getattr(row, "handled", False)) and row.state in usable,
            f"{row.record_label} {_due(row, visitor)}",
        )
        for row in rows
    ]


def _due(row: ScheduledAction, visitor: Visitor) -> str:
    return moment(row.due_at, visitor) or gettext("日付待ち")


def _original(row: ScheduledAction, visitor: Visitor) -> str:
    """What was said first, where it is another time now."""
    if row.original_due_at is None or row.original_due_at == row.due_at:
        return ""
    return gettext("当初 %(at)s") % {"at": moment(row.original_due_at, visitor)}


def _made_by(row: ScheduledAction) -> str:
    return gettext("%(process)s（版%(number)s）") % {"process": row.process.name, "number": row.version.number}


def _view(key: str) -> ViewName:
    name, description = VIEW_WORDS[key]
    return ViewName(key, str(name), str(description))


def _chips(spot: Spot, rows: Sequence[ScheduledAction], visitor: Visitor) -> list[Removable]:
    found = []
    if spot.process is not None:
        process = next((row.process for row in rows if row.process_id == spot.process), None)
        process = process or Process.objects.filter(pk=spot.process).first()
        name = process.name if process else f"#{spot.process}"
        found.append(Removable(gettext("プロセス：%(name)s") % {"name": name}, spot.start(process=None).link))
    if spot.state:
        name = STATES[spot.state].text(visitor.language)
        found.append(Removable(gettext("状態：%(name)s") % {"name": name}, spot.start(state="").link))
    if spot.record is not None:
        label = next((row.record_label for row in rows if row.record_label), f"#{spot.record[1]}")
        found.append(Removable(gettext("レコード：%(name)s") % {"name": label}, spot.start(record=None).link))
    if spot.text:
        found.append(Removable(gettext("検索：「%(text)s」") % {"text": spot.text}, spot.start(text="").link))
    return found


def _processes(visitor: Visitor) -> list[tuple[int, str]]:
    """What can be chosen to narrow the list."""
    return list(Process.objects.order_by("object", "order", "id").values_list("id", "name"))


def _bulk() -> list[tuple[str, str, str]]:
    """Icon, name and key of what can be done with chosen rows."""
    return [
        ("player-play", gettext("今すぐ実行"), "run"),
        ("clock", gettext("延期"), "postpone"),
        ("x", gettext("取り消し"), "cancel"),
    ]


def _empty(spot: Spot, visitor: Visitor) -> EmptyState:
    if spot.narrowed:
        text = gettext("ほかのビューや、実行済みのものも含めて探す場合は「すべて」を選んでください。")
        cleared = Spot(spot.view).link
        return EmptyState(gettext("条件に合うアクションはありません"), text, gettext("条件をすべて外す"), cleared)
    if spot.view in ("waiting", "all"):
        may = visitor.actor.permissions.may("read", PROCESS.key)
        text = gettext("プロセスを有効にすると、送信や通知の予定がここに並びます。")
        link = address("processes") if may else ""
        return EmptyState(gettext("待機しているアクションはありません"), text, gettext("プロセスを見る"), link)
    heading = gettext("「%(view)s」に当てはまるものはありません") % {"view": VIEW_WORDS[spot.view][0]}
    return EmptyState(heading, "", gettext("待機中のものを見る"), Spot("waiting").link)


def _content(row: ScheduledAction, visitor: Visitor) -> dict[str, Any]:
    """What it would make now, or why that cannot be said."""
    try:
        return {"made": Words(visitor).made(previewing.preview(row, visitor.frame)), "refused": ""}
    except Refused as refused:
        return {"made": None, "refused": " ".join(one.text(visitor.language) for one in refused.problems)}


def _action_shown(row: ScheduledAction, visitor: Visitor) -> dict[str, Any]:
    words = Words(visitor)
    allowed = row.pk in handling.may_handle(visitor.actor, [row], visitor.frame)
    may_read = visitor.actor.permissions.may("read", PROCESS.key)
    return {
        "id": row.pk,
        "sentence": words.sentence(row),
        "process": _made_by(row),
        "process_link": address("process", row.process_id) if may_read else "",
        "record": row.record_label or f"#{row.record_id}",
        "record_link": record_address(f"{row.object}:{row.record_id}"),
        "due": _due(row, visitor),
        "original": moment(row.original_due_at, visitor) if row.original_due_at != row.due_at else "",
        "state": words.state(row),
        "reason": words.reason(row),
        "live": row.state not in ("done", "cancelled"),
        "run": allowed and row.state in handling.RUNNABLE,
        "postpone": allowed and row.state in handling.POSTPONABLE,
        "cancel": allowed and row.state in handling.CANCELLABLE,
        "events": _events(row, visitor),
    }


def _events(row: ScheduledAction, visitor: Visitor) -> list[dict[str, Any]]:
    """How it came to its state, the latest first."""
    found = ScheduledActionEvent.objects.filter(action=row).order_by("-id")[:MOST_EVENTS]
    return [
        {
            "at": moment(event.at, visitor),
            "who": event.who if event.who_id is not None else gettext("システム"),
            "reason": reasons.text(event.reason, event.reason_params, visitor.language),
            "old": moment(event.old_due_at, visitor),
            "new": moment(event.new_due_at, visitor) if event.new_due_at != event.old_due_at else "",
        }
        for event in found
    ]
