"""The application's name and label."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """Quotes, orders, contracts and their lines."""

    name = "daicho.business.contracts"
    label = "contracts"
