"""A director's name under a score: never their own score, an old one, or one without evidence."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import transaction

from config.wording import name_of
from readiness.models import Score, SignOff
from readiness.scoring import latest_score, lock


@transaction.atomic
def sign_off(score: Score, *, by, note: str = "") -> SignOff:
    """Raises ValidationError with every reason against it."""
    score.self_assessment = lock(score.self_assessment)  # it may have been closed since it was read
    # One document behind it is held, so that its link cannot be ended before this is signed.
    score.statement.evidence_links.live().select_for_update().first()
    if reasons := list(reasons_against(score, by=by)):
        raise ValidationError(reasons)
    return SignOff.objects.create(score=score, signed_by=by, note=note.strip())


def reasons_against(score: Score, *, by) -> Iterator[str]:
    """Why this person cannot sign this score now, in sentences. The page shows them beforehand."""
    if not by.has_perm("readiness.sign_off_score"):
        yield "Only a director can sign off a score."
    if signed := SignOff.objects.filter(score=score).select_related("signed_by").first():
        yield f"{name_of(signed.signed_by)} has already signed off this score."
    if score.scored_by_id == by.pk:
        yield "You recorded this score, so another director must sign it off."
    if not score.self_assessment.is_open:
        yield f"“{score.self_assessment}” is closed, so nothing in it can be signed off."
    latest = latest_score(score.statement, score.self_assessment)
    if latest and latest.pk != score.pk:
        yield (
            f"This is not the latest score: {name_of(latest.scored_by)} scored the statement "
            f"{latest.value} since. Sign off that one."
        )
    if not score.statement.evidence_links.live().exists():
        yield (
            f"No evidence is linked to “{score.statement}”. "
            "Link at least one document, then sign off."
        )
