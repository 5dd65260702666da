"""Every address. Permissions for each are in tests/test_permissions.py: an unlisted one fails."""

from django.contrib import admin
from django.urls import include, path

from config import health

urlpatterns = [
    path("", include("readiness.urls")),
    path("", include("indicators.urls")),
    path("", include("evidence.urls")),
    path("account/", include("readiness.account_urls")),
    path("admin/", admin.site.urls),
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
]

handler403 = "readiness.views.errors.forbidden"
handler429 = "readiness.views.errors.too_many_requests"
handler404 = "readiness.views.errors.not_found"
handler500 = "readiness.views.errors.server_error"
