"""Saying how strong a document is for a statement, and whether it is accepted as evidence."""

from django.core.exceptions import ValidationError
from django.db import transaction

from config.second_editor import MOVED_ON
from config.wording import day_in_words, name_of
from readiness.models import EvidenceAppraisal, EvidenceLink, Strength, Verdict


@transaction.atomic
def appraise(
    link: EvidenceLink,
    *,
    verdict: str,
    by,
    strength: str = "",
    note: str = "",
    seen: int | None = None,
) -> EvidenceAppraisal:
    """A further appraisal takes the place of the one before, which is kept.

    Nobody accepts what they put forward themselves; whoever did may say that it is weak.
    ``seen`` is ``last_said`` as the curator read it.
    """
    link = EvidenceLink.objects.select_for_update().get(pk=link.pk)
    _refuse_ended(link)
    _refuse_judged_meanwhile(link, seen)
    if verdict not in Verdict.values:
        raise ValidationError({"verdict": "Choose whether it is accepted or sent back."})
    if verdict == Verdict.ACCEPTED:
        _refuse_own(link, by)
        if strength not in Strength.values:
            raise ValidationError({"strength": "Choose how strong the evidence is."})
    if verdict == Verdict.RETURNED and not note.strip():
        raise ValidationError({"note": "Say what is missing, so that it can be put right."})
    appraisal = EvidenceAppraisal(
        link=link,
        verdict=verdict,
        strength=strength,
        note=" ".join(note.split()),
        appraised_by=by,
    )
    appraisal.full_clean()
    appraisal.save()
    return appraisal


def last_said(link: EvidenceLink) -> int:
    """Changes with each appraisal; 0 where there is none."""
    return link.appraisals.values_list("pk", flat=True).first() or 0


def _refuse_judged_meanwhile(link: EvidenceLink, seen: int | None) -> None:
    if seen in (None, last_said(link)):
        return
    last = link.appraisals.select_related("appraised_by")[0]
    strength = f", {last.get_strength_display().lower()}" if last.strength else ""
    raise ValidationError(
        f"{name_of(last.appraised_by)} judged this while you were writing: "
        f"{last.get_verdict_display().lower()}{strength}. Nothing of yours is saved yet. "
        "Save again if you still think otherwise.",
        code=MOVED_ON,
    )


def _refuse_ended(link: EvidenceLink) -> None:
    if link.ended_at:
        raise ValidationError(
            f"{name_of(link.ended_by)} ended this link on {day_in_words(link.ended_at)}: "
            f"{link.ended_reason} There is nothing left to judge."
        )


def _refuse_own(link: EvidenceLink, by) -> None:
    if link.linked_by_id == by.pk:
        raise ValidationError(
            "You put this forward yourself. Ask a colleague to accept it: two people stand "
            "behind every piece of evidence."
        )
