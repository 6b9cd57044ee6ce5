"""Django's settings, made from the environment; leaves reading and checking it to `environment`."""

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from daicho.config.databases import database_settings
from daicho.config.environment import SettingRefused, read
from daicho.config.logs import logging_settings

try:
    ENVIRONMENT = read(os.environ, Path.cwd())
except SettingRefused as refusal:
    sys.stderr.write(f"{refusal}\n")
    sys.exit(2)

PACKAGE = Path(__file__).resolve().parent.parent

# --- what the environment says ---------------------------------------------------------------------------------------

DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key
DATABASES = {"default": database_settings(ENVIRONMENT.database)}
DAICHO_CLOCK = ENVIRONMENT.clock
DAICHO_PRODUCTION = ENVIRONMENT.production
DAICHO_BASE_URL = ENVIRONMENT.base_url
DAICHO_EMAIL_URL = ENVIRONMENT.email_url

# --- the applications ------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "daicho.engine.work",
    "daicho.engine.access",
    "daicho.engine.records",
    "daicho.engine.shaping",
    "daicho.engine.activity",
    "daicho.engine.mail",
    "daicho.engine.listviews",
    "daicho.engine.reports",
    "daicho.engine.automation",
    "daicho.business.organisation",
    "daicho.business.parties",
    "daicho.business.products",
    "daicho.business.contracts",
    "daicho.business.sales",
    "daicho.business.operations",
    "daicho.web",
    "daicho.api",
    "daicho.config",
]
MIDDLEWARE = [
    "daicho.config.requests.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "daicho.web.busy.BusyMiddleware",
]
ROOT_URLCONF = "daicho.config.urls"
WSGI_APPLICATION = "daicho.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    },
]

# --- who may enter ---------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "pages/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]  # transport security is the proxy's in front of us

# --- safety in the browser -------------------------------------------------------------------------------------------

_address = urlsplit(DAICHO_BASE_URL)
_encrypted = _address.scheme == "https"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", _address.hostname or "localhost"]
CSRF_TRUSTED_ORIGINS = [f"{_address.scheme}://{_address.netloc}"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _encrypted
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # data: for the marks of form controls in Tabler's style sheet
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a quote of 300 lines is posted as one form
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "daicho.web.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- language, time, files -------------------------------------------------------------------------------------------

USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "daicho_language"
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # set-up has compressed the vendor files, so nothing needs collecting
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600 if DAICHO_PRODUCTION else 0

# --- logs ------------------------------------------------------------------------------------------------------------

LOGGING = logging_settings(as_json=DAICHO_PRODUCTION)
