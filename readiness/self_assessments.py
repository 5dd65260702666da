"""Opening and closing rounds of self-assessment."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from readiness.models import Framework, SelfAssessment
from readiness.scoring import lock


@transaction.atomic
def open_self_assessment(
    *, framework: Framework, title: str, starts_on, due_on=None, by
) -> SelfAssessment:
    """Start a round. One round of a framework is open at a time, so nobody scores the wrong one."""
    refuse_unless_may_manage(by)
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
def close_self_assessment(self_assessment: SelfAssessment, *, by) -> SelfAssessment:
    """From now on nothing in the round can be scored or signed; everything can be read."""
    self_assessment = lock(self_assessment)
    refuse_unless_may_manage(by)
    if not self_assessment.is_open:
        raise ValidationError(f"“{self_assessment}” is already closed.")
    self_assessment.closed_at, self_assessment.closed_by = timezone.now(), by
    self_assessment.save(update_fields=["closed_at", "closed_by"])
    return self_assessment


def refuse_unless_may_manage(by) -> None:
    if not by.has_perm("readiness.manage_self_assessments"):
        raise ValidationError("Only a director can open or close a round.")
