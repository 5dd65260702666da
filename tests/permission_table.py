"""Who may open what, and who may change what: one line per address of the product.

Add a line for every ``path(...)`` you add: an address that is not here fails
``tests/test_permissions.py``. A line says

* ``opens``: the roles whose GET is answered (200; 302 with ``redirects=True``). Everybody else who
  is signed in gets 403. Somebody signed out is sent to sign in, unless ``opens`` is ``ANYONE``.
* ``changes``: the roles whose POST is accepted. The POST is sent empty, so accepted means 200 (the
  form again, with what is missing) or 302. Everybody else gets 403. Leave it out where
  the page changes nothing: a POST is then answered 405.
* ``only_post=True``: there is nothing to open; a GET by anybody signed in is answered 405 or 403.
* ``at``: the arguments of the address, from ``Samples`` (rows are made when they are asked for).
* ``has_file=True``: ``with_file`` gives the list's file an address too, open to the same roles.
* ``instead``: where one role's GET differs from the rule above, as ``{role: status}``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from uuid import uuid4

from readiness.roles import EVERYONE, STAFF, Role
from tests import factories
from tests.permission_samples import (
    Samples,
    a_round,
    account,
    accuracy_comment,
    asked,
    assessed,
    challenged,
    characteristic,
    collection_round,
    committee_workbook,
    csv_file,
    data_pack,
    edition,
    edition_section,
    feed,
    for_committee,
    framework_in_use,
    group,
    issued,
    issued_workbook,
    linked_page,
    nothing,
    numbered,
    plan_file,
    published,
    recommendation_file,
    recommended,
    register,
    report,
    report_section,
    return_item,
    return_list,
    returned,
    returned_file,
    saved_mapping,
    shared_search,
    statement_of_round,
    submitted,
    submitted_pack,
    unknown_in,
    visit,
    visited,
    voice,
    workbook_of_round,
)

SIGNED_OUT = "signed out"
SIGNED_IN = EVERYONE | {Role.VISITOR}
"""Whoever is invited to one closed round may open nothing else that everyone may."""
ANYONE = SIGNED_IN | {SIGNED_OUT}
VISITOR = {Role.VISITOR}
WITHOUT_A_KEY = dict.fromkeys(ANYONE, 401)
ADMINISTRATOR = {Role.ADMINISTRATOR}
CONTRIBUTOR = {Role.CONTRIBUTOR}
DIRECTOR = {Role.DIRECTOR}
ANALYST = {Role.ANALYST}
REVIEWER = {Role.REVIEWER}
NOBODY: set[str] = set()
NOT_THEIRS = {Role.VISITOR: 404}
PLANNERS = CONTRIBUTOR | DIRECTOR
KEEPERS = ANALYST | ADMINISTRATOR
LINKERS = CONTRIBUTOR | DIRECTOR | ANALYST
HOLDERS = DIRECTOR | ADMINISTRATOR
SCORERS = CONTRIBUTOR | DIRECTOR
SETTERS = ANALYST | DIRECTOR


@dataclass(frozen=True)
class Page:
    name: str
    opens: set[str]
    changes: set[str] | None = None
    at: Callable[[Samples], dict] = nothing
    redirects: bool = False
    only_post: bool = False
    has_file: bool = False
    instead: dict[str, int] = field(default_factory=dict)

    @property
    def file(self) -> "Page":
        """The list as a file, which ``config.list_addresses.with_file`` puts under the page."""
        at = lambda samples: self.at(samples) | {"kind": "csv"}  # noqa: E731
        return replace(self, name=f"{self.name}_download", at=at, changes=None, has_file=False)


PAGES = [
    # --- signing in (readiness/account_urls.py) ---
    Page("account_login", ANYONE, ANYONE, instead=dict.fromkeys(SIGNED_IN, 302)),
    Page("account_logout", ANYONE, ANYONE, instead={SIGNED_OUT: 302}),
    Page("account_change_password", SIGNED_IN, SIGNED_IN),
    Page("account_reset_password", ANYONE, ANYONE),
    Page("account_reset_password_done", ANYONE),
    Page(
        "account_reset_password_from_key",
        ANYONE,
        ANYONE,
        at=lambda samples: {"uidb36": "0", "key": "used-up"},
    ),
    Page("account_reset_password_from_key_done", ANYONE),
    # --- for load balancers (config/urls.py) ---
    Page("health_live", ANYONE),
    Page("health_ready", ANYONE),
    Page("account_inactive", ANYONE),
    # --- readiness: where people begin ---
    Page("landing", SIGNED_IN, redirects=True),
    Page("help", SIGNED_IN),
    # --- readiness: accounts ---
    Page("account_list", ADMINISTRATOR),
    Page("account_export", ADMINISTRATOR, at=csv_file),
    Page("add_account", ADMINISTRATOR, ADMINISTRATOR),
    Page("account", ADMINISTRATOR, at=account),
    Page("change_account", ADMINISTRATOR, ADMINISTRATOR, at=account),
    Page("close_account", ADMINISTRATOR, ADMINISTRATOR, at=account),
    Page("reopen_account", ADMINISTRATOR, ADMINISTRATOR, at=account),
    Page("send_invitation", NOBODY, ADMINISTRATOR, at=account, only_post=True),
    # --- readiness ---
    Page("accessibility", ANYONE),
    Page("council_style", ANYONE),
    Page("overview", EVERYONE, instead={Role.VISITOR: 302}),
    Page("coverage", EVERYONE),
    Page("coverage_export", EVERYONE, at=csv_file),
    Page("evidence_needed", PLANNERS, PLANNERS, at=framework_in_use),
    # --- finding and keeping evidence up to date ---
    Page("review_list", STAFF),
    Page("review_export", STAFF, at=csv_file),
    Page("renew_document", LINKERS, LINKERS, at=lambda samples: {"pk": samples.document.pk}),
    Page("document_subjects", LINKERS, LINKERS, at=lambda samples: {"pk": samples.document.pk}),
    Page("change_several", LINKERS, LINKERS, redirects=True),
    Page("save_search", STAFF, STAFF),
    Page("my_digest", STAFF, STAFF),
    Page("digest_list", ADMINISTRATOR, has_file=True),
    Page(
        "send_digest_again",
        NOBODY,
        ADMINISTRATOR,
        at=lambda samples: {"pk": samples.digest.pk},
        only_post=True,
    ),
    # A search that somebody else shared: only they can change it.
    Page("open_search", STAFF, at=shared_search, redirects=True),
    Page("change_search", NOBODY, NOBODY, at=shared_search),
    Page("my_work", STAFF),
    Page("my_searches", STAFF),
    Page(
        "statement_indicators",
        EVERYONE,
        at=lambda samples: {"slug": samples.statement.slug},
        has_file=True,
    ),
    Page("plan", EVERYONE),
    Page("plan_export", EVERYONE, at=csv_file),
    Page("add_plan", PLANNERS, PLANNERS),
    Page(
        "add_priority",
        PLANNERS,
        PLANNERS,
        at=lambda samples: {"pk": samples.action.priority.plan_id},
    ),
    Page("add_action", PLANNERS, PLANNERS),
    Page("action", EVERYONE, at=lambda samples: {"pk": samples.action.pk}),
    Page("edit_action", PLANNERS, PLANNERS, at=lambda samples: {"pk": samples.action.pk}),
    Page(
        "update_action",
        PLANNERS | ANALYST,
        PLANNERS | ANALYST,
        at=lambda samples: {"pk": samples.action.pk},
    ),
    Page("report_list", EVERYONE, has_file=True),
    Page("self_assessment_document", STAFF, at=a_round),
    Page("self_assessment_file", STAFF, at=workbook_of_round),
    Page("write_context", LINKERS, LINKERS, at=a_round),
    Page("set_up_report", SETTERS, SETTERS),
    Page("report_look", HOLDERS, HOLDERS),
    Page("edit_report_words", SETTERS, SETTERS, at=report),
    Page("report", STAFF, at=report),
    Page("open_edition", NOBODY, LINKERS, at=report, only_post=True),
    Page("edit_report_section", SETTERS, SETTERS, at=report_section),
    Page("add_report_section", SETTERS, SETTERS, at=report),
    Page("move_report_section", NOBODY, SETTERS, at=report_section, only_post=True),
    Page("show_report_section", NOBODY, SETTERS, at=report_section, only_post=True),
    Page("edition", STAFF, at=edition),
    Page("write_report_text", LINKERS, LINKERS, at=edition_section),
    Page("approve_edition", NOBODY, DIRECTOR, at=edition, only_post=True),
    Page("take_back_edition", DIRECTOR, DIRECTOR, at=edition),
    Page("issue_edition", NOBODY, DIRECTOR, at=edition, only_post=True),
    Page("preview_report", STAFF, at=for_committee),
    Page("preview_withheld", STAFF, at=for_committee, has_file=True),
    Page("preview_file", STAFF, at=committee_workbook),
    Page("issued_report", EVERYONE, at=issued),
    Page("issued_withheld", STAFF, at=issued, has_file=True),
    Page("issued_file", EVERYONE, at=issued_workbook),
    Page("recommendation_list", EVERYONE),
    Page("recommendation_export", EVERYONE, at=csv_file),
    # A reviewer opens what has been answered: tests/test_what_reviewers_see.py.
    Page("recommendation", EVERYONE, at=recommended),
    Page("import_recommendations", PLANNERS, PLANNERS),
    Page("blank_recommendations", PLANNERS, at=csv_file),
    Page("recommendation_import", PLANNERS, at=recommendation_file),
    Page("confirm_recommendations", NOBODY, PLANNERS, at=recommendation_file, only_post=True),
    Page("discard_recommendations", NOBODY, PLANNERS, at=recommendation_file, only_post=True),
    Page("record_recommendation", PLANNERS, PLANNERS),
    Page("edit_recommendation", PLANNERS, PLANNERS, at=recommended),
    Page("answer_recommendation", PLANNERS, PLANNERS, at=recommended),
    Page("link_recommendation_action", PLANNERS, PLANNERS, at=recommended),
    Page(
        "unlink_recommendation_action",
        PLANNERS,
        PLANNERS,
        at=lambda s: {"pk": factories.RecommendationActionFactory().pk},
    ),
    Page("close_recommendation", PLANNERS, PLANNERS, at=recommended),
    Page("merge_recommendation", PLANNERS, PLANNERS, at=recommended),
    Page("reopen_recommendation", PLANNERS, PLANNERS, at=recommended),
    Page("import_plan", PLANNERS, PLANNERS),
    Page("blank_plan", PLANNERS, at=csv_file),
    Page("plan_import", PLANNERS, at=plan_file),
    Page("confirm_plan", NOBODY, PLANNERS, at=plan_file, only_post=True),
    Page("discard_plan", NOBODY, PLANNERS, at=plan_file, only_post=True),
    Page("plan_board", EVERYONE),
    Page("plan_timeline", EVERYONE),
    Page("plan_owners", EVERYONE),
    Page("plan_owners_export", EVERYONE, at=csv_file),
    Page("plan_quarter", STAFF),
    Page("update_deadline", PLANNERS, PLANNERS),
    Page("remind_owners", NOBODY, PLANNERS, only_post=True),
    Page("status_words", HOLDERS, HOLDERS),
    Page("edit_priority", PLANNERS, PLANNERS, at=lambda s: {"pk": s.action.priority_id}),
    Page("record_impact", LINKERS, LINKERS, at=lambda s: {"pk": s.action.pk}),
    Page("end_impact", LINKERS, LINKERS, at=lambda s: {"pk": factories.ActionImpactFactory().pk}),
    Page("raise_risk", LINKERS, LINKERS, at=lambda s: {"pk": s.action.pk}),
    Page("close_risk", LINKERS, LINKERS, at=lambda s: {"pk": factories.ActionRiskFactory().pk}),
    # --- the golden thread ---
    # A reviewer begins at what they may open: tests/readiness/test_golden_thread.py.
    Page("thread_of_indicator", EVERYONE, at=lambda s: {"code": s.indicator.code}),
    Page("thread_of_statement", EVERYONE, at=lambda s: {"slug": s.statement.slug}),
    Page("thread_of_document", EVERYONE, at=lambda s: {"pk": s.document.pk}),
    Page("thread_of_recommendation", EVERYONE, at=recommended),
    Page("thread_of_action", EVERYONE, at=lambda s: {"pk": s.action.pk}),
    # --- an assessment by CQC ---
    Page("assessment_list", STAFF),
    Page("begin_assessment", PLANNERS, PLANNERS),
    Page("what_if_assessment", STAFF, has_file=True),
    Page("assessment", STAFF, at=assessed),
    Page("assessment_days", PLANNERS, PLANNERS, at=assessed),
    Page(
        "add_assessment_row", PLANNERS, PLANNERS, at=lambda s: assessed(s) | {"kind": "interviews"}
    ),
    Page(
        "change_assessment_row",
        PLANNERS,
        PLANNERS,
        at=lambda s: {"kind": "tasks", "pk": s.assessment_task.pk},
    ),
    Page(
        "finish_assessment_task",
        NOBODY,
        PLANNERS,
        at=lambda s: {"pk": s.assessment_task.pk},
        only_post=True,
    ),
    Page("assessment_export", STAFF, at=lambda s: assessed(s) | {"kind": "cases", "form": "csv"}),
    Page("add_draft_report", LINKERS, LINKERS, at=assessed),
    Page("draft_report", STAFF, at=lambda s: {"pk": s.accuracy_comment.paragraph.report_id}),
    Page(
        "accuracy_export",
        STAFF,
        at=lambda s: {"pk": s.accuracy_comment.paragraph.report_id, "kind": "csv"},
    ),
    Page(
        "comment_on_paragraph",
        LINKERS,
        LINKERS,
        at=lambda s: {"pk": s.accuracy_comment.paragraph_id},
    ),
    Page("change_accuracy_comment", LINKERS, LINKERS, at=accuracy_comment),
    Page("check_accuracy_comment", NOBODY, LINKERS, at=accuracy_comment, only_post=True),
    Page("withdraw_accuracy_comment", NOBODY, LINKERS, at=accuracy_comment, only_post=True),
    # --- feeds: a key opens them, and no session does (tests/readiness/test_feeds.py) ---
    Page("api_description", ANYONE, instead=WITHOUT_A_KEY),
    Page("feed_rows", ANYONE, at=feed, instead=WITHOUT_A_KEY),
    Page("feed_key_list", ADMINISTRATOR, ADMINISTRATOR, has_file=True),
    Page("feed_reads_export", ADMINISTRATOR, at=csv_file),
    Page(
        "revoke_feed_key",
        NOBODY,
        ADMINISTRATOR,
        at=lambda s: {"pk": factories.FeedKeyFactory().pk},
        only_post=True,
    ),
    # --- calendars: the address itself opens one (tests/readiness/test_my_calendar.py) ---
    Page("own_calendar", STAFF, STAFF),
    Page("end_calendar", NOBODY, STAFF, only_post=True),
    Page(
        "calendar_file",
        ANYONE,
        at=lambda s: {"key": "nobody-has-this-address"},
        instead=dict.fromkeys(ANYONE, 404),
    ),
    # --- visits: a reviewer finds their own, and no other's (tests/readiness/test_visits.py) ---
    Page("my_visit", VISITOR, redirects=True),
    Page("visit_list", HOLDERS),
    Page("visit_export", HOLDERS, at=csv_file),
    Page("visit_reads", HOLDERS),
    Page("visit_reads_export", HOLDERS, at=csv_file),
    Page("invite_reviewer", HOLDERS, HOLDERS),
    Page("visit", HOLDERS, at=visit, instead=NOT_THEIRS),
    Page("visit_still_open", HOLDERS, at=visit, instead=dict.fromkeys(HOLDERS, 204) | NOT_THEIRS),
    Page(
        "visit_statement",
        HOLDERS,
        at=lambda s: visit(s) | {"slug": s.statement.slug},
        instead=NOT_THEIRS,
    ),
    Page("visit_document", HOLDERS, at=visited, instead=NOT_THEIRS),
    Page("visit_picture", HOLDERS, at=lambda s: visited(s) | {"number": 1}, instead=NOT_THEIRS),
    Page("visit_pdf", HOLDERS, at=visited, instead=NOT_THEIRS),
    Page("visit_original", HOLDERS, at=visited, instead=NOT_THEIRS),
    Page("visit_link", HOLDERS, at=linked_page, redirects=True, instead=NOT_THEIRS),
    Page("manage_visit", HOLDERS, at=visit),
    Page("change_visit", HOLDERS, HOLDERS, at=visit),
    Page("send_visit_again", NOBODY, HOLDERS, at=visit, only_post=True),
    Page("withdraw_visit", HOLDERS, HOLDERS, at=visit),
    # --- readiness: judgement ---
    Page("statement_list", EVERYONE, has_file=True),
    Page("statement", EVERYONE, at=lambda samples: {"slug": samples.statement.slug}),
    Page("self_assessment_list", EVERYONE, has_file=True),
    # A reviewer opens the current round only: tests/test_what_reviewers_see.py.
    Page(
        "self_assessment",
        EVERYONE,
        at=lambda samples: {"pk": samples.self_assessment.pk},
        has_file=True,
    ),
    Page("overview_then", EVERYONE, at=lambda samples: {"pk": samples.closed_round.pk}),
    Page(
        "overview_then_export",
        EVERYONE,
        at=lambda samples: {"pk": samples.closed_round.pk} | csv_file(samples),
    ),
    Page("pack", PLANNERS, at=lambda samples: {"pk": samples.self_assessment.pk}),
    Page("download_pack", PLANNERS, at=lambda samples: {"pk": samples.self_assessment.pk}),
    Page("return_list", STAFF),
    Page("open_return", PLANNERS, PLANNERS),
    Page("information_return", STAFF, at=returned),
    Page("change_return", PLANNERS, PLANNERS, at=returned),
    Page("return_owners", STAFF, at=returned),
    Page("return_items_export", STAFF, at=returned_file),
    Page("load_return_items", PLANNERS, PLANNERS, at=returned),
    Page("add_return_item", PLANNERS, PLANNERS, at=returned),
    Page("submit_return", DIRECTOR, DIRECTOR, at=returned),
    Page("submitted_return", STAFF, at=submitted),
    Page("return_pack", PLANNERS, at=submitted_pack),
    Page("download_return_pack", PLANNERS, at=submitted_pack),
    Page("return_import", PLANNERS, at=return_list),
    Page("confirm_return_import", NOBODY, PLANNERS, at=return_list, only_post=True),
    Page("discard_return_import", NOBODY, PLANNERS, at=return_list, only_post=True),
    Page("return_item", STAFF, at=return_item),
    Page("edit_return_item", PLANNERS, PLANNERS, at=return_item),
    Page("write_return_note", LINKERS, LINKERS, at=return_item),
    Page("add_return_document", LINKERS, LINKERS, at=return_item),
    Page("add_return_link", LINKERS, LINKERS, at=return_item),
    Page("mark_item_ready", NOBODY, LINKERS, at=return_item, only_post=True),
    Page("take_item_up_again", NOBODY, LINKERS, at=return_item, only_post=True),
    Page("put_item_back", NOBODY, PLANNERS, at=return_item, only_post=True),
    Page("take_off_document", LINKERS, LINKERS, at=lambda samples: {"pk": samples.return_use.pk}),
    Page("drop_return_item", PLANNERS, PLANNERS, at=return_item),
    Page("open_self_assessment", DIRECTOR, DIRECTOR),
    Page(
        "close_self_assessment",
        DIRECTOR,
        DIRECTOR,
        at=lambda samples: {"pk": samples.self_assessment.pk},
    ),
    Page(
        "score",
        CONTRIBUTOR | DIRECTOR,
        CONTRIBUTOR | DIRECTOR,
        at=lambda samples: {"pk": samples.self_assessment.pk, "slug": samples.statement.slug},
    ),
    Page("score_wall", STAFF),
    Page("score_wall_export", STAFF, at=csv_file),
    Page("enter_outside_score", HOLDERS, HOLDERS),
    Page(
        "correct_outside_score",
        HOLDERS,
        HOLDERS,
        at=lambda samples: {"pk": factories.ExternalScoreFactory(statement=samples.statement).pk},
    ),
    Page("compare_rounds", STAFF),
    Page(
        "compare_rounds_export",
        STAFF,
        at=lambda samples: {"kind": "csv"} if samples.two_rounds else {},
    ),
    Page(
        "submit_round",
        CONTRIBUTOR | DIRECTOR,
        CONTRIBUTOR | DIRECTOR,
        at=lambda samples: {"pk": samples.self_assessment.pk},
    ),
    Page(
        "sign_off_round",
        DIRECTOR,
        DIRECTOR,
        at=lambda samples: {"pk": samples.self_assessment.pk},
    ),
    Page("return_round", DIRECTOR, DIRECTOR, at=lambda samples: {"pk": samples.self_assessment.pk}),
    Page(
        "rubric",
        STAFF,
        at=lambda samples: {"pk": samples.self_assessment.pk, "slug": samples.statement.slug},
    ),
    Page(
        "add_characteristic",
        PLANNERS,
        PLANNERS,
        at=lambda samples: {"pk": samples.self_assessment.pk, "slug": samples.statement.slug},
    ),
    Page("tick_characteristic", PLANNERS, PLANNERS, at=characteristic),
    Page("change_characteristic", PLANNERS, PLANNERS, at=characteristic),
    # Last: the POST removes it.
    Page("end_characteristic", PLANNERS, PLANNERS, at=characteristic),
    Page("try_scores", STAFF, at=lambda samples: {"pk": samples.self_assessment.pk}),
    Page("published_results", EVERYONE, has_file=True),
    Page("load_published_results", DIRECTOR | KEEPERS, DIRECTOR | KEEPERS),
    Page("published_file", DIRECTOR | KEEPERS, at=published, has_file=True),
    Page("use_published_results", NOBODY, DIRECTOR | KEEPERS, at=published, only_post=True),
    Page("discard_published_results", NOBODY, DIRECTOR | KEEPERS, at=published, only_post=True),
    Page("challenge_list", STAFF, at=lambda samples: {"pk": samples.self_assessment.pk}),
    Page(
        "challenge_export",
        STAFF,
        at=lambda samples: {"pk": samples.self_assessment.pk, "kind": "csv"},
    ),
    Page("challenge", STAFF, at=challenged),
    Page("answer_challenge", PLANNERS, PLANNERS, at=challenged),
    Page("withdraw_challenge_answer", PLANNERS, PLANNERS, at=challenged),
    Page("sign_off", DIRECTOR, DIRECTOR, at=lambda samples: {"pk": samples.score.pk}),
    Page("withdraw_sign_off", DIRECTOR, DIRECTOR, at=lambda samples: {"pk": samples.score.pk}),
    # --- work on a statement ---
    Page("work_list", STAFF, at=lambda samples: {"pk": samples.self_assessment.pk}),
    Page(
        "work_export",
        STAFF,
        at=lambda samples: {"pk": samples.self_assessment.pk, "kind": "csv"},
    ),
    Page("statement_work", STAFF, STAFF, at=statement_of_round),
    Page("assign_statement", SCORERS, SCORERS, at=statement_of_round),
    Page("block_statement", SCORERS, SCORERS, at=statement_of_round),
    Page("unblock_statement", NOBODY, SCORERS, at=statement_of_round, only_post=True),
    Page("confirm_carried", NOBODY, SCORERS, at=statement_of_round, only_post=True),
    Page("open_work", STAFF, at=lambda samples: {"pk": samples.work.pk}, redirects=True),
    Page("open_comment", STAFF, at=lambda samples: {"pk": samples.comment.pk}, redirects=True),
    Page(
        "settle_comment",
        NOBODY,
        STAFF,
        at=lambda samples: {"pk": samples.comment.pk},
        only_post=True,
    ),
    Page("return_score", DIRECTOR, DIRECTOR, at=lambda samples: {"pk": samples.score.pk}),
    # --- indicators ---
    Page("indicator_list", EVERYONE),
    Page("indicator_list_export", EVERYONE, at=csv_file),
    Page("figure", EVERYONE, at=lambda samples: {"pk": samples.indicator.outturns.get().pk}),
    Page("scorecard", EVERYONE),
    Page(
        "scorecard_export",
        EVERYONE,
        at=lambda samples: {"kind": "csv"} if samples.indicator else {},
    ),
    Page("indicator", EVERYONE, at=lambda samples: {"code": samples.indicator.code}),
    Page("indicator_figures", EVERYONE, at=lambda samples: {"code": samples.indicator.code}),
    Page(
        "indicator_target",
        ANALYST | DIRECTOR,
        ANALYST | DIRECTOR,
        at=lambda samples: {"code": samples.indicator.code},
    ),
    Page(
        "year_of_targets",
        ANALYST | DIRECTOR,
        ANALYST | DIRECTOR,
        at=lambda samples: {"code": samples.indicator.code},
    ),
    Page("rating_words", DIRECTOR | ADMINISTRATOR, DIRECTOR | ADMINISTRATOR),
    # --- comparator groups ---
    Page("comparator_group_list", EVERYONE, has_file=True),
    Page("comparator_group", EVERYONE, at=group),
    Page("add_comparator_group", KEEPERS, KEEPERS),
    Page("read_comparator_groups", KEEPERS, KEEPERS),
    Page("load_comparator_groups", NOBODY, KEEPERS, only_post=True),
    Page("change_comparator_group", KEEPERS, KEEPERS, at=group),
    Page("end_comparator_group", KEEPERS, KEEPERS, at=group),
    Page("resume_comparator_group", NOBODY, KEEPERS, at=group, only_post=True),
    Page("commentary_needed", STAFF),
    Page("commentary_needed_export", STAFF, at=csv_file),
    Page(
        "write_commentary",
        LINKERS,
        LINKERS,
        at=lambda samples: {
            "code": samples.indicator.code,
            "period": samples.indicator.outturns.get().period_id,
        },
    ),
    Page("collection_rounds", STAFF, has_file=True),
    Page("open_collection_round", ANALYST, ANALYST),
    Page("collection_round", STAFF, at=collection_round),
    Page("collection_round_export", STAFF, at=lambda s: collection_round(s) | {"kind": "csv"}),
    Page("enter_figures", LINKERS, LINKERS, at=collection_round),
    Page("sign_off_figures", NOBODY, ANALYST | DIRECTOR, at=collection_round, only_post=True),
    Page(
        "owed_figure", ANALYST | DIRECTOR, ANALYST | DIRECTOR, at=lambda s: {"pk": s.owed_figure.pk}
    ),
    # A contributor saves what they owe themselves: tests/indicators/test_collection_pages.py.
    Page(
        "save_figure",
        NOBODY,
        ANALYST | DIRECTOR,
        at=lambda s: {"pk": s.owed_figure.pk},
        only_post=True,
    ),
    Page("change_list", EVERYONE),
    Page("change_list_export", EVERYONE, at=csv_file),
    Page("add_indicator", ANALYST, ANALYST),
    Page("change_indicator", ANALYST, ANALYST, at=lambda samples: {"code": samples.indicator.code}),
    Page("drop_indicator", ANALYST, ANALYST, at=lambda samples: {"code": samples.indicator.code}),
    # --- data packs ---
    Page("data_pack_list", STAFF, ANALYST, has_file=True),
    Page("data_pack", STAFF, at=data_pack),
    Page("confirm_data_pack", NOBODY, ANALYST, at=data_pack, only_post=True),
    Page("discard_data_pack", NOBODY, ANALYST, at=data_pack, only_post=True),
    # A pack that is in use has no columns to be named any more: back to its page.
    Page("name_sheets", ANALYST, ANALYST, at=data_pack, redirects=True),
    Page("name_headings", ANALYST, ANALYST, at=numbered(data_pack), redirects=True),
    Page("name_columns", ANALYST, ANALYST, at=numbered(data_pack), redirects=True),
    Page("use_columns", ANALYST, ANALYST, at=data_pack, redirects=True),
    Page("unknown_indicator_list", STAFF, at=data_pack, has_file=True),
    Page("unknown_indicator", ANALYST, ANALYST, at=numbered(unknown_in)),
    Page("saved_mapping_list", STAFF, has_file=True),
    Page("saved_mapping", ANALYST, ANALYST, at=saved_mapping),
    Page("retire_saved_mapping", NOBODY, ANALYST, at=saved_mapping, only_post=True),
    Page("stop_data_pack", NOBODY, ANALYST, at=data_pack, only_post=True),
    Page("say_whose_data_pack", NOBODY, ANALYST, at=data_pack, only_post=True),
    Page("keep_words_of_data_pack", NOBODY, ANALYST, at=data_pack, only_post=True),
    Page("data_pack_preview", STAFF, at=lambda samples: data_pack(samples) | csv_file(samples)),
    Page("undo_data_pack", NOBODY, ANALYST, at=data_pack, only_post=True),
    Page("read_data_pack_again", NOBODY, ANALYST, at=data_pack, only_post=True),
    # --- evidence (the library's pages are in readiness) ---
    Page("library", EVERYONE),
    Page("library_export", EVERYONE, at=csv_file),
    Page("add_evidence", LINKERS, LINKERS),
    Page("keep_evidence_draft", NOBODY, LINKERS, only_post=True),
    Page("begin_again", NOBODY, LINKERS, only_post=True),
    Page("evidence_suggestions", LINKERS),
    # Somebody else's file is not found: tests/readiness/test_capture_page.py.
    Page(
        "uploaded_file",
        NOBODY,
        at=lambda samples: {"key": uuid4()},
        instead=dict.fromkeys(LINKERS, 404),
    ),
    Page("document", EVERYONE, at=lambda samples: {"pk": samples.document.pk}),
    Page("edit_document", LINKERS, LINKERS, at=lambda samples: {"pk": samples.document.pk}),
    Page("replace_file", LINKERS, LINKERS, at=lambda samples: {"pk": samples.document.pk}),
    Page("link_document", LINKERS, LINKERS, at=lambda samples: {"pk": samples.document.pk}),
    Page("end_link", LINKERS, LINKERS, at=lambda samples: {"pk": samples.link.pk}),
    Page("appraise_link", PLANNERS, PLANNERS, at=lambda samples: {"pk": samples.link.pk}),
    # --- readiness: a council's own list of evidence ---
    Page("register_imports", LINKERS, LINKERS, has_file=True),
    Page("blank_register", LINKERS, at=csv_file),
    Page("register_import", LINKERS, at=register, has_file=True),
    Page("register_problems", LINKERS, at=lambda samples: register(samples) | {"kind": "csv"}),
    Page("confirm_register", NOBODY, LINKERS, at=register, only_post=True),
    Page("discard_register", NOBODY, LINKERS, at=register, only_post=True),
    # --- readiness: what people said ---
    Page("voice_list", EVERYONE),
    Page("voice_export", EVERYONE, at=csv_file),
    Page("voice", EVERYONE, at=voice),
    Page("record_voice", LINKERS, LINKERS),
    Page("renew_consent", LINKERS, LINKERS, at=voice),
    Page("correct_words", LINKERS, LINKERS, at=voice),
    Page("withdraw_consent", LINKERS, LINKERS, at=voice),
    # --- readiness: evidence that is asked for ---
    Page("request_list", STAFF),
    Page("request_export", STAFF, at=csv_file),
    Page("ask_for_evidence", LINKERS, LINKERS),
    Page("evidence_request", STAFF, at=asked),
    Page("answer_request", LINKERS, LINKERS, at=asked),
    Page("check_answer", PLANNERS, PLANNERS, at=asked),
    Page("change_request", LINKERS, LINKERS, at=asked),
    Page("withdraw_request", LINKERS, LINKERS, at=asked),
    # --- evidence: keeping it ---
    Page("file_checks", STAFF, has_file=True),
    Page("file_alarm_export", STAFF, at=csv_file),
    Page("check_files_now", NOBODY, HOLDERS, only_post=True),
    Page("retention", HOLDERS),
    Page("retention_export", HOLDERS, at=csv_file),
    Page("place_hold", HOLDERS, HOLDERS, at=lambda samples: {"pk": samples.document.pk}),
    Page("lift_hold", HOLDERS, HOLDERS, at=lambda samples: {"pk": samples.hold.pk}),
    Page("keep_until", HOLDERS, HOLDERS, at=lambda samples: {"pk": samples.document.pk}),
    Page(
        "delete_document",
        HOLDERS,
        HOLDERS,
        at=lambda samples: {"pk": samples.document.pk},
    ),
    Page("uploads", NOBODY, LINKERS, only_post=True),
    Page("upload", NOBODY, LINKERS, at=lambda samples: {"key": uuid4()}, only_post=True),
    Page("held_documents", STAFF),
    Page("held_export", STAFF, at=csv_file),
    Page("preview", EVERYONE, at=lambda samples: {"pk": samples.picture.version.document_id}),
    Page(
        "page_picture",
        EVERYONE,
        at=lambda samples: {"pk": samples.picture.version_id, "number": 1},
    ),
    Page(
        "personal_data",
        STAFF,
        PLANNERS,
        at=lambda samples: {"pk": samples.document.pk},
    ),
    Page(
        "take_back_clearance",
        PLANNERS,
        PLANNERS,
        at=lambda samples: {"pk": samples.document.pk},
    ),
    Page("supply_redacted", LINKERS, LINKERS, at=lambda samples: {"pk": samples.document.pk}),
    Page(
        "scan_again",
        NOBODY,
        LINKERS,
        at=lambda samples: {"pk": samples.version.pk},
        only_post=True,
    ),
    Page("download", EVERYONE, at=lambda samples: {"pk": samples.link.document.latest_version_id}),
]

PAGES += [page.file for page in PAGES if page.has_file]

# Django's admin has its own addresses for each model; tests/test_permissions.py opens them all.
ADMIN_NAMESPACE = "admin"

__all__ = [
    "ADMINISTRATOR",
    "ADMIN_NAMESPACE",
    "ANALYST",
    "ANYONE",
    "CONTRIBUTOR",
    "DIRECTOR",
    "EVERYONE",
    "NOBODY",
    "PAGES",
    "REVIEWER",
    "SIGNED_IN",
    "SIGNED_OUT",
    "STAFF",
    "Page",
    "Samples",
]
