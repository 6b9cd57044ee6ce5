"""プロセス: the list, the page of one, switching it on (with what that would do, counted) and off."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from daicho.engine.automation import listing, services
from daicho.engine.automation.figures import Figures, figures
from daicho.engine.automation.models import Process, ProcessVersion
from daicho.engine.automation.objects import PROCESS
from daicho.engine.automation.trial import Trial, try_activation
from daicho.engine.catalog import registry
from daicho.engine.mail import alerts
from daicho.values.problems import Missing
from daicho.web.addresses import record_address
from daicho.web.automation.outline import Outline, outline
from daicho.web.cells import moment
from daicho.web.given import positive
from daicho.web.visitors import Visitor, form_page, page

SECTION = "processes"


@page
def process_list(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Every process in its order, with what it does and how it is doing."""
    found = listing.processes(visitor.actor)
    counts = figures()
    with alerts.remembering(wordings=False):
        rows = [_row(process, counts.get(process.pk, Figures()), visitor) for process in found]
    context = {"section": SECTION, "rows": rows, "may_manage": _may_manage(visitor), "title": _title(visitor)}
    return render(request, "pages/processes.html", context)


@page
def process_page(request: HttpRequest, visitor: Visitor, process_id: int) -> HttpResponse:
    """One process drawn as it is read, in the version that the address names, else the active or the latest one."""
    process = listing.process(visitor.actor, process_id)
    versions = sorted(process.versions.all(), key=lambda one: one.number, reverse=True)
    wanted = positive(request.GET.get("version", ""))
    active = process.active_version_id
    usual = next((one for one in versions if one.pk == active), versions[0])
    version = next((one for one in versions if one.number == wanted), usual)
    with alerts.remembering(wordings=False):
        shown = outline(version.definition, visitor)
    context = {
        "section": SECTION,
        "process": _about(process, figures(process_id).get(process_id, Figures()), visitor),
        "outline": shown,
        "said": said(version, visitor),
        "version": version.number,
        "versions": [_version(one, process, visitor) for one in versions],
        "newer": versions[0].number if process.active and versions[0].pk != active else 0,
        "may_manage": _may_manage(visitor),
    }
    return render(request, "pages/process.html", context)


@form_page
def activate_process(request: HttpRequest, visitor: Visitor, process_id: int) -> HttpResponse:
    """有効化: GET counts what would happen to the records that exist, POST switches it on."""
    visitor.actor.require_feature("manage_processes", services.FEATURE)
    process = listing.process(visitor.actor, process_id)
    version = max(process.versions.all(), key=lambda one: one.number)
    own = reverse("process", args=[process_id])
    if process.active and process.active_version_id == version.pk:
        messages.warning(
            request, gettext("このプロセスはすでに有効です（版%(number)s）。") % {"number": version.number}
        )
        return HttpResponseRedirect(own, status=303)
    if request.method == "POST" and request.POST.get("version") == str(version.number):
        return _activate(request, visitor, process, version)
    if request.method == "POST":
        messages.warning(request, gettext("新しい版ができています。内容と件数を確認して、もう一度有効にしてください。"))
    trial = try_activation(process, version, visitor.frame)
    with alerts.remembering(wordings=False):
        shown = outline(version.definition, visitor)
    context = {
        "section": SECTION,
        "process": _about(process, Figures(), visitor),
        "outline": shown,
        "version": version.number,
        "trial": trial,
        "question": _question(process, trial, visitor),
        "late": [_late(process, one, visitor) for one in trial.named],
        "late_more": trial.late - len(trial.named),
        "switching": process.active,
    }
    return render(request, "pages/process_activate.html", context)


@form_page
def deactivate_process(request: HttpRequest, visitor: Visitor, process_id: int) -> HttpResponse:
    """停止: GET says what waits, POST switches it off and keeps or cancels that."""
    visitor.actor.require_feature("manage_processes", services.FEATURE)
    process = listing.process(visitor.actor, process_id)
    own = reverse("process", args=[process_id])
    if not process.active:
        messages.warning(request, gettext("このプロセスはすでに停止しています。"))
        return HttpResponseRedirect(own, status=303)
    if request.method != "POST":
        context = {
            "section": SECTION,
            "process": _about(process, Figures(), visitor),
            "waiting": services.waiting_count(process_id),
        }
        return render(request, "pages/process_deactivate.html", context)
    cancel = request.POST.get("waiting") == "cancel"
    waiting = services.deactivate(
        process_id, actor=visitor.actor, frame=visitor.frame, waiting="cancel" if cancel else "keep"
    )
    said = (
        gettext("停止しました。待機中のアクション%(count)s件を取り消しました。")
        if cancel
        else gettext("停止しました。")
    )
    messages.success(request, said % {"count": waiting} if cancel else said)
    return HttpResponseRedirect(own, status=303)


