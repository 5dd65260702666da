"""Who may do what. Nothing else in the product says so.

A role is a Django group; what a role may do is this table, in code, so that it is reviewed with
the code and needs no rows to be kept in step. Views and templates of every app ask Django's own
question, ``user.has_perm("app.verb_noun")``, or with a row, ``user.has_perm(..., document)``;
``RoleBackend`` answers it from here. So ``evidence`` and ``indicators`` need not know this module.
"""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F
from django.utils import timezone

from indicators import council_words
from readiness import choosing_status_words
from readiness.library import documents_for
from readiness.score_reads import rounds_for


class Role(models.TextChoices):
    """The roles; the value is the group's name. A visitor is made by an invitation alone
    (readiness/visits.py), and reads one closed round: nothing that everyone may, they may."""

    CONTRIBUTOR = "contributor", "Contributor"
    DIRECTOR = "director", "Director"
    ANALYST = "analyst", "Analyst"
    REVIEWER = "reviewer", "Peer reviewer"
    ADMINISTRATOR = "administrator", "Administrator"
    VISITOR = "visitor", "Invited reviewer"


STAFF = {Role.CONTRIBUTOR, Role.DIRECTOR, Role.ANALYST, Role.ADMINISTRATOR}
EVERYONE = STAFF | {Role.REVIEWER}

