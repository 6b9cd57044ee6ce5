"""The addresses of the pages."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from daicho.web.contract.views import contract
from daicho.web.ledger.views import ledger
from daicho.web.notices import notices
from daicho.web.quotes.addresses import QUOTE_PAGES
from daicho.web.records.urls import paths
from daicho.web.session import LogIn, choose_theme

urlpatterns: list[URLPattern] = [
    path("", RedirectView.as_view(pattern_name="ledger"), name="home"),
    path("login/", LogIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("language/", set_language, name="language"),
    path("theme/", choose_theme, name="theme"),
    path("contracts/", ledger, name="ledger"),
    path("contracts/<int:contract_id>/", contract, name="contract"),
    *QUOTE_PAGES,
    path("notifications/", notices, name="notifications"),
    *paths(),
]
