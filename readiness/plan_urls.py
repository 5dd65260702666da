"""Addresses of the strategic plan, under ``/plan/``."""

from django.urls import path, re_path

from readiness.views import (
    action_updates,
    plan,
    plan_imports,
    plan_quarters,
    plan_views,
    recommendation_imports,
    recommendations,
)

urlpatterns = [
    path("", plan.plan, name="plan"),
    re_path(r"^download\.(?P<kind>csv|xlsx)$", plan.plan_export, name="plan_export"),
    path("board/", plan_views.plan_board, name="plan_board"),
    path("timeline/", plan_views.plan_timeline, name="plan_timeline"),
    path("owners/", plan_views.plan_owners, name="plan_owners"),
    re_path(
        r"^owners/download\.(?P<kind>csv|xlsx)$",
        plan_views.plan_owners_export,
        name="plan_owners_export",
    ),
    path("quarter/", plan_quarters.plan_quarter, name="plan_quarter"),
    path("quarter/deadline/", plan_quarters.update_deadline, name="update_deadline"),
    path("quarter/remind/", plan_quarters.remind_owners, name="remind_owners"),
    path("recommendations/", recommendations.recommendation_list, name="recommendation_list"),
    re_path(
        r"^recommendations/download\.(?P<kind>csv|xlsx)$",
        recommendations.recommendation_export,
        name="recommendation_export",
    ),
    path(
        "recommendations/add/",
        recommendations.record_recommendation,
        name="record_recommendation",
    ),
    path(
        "recommendations/import/",
        recommendation_imports.import_recommendations,
        name="import_recommendations",
    ),
    re_path(
        r"^recommendations/import/blank\.(?P<kind>csv|xlsx)$",
        recommendation_imports.blank_recommendations,
        name="blank_recommendations",
    ),
    path(
        "recommendations/import/<int:pk>/",
        recommendation_imports.recommendation_import,
        name="recommendation_import",
    ),
    path(
        "recommendations/import/<int:pk>/confirm/",
        recommendation_imports.confirm_recommendations,
        name="confirm_recommendations",
    ),
    path(
        "recommendations/import/<int:pk>/discard/",
        recommendation_imports.discard_recommendations,
        name="discard_recommendations",
    ),
    path("recommendations/<int:pk>/", recommendations.recommendation, name="recommendation"),
    path(
        "recommendations/<int:pk>/edit/",
        recommendations.edit_recommendation,
        name="edit_recommendation",
    ),
    path(
        "recommendations/<int:pk>/answer/",
        recommendations.answer_recommendation,
        name="answer_recommendation",
    ),
    path(
        "recommendations/<int:pk>/actions/",
        recommendations.link_action,
        name="link_recommendation_action",
    ),
    path(
        "recommendations/actions/<int:pk>/end/",
        recommendations.unlink_action,
        name="unlink_recommendation_action",
    ),
    path(
        "recommendations/<int:pk>/close/",
        recommendations.close_recommendation,
        name="close_recommendation",
    ),
    path(
        "recommendations/<int:pk>/merge/",
        recommendations.merge_recommendation,
        name="merge_recommendation",
    ),
    path(
        "recommendations/<int:pk>/reopen/",
        recommendations.reopen_recommendation,
        name="reopen_recommendation",
    ),
    path("words/", plan_quarters.status_words, name="status_words"),
    path("import/", plan_imports.import_plan, name="import_plan"),
    re_path(r"^import/blank\.(?P<kind>csv|xlsx)$", plan_imports.blank_plan, name="blank_plan"),
    path("import/<int:pk>/", plan_imports.plan_import, name="plan_import"),
    path("import/<int:pk>/confirm/", plan_imports.confirm_plan, name="confirm_plan"),
    path("import/<int:pk>/discard/", plan_imports.discard_plan, name="discard_plan"),
    path("add/", plan.add_plan, name="add_plan"),
    path("<int:pk>/priorities/add/", plan.add_priority, name="add_priority"),
    path("priorities/<int:pk>/edit/", plan.edit_priority, name="edit_priority"),
    path("actions/add/", plan.add_action, name="add_action"),
    path("actions/<int:pk>/", plan.action, name="action"),
    path("actions/<int:pk>/edit/", plan.edit_action, name="edit_action"),
    path("actions/<int:pk>/update/", action_updates.update_action, name="update_action"),
    path("actions/<int:pk>/impact/", action_updates.record_impact, name="record_impact"),
    path("impact/<int:pk>/end/", action_updates.end_impact, name="end_impact"),
    path("actions/<int:pk>/risks/add/", action_updates.raise_risk, name="raise_risk"),
    path("risks/<int:pk>/close/", action_updates.close_risk, name="close_risk"),
]
