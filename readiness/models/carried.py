"""What a new round starts from: texts of an earlier one, as drafts that somebody has to review."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from readiness.models.assessment import Score, SelfAssessment
from readiness.models.framework import Statement
from readiness.models.links import EvidenceLink


class CarriedText(models.Model):
    """The reasons of an earlier round's score, carried to a statement of a new round. Never a
    score of that round: somebody gives one, and with it the text is reviewed. Append-only."""

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="carried")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="carried")
    score = models.ForeignKey(Score, models.PROTECT, related_name="carried_to")
    carried_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    carried_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["self_assessment", "statement", "score"],
                name="carried_once",
                violation_error_message="This text was carried to the statement already.",
            )
        ]

    def __str__(self):
        return f"{self.score} carried to {self.self_assessment}"


class CarriedLink(models.Model):
    """A link made for a new framework's statement from that of an older one. Somebody looks at it
    when the statement is scored. Append-only."""

    self_assessment = models.ForeignKey(
        SelfAssessment, models.PROTECT, related_name="carried_links"
    )
    link = models.OneToOneField(EvidenceLink, models.PROTECT, related_name="carried")
    came_from = models.ForeignKey(EvidenceLink, models.PROTECT, related_name="carried_to")

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.link}, from {self.came_from}"


class CarriedReview(models.Model):
    """Somebody looked at a part of what was carried to a statement: it is still right.
    Append-only; whoever edits the part has reviewed it as well, without a row here."""

    class Part(models.TextChoices):
        WORDS = "words", "Reasons, strengths and next steps"
        EVIDENCE = "evidence", "Evidence"
        TICKS = "ticks", "Rating characteristics"

    self_assessment = models.ForeignKey(
        SelfAssessment, models.PROTECT, related_name="carried_reviews"
    )
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="carried_reviews")
    part = models.CharField(max_length=8, choices=Part.choices)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["self_assessment", "statement", "part"],
                name="carried_part_reviewed_once",
                violation_error_message="Somebody has already said that it is still right.",
            )
        ]

    def __str__(self):
        return f"{self.statement}, {self.get_part_display()}: still right"
