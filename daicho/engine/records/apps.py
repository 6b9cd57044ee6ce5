"""The application's name and label."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The one write path, and the history of what was written."""

    name = "daicho.engine.records"
    label = "records"
