"""The addresses of the pages."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, path
from django.views.i18n import set_language

from daicho.web.account.page import account
from daicho.web.answers.addresses import ANSWER_PAGES
from daicho.web.automation.addresses import AUTOMATION_PAGES
from daicho.web.contract.attachments import contract_file
from daicho.web.contract.views import contract
from daicho.web.home.views import home
from daicho.web.imports.addresses import IMPORT_PAGES
from daicho.web.ledger.renewing import renew_chosen
from daicho.web.ledger.views import ledger
from daicho.web.notices import notices
from daicho.web.quotes.addresses import QUOTE_PAGES
from daicho.web.records.urls import paths
from daicho.web.reports.addresses import REPORT_PAGES
from daicho.web.session import LogIn, choose_theme
from daicho.web.settings.addresses import SETTINGS_PAGES
from daicho.web.start import start

urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("start/", start, name="start"),
    path("login/", LogIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("language/", set_language, name="language"),
    path("theme/", choose_theme, name="theme"),
    path("contracts/", ledger, name="ledger"),
    path("accounts/<int:account_id>/", account, name="account"),
    path("contracts/renew/", renew_chosen, name="ledger_renew"),
    path("contracts/<int:contract_id>/", contract, name="contract"),
    path("contracts/<int:contract_id>/files/<int:file_id>/", contract_file, name="contract_file"),
    *ANSWER_PAGES,
    *QUOTE_PAGES,
    *IMPORT_PAGES,
    *AUTOMATION_PAGES,
    path("notifications/", notices, name="notifications"),
    *SETTINGS_PAGES,
    *paths(),
    *REPORT_PAGES,
]
