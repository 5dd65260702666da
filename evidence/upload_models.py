"""Files on their way in: kept for the person who sends them until they say what they show."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Upload(models.Model):
    """A file that somebody is sending, or has sent and not yet saved as evidence.

    Its content lies in ``settings.ARRIVING_ROOT`` under its key. How much has arrived is the size
    of the file there, which stays true whatever happens to this process.
    """

    class State(models.TextChoices):
        ARRIVING = "arriving", "On its way"
        READY = "ready", "Ready to save"
        REFUSED = "refused", "Cannot be added"

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    original_name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField(help_text="Bytes")
    modified = models.CharField(
        max_length=20,
        blank=True,
        help_text="When the sender's file was last changed, to know it again when it goes on.",
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.ARRIVING)
    problem = models.TextField(blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    is_without_camera_details = models.BooleanField(
        default=False, help_text="Place, time and camera were taken out of a picture."
    )
    text = models.TextField(blank=True, help_text="How it begins, for suggestions.")
    text_is_read = models.BooleanField(default=False)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="uploads")
    sent_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="upload_ready_when_looked_at",
                condition=~Q(state="ready")
                | (Q(sha256__regex=r"^[0-9a-f]{64}$") & ~Q(media_type="")),
                violation_error_message="A file is ready once it has been looked at.",
            ),
            models.CheckConstraint(
                name="upload_refused_with_a_reason",
                condition=~Q(state="refused") | ~Q(problem=""),
                violation_error_message="Say why the file cannot be added.",
            ),
        ]

    def __str__(self):
        return self.original_name

    @property
    def is_ready(self):
        return self.state == self.State.READY

    @property
    def is_refused(self):
        return self.state == self.State.REFUSED
