"""What every page's frame needs: icons, the chosen theme, the state of the sidebar, and the delivery-mode banner."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from daicho.engine.mail import modes
from daicho.web.addresses import address
from daicho.web.navigation import Entry, SearchPlace, Told, entries, search_place, told_of
from daicho.web.session import THEME_COOKIE, THEMES
from daicho.web.visitors import visitor_of

register = template.Library()
SIDEBAR_COOKIE = "daicho_sidebar"


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing from the icon sheet; it says nothing by itself, so a word stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("vendor/icons.svg"), name
    )


@register.simple_tag(takes_context=True)
def theme(context: dict[str, Any]) -> str:
    """light, dark or auto, as chosen in this browser."""
    chosen = _cookie(context, THEME_COOKIE)
    return chosen if chosen in THEMES else "auto"


@register.simple_tag(takes_context=True)
def sidebar_is_narrow(context: dict[str, Any]) -> bool:
    """Whether the sidebar shows icons only."""
    return _cookie(context, SIDEBAR_COOKIE) == "narrow"


@register.simple_tag
def delivery_banner() -> str:
    """What people must know about mails while they are not delivered as usual; "" when they are."""
    mode = modes.current()
    if mode.kind == "capture":
        sentence = gettext("記録のみ：メールは送信されません。内容は%(mails)sで確認できます。")
        return format_html(sentence.replace("%(mails)s", "{}"), _sent_mails())
    texts = {
        "internal": gettext("社内のみ：社外あてのメールは送信されません。"),
        "redirect": gettext("テスト転送中：すべてのメールを %(address)s に送っています。")
        % {"address": mode.redirect_to},
        "off": gettext("停止中：メールは送信されず、保留されます。"),
    }
    return texts.get(mode.kind, "")


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> Sequence[Entry]:
    """The lines of the sidebar; none where nobody is logged in."""
    request = context.get("request")
    visitor = visitor_of(request) if isinstance(request, HttpRequest) else None
    return entries(visitor, told(context)) if visitor else ()


@register.simple_tag(takes_context=True)
def told(context: dict[str, Any]) -> Told:
    """How many notices and ToDos wait."""
    request = context.get("request")
    return told_of(request) if isinstance(request, HttpRequest) else Told()


@register.simple_tag(name="search_place", takes_context=True)
def place_of_search(context: dict[str, Any]) -> SearchPlace:
    """Which list the search box searches."""
    request = context.get("request")
    return search_place(context, visitor_of(request) if isinstance(request, HttpRequest) else None)


def _sent_mails() -> str:
    """送信メール, as a link where it has a page."""
    link, name = address("mails"), gettext("送信メール")
    return format_html('<a href="{}">{}</a>', link, name) if link else name


def _cookie(context: dict[str, Any], name: str) -> str:
    request = context.get("request")
    return request.COOKIES.get(name, "") if isinstance(request, HttpRequest) else ""
