"""The application's name and label."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """The company that keeps the ledger: its settings and number sequences."""

    name = "daicho.business.organisation"
    label = "organisation"
