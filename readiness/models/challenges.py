"""What people said when the facts questioned a score. Append-only: the latest row of a question
is the one in force, and taking an answer back is a row of its own."""

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.utils import timezone

from readiness.models.assessment import SelfAssessment
from readiness.models.framework import Statement


class ChallengeAnswerQuerySet(models.QuerySet):
    def in_force(self):
        """The latest of each question put to a statement in a round."""
        latest = self.order_by().values("self_assessment", "statement", "rule")
        return self.filter(pk__in=latest.annotate(newest=Max("pk")).values("newest"))


class ChallengeAnswer(models.Model):
    class Kind(models.TextChoices):
        ANSWERED = "answered", "Answered"
        ACCEPTED = "accepted", "Accepted"
        WITHDRAWN = "withdrawn", "Taken back"

    self_assessment = models.ForeignKey(
        SelfAssessment, models.PROTECT, related_name="challenge_answers"
    )
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="challenge_answers")
    rule = models.CharField(max_length=40, help_text="Which question it was.")
    question = models.CharField(max_length=300, help_text="As it was asked.")
    about = models.TextField(
        help_text="The facts it was given about, one on each line. A fact that is not among them "
        "opens the question again."
    )
    kind = models.CharField(max_length=9, choices=Kind.choices)
    reason = models.TextField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ChallengeAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["self_assessment", "statement", "rule", "-id"],
                name="challenge_answer_latest",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="challenge_answer_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message="Say why.",
            )
        ]

    def __str__(self):
        return f"{self.statement}: {self.question} {self.get_kind_display()}"
