"""The addresses of the settings."""

from django.urls import URLPattern, path

from daicho.web.settings.views import settings_image, settings_organisation

SETTINGS_PAGES: list[URLPattern] = [
    path("settings/organisation/", settings_organisation, name="settings_organisation"),
    path("settings/organisation/<slug:image>/", settings_image, name="settings_image"),
]