def _activate(request: HttpRequest, visitor: Visitor, process: Process, version: ProcessVersion) -> HttpResponse:
    existing = "waiting" if request.POST.get("existing") == "waiting" else "none"
    done = services.activate(
        process.pk,
        actor=visitor.actor,
        frame=visitor.frame,
        existing="waiting" if existing == "waiting" else "none",
        number=version.number,
    )
    said = gettext(
        "有効にしました（版%(version)s）。作成・変更した予定：%(planned)s件、引き継いだ予定：%(migrated)s件。"
    )
    messages.success(request, said % {"version": done.version, "planned": done.planned, "migrated": done.migrated})
    if done.left:
        said = gettext("残りの%(count)s件は、これから順に取り込みます。")
        messages.info(request, said % {"count": f"{done.left:,}"})
    return HttpResponseRedirect(reverse("process", args=[process.pk]), status=303)


def _question(process: Process, trial: Trial, visitor: Visitor) -> str:
    """このプロセスを有効にすると、既存の契約312件が対象になります。…"""
    label = _object_label(process.object, visitor)
    said = gettext("このプロセスを有効にすると、既存の%(object)s%(count)s件が対象になります。")
    text = said % {"object": label, "count": f"{trial.records:,}"}
    if trial.looked_at < trial.total:
        said = gettext(
            "既存の%(object)s%(total)s件のうち%(looked)s件を抜き出して調べると、%(count)s件が対象になります。"
        )
        figures = {"total": f"{trial.total:,}", "looked": f"{trial.looked_at:,}", "count": f"{trial.records:,}"}
        text = said % {"object": label, **figures}
    if trial.late:
        said = gettext("そのうち%(count)s件は送信日をすでに過ぎています。")
        text += said % {"count": f"{trial.late:,}"}
    skipped = trial.late - trial.late_run
    if skipped:
        said = gettext("過ぎた%(count)s件には送信しません（一覧で個別に選べます）。")
        text += said % {"count": f"{skipped:,}"}
    if trial.late_run:
        said = gettext("%(count)s件では、過ぎた通知やToDoをすぐに実行します。")
        text += said % {"count": f"{trial.late_run:,}"}
    return text


def _late(process: Process, one: Any, visitor: Visitor) -> dict[str, Any]:
    return {
        "label": one.label,
        "link": record_address(f"{process.object}:{one.id}"),
        "at": moment(one.due_at, visitor),
        "runs": one.runs,
    }


def _row(process: Process, counts: Figures, visitor: Visitor) -> dict[str, Any]:
    versions = list(process.versions.all())
    version = process.active_version or max(versions, key=lambda one: one.number)
    shown: Outline = outline(version.definition, visitor)
    return {
        **_about(process, counts, visitor),
        "sentence": shown.sentence,
        "start": shown.start,
        "wrong": shown.wrong,
        "said": said(version, visitor),
    }


def said(version: ProcessVersion, visitor: Visitor) -> str:
    """What somebody wrote about the process in the visitor's language, else in the other; "" for nothing."""
    texts = (version.definition.get("description", ""), version.definition.get("description_en", ""))
    first, second = texts if visitor.language == "ja" else reversed(texts)
    return str(first or second)


def _about(process: Process, counts: Figures, visitor: Visitor) -> dict[str, Any]:
    return {
        "id": process.pk,
        "name": process.name,
        "active": process.active,
        "object": _object_label(process.object, visitor),
        "version": process.active_version.number if process.active_version else 0,
        "activated_at": moment(process.activated_at, visitor),
        "waiting": counts.waiting,
        "not_done": counts.not_done,
        "last_run": moment(counts.last_run, visitor),
    }


def _version(version: ProcessVersion, process: Process, visitor: Visitor) -> dict[str, Any]:
    return {
        "number": version.number,
        "at": moment(version.created_at, visitor),
        "active": version.pk == process.active_version_id,
    }


def _object_label(object_key: str, visitor: Visitor) -> str:
    try:
        return registry.get(object_key).label.text(visitor.language)
    except Missing:
        return object_key


def _may_manage(visitor: Visitor) -> bool:
    return visitor.actor.permissions.has_feature("manage_processes")


def _title(visitor: Visitor) -> str:
    return PROCESS.plural.text(visitor.language)
