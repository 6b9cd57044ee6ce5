"""The application's name and label."""

from django.apps import AppConfig


class ListviewsConfig(AppConfig):
    """Saved views of lists."""

    name = "daicho.engine.listviews"
    label = "listviews"
