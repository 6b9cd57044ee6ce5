"""お見積書をダウンロード: the quotation of the next term, from a draft that we prepared, else as renewing would book it."""

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from daicho.business.operations.orders.next_term_quotations import is_priced, renewal_quotation
from daicho.business.sales.quotation_pdf import file_name, quotation_pdf
from daicho.values.problems import Refused
from daicho.web.answers.limits import too_many
from daicho.web.answers.opening import Opened, customer_page, page
from daicho.web.files import download

PDF = "application/pdf"


def offers_quotation(opened: Opened) -> bool:
    """Whether there is a quotation to download: nothing has been settled, no wish of the customer awaits our prices,
    and the draft that we prepared has some."""
    term = opened.term
    open_still = opened.settled is None and term.renewal_answer != "change" and term.next_start_date is not None
    return open_still and is_priced(term)


@customer_page
def quotation(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """The PDF; back to the first page where there is none."""
    if opened.expired or not offers_quotation(opened):
        return HttpResponseRedirect(opened.address())
    if too_many(request, "print", opened.token):
        return page(request, opened, "too_many", 429)
    try:
        found = renewal_quotation(opened.contract, opened.term, opened.frame)
    except Refused:
        return HttpResponseRedirect(opened.address())
    return download(file_name(found, opened.language), quotation_pdf(found, opened.language), PDF)
