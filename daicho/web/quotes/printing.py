"""The quotation of a quote as a PDF to download."""

from django.http import HttpRequest, HttpResponse

from daicho.business.operations.orders.quotations import quotation_of_quote
from daicho.business.sales.quotation_pdf import file_name, quotation_pdf
from daicho.engine.catalog import registry
from daicho.engine.catalog.type_lookups import LARGEST_ID
from daicho.engine.records.reading import missing
from daicho.values.labels import Language
from daicho.web.files import download
from daicho.web.visitors import Visitor, page

PDF = "application/pdf"


@page
def quote_pdf(request: HttpRequest, visitor: Visitor, quote_id: int) -> HttpResponse:
    """見積書, in the customer's language or in the one that the address names (?language=en)."""
    if quote_id > LARGEST_ID:
        raise missing(registry.get("quote"), quote_id)
    quotation = quotation_of_quote(visitor.actor, quote_id, visitor.frame)
    language = _wanted(request.GET.get("language", ""), quotation.language)
    return download(file_name(quotation, language), quotation_pdf(quotation, language), PDF)


def _wanted(asked: str, usual: Language) -> Language:
    return "en" if asked == "en" else "ja" if asked == "ja" else usual