MAY: dict[str, set[Role]] = {
    "readiness.view_overview": EVERYONE,
    "readiness.view_statement": EVERYONE,
    "readiness.view_plan": EVERYONE,
    "readiness.view_self_assessment": EVERYONE,
    "readiness.view_other_rounds": STAFF,
    "readiness.view_unsigned_scores": STAFF,
    "readiness.view_my_work": STAFF,
    "readiness.link_evidence": {Role.CONTRIBUTOR, Role.DIRECTOR, Role.ANALYST},
    "readiness.view_evidence_request": STAFF,
    "readiness.ask_for_evidence": {Role.CONTRIBUTOR, Role.DIRECTOR, Role.ANALYST},
    "readiness.accept_evidence": {Role.CONTRIBUTOR, Role.DIRECTOR},
    "readiness.view_voice": EVERYONE,
    "readiness.record_voice": {Role.CONTRIBUTOR, Role.DIRECTOR, Role.ANALYST},
    "readiness.import_register": {Role.CONTRIBUTOR, Role.DIRECTOR, Role.ANALYST},
    "readiness.set_evidence_needs": {Role.CONTRIBUTOR, Role.DIRECTOR},
    "readiness.save_search": STAFF,
    "readiness.record_score": {Role.CONTRIBUTOR, Role.DIRECTOR},
    "readiness.view_challenge": STAFF,
    "readiness.view_rubric": STAFF,
    "readiness.tick_characteristic": {Role.CONTRIBUTOR, Role.DIRECTOR},
    "readiness.write_characteristic": {Role.CONTRIBUTOR, Role.DIRECTOR},
    "readiness.try_scores": STAFF,
    "readiness.load_published_results": {Role.DIRECTOR, Role.ANALYST, Role.ADMINISTRATOR},
    "readiness.answer_challenge": {Role.CONTRIBUTOR, Role.DIRECTOR},
    "readiness.view_statement_work": STAFF,
    "readiness.comment_on_statement": STAFF,
    "readiness.sign_off_score": {Role.DIRECTOR},
    "readiness.submit_self_assessment": {Role.CONTRIBUTOR, Role.DIRECTOR},
    "readiness.view_information_return": STAFF,
    "readiness.gather_information_return": {Role.CONTRIBUTOR, Role.DIRECTOR, Role.ANALYST},
    "readiness.manage_information_returns": {Role.CONTRIBUTOR, Role.DIRECTOR},
    "readiness.submit_information_return": {Role.DIRECTOR},
    "readiness.take_pack": {Role.CONTRIBUTOR, Role.DIRECTOR},
    "readiness.manage_self_assessments": {Role.DIRECTOR},
    "readiness.view_score_wall": STAFF,
    "readiness.enter_outside_scores": {Role.DIRECTOR, Role.ADMINISTRATOR},
    "readiness.change_plan": {Role.CONTRIBUTOR, Role.DIRECTOR},
    "readiness.view_recommendation": EVERYONE,
    "readiness.view_every_recommendation": STAFF,
    "readiness.manage_recommendations": {Role.CONTRIBUTOR, Role.DIRECTOR},
    "readiness.import_plan": {Role.CONTRIBUTOR, Role.DIRECTOR},
    "readiness.choose_status_words": {Role.DIRECTOR, Role.ADMINISTRATOR},
    "readiness.view_quarterly_updates": STAFF,
    "readiness.update_action": {Role.CONTRIBUTOR, Role.DIRECTOR, Role.ANALYST},
    "readiness.view_assessment": STAFF,
    "readiness.comment_on_report": {Role.CONTRIBUTOR, Role.DIRECTOR, Role.ANALYST},
    "readiness.run_assessment": {Role.CONTRIBUTOR, Role.DIRECTOR},
    "readiness.view_visit": {Role.VISITOR, Role.DIRECTOR, Role.ADMINISTRATOR},
    "readiness.view_own_visit": {Role.VISITOR},
    "readiness.manage_visits": {Role.DIRECTOR, Role.ADMINISTRATOR},
    "readiness.see_digests": {Role.ADMINISTRATOR},
    "readiness.manage_feeds": {Role.ADMINISTRATOR},
    "readiness.manage_accounts": {Role.ADMINISTRATOR},
    "readiness.change_reference_data": {Role.ADMINISTRATOR},
    "readiness.view_issued_report": EVERYONE,
    "readiness.view_report_draft": STAFF,
    "readiness.write_report": {Role.CONTRIBUTOR, Role.DIRECTOR, Role.ANALYST},
    "readiness.set_up_report": {Role.DIRECTOR, Role.ANALYST},
    "readiness.choose_report_look": {Role.DIRECTOR, Role.ADMINISTRATOR},
    "readiness.approve_report": {Role.DIRECTOR},
    "evidence.view_document": EVERYONE,
    "evidence.view_document_history": STAFF,
    "evidence.add_document": {Role.CONTRIBUTOR, Role.DIRECTOR, Role.ANALYST},
    "evidence.change_document": {Role.CONTRIBUTOR, Role.DIRECTOR, Role.ANALYST},
    "evidence.clear_personal_data": {Role.CONTRIBUTOR, Role.DIRECTOR},
    "evidence.hear_of_viruses": {Role.ADMINISTRATOR},
    "evidence.manage_retention": {Role.DIRECTOR, Role.ADMINISTRATOR},
    "evidence.view_file_checks": STAFF,
    "evidence.run_file_check": {Role.DIRECTOR, Role.ADMINISTRATOR},
    "indicators.view_indicator": EVERYONE,
    "indicators.view_data_pack": STAFF,
    "indicators.import_data_pack": {Role.ANALYST},
    "indicators.set_target": {Role.ANALYST, Role.DIRECTOR},
    "indicators.choose_rating_words": {Role.DIRECTOR, Role.ADMINISTRATOR},
    "indicators.manage_comparator_groups": {Role.ANALYST, Role.ADMINISTRATOR},
    "indicators.define_indicator": {Role.ANALYST},
    "indicators.write_commentary": {Role.CONTRIBUTOR, Role.DIRECTOR, Role.ANALYST},
    "indicators.view_inner_commentary": STAFF,
    "indicators.view_collection_round": STAFF,
    "indicators.open_collection_round": {Role.ANALYST},
    "indicators.enter_figures": {Role.CONTRIBUTOR, Role.DIRECTOR, Role.ANALYST},
    "indicators.sign_off_figures": {Role.ANALYST, Role.DIRECTOR},
    # Django's admin asks for these by the names of its own; nothing else is open there.
    "readiness.view_evidencecategory": {Role.ADMINISTRATOR},
    "readiness.change_evidencecategory": {Role.ADMINISTRATOR},
    "indicators.view_area": {Role.ADMINISTRATOR},
    "indicators.change_area": {Role.ADMINISTRATOR},
    "indicators.view_comparatorgroup": {Role.ADMINISTRATOR},
    "indicators.add_indicator": {Role.ADMINISTRATOR},
    "indicators.change_indicator": {Role.ADMINISTRATOR},
    "indicators.view_seriesbreak": {Role.ADMINISTRATOR},
    "indicators.add_seriesbreak": {Role.ADMINISTRATOR},
    "indicators.change_seriesbreak": {Role.ADMINISTRATOR},
}


