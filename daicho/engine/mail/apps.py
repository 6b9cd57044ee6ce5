"""The Django app that holds templates, alerts and the outbox."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Registers the models of mail."""

    name = "daicho.engine.mail"
    label = "mail"
