"""Files of figures, and what their publishers say beside the figures."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models.areas import Area
from indicators.models.indicators import Indicator


class DataPack(models.Model):
    """A file of figures, from being received to being confirmed. It is also the job's own row:
    state and progress are read from here."""

    class State(models.TextChoices):
        RECEIVED = "received", "Waiting to be read"
        READING = "reading", "Being read"
        PREVIEWED = "previewed", "Ready to check"
        UNMAPPED = "unmapped", "Needs its columns named"
        REFUSED = "refused", "Could not be read"
        CONFIRMED = "confirmed", "Waiting to be written"
        WRITING = "writing", "Being written"
        IN_USE = "in_use", "In use"
        FAILED = "failed", "Stopped: nothing was changed"
        DISCARDED = "discarded", "Discarded"
        UNDONE = "undone", "Undone"

    WORKING = (State.RECEIVED, State.READING, State.CONFIRMED, State.WRITING)
    DISCARDABLE = (State.RECEIVED, State.PREVIEWED, State.UNMAPPED, State.REFUSED, State.FAILED)
    READ_AGAIN = (State.IN_USE, State.UNDONE, State.DISCARDED, State.FAILED, State.REFUSED)
    ANSWERABLE = (State.PREVIEWED, State.UNMAPPED)

    title = models.CharField(max_length=200)
    file = models.FileField(upload_to="data_packs/%Y/%m", max_length=300)
    original_name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    layout = models.CharField(max_length=60, blank=True)
    council = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        help_text="Whose figures, where the file does not say.",
    )
    state = models.CharField(max_length=9, choices=State.choices, default=State.RECEIVED)
    progress = models.PositiveIntegerField(default=0)
    progress_of = models.PositiveIntegerField(default=0)
    preview = models.JSONField(null=True, blank=True)
    preview_file = models.FileField(
        upload_to="data_packs/%Y/%m",
        max_length=300,
        blank=True,
        help_text="Every line of the preview as it was shown, to page through and to download.",
    )
    mapping = models.JSONField(
        null=True, blank=True, help_text="What its columns are, where a person has said so."
    )
    first_look = models.JSONField(
        null=True, blank=True, help_text="Its sheets and their first rows, for naming the columns."
    )
    decisions = models.JSONField(
        default=dict, blank=True, help_text="What becomes of indicators we do not hold."
    )
    problem = models.TextField(blank=True)
    words_kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who said that cells such as “60 to 70” are kept as words, without a figure.",
    )
    words_kept_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    discarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    discarded_at = models.DateTimeField(null=True, blank=True)
    run = models.CharField(
        max_length=32,
        blank=True,
        editable=False,
        help_text="Which piece of background work holds this pack; an older one stops.",
    )

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [models.Index(fields=["sha256"], name="data_pack_sha256")]
        constraints = [
            # Two people, or two clicks, sending a file at the same moment.
            models.UniqueConstraint(
                fields=["sha256"],
                condition=~Q(state__in=["refused", "in_use", "failed", "discarded", "undone"]),
                name="one_open_pack_of_a_file",
                violation_error_message="This file is being looked at already.",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def is_working(self) -> bool:
        return self.state in self.WORKING

    @property
    def keeps_words(self) -> bool:
        return self.words_kept_at is not None

    @property
    def can_be_discarded(self) -> bool:
        return self.state in self.DISCARDABLE

    @property
    def can_be_read_again(self) -> bool:
        return self.state in self.READ_AGAIN

    @property
    def can_be_answered(self) -> bool:
        """Whether a person may still say whose figures these are, and what its columns are."""
        return self.state in self.ANSWERABLE


class SeriesBreakQuerySet(models.QuerySet):
    def in_force(self):
        """An administrator's, and those told of by a data pack that is in use."""
        return self.filter(Q(data_pack=None) | Q(data_pack__state=DataPack.State.IN_USE))


class SeriesBreak(models.Model):
    """Figures before this day cannot be compared with figures after it.

    Each data pack that tells of a break has its own row, so undoing one withdraws only its word.
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="series_breaks")
    begins_on = models.DateField()
    reason = models.CharField(max_length=400)
    data_pack = models.ForeignKey(
        DataPack, models.PROTECT, null=True, blank=True, related_name="breaks"
    )

    objects = SeriesBreakQuerySet.as_manager()

    class Meta:
        ordering = ["begins_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "begins_on"],
                condition=Q(data_pack=None),
                name="one_break_per_day",
            ),
            models.UniqueConstraint(
                fields=["indicator", "begins_on", "data_pack"], name="one_break_per_day_of_a_pack"
            ),
        ]

    def __str__(self):
        return f"{self.indicator.code}: {self.reason}"


class ReleaseNote(models.Model):
    """A note a publisher printed with an indicator's figures; it belongs beside them."""

    data_pack = models.ForeignKey(DataPack, models.CASCADE, related_name="notes")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="release_notes")
    label = models.CharField(max_length=20)
    text = models.TextField()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.label} {self.text[:40]}"
