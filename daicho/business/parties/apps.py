"""The application's name and label."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Accounts and contacts."""

    name = "daicho.business.parties"
    label = "parties"
