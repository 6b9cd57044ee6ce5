"""Every address: the health answers, the API, and the pages."""

from django.urls import URLPattern, URLResolver, path

from daicho.config.health import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
]