def roles_of(user) -> frozenset[str]:
    """The user's roles, asked of the database once per request."""
    if not hasattr(user, "_roles"):
        user._roles = frozenset(user.groups.values_list("name", flat=True))
    return user._roles


def may_sign_in(user) -> bool:
    """Whether the account is open, and its last day, where it has one, has not passed."""
    if not user.is_active:
        return False
    access = getattr(user, "access", None)
    return access is None or not access.has_ended(on=timezone.localdate())


def people_who_may(permission: str):
    """Those to offer where somebody has to be named for a task: they can sign in and do it."""
    people = get_user_model().objects
    able = people.filter(is_active=True, groups__name__in=MAY[permission])
    able = able.exclude(access__last_day__lt=timezone.localdate())
    return people.filter(pk__in=able.values("pk")).order_by("last_name", "first_name", "email")


def may_view_document(user, document) -> bool:
    """Reviewers may open what the library lists for them, and nothing else."""
    return bool(roles_of(user) & STAFF) or documents_for(user).filter(pk=document.pk).exists()


def may_view_self_assessment(user, self_assessment) -> bool:
    """Reviewers read the current round; those before it are the council's own record."""
    return rounds_for(user).filter(pk=self_assessment.pk).exists()


def may_enter_figure(user, owed) -> bool:
    """Whoever owes it; analysts and directors enter for others."""
    return owed.owner_id == user.pk or bool(roles_of(user) & {Role.ANALYST, Role.DIRECTOR})


ROW_RULES = {
    "indicators.enter_figures": may_enter_figure,
    "evidence.view_document": may_view_document,
    "readiness.view_self_assessment": may_view_self_assessment,
}


class RoleBackend(AuthenticationBackend):
    """Sign-in by e-mail, and permission by role."""

    def user_can_authenticate(self, user) -> bool:
        return may_sign_in(user)

    def get_user(self, user_id):
        """Who is signed in, with their roles, asked on every request in one query: a closed
        account's open sessions end here. The council's words for ratings and for
        actions come along (readiness/council_words.py)."""
        people = get_user_model().objects.select_related("access")
        people = people.annotate(
            role=F("groups__name"),
            rating_words=council_words.as_json(),
            status_words=choosing_status_words.as_json(),
        )
        by_role = list(people.filter(pk=user_id))
        user = by_role[0] if by_role else None
        if user is None or not self.user_can_authenticate(user):
            return None
        user._roles = frozenset(each.role for each in by_role if each.role)
        return user

    def has_perm(self, user_obj, perm, obj=None) -> bool:
        if not user_obj.is_active or not user_obj.is_authenticated:
            return False
        if not MAY.get(perm, set()) & roles_of(user_obj):
            return False
        rule = ROW_RULES.get(perm)
        return rule(user_obj, obj) if rule and obj is not None else True

    def with_perm(self, perm, is_active=True, include_superusers=True, obj=None):
        """Who may: Django's own question, so that apps below can offer people to choose from."""
        return people_who_may(perm)

    def has_module_perms(self, user_obj, app_label) -> bool:
        """Asked by Django's admin: whether there is anything of this app for the user in it."""
        return app_label in {"readiness", "indicators"} and self.has_perm(
            user_obj, "readiness.change_reference_data"
        )
