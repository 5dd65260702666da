"""Addresses of the golden thread, under ``/thread/``: one for each thing it can begin at."""

from django.urls import path, re_path

from readiness.views import golden_thread

urlpatterns = [
    # A code may hold slashes, and no control characters, as indicators/urls.py has it.
    re_path(
        r"^indicators/(?P<code>[^\x00-\x1f]+)/$",
        golden_thread.thread_of_indicator,
        name="thread_of_indicator",
    ),
    path("statements/<slug:slug>/", golden_thread.thread_of_statement, name="thread_of_statement"),
    path("evidence/<int:pk>/", golden_thread.thread_of_document, name="thread_of_document"),
    path(
        "recommendations/<int:pk>/",
        golden_thread.thread_of_recommendation,
        name="thread_of_recommendation",
    ),
    path("actions/<int:pk>/", golden_thread.thread_of_action, name="thread_of_action"),
]
