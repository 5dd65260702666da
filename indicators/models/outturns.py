"""Figures, append-only. A revised figure is a new row that names the one it replaces.

Exactly one row per indicator, area and period is current. Rows of a data pack are written first and
become current together at the very end, so an import is all or nothing without a long lock.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models.areas import Area
from indicators.models.data_packs import DataPack
from indicators.models.indicators import Indicator, Period


class OutturnQuerySet(models.QuerySet):
    def current(self):
        return self.filter(is_current=True)


class Outturn(models.Model):
    """One figure, or the reason there is none, with the file, sheet and cell it came from."""

    class State(models.TextChoices):
        OK = "ok", "Figure"
        MISSING = "missing", "Not available"
        SUPPRESSED = "suppressed", "Suppressed"
        NOT_APPLICABLE = "not_applicable", "Not applicable"
        LOW = "low", "Low: 0 after rounding"

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="outturns", db_index=False
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="outturns", db_index=False)
    period = models.ForeignKey(Period, models.PROTECT, related_name="outturns", db_index=False)
    state = models.CharField(max_length=14, choices=State.choices, default=State.OK)
    value = models.FloatField(null=True, blank=True)
    numerator = models.FloatField(null=True, blank=True)
    denominator = models.FloatField(null=True, blank=True)
    base = models.FloatField(null=True, blank=True, help_text="People who answered")
    margin = models.FloatField(null=True, blank=True, help_text="Margin of error, plus or minus")
    is_provisional = models.BooleanField(default=False)
    is_revised = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    data_pack = models.ForeignKey(
        DataPack, models.PROTECT, null=True, blank=True, related_name="outturns"
    )
    sheet = models.CharField(max_length=80, blank=True)
    cell = models.CharField(max_length=12, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    is_current = models.BooleanField(default=False)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", db_index=False
    )

    objects = OutturnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "area"],
                condition=Q(is_current=True),
                name="one_current_outturn",
                violation_error_message=(
                    "There is already a figure for this indicator, place and period."
                ),
            ),
            models.CheckConstraint(
                name="outturn_value_or_reason",
                condition=Q(state="ok", value__isnull=False)
                | Q(state="low")
                | (~Q(state__in=["ok", "low"]) & Q(value__isnull=True)),
                violation_error_message="A figure needs a number, or a reason why there is none.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["area", "indicator", "period"],
                condition=Q(is_current=True),
                name="outturn_by_area",
            ),
            # Without it PostgreSQL goes through the whole table for each row that is removed.
            models.Index(
                fields=["replaces"],
                condition=Q(replaces__isnull=False),
                name="outturn_by_replaced",
            ),
        ]

    def __str__(self):
        return f"{self.indicator_id} {self.area_id} {self.period_id}"


class KeptStanding(models.Model):
    """Where the council's latest figure of an indicator stands among councils, worked out once.

    Derived from outturns and rebuilt by ``standings.keep``; nobody edits it. It counts only while
    the packs in use are those it was worked out from (docs/decisions/0011-kept-standings.md).
    """

    outturn = models.OneToOneField(Outturn, models.CASCADE, primary_key=True, related_name="+")
    region_id = models.BigIntegerField(help_text="The council's region then; 0 for none.")
    packs_in_use = models.PositiveIntegerField()
    packs_undone = models.PositiveIntegerField()
    last_confirmed = models.DateTimeField(null=True)
    last_outturn = models.BigIntegerField(help_text="The newest outturn then, whoever recorded it.")
    above = models.PositiveIntegerField()
    below = models.PositiveIntegerField()
    equal = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    suppressed = models.PositiveIntegerField()
    england_state = models.CharField(max_length=14, null=True)  # noqa: DJ001 none is held
    england_value = models.FloatField(null=True)
    region_state = models.CharField(max_length=14, null=True)  # noqa: DJ001 none is held
    region_value = models.FloatField(null=True)

    def __str__(self):
        return f"Standing of {self.outturn_id}"
