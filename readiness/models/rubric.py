"""What each score of a statement looks like, and which of it is shown to be so.

The words come from the framework file or are the council's own; they are never changed: other
words are a new row that replaces the old. A tick is a row too, and the latest counts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from readiness.models.assessment import SelfAssessment
from readiness.models.framework import Statement
from readiness.models.links import EvidenceLink, LinkQuerySet


class Characteristic(models.Model):
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="characteristics")
    level = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Nobody, where the framework file says it.",
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["statement", "level", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "level", "text"],
                condition=Q(ended_at__isnull=True),
                name="one_characteristic_in_force",
                violation_error_message="This level has a characteristic in these words already.",
            ),
            models.CheckConstraint(
                name="characteristic_has_words",
                condition=~Q(text=""),
                violation_error_message="Say what it looks like.",
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def is_ours(self) -> bool:
        """The council's own words, not the framework's."""
        return self.added_by_id is not None


class CharacteristicTick(models.Model):
    """In a round, somebody found it met, with the evidence that shows it, or not met."""

    characteristic = models.ForeignKey(Characteristic, models.PROTECT, related_name="ticks")
    self_assessment = models.ForeignKey(
        SelfAssessment, models.PROTECT, related_name="characteristic_ticks"
    )
    is_met = models.BooleanField()
    links = models.ManyToManyField(EvidenceLink, blank=True, related_name="ticks")
    note = models.CharField(max_length=300, blank=True)
    carried_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_to",
        help_text="The tick of an earlier round that this one started from.",
    )
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ticked_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["self_assessment", "characteristic", "-id"], name="tick_latest")
        ]

    def __str__(self):
        return f"{self.characteristic}: {'met' if self.is_met else 'not met'}"
