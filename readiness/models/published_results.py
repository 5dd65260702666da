"""What CQC published of other councils, as the council loaded it from a file."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from readiness.models.framework import Framework


class PublishedResultsQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(state=PublishedResults.State.IN_USE).order_by("-decided_at", "-pk")


class PublishedResults(models.Model):
    """One file of results. The newest in use counts; those before it stay to be read."""

    class State(models.TextChoices):
        CHECKED = "checked", "Waiting for a decision"
        IN_USE = "in_use", "In use"
        DISCARDED = "discarded", "Discarded"

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="published_results")
    file_name = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    as_of = models.DateField("as at")
    rows = models.JSONField(help_text="Of each council: its name, scores, rating, date, source.")
    notes = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.CHECKED)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = PublishedResultsQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "published results"
        constraints = [
            models.CheckConstraint(
                name="published_results_decided_by_and_at",
                condition=Q(state="checked", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="checked") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                violation_error_message="Say who decided about this file.",
            )
        ]

    def __str__(self):
        return self.file_name

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.CHECKED
