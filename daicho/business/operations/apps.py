"""The application's name and label."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Commands that span several business parts."""

    name = "daicho.business.operations"
    label = "operations"
