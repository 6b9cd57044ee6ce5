"""The application's name and label."""

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    """Tasks, notifications and the timeline."""

    name = "daicho.engine.activity"
    label = "activity"
