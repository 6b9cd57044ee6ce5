"""送信メール: the list of the outbox, the page (or pane) of one mail, and sending again or settling what is unknown."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from daicho.business.organisation import changing
from daicho.engine.access import select
from daicho.engine.catalog import registry
from daicho.engine.mail import listing, modes
from daicho.engine.mail.models import Mail
from daicho.engine.mail.objects import EMAIL_MESSAGE
from daicho.engine.mail.states import STATE_LABELS, State
from daicho.values.problems import Forbidden, Missing
from daicho.web.addresses import address, record_address
from daicho.web.automation.shelf import PAGE_ROWS, Line, Part, Removable, Shelf, Spot, ViewName, read_spot
from daicho.web.cells import Cell, moment
from daicho.web.contract.automation import MAIL_COLOURS, addresses, mail_shown
from daicho.web.records.empty import EmptyState
from daicho.web.visitors import Visitor, form_page, page, wants_part

SECTION = "mails"
STATES: Mapping[str, Any] = {str(state): label for state, label in STATE_LABELS.items()}
VIEW_WORDS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "recent": (gettext_lazy("直近7日の送信"), gettext_lazy("この7日間に作られたメール")),
    "failed": (gettext_lazy("不達"), gettext_lazy("送信できなかったか、宛先に届かなかったメール")),
    "unknown": (
        gettext_lazy("送信結果の確認が必要"),
        gettext_lazy("届いたかどうか分からないメール。二重送信を避けるため、自動では送り直していません"),
    ),
    "held": (gettext_lazy("保留"), gettext_lazy("配信モードのために送らず、留めてあるメール")),
    "all": (gettext_lazy("すべて"), ""),
}


@page
def mail_list(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The list, or only its part."""
    spot = read_spot(request.GET, listing.VIEWS, STATES)
    shelf = _shelf(spot, visitor)
    context = {
        "section": SECTION,
        "shelf": shelf,
        "empty": None if shelf.lines else _empty(spot, visitor),
        "states": [(code, label.text(visitor.language)) for code, label in STATES.items()],
        "preview_name": gettext("メールの内容"),
    }
    template = "partials/shelf/shelf_alone.html" if wants_part(request, "list") else "pages/mails.html"
    return render(request, template, context)


@page
def mail_page(request: HttpRequest, visitor: Visitor, mail_id: int) -> HttpResponse:
    """One mail."""
    mail = listing.one(visitor.actor, visitor.frame, mail_id)
    context = {"section": SECTION, **_mail(mail, visitor)}
    pane = wants_part(request, "preview")
    return render(request, "partials/automation/mail.html" if pane else "pages/mail.html", context)


@form_page
def resend_mail(request: HttpRequest, visitor: Visitor, mail_id: int) -> HttpResponse:
    """もう一度送る: GET asks, POST puts it into the queue again."""
    return _act(request, visitor, mail_id, "resend")


@form_page
def settle_mail(request: HttpRequest, visitor: Visitor, mail_id: int) -> HttpResponse:
    """送信済みにする: GET asks, POST settles a mail of unknown result."""
    return _act(request, visitor, mail_id, "settle")


def _act(request: HttpRequest, visitor: Visitor, mail_id: int, deed: str) -> HttpResponse:
    mail = listing.one(visitor.actor, visitor.frame, mail_id)
    own = reverse("mail", args=[mail_id])
    if request.method != "POST":
        if mail.pk not in listing.may_handle(visitor.actor, [mail], visitor.frame):
            raise Forbidden(listing.NOT_HIS.problem())
        return render(request, "pages/mail_handle.html", {"section": SECTION, "deed": deed, **_mail(mail, visitor)})
    if deed == "resend":
        listing.resend(mail_id, actor=visitor.actor, frame=visitor.frame)
        messages.success(request, gettext("もう一度送ります。結果は数十秒ほどでここに出ます。"))
    else:
        listing.settle_as_sent(mail_id, actor=visitor.actor, frame=visitor.frame)
        messages.success(request, gettext("送信済みにしました。"))
    return HttpResponseRedirect(own, status=303)


def _shelf(spot: Spot, visitor: Visitor) -> Shelf:
    wanted = listing.Wanted(spot.state, spot.record, spot.text)
    found = listing.page_of(visitor.actor, visitor.frame, spot.view, wanted, limit=PAGE_ROWS, cursor=spot.cursor)
    whole = not spot.cursor and found.next_cursor is None
    count = len(found.mails) if whole else listing.count(visitor.actor, visitor.frame, spot.view, wanted)
    previous = spot.preceding()
    names = _names(found.mails, visitor)
    return Shelf(
        title=EMAIL_MESSAGE.plural.text(visitor.language) if visitor.language == "en" else gettext("送信メール"),
        icon="mail",
        spot=spot,
        view=_view(spot.view),
        views=[_view(key) for key in listing.VIEWS],
        heads=[gettext("日時"), gettext("件名と宛先"), gettext("レコード"), gettext("状態")],
        lines=[_line(mail, names, visitor) for mail in found.mails],
        chips=_chips(spot, names, visitor),
        count=count,
        next=spot.following(found.next_cursor).link if found.next_cursor else "",
        previous=previous.link if previous else "",
    )


