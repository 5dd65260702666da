"""What is measured, for which stretch of time, and what the council aims for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators import periods
from indicators.figures import with_unit
from indicators.models.areas import Area


class Period(models.Model):
    """A stretch of time figures are for. Its words come from ``indicators.periods``."""

    class Kind(models.TextChoices):
        MONTH = "month", "Month"
        QUARTER = "quarter", "Quarter"
        FINANCIAL_YEAR = "financial_year", "Financial year"
        CALENDAR_YEAR = "calendar_year", "Calendar year"
        ROLLING_YEAR = "rolling_year", "Rolling 12 months"
        ROLLING_YEARS = "rolling_years", "Several years together"
        SNAPSHOT = "snapshot", "As at a day"

    kind = models.CharField(max_length=14, choices=Kind.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["ends_on", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "starts_on", "ends_on"], name="one_row_per_period"
            ),
            models.CheckConstraint(
                name="period_ends_after_it_starts",
                condition=Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="The period ends before it starts.",
            ),
        ]

    def __str__(self):
        return periods.label(self.kind, self.starts_on, self.ends_on)


class IndicatorQuerySet(models.QuerySet):
    def in_use(self):
        """All but those that were dropped."""
        return self.filter(retired_from=None)

    def dropped(self):
        return self.exclude(retired_from=None)


class Indicator(models.Model):
    """A measure: what it is, which way is better, how its figures are written."""

    class Unit(models.TextChoices):
        PERCENT = "percent", "%"
        NUMBER = "number", "number"
        RATE = "per_100000", "per 100,000"
        SCORE = "score", "score"
        DAYS = "days", "days"
        POUNDS = "pounds", "£"

    class Polarity(models.TextChoices):
        HIGHER = "higher", "Higher is better"
        LOWER = "lower", "Lower is better"
        RANGE = "range", "Aim for a range"
        NONE = "none", "For information"

    class Frequency(models.TextChoices):
        ANNUAL = "annual", "Every year"
        BIENNIAL = "biennial", "Every two years"
        QUARTERLY = "quarterly", "Every quarter"
        MONTHLY = "monthly", "Every month"

    class BuildUp(models.TextChoices):
        PERIOD = "period", "Each period stands alone"
        CUMULATIVE = "cumulative", "Year to date"
        ROLLING = "rolling", "Rolling 12 months"
        SNAPSHOT = "snapshot", "As at a day"

    class ToleranceKind(models.TextChoices):
        PERCENT = "percent", "% of target"
        POINTS = "points", "points"

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    short_title = models.CharField(max_length=120, blank=True)
    definition = models.TextField(blank=True)
    what_good_looks_like = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    previous_code = models.CharField(
        max_length=40,
        blank=True,
        help_text="Its code before 2023, which may be another measure's today.",
    )
    unit = models.CharField(max_length=10, choices=Unit.choices)
    decimals = models.PositiveSmallIntegerField(default=1)
    polarity = models.CharField(max_length=6, choices=Polarity.choices, default=Polarity.NONE)
    frequency = models.CharField(max_length=9, choices=Frequency.choices, default=Frequency.ANNUAL)
    build_up = models.CharField(max_length=10, choices=BuildUp.choices, default=BuildUp.PERIOD)
    reporting_lag = models.PositiveSmallIntegerField(default=0, help_text="Quarters in arrears")
    tolerance = models.FloatField(default=5)
    tolerance_kind = models.CharField(
        max_length=7, choices=ToleranceKind.choices, default=ToleranceKind.PERCENT
    )
    range_from = models.FloatField(null=True, blank=True)
    range_to = models.FloatField(null=True, blank=True)
    dead_band = models.FloatField(
        default=0,
        help_text="A move of this size or less, in the figure’s own unit, is no change.",
    )
    baseline = models.ForeignKey(
        Period,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The period that progress is measured from, where one was agreed.",
    )
    has_limits = models.BooleanField(
        default=False, help_text="Show a control chart of its monthly or quarterly figures."
    )
    screens_limits = models.BooleanField(
        default=False, help_text="Leave moves that stand out out of the limits of the chart."
    )
    is_survey = models.BooleanField(default=False, help_text="Has a published margin of error.")
    group = models.CharField(
        max_length=120, blank=True, help_text="ASCOF, or the plan it comes from."
    )
    heading = models.CharField(
        max_length=200,
        blank=True,
        help_text="What the council's own report lists it under: a priority, an area of work.",
    )
    team = models.CharField("area or team", max_length=120, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators_owned",
        help_text="Who answers for the figure.",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sub_indicators",
        help_text="The indicator this one is a part of.",
    )
    breakdown = models.CharField(
        max_length=60, blank=True, help_text="What its parent is divided by: Team, Age group."
    )
    breakdown_label = models.CharField(
        "part", max_length=120, blank=True, help_text="Which part this one is: Hospital team, 65+."
    )
    is_collected = models.BooleanField(
        "entered by us",
        default=False,
        help_text="Its figures are asked of its owner in a collection round.",
    )
    retired_from = models.DateField(
        "dropped from", null=True, blank=True, help_text="Kept with its history; not on lists."
    )
    retired_reason = models.CharField("why it was dropped", max_length=400, blank=True)
    position = models.PositiveIntegerField(default=0)
    first_named_by = models.ForeignKey(
        "DataPack",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The data pack that brought the indicator, where one did.",
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                name="dropped_with_a_reason",
                condition=Q(retired_from__isnull=True, retired_reason="")
                | (Q(retired_from__isnull=False) & ~Q(retired_reason="")),
                violation_error_message="Say from when the indicator is dropped, and why.",
            ),
            models.CheckConstraint(
                name="part_of_something",
                condition=Q(parent__isnull=False) | Q(breakdown="", breakdown_label=""),
                violation_error_message=(
                    "A breakdown needs the indicator that this one is a part of."
                ),
            ),
            models.CheckConstraint(
                name="not_a_part_of_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                violation_error_message="An indicator cannot be a part of itself.",
            ),
            models.CheckConstraint(
                name="range_for_range_polarity",
                condition=~Q(polarity="range")
                | Q(
                    range_from__isnull=False,
                    range_to__isnull=False,
                    range_from__lte=models.F("range_to"),
                ),
                violation_error_message="An indicator that aims for a range needs both ends of it.",
            ),
            models.CheckConstraint(
                name="indicator_dead_band_not_below_nought",
                condition=Q(dead_band__gte=0),
                violation_error_message="A move that counts as no change cannot be below 0.",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        return self.short_title or self.title

    @property
    def is_dropped(self) -> bool:
        return self.retired_from is not None


class TargetQuerySet(models.QuerySet):
    def current(self):
        return self.filter(is_current=True)

    def of(self, council):
        return self.filter(council=council.pk)

    def ours(self):
        """The home council's."""
        return self.filter(council__code=settings.COUNCIL_CODE)


