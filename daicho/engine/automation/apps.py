"""The application's name and label."""

from django.apps import AppConfig


class AutomationConfig(AppConfig):
    """Processes and the actions that wait for their time."""

    name = "daicho.engine.automation"
    label = "automation"
