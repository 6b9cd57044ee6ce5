"""The application's name and label."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Saved reports: grouped numbers with their definition."""

    name = "daicho.engine.reports"
    label = "reports"
