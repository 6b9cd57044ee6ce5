"""The Django app of background work; it has no tables of its own yet."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Registers the app."""

    name = "daicho.engine.work"
    label = "work"
