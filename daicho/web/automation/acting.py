"""今すぐ実行, 延期 and 取り消し of waiting actions: a page that asks (GET), and the deed (POST). One action or many."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_lazy

from daicho.engine.access.about import about_readable
from daicho.engine.automation import handling
from daicho.engine.automation.handling import Handled
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.automation.services import NO_ACTION
from daicho.engine.catalog import types
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.mail import alerts
from daicho.values.labels import Label, Message
from daicho.values.problems import Forbidden, Invalid, Missing
from daicho.web.automation.words import Words
from daicho.web.cells import moment
from daicho.web.given import positive
from daicho.web.visitors import Visitor, form_page

MOST = 200
UNTIL = FieldSpec("until", "datetime", Label("新しい日時", "New time"))
NO_TIME = Message(
    "postpone_no_time",
    ja="いつまで延期するかを入力してください。例：2026/12/01 09:00",
    en="Enter until when to postpone it. Example: 2026/12/01 09:00",
)
TOO_MANY = Message(
    "actions_too_many",
    ja="一度に操作できるのは{limit}件までです。選び直してください。",
    en="At most {limit} actions can be handled at once. Choose fewer.",
)


@dataclass(frozen=True, slots=True)
class Deed:
    """What can be done: its heading, the question, the button, and what is said afterwards."""

    heading: str | Promise
    question: str | Promise
    button: str | Promise
    done: str | Promise
    states: tuple[str, ...]


DEEDS: Mapping[str, Deed] = {
    "run": Deed(
        gettext_lazy("今すぐ実行"),
        gettext_lazy(
            "次のアクションを今すぐ実行します。条件に合わなくなったものは実行されず、理由とともに取り消されます。"
        ),
        gettext_lazy("今すぐ実行する"),
        gettext_lazy("%(count)s件をすぐに実行します。結果は数十秒ほどでここに出ます。"),
        handling.RUNNABLE,
    ),
    "postpone": Deed(
        gettext_lazy("延期"),
        gettext_lazy("次のアクションの日時を変えます。基準になる日付があとで動いたときは、遅いほうの日時になります。"),
        gettext_lazy("延期する"),
        gettext_lazy("%(count)s件の日時を変えました。"),
        handling.POSTPONABLE,
    ),
    "cancel": Deed(
        gettext_lazy("取り消し"),
        gettext_lazy("次のアクションを取り消します。取り消したものは、あとで自動的に戻ることはありません。"),
        gettext_lazy("取り消す"),
        gettext_lazy("%(count)s件を取り消しました。"),
        handling.CANCELLABLE,
    ),
}


@form_page
def handle_actions(request: HttpRequest, visitor: Visitor, deed: str) -> HttpResponse:
    """Asks about the actions named by `id`, or does it."""
    given = request.POST if request.method == "POST" else request.GET
    ids, back = _ids(given), _back(request, given)
    if not ids:
        messages.warning(request, gettext("アクションを選んでから、もう一度お試しください。"))
        return HttpResponseRedirect(back, status=303)
    if len(ids) > MOST:
        raise Invalid(TOO_MANY.problem(limit=MOST))
    if request.method != "POST":
        return _ask(request, visitor, deed, ids, back)
    try:
        done = _do(deed, ids, given, visitor)
    except Invalid as refused:
        problems = [one.text(visitor.language) for one in refused.problems]
        return _ask(request, visitor, deed, ids, back, problems, given.get("until", ""))
    _say(request, DEEDS[deed], done)
    return HttpResponseRedirect(back, status=303)


def _do(deed: str, ids: list[int], given: QueryDict, visitor: Visitor) -> Handled:
    actor, frame = visitor.actor, visitor.frame
    if deed == "run":
        return handling.run_now(ids, actor=actor, frame=frame)
    if deed == "cancel":
        return handling.cancel(ids, actor=actor, frame=frame)
    until = types.parse(UNTIL, given.get("until", "").replace("T", " "), frame.habits.zone)
    if not isinstance(until, datetime):
        raise Invalid(NO_TIME.problem("until"))
    return handling.postpone(ids, until, actor=actor, frame=frame)


def _say(request: HttpRequest, deed: Deed, done: Handled) -> None:
    if done.changed:
        messages.success(request, str(deed.done) % {"count": done.changed})
    if done.left:
        said = gettext("%(count)s件はすでに実行済みか取り消し済みのため、そのままです。最新の状態を確認してください。")
        messages.warning(request, said % {"count": done.left})


def _ask(
    request: HttpRequest,
    visitor: Visitor,
    deed: str,
    ids: list[int],
    back: str,
    problems: list[str] | None = None,
    until: str = "",
) -> HttpResponse:
    rows = list(
        ScheduledAction.objects.filter(about_readable(visitor.actor, visitor.frame), pk__in=ids)
        .select_related("process", "version")
        .order_by("due_at", "id")
    )
    if len(rows) < len(ids):
        missing = sorted(set(ids) - {row.pk for row in rows})
        raise Missing(NO_ACTION.problem(id=str(missing[0])))
    if handling.may_handle(visitor.actor, rows, visitor.frame) != set(ids):
        raise Forbidden(handling.NOT_HIS.problem())
    words = DEEDS[deed]
    with alerts.remembering(wordings=False):
        said = Words(visitor)
        shown = [_asked(row, said, visitor, usable=row.state in words.states) for row in rows]
    context = {
        "section": "waiting",
        "deed": deed,
        "words": words,
        "rows": shown,
        "usable": sum(row["usable"] for row in shown),
        "back": back,
        "problems": problems or [],
        "until": until or _suggested(visitor),
    }
    return render(request, "pages/waiting_handle.html", context, status=422 if problems else 200)


def _asked(row: ScheduledAction, said: Words, visitor: Visitor, *, usable: bool) -> dict[str, Any]:
    return {
        "id": row.pk,
        "record": row.record_label,
        "sentence": said.sentence(row),
        "due": moment(row.due_at, visitor) or gettext("日付待ち"),
        "state": said.state(row),
        "usable": usable,
    }


def _suggested(visitor: Visitor) -> str:
    """The next working day at nine."""
    day = visitor.frame.habits.calendar.add_working_days(visitor.frame.today, 1)
    return f"{day:%Y/%m/%d} 09:00"


def _ids(given: QueryDict) -> list[int]:
    return sorted({found for text in given.getlist("id") if (found := positive(text)) is not None})


def _back(request: HttpRequest, given: QueryDict) -> str:
    """Where to go afterwards: the page that was left, or the list as it was narrowed."""
    wanted = given.get("back", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return wanted
    kept = QueryDict(mutable=True)
    for name in ("view", "state", "process", "record", "q", "sort"):
        if given.get(name):
            kept[name] = given.get(name, "")
    return f"{reverse('waiting')}?{kept.urlencode()}" if kept else reverse("waiting")