class Target(models.Model):
    """What a council aims for in a period. Append-only: a changed target is a new row.

    Another council's scorecard brings that council's targets, never ours.

    A target may bring its own tolerance or a floor in its place; that of an indicator which aims
    for a range is the range ``value`` to ``range_to``.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    council = models.ForeignKey(
        Area, models.PROTECT, related_name="targets", help_text="Whose target it is."
    )
    period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    value = models.FloatField()
    floor = models.FloatField(
        null=True,
        blank=True,
        help_text="The last figure that is within tolerance, in place of a tolerance.",
    )
    range_to = models.FloatField(null=True, blank=True)
    tolerance = models.FloatField(null=True, blank=True)
    tolerance_kind = models.CharField(
        max_length=7, choices=Indicator.ToleranceKind.choices, blank=True
    )
    reason = models.CharField(max_length=300, blank=True)
    is_current = models.BooleanField(default=True)
    data_pack = models.ForeignKey(
        "DataPack",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        help_text="The data pack that brought it, where one did.",
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    set_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "-set_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "council", "period"],
                condition=Q(is_current=True),
                name="one_current_target",
            ),
            models.CheckConstraint(
                name="withdrawn_target_is_not_current",
                condition=Q(withdrawn_at=None) | Q(is_current=False),
                violation_error_message="A target that was withdrawn is not in force.",
            ),
            models.CheckConstraint(
                name="target_range_in_order",
                condition=Q(range_to=None) | Q(range_to__gte=models.F("value")),
                violation_error_message="A range ends where it begins, or above that.",
            ),
            models.CheckConstraint(
                name="target_tolerance_has_its_kind",
                condition=Q(tolerance=None, tolerance_kind="")
                | Q(tolerance__gte=0) & ~Q(tolerance_kind=""),
                violation_error_message="Say what the tolerance is in: % of target, or points.",
            ),
        ]

    def __str__(self):
        return f"Target {self.value}"

    @property
    def value_text(self) -> str:
        """``66.5%``; of a range, ``80% to 90%``."""
        ends = (self.value,) if self.range_to is None else (self.value, self.range_to)
        unit, decimals = self.indicator.unit, self.indicator.decimals
        return " to ".join(with_unit(end, unit, decimals) for end in ends)

    @property
    def allowance_text(self) -> str:
        """Its floor or its own tolerance; nothing where the indicator's holds."""
        if self.floor is not None:
            word = "ceiling" if self.indicator.polarity == Indicator.Polarity.LOWER else "floor"
            floor = with_unit(self.floor, self.indicator.unit, self.indicator.decimals)
            return f"{word} {floor}"
        if self.tolerance is None:
            return ""
        amount = f"{self.tolerance:g}"
        kind = Indicator.ToleranceKind(self.tolerance_kind)
        return f"tolerance {amount}{'' if kind.label.startswith('%') else ' '}{kind.label}"


class RatingWords(models.Model):
    """The council's own words for its ratings. Append-only: the newest row is in force."""

    met = models.CharField(max_length=40)
    within_tolerance = models.CharField(max_length=40)
    not_met = models.CharField(max_length=40)
    reason = models.CharField(max_length=300, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "rating words"
        constraints = [
            models.CheckConstraint(
                name="rating_words_differ",
                condition=~Q(met=models.F("within_tolerance"))
                & ~Q(met=models.F("not_met"))
                & ~Q(within_tolerance=models.F("not_met")),
                violation_error_message="Each rating needs a word of its own.",
            ),
            models.CheckConstraint(
                name="rating_words_are_said",
                condition=~Q(met="") & ~Q(within_tolerance="") & ~Q(not_met=""),
                violation_error_message="Each rating needs a word.",
            ),
        ]

    def __str__(self):
        return f"{self.met}, {self.within_tolerance}, {self.not_met}"
