"""The application's name and label."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    """Sales entries."""

    name = "daicho.business.sales"
    label = "sales"
