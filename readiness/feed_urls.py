"""Addresses for other programs, and of the page where their keys are made."""

from django.urls import path, re_path

from config.list_addresses import with_file
from readiness.views import feeds as views

urlpatterns = [
    path("api/", views.api_description, name="api_description"),
    re_path(r"^api/(?P<name>[a-z]+)\.(?P<kind>json|csv)$", views.feed_rows, name="feed_rows"),
    *with_file("feeds/", views.feed_key_list, name="feed_key_list"),
    path("feeds/<int:pk>/revoke/", views.revoke_feed_key, name="revoke_feed_key"),
    re_path(
        r"^feeds/reads\.(?P<kind>csv|xlsx)$", views.feed_reads_export, name="feed_reads_export"
    ),
]
