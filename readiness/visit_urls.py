"""Addresses of visits: what reviewers open under ``visits/<pk>/``, and what the council does."""

from django.urls import path, re_path

from readiness.views import visiting, visits

DOCUMENT = "visits/<int:pk>/documents/<int:version>/"

urlpatterns = [
    path("visit/", visiting.my_visit, name="my_visit"),
    path("visits/", visits.visit_list, name="visit_list"),
    re_path(r"^visits/download\.(?P<kind>csv|xlsx)$", visits.visit_export, name="visit_export"),
    path("visits/invite/", visits.invite_reviewer, name="invite_reviewer"),
    path("visits/reads/", visits.read_list, name="visit_reads"),
    re_path(
        r"^visits/reads/download\.(?P<kind>csv|xlsx)$",
        visits.read_export,
        name="visit_reads_export",
    ),
    path("visits/<int:pk>/", visiting.visit, name="visit"),
    path("visits/<int:pk>/open/", visiting.still_open, name="visit_still_open"),
    path(
        "visits/<int:pk>/statements/<slug:slug>/", visiting.visit_statement, name="visit_statement"
    ),
    path(DOCUMENT, visiting.visit_document, name="visit_document"),
    path(DOCUMENT + "pages/<int:number>/", visiting.visit_picture, name="visit_picture"),
    path(DOCUMENT + "pages.pdf", visiting.visit_pdf, name="visit_pdf"),
    path(DOCUMENT + "file/", visiting.visit_original, name="visit_original"),
    path("visits/<int:pk>/links/<int:document>/", visiting.visit_link, name="visit_link"),
    path("visits/<int:pk>/manage/", visits.manage_visit, name="manage_visit"),
    path("visits/<int:pk>/change/", visits.change_visit, name="change_visit"),
    path("visits/<int:pk>/withdraw/", visits.withdraw_visit, name="withdraw_visit"),
    path("visits/<int:pk>/send/", visits.send_visit_again, name="send_visit_again"),
]
