"""What people said of care and support, in their words, and what they agreed may be done with it.

The words are somebody's own. When that person takes back their consent the words are erased, here
and so everywhere later; that there was a voice, and when it was taken back, is kept.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from config.wording import day_in_words
from readiness.models.framework import Statement


class Source(models.TextChoices):
    PERSON = "person", "Person who draws on care and support"
    CARER = "carer", "Unpaid carer"
    FAMILY = "family", "Family member or friend"
    COMMUNITY = "community", "Community group"
    PARTNER = "partner", "Partner organisation"
    STAFF = "staff", "Member of staff"


class VoiceQuerySet(models.QuerySet):
    def kept(self):
        return self.filter(withdrawn_at__isnull=True)

    def agreed(self, *, on):
        """Whose consent holds on a day."""
        return self.kept().filter(Q(agreed_until__isnull=True) | Q(agreed_until__gte=on))

    def agreed_for_assessment(self, *, on):
        """What CQC and peer reviewers may be shown."""
        return self.agreed(on=on).filter(for_assessment=True)

    def agreed_for_publication(self, *, on):
        return self.agreed(on=on).filter(for_publication=True)

    def run_out(self, *, on):
        return self.kept().filter(agreed_until__lt=on)


class Voice(models.Model):
    class Kind(models.TextChoices):
        QUOTE = "quote", "Quote"
        STORY = "story", "Story"

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="voices")
    i_statement = models.CharField("I statement", max_length=300, blank=True)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    words = models.TextField(
        blank=True, help_text="Without names. Erased when consent is withdrawn."
    )
    source = models.CharField("who said it", max_length=9, choices=Source.choices)
    heard_on = models.DateField()
    heard_where = models.CharField(max_length=150)
    agreed_on = models.DateField("consent given on")
    agreed_until = models.DateField("consent lasts until", null=True, blank=True)
    agreed_how = models.CharField("how consent was given", max_length=200)
    for_assessment = models.BooleanField("may be shown to CQC and peer reviewers", default=False)
    for_publication = models.BooleanField("may be published", default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-heard_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="voice_withdrawn_by_and_at_together",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                violation_error_message="Say who recorded that consent was withdrawn.",
            ),
            models.CheckConstraint(
                name="words_go_when_consent_goes",
                condition=Q(withdrawn_at__isnull=True) & ~Q(words="")
                | Q(withdrawn_at__isnull=False, words=""),
                violation_error_message="Write what was said.",
            ),
            models.CheckConstraint(
                name="consent_ends_after_it_is_given",
                condition=Q(agreed_until__isnull=True) | Q(agreed_until__gte=F("agreed_on")),
                violation_error_message="The consent ends before it was given.",
            ),
        ]
        indexes = [models.Index(fields=["statement", "-heard_on"], name="voices_of_statement")]

    def __str__(self):
        return f"{self.get_source_display()}, {day_in_words(self.heard_on)}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    def has_run_out(self, *, on) -> bool:
        return not self.is_withdrawn and self.agreed_until is not None and self.agreed_until < on


class VoiceChange(models.Model):
    """One thing that was done about a voice, in words that repeat none of its own. Append-only."""

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="changes")
    change = models.CharField(max_length=300)
    reason = models.CharField(max_length=300, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.voice}: {self.change}"
