"""The addresses below an answer link."""

from django.urls import URLPattern, path

from daicho.web.answers.aside import cancellation_form, logo, new_link, not_me
from daicho.web.answers.quotation import quotation
from daicho.web.answers.views import done, entry, first

ANSWER_PAGES: list[URLPattern] = [
    path("answer/<str:token>/", first, name="answer"),
    path("answer/<str:token>/done/", done, name="answer_done"),
    path("answer/<str:token>/quotation.pdf", quotation, name="answer_quotation"),
    path("answer/<str:token>/new-link/", new_link, name="answer_new_link"),
    path("answer/<str:token>/unknown/", not_me, name="answer_not_me"),
    path("answer/<str:token>/logo", logo, name="answer_logo"),
    path("answer/<str:token>/cancellation-form", cancellation_form, name="answer_cancellation_form"),
    path("answer/<str:token>/<slug:choice>/", entry, name="answer_entry"),
]
