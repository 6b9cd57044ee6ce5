"""更新案内を送っていない契約: late mails to be sent now, left to sales, or not sent; one or many at once."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from daicho.business.contracts.objects import CONTRACT
from daicho.business.operations.renewals import missed_notices as notices
from daicho.engine.access import select
from daicho.engine.automation import handling
from daicho.engine.automation.handling import Handled
from daicho.engine.automation.models import ScheduledAction
from daicho.web.addresses import address
from daicho.web.cells import EMPTY, moment
from daicho.web.given import whole
from daicho.web.visitors import Visitor, form_page

AT_ONCE = 100
PATHS = ("number", "name", "account", "contact.name", "contact.email", "owner", "end_date", "notice_deadline")


@dataclass(frozen=True, slots=True)
class MissedRow:
    """One contract whose mail was not sent; `mine`: the visitor may decide about it."""

    id: int
    number: str
    name: str
    account: str
    contact: str
    email: str
    owner: str
    end: str
    planned: str
    process: str
    link: str
    mine: bool


DEEDS: Mapping[str, Callable[..., Handled]] = {"send": notices.send, "call": notices.call, "leave": notices.leave}


@form_page
def missed_notices(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The list; posting does one thing with the chosen contracts."""
    visitor.actor.require("read", CONTRACT.key, CONTRACT.label)
    if request.method == "POST":
        return _done(request, visitor)
    shown = Paginator(notices.missed(visitor.actor, visitor.frame), AT_ONCE).get_page(request.GET.get("page"))
    rows = _rows(list(shown.object_list), visitor)
    context = {
        "section": "imports",
        "rows": rows,
        "page": shown,
        "may": any(row.mine for row in rows),
        "back": address("imports") if visitor.actor.permissions.has_feature("import") else address("ledger"),
    }
    return render(request, "imports/missed.html", context)


def _done(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Do what was asked with the chosen ones that are still on the list; say how many there were."""
    back = HttpResponseRedirect(reverse("missed_notices"), status=303)
    name, _, only = request.POST.get("deed", "").partition(":")
    deed = DEEDS.get(name)
    wanted = {one for text in ([only] if only else request.POST.getlist("id")) if (one := whole(text)) is not None}
    if deed is None or not wanted:
        messages.warning(request, gettext("契約を選んでからボタンを押してください。"))
        return back
    still = notices.missed(visitor.actor, visitor.frame).filter(pk__in=wanted)
    there = set(still.values_list("pk", flat=True))
    if there:
        deed(there, actor=visitor.actor, frame=visitor.frame)
        messages.success(request, _said(name, len(there)))
    if len(there) < len(wanted):
        gone = len(wanted) - len(there)
        said = ngettext(
            "%(n)s件はすでに対応済みのため、何もしていません。",
            "%(n)s件はすでに対応済みのため、何もしていません。",
            gone,
        )
        messages.warning(request, said % {"n": gone})
    return back


def _said(deed: str, count: int) -> str:
    if deed == "send":
        said = ngettext("%(n)s件の更新案内をこれから送ります。", "%(n)s件の更新案内をこれから送ります。", count)
    elif deed == "call":
        said = ngettext(
            "%(n)s件を営業からの連絡に変え、営業担当にToDoを作りました。",
            "%(n)s件を営業からの連絡に変え、営業担当にToDoを作りました。",
            count,
        )
    else:
        said = ngettext("%(n)s件は送らないことにしました。", "%(n)s件は送らないことにしました。", count)
    return said % {"n": count}


def _rows(actions: Collection[ScheduledAction], visitor: Visitor) -> list[MissedRow]:
    actor, frame = visitor.actor, visitor.frame
    read = select.fetch(actor, CONTRACT.key, {one.record_id for one in actions}, PATHS, frame)
    mine = handling.may_handle(actor, actions, frame)
    editable = select.readable_ids(actor, CONTRACT.key, {one.record_id for one in actions}, frame, "edit")
    return [
        MissedRow(
            one.pk,
            str(row["number"]),
            str(row["name"]),
            row["account"].name,
            row["contact.name"] or EMPTY,
            row["contact.email"] or "",
            row["owner"].name if row["owner"] else EMPTY,
            row["end_date"].strftime("%Y/%m/%d") if row["end_date"] else EMPTY,
            moment(one.planned_due_at, visitor)[:10],
            one.process.name,
            address("contract", one.record_id),
            one.pk in mine and one.record_id in editable,
        )
        for one in actions
        if (row := read.get(one.record_id)) is not None
    ]
