"""A round of collecting figures: what is owed by whom for a period, what was entered, and by whom
it was checked. What is entered and what happens are rows that are only added."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models.indicators import Indicator, Period
from indicators.models.outturns import Outturn


class CollectionRound(models.Model):
    """The figures of one period that we enter ourselves."""

    period = models.OneToOneField(
        Period,
        models.PROTECT,
        related_name="collection_round",
        error_messages={"unique": "There is already a collection round for this period."},
    )
    due_on = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-period__ends_on", "-pk"]

    def __str__(self):
        return f"Collection round {self.period}"


class OwedFigureQuerySet(models.QuerySet):
    def owed(self, *, on: date):
        """Not handed in yet, in rounds whose period has begun."""
        return self.filter(
            status=OwedFigure.Status.OWED,
            round__period__starts_on__lte=on,
            indicator__retired_from=None,
        )

    def overdue(self, *, on: date):
        return self.owed(on=on).filter(round__due_on__lt=on)

    def to_sign_off(self):
        return self.filter(status=OwedFigure.Status.SUBMITTED)

    def in_full(self):
        return self.select_related(
            "indicator", "owner", "round__period", "entry__entered_by", "outturn__data_pack"
        ).order_by("indicator__position", "indicator__code")


class OwedFigure(models.Model):
    """One figure that one person owes. ``entry`` is the newest of what was entered."""

    class Status(models.TextChoices):
        OWED = "owed", "Owed"
        SUBMITTED = "submitted", "Handed in"
        SIGNED_OFF = "signed_off", "Signed off"

    round = models.ForeignKey(CollectionRound, models.PROTECT, related_name="figures")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="owed_figures")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="owed_figures")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OWED)
    entry = models.ForeignKey(
        "FigureEntry", models.PROTECT, null=True, blank=True, related_name="+"
    )
    outturn = models.ForeignKey(
        Outturn, models.PROTECT, null=True, blank=True, related_name="collected_as"
    )

    objects = OwedFigureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "indicator"], name="owed_once_in_a_round"),
            models.CheckConstraint(
                name="handed_in_with_a_figure",
                condition=Q(status="owed") | Q(entry__isnull=False),
                violation_error_message="Enter the figure before you hand it in.",
            ),
            models.CheckConstraint(
                name="signed_off_into_an_outturn",
                condition=~Q(status="signed_off") | Q(outturn__isnull=False),
                violation_error_message="A figure that is signed off is in use.",
            ),
        ]

    def __str__(self):
        return f"{self.indicator_id} owed by {self.owner_id}"

    @property
    def is_owed(self) -> bool:
        return self.status == self.Status.OWED

    @property
    def given(self) -> "FigureEntry":
        """What was handed in: a constraint says that it is there."""
        if self.entry is None:
            raise ValueError(f"Nothing was entered for {self}")
        return self.entry


class FigureEntry(models.Model):
    """What somebody entered as a figure. Append-only; the newest counts."""

    owed = models.ForeignKey(OwedFigure, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=14, choices=Outturn.State.choices)
    value = models.FloatField(null=True, blank=True)
    numerator = models.FloatField(null=True, blank=True)
    denominator = models.FloatField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    question = models.CharField(
        max_length=300, blank=True, help_text="What it was asked about: a big move, for example."
    )
    is_confirmed = models.BooleanField(default=False, help_text="Said to be right all the same.")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["owed", "number"],
                name="one_entry_of_a_number",
                violation_error_message="Somebody else saved at the same moment. Save again.",
            ),
            models.CheckConstraint(
                name="entry_value_or_reason",
                condition=Q(state="ok", value__isnull=False)
                | Q(state="low")
                | (~Q(state__in=["ok", "low"]) & Q(value__isnull=True)),
                violation_error_message="Enter a number, or a word for why there is none.",
            ),
        ]

    def __str__(self):
        return f"Entry {self.number} of {self.owed_id}"

    @property
    def is_waiting(self) -> bool:
        """Whether it was asked about and nobody has answered."""
        return bool(self.question) and not self.is_confirmed


class CollectionEvent(models.Model):
    """What became of an owed figure, when and why. Append-only."""

    class Kind(models.TextChoices):
        HANDED_OVER = "handed_over", "Owed by somebody else"
        SUBMITTED = "submitted", "Handed in"
        SENT_BACK = "sent_back", "Sent back"
        SIGNED_OFF = "signed_off", "Signed off"
        REOPENED = "reopened", "Opened again"

    owed = models.ForeignKey(OwedFigure, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    reason = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="going_back_needs_a_reason",
                condition=~Q(kind__in=["sent_back", "reopened"]) | ~Q(reason=""),
                violation_error_message="Say why.",
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.owed_id}"
