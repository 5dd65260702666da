"""What waits for one person: the little that only a query can tell."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model
from django.db.models import IntegerField, Subquery
from django.urls import NoReverseMatch
from django.utils.http import urlencode

from config.addresses import address_of
from evidence.models import Document, FileAlarm
from indicators.models import DataPack, OwedFigure
from readiness.models import Action

NAMED = 3  # more scores to sign off than this are counted, not named


class CountOf(Subquery):
    """How many rows a query has, as a column of another."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


@dataclass(frozen=True)
class Needs:
    overdue_actions: int = 0
    documents_past_review: int = 0
    data_packs_to_check: int = 0
    figures_owed: int = 0
    figures_to_sign_off: int = 0
    files_not_right: int = 0
    """Stored files that are missing or changed: all of them, or those of documents one owns."""


def needs_of(user, *, on: date) -> Needs:
    """One query for all of them."""
    people = get_user_model().objects.filter(pk=user.pk)
    overdue = Action.objects.filter(owner=user.pk).overdue(on=on)
    past_review = Document.objects.filter(owner=user.pk).past_review(on=on)
    to_check = DataPack.objects.filter(state=DataPack.State.PREVIEWED)
    owed = OwedFigure.objects.owed(on=on).filter(owner=user.pk)
    handed_in = OwedFigure.objects.to_sign_off()
    alarms = FileAlarm.objects.open()
    if not user.has_perm("evidence.run_file_check"):
        alarms = alarms.filter(version__document__owner=user.pk)
    counted = people.values(
        overdue_actions=CountOf(overdue.order_by().values("pk")),
        documents_past_review=CountOf(past_review.order_by().values("pk")),
        data_packs_to_check=CountOf(to_check.order_by().values("pk")),
        figures_owed=CountOf(owed.order_by().values("pk")),
        figures_to_sign_off=CountOf(handed_in.order_by().values("pk")),
        files_not_right=CountOf(alarms.order_by().values("pk")),
    )
    return Needs(**counted.get())


@dataclass(frozen=True)
class Need:
    words: str
    address: str


def what_needs(user, needs: Needs, *, unsigned, bare, self_assessment) -> list[Need]:
    """What this person came for, most pressing first.

    ``unsigned`` and ``bare`` are the overview's rows whose score waits for a sign-off and those
    without evidence.
    """
    found = [*scores_to_sign(user, unsigned, self_assessment), *evidence_to_find(user, bare)]
    if needs.overdue_actions:
        asked = {"owner": user.pk, "due": "overdue"}
        found.append(
            Need(f"{counted(needs.overdue_actions, 'action')} of yours overdue", at("plan", asked))
        )
    if needs.documents_past_review:
        words = f"{counted(needs.documents_past_review, 'document')} of yours past review"
        found.append(Need(words, at("library", {"owner": user.pk, "review": "overdue"})))
    if needs.data_packs_to_check and user.has_perm("indicators.import_data_pack"):
        words = f"{counted(needs.data_packs_to_check, 'data pack')} to check and confirm"
        found.append(Need(words, at("data_pack_list")))
    return [*found, *figures_to_see_to(user, needs)]


def figures_to_see_to(user, needs: Needs) -> list[Need]:
    found = []
    if needs.figures_owed:
        words = f"{counted(needs.figures_owed, 'figure')} of yours owed"
        found.append(Need(words, at("collection_rounds")))
    if needs.figures_to_sign_off and user.has_perm("indicators.sign_off_figures"):
        words = f"{counted(needs.figures_to_sign_off, 'figure')} to check and sign off"
        found.append(Need(words, at("collection_rounds")))
    return found


def scores_to_sign(user, unsigned, self_assessment) -> list[Need]:
    """Nobody signs their own score off."""
    if self_assessment is None or not user.has_perm("readiness.sign_off_score"):
        return []
    theirs = [row for row in unsigned if row.score.scored_by_id != user.pk]
    if len(theirs) > NAMED:
        address = address_of("self_assessment", self_assessment.pk)
        return [Need(f"{len(theirs)} scores wait for your sign-off", address)]
    return [
        Need(
            f"Sign off the score of {row.statement.title}",
            address_of("sign_off", row.score.pk),
        )
        for row in theirs
    ]


def evidence_to_find(user, bare) -> list[Need]:
    if not bare or not user.has_perm("evidence.add_document"):
        return []
    return [Need(f"{counted(len(bare), 'statement')} without any evidence", at("coverage"))]


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def at(url_name: str, asked: dict | None = None) -> str:
    try:
        address = address_of(url_name)
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode(asked)}" if asked else address
