"""A council's own list of evidence, brought in with its files. The row is also the job's own."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class RegisterImport(models.Model):
    class State(models.TextChoices):
        RECEIVED = "received", "Being checked"
        CHECKED = "checked", "Ready to confirm"
        REFUSED = "refused", "Could not be read"
        CONFIRMED = "confirmed", "Being brought in"
        DONE = "done", "Brought in"
        DISCARDED = "discarded", "Discarded"

    register = models.FileField(upload_to="registers/%Y/%m", max_length=300)
    register_name = models.CharField(max_length=255)
    files = models.FileField(upload_to="registers/%Y/%m", max_length=300, blank=True)
    files_name = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.RECEIVED)
    problem = models.TextField(blank=True)
    report = models.JSONField(null=True, blank=True, help_text="What would be done, row by row.")
    progress = models.PositiveIntegerField(default=0)
    progress_of = models.PositiveIntegerField(default=0)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.register_name

    @property
    def is_working(self) -> bool:
        return self.state in (self.State.RECEIVED, self.State.CONFIRMED)
