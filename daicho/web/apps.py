"""The application's name and label."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages."""

    name = "daicho.web"
    label = "web"
