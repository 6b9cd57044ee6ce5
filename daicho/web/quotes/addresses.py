"""The addresses of the quote editor, its look-ups, and of what is done with quotes and contracts."""

from django.urls import URLPattern, path

from daicho.web.contract.acting import renew_contract, undo_latest
from daicho.web.contract.answering import record_answer
from daicho.web.quotes.acting import confirm_quote, copy_quote, undo_quote
from daicho.web.quotes.lookups import suggest
from daicho.web.quotes.printing import quote_pdf
from daicho.web.quotes.views import new_quote, quote

QUOTE_PAGES: list[URLPattern] = [
    path("quotes/new/", new_quote, name="quote_new"),
    path("quotes/<int:quote_id>/", quote, name="quote"),
    path("quotes/<int:quote_id>/pdf/", quote_pdf, name="quote_pdf"),
    path("quotes/<int:quote_id>/copy/", copy_quote, name="quote_copy"),
    path("quotes/<int:quote_id>/confirm/", confirm_quote, name="quote_confirm"),
    path("quotes/<int:quote_id>/undo/", undo_quote, name="quote_undo"),
    path("contracts/<int:contract_id>/renew/", renew_contract, name="contract_renew"),
    path("contracts/<int:contract_id>/answer/", record_answer, name="contract_answer"),
    path("contracts/<int:contract_id>/undo/", undo_latest, name="contract_undo"),
    path("lookup/<slug:object_key>/", suggest, name="lookup"),
]
