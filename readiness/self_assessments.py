"""Opening and closing rounds of self-assessment."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from readiness.models import Framework, RoundState, SelfAssessment
from readiness.round_record import take_snapshot
from readiness.round_states import state_of
from readiness.round_steps import refuse_unless_director, take
from readiness.scoring import lock


@transaction.atomic
def open_self_assessment(
    *, framework: Framework, title: str, starts_on, due_on=None, by
) -> SelfAssessment:
    """Start a round. One round of a framework is open at a time, so nobody scores the wrong one."""
    refuse_unless_director(by)
    framework = Framework.objects.select_for_update().get(pk=framework.pk)
    title = title.strip()
    if not title:
        raise ValidationError({"title": "Give the round a title, for example its year."})
    if SelfAssessment.objects.filter(title__iexact=title).exists():
        raise ValidationError({"title": f"There is already a round called “{title}”."})
    if due_on and due_on < starts_on:
        raise ValidationError({"due_on": "The due date is before the start date."})
    if not framework.statements.exists():
        raise ValidationError({"framework": f"{framework} has no statements yet."})
    if running := framework.self_assessments.open().first():
        raise ValidationError(
            {"framework": f"“{running}” is still open under this framework. Close it first."}
        )
    return SelfAssessment.objects.create(
        framework=framework, title=title, starts_on=starts_on, due_on=due_on, opened_by=by
    )


@transaction.atomic
def close_self_assessment(self_assessment: SelfAssessment, *, by, note: str = "") -> SelfAssessment:
    """From now on nothing in the round can be scored or signed; everything can be read, as it was.

    A round that was not signed off is closed only with a word on why.
    """
    self_assessment = lock(self_assessment)
    refuse_unless_director(by)
    if not self_assessment.is_open:
        raise ValidationError(f"“{self_assessment}” is already closed.")
    state = state_of(self_assessment)
    if state != RoundState.SIGNED_OFF and not note.strip():
        raise ValidationError(
            {
                "note": f"“{self_assessment}” is {state.label.lower()}, not signed off. Have it "
                "submitted and signed off first, or say why it is closed without."
            }
        )
    step = take(self_assessment, RoundState.CLOSED, by=by, note=note)
    self_assessment.closed_at, self_assessment.closed_by = step.taken_at, by
    self_assessment.save(update_fields=["closed_at", "closed_by"])
    take_snapshot(self_assessment, by=by, on=timezone.localdate(step.taken_at))
    return self_assessment
