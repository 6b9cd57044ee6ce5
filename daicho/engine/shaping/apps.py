"""The application's name and label."""

from django.apps import AppConfig


class ShapingConfig(AppConfig):
    """What people shape: the fields that they add to objects."""

    name = "daicho.engine.shaping"
    label = "shaping"
