"""The weekly digest: what each person was told, and whether the mail was taken."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Digest(models.Model):
    """One person's mail for one week."""

    class State(models.TextChoices):
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="digests")
    week = models.DateField(help_text="The Monday of the week it is about.")
    address = models.EmailField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.SENDING)
    problem = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-week", "person"]
        constraints = [
            models.UniqueConstraint(fields=["person", "week"], name="one_digest_a_week"),
            models.CheckConstraint(
                name="digest_sent_has_a_time",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]

    def __str__(self):
        return f"{self.person}, week of {self.week}"


class DigestItem(models.Model):
    """One thing somebody has been told, so that they are not told it again."""

    digest = models.ForeignKey(Digest, models.CASCADE, related_name="items")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="nothing_is_told_twice")
        ]

    def __str__(self):
        return self.key


class DigestChoice(models.Model):
    """Somebody who does not want what the digest has besides their own work."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_choice"
    )
    wants_extras = models.BooleanField(default=True)

    def __str__(self):
        return str(self.person)
