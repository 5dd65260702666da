"""What people type about indicators."""

from collections.abc import Sequence

from django import forms

from indicators import periods
from indicators.models import Indicator
from indicators.periods import PeriodSpec
from indicators.targets import AIMED, Aimed

Polarity = Indicator.Polarity
REASON = {
    "label": "Reason",
    "max_length": 300,
    "required": False,
    "help_text": "Needed when you change a target that has been set.",
}


class FigureField(forms.FloatField):
    """A number without its unit, as people write it: thousands commas are taken."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"})

    def __init__(self, *, what: str, **options):
        said = f"Enter the {what} as a number, such as 66.5."
        super().__init__(error_messages={"required": said, "invalid": said}, **options)

    def to_python(self, value):
        return super().to_python(value.replace(",", "") if isinstance(value, str) else value)


class AimForm(forms.Form):
    """What one target and many have in common: tolerance, reason, and what was seen."""

    tolerance = FigureField(
        what="tolerance",
        label="Tolerance",
        required=False,
        help_text="Leave empty for the indicator’s own.",
    )
    tolerance_kind = forms.ChoiceField(
        label="Tolerance in",
        choices=[("", "As the indicator says"), *Indicator.ToleranceKind.choices],
        required=False,
    )
    reason = forms.CharField(**REASON, widget=forms.Textarea(attrs={"rows": 3}))
    seen_target = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def clean(self):
        cleaned = super().clean()
        cleaned["seen_target"] = cleaned.get("seen_target") or 0
        if cleaned.get("tolerance") is None:
            cleaned["tolerance_kind"] = ""
        elif not cleaned.get("tolerance_kind"):
            self.add_error("tolerance_kind", "Say what the tolerance is in.")
        return cleaned


class TargetForm(AimForm):
    period = forms.CharField(
        label="Period",
        max_length=40,
        help_text="The year, quarter or month it is for, such as 2025-26 or Q2 2025-26. "
        "A year’s target holds for its quarters.",
        error_messages={"required": "Enter the period the target is for, such as 2025-26."},
    )
    value = FigureField(what="target", label="Target", help_text="A number, without its unit.")
    range_to = FigureField(what="end of the range", label="Range to")
    floor = FigureField(what="floor", label="Floor", required=False)

    field_order = ("period", "value", "range_to", "floor", "tolerance", "tolerance_kind", "reason")

    def __init__(self, *args, indicator: Indicator, **kwargs):
        super().__init__(*args, **kwargs)
        if indicator.polarity == Polarity.RANGE:
            del self.fields["floor"]
            self.fields["value"].label = "Range from"
        else:
            del self.fields["range_to"]
            word, side = floor_words(indicator)
            self.fields["floor"].label = word
            self.fields[
                "floor"
            ].help_text = (
                f"The {side} figure that is still within tolerance, in place of a tolerance."
            )


class YearOfTargetsForm(AimForm):
    """A row for the year and one for each quarter or month of it. Empty is no target."""

    def __init__(self, *args, indicator: Indicator, places: Sequence[PeriodSpec], **kwargs):
        super().__init__(*args, **kwargs)
        self.indicator, self.places = indicator, tuple(places)
        for place, spec in enumerate(self.places):
            for name, word in self.columns:
                self.fields[f"{place}.{name}"] = FigureField(
                    what=word.lower(), label=f"{word}, {periods.label(*spec)}", required=False
                )
        self.order_fields([*(name for name in self.fields if "." in name)])

    @property
    def columns(self) -> list[tuple[str, str]]:
        if self.indicator.polarity == Polarity.RANGE:
            return [("value", "Range from"), ("range_to", "Range to")]
        return [("value", "Target"), ("floor", floor_words(self.indicator)[0])]

    @property
    def headings(self) -> list[str]:
        return [word for _, word in self.columns]

    @property
    def rows(self):
        """Each period in words with its fields."""
        for place, spec in enumerate(self.places):
            yield periods.label(*spec), [self[f"{place}.{name}"] for name, _ in self.columns]

    @property
    def others(self):
        return [self[name] for name in ("tolerance", "tolerance_kind", "reason")]

    def clean(self):
        cleaned = super().clean()
        for place in range(len(self.places)):
            (first, _), (second, word) = self.columns
            if cleaned.get(f"{place}.{second}") is not None and (
                cleaned.get(f"{place}.{first}") is None
            ):
                self.add_error(f"{place}.{first}", f"Give a target as well as the {word.lower()}.")
        return cleaned

    @property
    def aims(self) -> dict[PeriodSpec, Aimed | None]:
        return {spec: self._aim(place) for place, spec in enumerate(self.places)}

    def _aim(self, place: int) -> Aimed | None:
        given = {name: self.cleaned_data.get(f"{place}.{name}") for name in AIMED}
        if given["value"] is None:
            return None
        shared = {name: self.cleaned_data[name] for name in ("tolerance", "tolerance_kind")}
        return Aimed(**given | shared)


def floor_words(indicator: Indicator) -> tuple[str, str]:
    """What a floor is called, and which figure it is."""
    is_lower = indicator.polarity == Polarity.LOWER
    return ("Ceiling", "highest") if is_lower else ("Floor", "lowest")
