"""Addresses of draft reports and the comments on them."""

from django.urls import path, re_path

from readiness.views import factual_accuracy as views

urlpatterns = [
    path("assessments/<int:pk>/draft-report/", views.add_draft_report, name="add_draft_report"),
    path("draft-reports/<int:pk>/", views.draft_report, name="draft_report"),
    re_path(
        r"^draft-reports/(?P<pk>[0-9]+)/comments\.(?P<kind>csv|xlsx|docx)$",
        views.accuracy_export,
        name="accuracy_export",
    ),
    path(
        "draft-reports/paragraphs/<int:pk>/",
        views.comment_on_paragraph,
        name="comment_on_paragraph",
    ),
    path(
        "draft-reports/comments/<int:pk>/",
        views.change_accuracy_comment,
        name="change_accuracy_comment",
    ),
    path(
        "draft-reports/comments/<int:pk>/check/",
        views.check_accuracy_comment,
        name="check_accuracy_comment",
    ),
    path(
        "draft-reports/comments/<int:pk>/withdraw/",
        views.withdraw_accuracy_comment,
        name="withdraw_accuracy_comment",
    ),
]
