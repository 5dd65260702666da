"""Addresses of an assessment by CQC: its clock and its lists."""

from django.urls import path, re_path

from config.list_addresses import with_file
from readiness.views import assessments as views

LIST = r"(?P<kind>tasks|interviews|cases)"

urlpatterns = [
    path("", views.assessment_list, name="assessment_list"),
    path("begin/", views.begin_assessment, name="begin_assessment"),
    *with_file("what-if/", views.what_if, name="what_if_assessment"),
    path("<int:pk>/", views.assessment, name="assessment"),
    path("<int:pk>/days/", views.assessment_days, name="assessment_days"),
    path("tasks/<int:pk>/done/", views.finish_task, name="finish_assessment_task"),
    re_path(rf"^(?P<pk>[0-9]+)/{LIST}/add/$", views.add_assessment_row, name="add_assessment_row"),
    re_path(
        rf"^(?P<pk>[0-9]+)/{LIST}/download\.(?P<form>csv|xlsx)$",
        views.assessment_export,
        name="assessment_export",
    ),
    re_path(
        rf"^{LIST}/(?P<pk>[0-9]+)/$", views.change_assessment_row, name="change_assessment_row"
    ),
]
