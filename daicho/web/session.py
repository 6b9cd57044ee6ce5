"""Logging in, and the choices kept in cookies of this browser (language, light or dark). Logging out is Django's."""

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from daicho.engine.access.models import User
from daicho.engine.access.people import actor_of
from daicho.web.start import wanted

YEAR_SECONDS = 365 * 24 * 3600
THEME_COOKIE = "daicho_theme"
THEMES = ("light", "dark", "auto")
PLAIN_GOALS = ("/", "/contracts/")
"""Where people go who have nothing particular in mind."""


class LogInForm(AuthenticationForm):
    """Django's form, saying in our words what was wrong."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("ログイン名かパスワードが正しくありません。もう一度入力してください。"),
    }


class LogIn(LoginView):
    """The log-in page. Afterwards pages are in the user's own language, unless this browser has chosen one."""

    template_name = "pages/log_in.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True

    def get_success_url(self) -> str:
        """Where somebody wanted to go; whoever may set up a ledger that nobody has begun is asked first how to begin it."""
        usual = super().get_success_url()
        user = self.request.user
        if usual in PLAIN_GOALS and isinstance(user, User) and wanted(actor_of(user)):
            return reverse("start")
        return usual

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Log in, and remember the user's language where the browser has none."""
        response = super().form_valid(form)
        user = form.get_user()
        if settings.LANGUAGE_COOKIE_NAME not in self.request.COOKIES and isinstance(user, User):
            keep(response, settings.LANGUAGE_COOKIE_NAME, user.language)
        return response


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep light, dark or auto in a cookie and go back; anything else is auto."""
    wanted = request.POST.get("theme", "")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    keep(response, THEME_COOKIE, wanted if wanted in THEMES else "auto")
    return response


def keep(response: HttpResponse, name: str, value: str) -> None:
    """Set a cookie for a year that scripts cannot read."""
    response.set_cookie(
        name, value, max_age=YEAR_SECONDS, samesite="Lax", httponly=True, secure=bool(settings.SESSION_COOKIE_SECURE)
    )
