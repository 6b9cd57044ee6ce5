"""The application that holds the others together; it calls the composition root."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class DaichoConfig(AppConfig):
    """Loaded last, so that every model exists when the wiring runs."""

    name = "daicho.config"
    label = "config"

    def ready(self) -> None:
        """Wire the parts; imported by name, because wiring needs the models that are loaded before it."""
        import_string("daicho.config.wiring.wire")()
