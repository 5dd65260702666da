"""Plans and recommendations brought in as spreadsheets: what a file would do, that it was done."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class LookedAtFile(models.Model):
    """A file whose rows were read, and what was decided on it."""

    class State(models.TextChoices):
        CHECKED = "checked", "Ready to confirm"
        DONE = "done", "Brought in"
        DISCARDED = "discarded", "Discarded"

    name = models.CharField(max_length=255)
    state = models.CharField(max_length=9, choices=State.choices, default=State.CHECKED)
    report = models.JSONField(help_text="What would be done, row by row.")
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-id"]

    def __str__(self):
        return self.name


class PlanImport(LookedAtFile):
    file = models.FileField(upload_to="plans/%Y/%m", max_length=300)


class RecommendationImport(LookedAtFile):
    file = models.FileField(upload_to="recommendations/%Y/%m", max_length=300)
