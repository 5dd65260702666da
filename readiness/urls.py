"""Addresses of the readiness app. Names are global: ``{% url 'overview' %}``."""

from django.urls import path, re_path

from readiness.views import (
    about,
    accounts,
    evidence,
    overview,
    plan,
    requests,
    scores,
    self_assessments,
    start,
    statements,
)

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("coverage/", overview.coverage, name="coverage"),
    path("my-work/", overview.my_work, name="my_work"),
    path("evidence/", evidence.evidence_library, name="library"),
    re_path(
        r"^evidence/download\.(?P<kind>csv|xlsx)$", evidence.library_export, name="library_export"
    ),
    path("evidence/add/", evidence.add_evidence, name="add_evidence"),
    path("evidence/<int:pk>/", evidence.document, name="document"),
    path("evidence/<int:pk>/edit/", evidence.edit_document, name="edit_document"),
    path("evidence/<int:pk>/replace/", evidence.replace_file, name="replace_file"),
    path("evidence/<int:pk>/link/", evidence.link_document, name="link_document"),
    path("evidence/links/<int:pk>/end/", evidence.end_link, name="end_link"),
    path("evidence/links/<int:pk>/judge/", requests.appraise_link, name="appraise_link"),
    path("evidence/requests/", requests.request_list, name="request_list"),
    re_path(
        r"^evidence/requests/download\.(?P<kind>csv|xlsx)$",
        requests.request_export,
        name="request_export",
    ),
    path("evidence/requests/ask/", requests.ask_for_evidence, name="ask_for_evidence"),
    path("evidence/requests/<int:pk>/", requests.evidence_request, name="evidence_request"),
    path("evidence/requests/<int:pk>/answer/", requests.answer_request, name="answer_request"),
    path("evidence/requests/<int:pk>/check/", requests.check_answer, name="check_answer"),
    path("evidence/requests/<int:pk>/change/", requests.change_request, name="change_request"),
    path(
        "evidence/requests/<int:pk>/withdraw/", requests.withdraw_request, name="withdraw_request"
    ),
    path("council.css", about.council_style, name="council_style"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("landing/", start.landing, name="landing"),
    path("help/", start.help_page, name="help"),
    path("accounts/", accounts.account_list, name="account_list"),
    path("accounts/add/", accounts.add_account, name="add_account"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/change/", accounts.change_account, name="change_account"),
    path("accounts/<int:pk>/close/", accounts.close_account, name="close_account"),
    path("accounts/<int:pk>/open/", accounts.reopen_account, name="reopen_account"),
    path("accounts/<int:pk>/invitation/", accounts.send_invitation, name="send_invitation"),
    path("plan/", plan.plan, name="plan"),
    re_path(r"^plan/download\.(?P<kind>csv|xlsx)$", plan.plan_export, name="plan_export"),
    path("plan/add/", plan.add_plan, name="add_plan"),
    path("plan/<int:pk>/priorities/add/", plan.add_priority, name="add_priority"),
    path("plan/actions/add/", plan.add_action, name="add_action"),
    path("plan/actions/<int:pk>/", plan.action, name="action"),
    path("plan/actions/<int:pk>/edit/", plan.edit_action, name="edit_action"),
    path("plan/actions/<int:pk>/update/", plan.update_action, name="update_action"),
    path("statements/", statements.statement_list, name="statement_list"),
    path("statements/<slug:slug>/", statements.statement, name="statement"),
    path(
        "statements/<slug:slug>/indicators/",
        overview.statement_indicators,
        name="statement_indicators",
    ),
    path("self-assessments/", self_assessments.self_assessment_list, name="self_assessment_list"),
    path(
        "self-assessments/open/",
        self_assessments.open_self_assessment,
        name="open_self_assessment",
    ),
    path("self-assessments/<int:pk>/", self_assessments.self_assessment, name="self_assessment"),
    path(
        "self-assessments/<int:pk>/close/",
        self_assessments.close_self_assessment,
        name="close_self_assessment",
    ),
    path("self-assessments/<int:pk>/<slug:slug>/score/", scores.score, name="score"),
    path("scores/<int:pk>/sign-off/", scores.sign_off, name="sign_off"),
]