def _line(mail: Mail, names: Mapping[tuple[str, int], str], visitor: Visitor) -> Line:
    at = moment(mail.sent_at or mail.created_at, visitor)
    record = _record(mail, names)
    state = Part("", small=mail.error, state=_state(mail, visitor))
    to = addresses([*mail.to, *mail.cc])
    subject = Part(mail.subject, small=to or gettext("宛先なし"))
    return Line(mail.pk, reverse("mail", args=[mail.pk]), [Part(at), subject, record, state], False, mail.subject)


def _record(mail: Mail, names: Mapping[tuple[str, int], str]) -> Part:
    """The first record that the visitor may read, and how many more of the mail's he may."""
    mine = [one for one in listing.records_of(mail) if one in names]
    if not mine:
        return Part("", small=mail.process)
    first, more = mine[0], len(mine) - 1
    said = gettext("ほか%(count)s件") % {"count": more} if more else ""
    return Part(
        names[first], link=record_address(f"{first[0]}:{first[1]}"), small=" ".join(filter(None, [said, mail.process]))
    )


def _names(mails: Sequence[Mail], visitor: Visitor) -> dict[tuple[str, int], str]:
    """What those records are called that the visitor may read, one query for each object."""
    found: dict[tuple[str, int], str] = {}
    wanted = {one for mail in mails for one in listing.records_of(mail)}
    for key in {object_key for object_key, _ in wanted}:
        try:
            spec = registry.get(key)
        except Missing:
            continue
        ids = {record_id for object_key, record_id in wanted if object_key == key}
        paths = [*spec.lookup_keys, spec.name_field]
        for record_id, values in select.fetch(visitor.actor, key, ids, paths, visitor.frame).items():
            parts = (str(values[path]) for path in paths if values[path])
            found[key, record_id] = " ".join(dict.fromkeys(parts)) or f"#{record_id}"
    return found


def _mail(mail: Mail, visitor: Visitor) -> dict[str, Any]:
    allowed = mail.pk in listing.may_handle(visitor.actor, [mail], visitor.frame)
    has_recipients = bool(mail.to or mail.cc or mail.bcc)
    names = _names([mail], visitor)
    return {
        "mail": mail_shown(mail, visitor),
        "bcc": addresses(mail.bcc),
        "reply_to": addresses(mail.reply_to),
        "has_html": bool(mail.html),
        "records": [
            (names[one], record_address(f"{one[0]}:{one[1]}")) for one in listing.records_of(mail) if one in names
        ],
        "process": mail.process,
        "version": mail.process_version,
        "template": mail.template,
        "unknown": mail.state == State.UNKNOWN,
        "resend": allowed and has_recipients and mail.state in (State.UNKNOWN, State.FAILED, State.HELD),
        "settle": allowed and mail.state == State.UNKNOWN,
    }


def _state(mail: Mail, visitor: Visitor) -> Cell:
    state = State(mail.state)
    return Cell("", STATE_LABELS[state].text(visitor.language), "choice", MAIL_COLOURS[state])


def _view(key: str) -> ViewName:
    name, description = VIEW_WORDS[key]
    return ViewName(key, str(name), str(description))


def _chips(spot: Spot, names: Mapping[tuple[str, int], str], visitor: Visitor) -> list[Removable]:
    found = []
    if spot.state:
        name = STATES[spot.state].text(visitor.language)
        found.append(Removable(gettext("状態：%(name)s") % {"name": name}, spot.start(state="").link))
    if spot.record is not None:
        label = names.get(spot.record, f"#{spot.record[1]}")
        found.append(Removable(gettext("レコード：%(name)s") % {"name": label}, spot.start(record=None).link))
    if spot.text:
        found.append(Removable(gettext("検索：「%(text)s」") % {"text": spot.text}, spot.start(text="").link))
    return found


def _empty(spot: Spot, visitor: Visitor) -> EmptyState:
    if spot.narrowed:
        return EmptyState(
            gettext("条件に合うメールはありません"), "", gettext("条件をすべて外す"), Spot(spot.view).link
        )
    if spot.view == "all":
        if modes.current().kind == "capture":
            text = gettext("いまは「記録のみ」モードです。メールは社外に出ず、ここで内容だけを確認できます。")
        else:
            text = gettext("プロセスがメールを送ると、その内容と結果がここに並びます。")
        may_set = visitor.actor.permissions.has_feature(changing.FEATURE)
        settings = f"{address('settings_organisation')}#f-delivery_mode" if may_set else ""
        return EmptyState(
            gettext("まだメールを送信していません"), text, gettext("送信設定を見る") if settings else "", settings
        )
    heading = gettext("「%(view)s」に当てはまるものはありません") % {"view": VIEW_WORDS[spot.view][0]}
    return EmptyState(heading, "", gettext("すべてのメールを見る"), Spot("all").link)
