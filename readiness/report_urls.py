"""Addresses of reports, under ``/reports/``."""

from django.urls import path

from config.list_addresses import with_file
from readiness.views import editions, issued_reports, report_look, reports

urlpatterns = [
    *with_file("", reports.report_list, name="report_list"),
    path("set-up/", reports.set_up_report, name="set_up_report"),
    path("look/", report_look.report_look, name="report_look"),
    path("<int:pk>/", reports.report, name="report"),
    path("<int:pk>/words/", reports.edit_report_words, name="edit_report_words"),
    path("<int:pk>/make/", reports.open_edition, name="open_edition"),
    path("<int:pk>/sections/add/", reports.add_report_section, name="add_report_section"),
    path(
        "<int:pk>/sections/<int:section>/move/",
        reports.move_report_section,
        name="move_report_section",
    ),
    path(
        "<int:pk>/sections/<int:section>/show/",
        reports.show_report_section,
        name="show_report_section",
    ),
    path(
        "<int:pk>/sections/<int:section>/", reports.edit_report_section, name="edit_report_section"
    ),
    path("editions/<int:pk>/", editions.edition, name="edition"),
    path(
        "editions/<int:pk>/write/<int:section>/",
        editions.write_report_text,
        name="write_report_text",
    ),
    path("editions/<int:pk>/approve/", editions.approve_edition, name="approve_edition"),
    path("editions/<int:pk>/take-back/", editions.take_back_edition, name="take_back_edition"),
    path("editions/<int:pk>/issue/", editions.issue_edition, name="issue_edition"),
    path("editions/<int:pk>/<slug:audience>/", editions.preview_report, name="preview_report"),
    *with_file(
        "editions/<int:pk>/<slug:audience>/withheld/",
        editions.preview_withheld,
        name="preview_withheld",
    ),
    path(
        "editions/<int:pk>/<slug:audience>/report.<slug:kind>",
        editions.preview_file,
        name="preview_file",
    ),
    path("issued/<int:pk>/", issued_reports.issued_report, name="issued_report"),
    *with_file("issued/<int:pk>/withheld/", issued_reports.issued_withheld, name="issued_withheld"),
    path("issued/<int:pk>/report.<slug:kind>", issued_reports.issued_file, name="issued_file"),
]
