"""Beside answering: a fresh link to the registered address, 心当たりがありません, our logo, and the form 解約届."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from daicho.business.operations.answers.asides import say_unknown, send_fresh_link
from daicho.business.organisation.own_files import CANCELLATION_FORM, stored
from daicho.web.answers.limits import too_many
from daicho.web.answers.opening import Opened, customer_page, page
from daicho.web.files import download_stored, shown_image


@customer_page
def new_link(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Posted to: mail a fresh link to the address that we have on file. The answer is the same whether or not one is sent."""
    if request.method != "POST":
        return HttpResponseRedirect(opened.address())
    if too_many(request, "link", opened.token):
        return page(request, opened, "too_many", 429)
    send_fresh_link(opened.contract.pk, opened.frame)
    return page(request, opened, "link_sent", contract=opened.contract)


@customer_page
def not_me(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """このメールに心当たりがありません: GET asks, POST tells the owner."""
    told = request.method == "POST"
    if told:
        say_unknown(opened.contract.pk, opened.link.recipient, opened.frame)
    return page(request, opened, "not_me", told=told, first_page=opened.address(), contract=opened.contract)


@customer_page
def logo(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """The organisation's logo, for the head of these pages."""
    image = stored("logo")
    return shown_image(image) if image is not None else HttpResponse(status=404)


@customer_page
def cancellation_form(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Our 解約届, for who holds the link; back to the first page where there is none or the link has ceased to work."""
    if too_many(request, "print", opened.token):
        return page(request, opened, "too_many", 429)
    form = stored(CANCELLATION_FORM) if not opened.expired else None
    return download_stored(form) if form is not None else HttpResponseRedirect(opened.address())
