"""The application's name and label."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Users, roles, row filters and field access."""

    name = "daicho.engine.access"
    label = "access"
