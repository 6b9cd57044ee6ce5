"""Every address: the health answers, the API, and the pages."""

from django.urls import URLPattern, URLResolver, include, path

from daicho.api.v1.api import api
from daicho.config.health import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("api/v1/", api.urls),
    path("", include("daicho.web.urls")),
]
handler400 = "daicho.web.bad_requests.bad_request"
