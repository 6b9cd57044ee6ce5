"""The application's name and label."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The JSON API."""

    name = "daicho.api"
    label = "api"
