"""What people type about an indicator itself: what it is, and that it is dropped."""

from django import forms
from django.contrib.auth import get_user_model

from config.form_fields import DayField, PersonField
from config.second_editor import EditForm
from indicators import periods
from indicators.models import Indicator, Period

WIDTH = {"class": "govuk-input--width-5", "inputmode": "decimal"}


class PartOfField(forms.CharField):
    """The code of an indicator: a list to choose from would be hundreds long."""

    def clean(self, value):
        code = super().clean(value).strip()
        if not code:
            return None
        found = Indicator.objects.filter(code__iexact=code).first()
        if found is None:
            raise forms.ValidationError(f"There is no indicator with the code “{code}”.")
        return found


class BaselineField(forms.CharField):
    """A period as people write it; none where it is empty."""

    def clean(self, value):
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            spec = periods.parse(text)
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from None
        return Period.objects.get_or_create(**spec._asdict())[0]


class IndicatorForm(EditForm):
    title = forms.CharField(
        max_length=300,
        help_text="In full, as it is published or agreed.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    short_title = forms.CharField(
        max_length=120, required=False, help_text="As lists and charts show it."
    )
    definition = forms.CharField(
        required=False,
        help_text="What is counted, of whom, and when.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    what_good_looks_like = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    source = forms.CharField(max_length=200, required=False, label="Where its figures come from")
    unit = forms.ChoiceField(choices=Indicator.Unit.choices)
    decimals = forms.IntegerField(
        min_value=0, max_value=3, widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"})
    )
    polarity = forms.ChoiceField(
        label="Which way is better",
        choices=Indicator.Polarity.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
    )
    range_from = forms.FloatField(
        required=False,
        help_text="Only for an indicator that aims for a range.",
        widget=forms.TextInput(attrs=WIDTH),
    )
    range_to = forms.FloatField(required=False, widget=forms.TextInput(attrs=WIDTH))
    tolerance = forms.FloatField(
        min_value=0,
        help_text="How far from the target a figure may be and still be within tolerance.",
        widget=forms.TextInput(attrs=WIDTH),
    )
    tolerance_kind = forms.ChoiceField(
        label="Tolerance is in", choices=Indicator.ToleranceKind.choices
    )
    frequency = forms.ChoiceField(label="How often", choices=Indicator.Frequency.choices)
    build_up = forms.ChoiceField(label="How a year builds up", choices=Indicator.BuildUp.choices)
    reporting_lag = forms.IntegerField(
        label="Quarters in arrears",
        min_value=0,
        max_value=8,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
    )
    dead_band = forms.FloatField(
        required=False,
        min_value=0,
        label="Move that is no change",
        help_text="A move of this size or less is “no change”. Empty or 0: any move is a move.",
        error_messages={"min_value": "A move that counts as no change cannot be below 0."},
        widget=forms.TextInput(attrs=WIDTH),
    )
    baseline = BaselineField(
        max_length=40,
        required=False,
        help_text="The year or quarter that progress is measured from, such as 2023-24. "
        "Quarters are compared with the same quarter of a baseline year.",
    )
    has_limits = forms.BooleanField(
        required=False,
        label="Show a control chart",
        help_text="For monthly or quarterly figures that stand alone: tells a change from "
        "ordinary variation once there are 12.",
    )
    screens_limits = forms.BooleanField(
        required=False,
        label="Leave moves that stand out out of its limits",
        help_text="Where a few great moves, such as a change of recording, would make the limits "
        "too wide. Needs a reason below; the chart says so.",
    )
    group = forms.CharField(max_length=120, required=False, label="Set")
    heading = forms.CharField(
        max_length=200, required=False, label="Listed under", help_text="A priority, for example."
    )
    team = forms.CharField(max_length=120, required=False, label="Area or team")
    owner = PersonField(
        get_user_model().objects.none(),
        required=False,
        help_text="Who answers for the figure, and is asked for it.",
    )
    is_collected = forms.BooleanField(
        required=False,
        label="We enter its figures ourselves",
        help_text="They are asked of its owner in a collection round.",
    )
    parent = PartOfField(
        required=False,
        label="Part of",
        help_text="The code of the indicator that this one divides, by team or age group.",
    )
    breakdown = forms.CharField(
        max_length=60, required=False, label="Divided by", help_text="Team, or age group."
    )
    breakdown_label = forms.CharField(
        max_length=120,
        required=False,
        label="Which part",
        help_text="Hospital team, or 65 and over.",
    )
    reason = forms.CharField(
        max_length=400,
        required=False,
        label="Why it changes",
        help_text="Needed for a change of tolerance, range, chart limits, or of which way is "
        "better. Members read it.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ["revision"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = get_user_model().objects.with_perm("indicators.enter_figures")
        self.fields["owner"].queryset = people

    def clean_dead_band(self):
        return self.cleaned_data["dead_band"] or 0.0


class NewIndicatorForm(IndicatorForm):
    code = forms.CharField(
        max_length=40, help_text="Short, and used by no other indicator. It stays for good."
    )
    revision = None
    field_order = ["code"]

    def clean_code(self):
        code = self.cleaned_data["code"].strip()
        if Indicator.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError(f"There is already an indicator with the code {code}.")
        if code.strip("/").count("/") or code != code.strip("/"):
            raise forms.ValidationError("A code cannot have a slash in it.")
        return code


class DropForm(forms.Form):
    retired_from = DayField(label="Dropped from", help_text="Today, or the day it was decided.")
    reason = forms.CharField(
        max_length=400,
        label="Why it is dropped",
        help_text="Members read it.",
        error_messages={"required": "Say why it is dropped: members will ask."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RestoreForm(forms.Form):
    reason = forms.CharField(
        max_length=400,
        label="Why it is taken up again",
        error_messages={"required": "Say why it is taken up again."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


FIELDS = tuple(name for name in IndicatorForm.base_fields if name not in {"revision", "reason"})


def held_in(indicator: Indicator) -> dict:
    """What the form holds before anything is typed."""
    held = {name: getattr(indicator, name) for name in FIELDS}
    return held | {
        "owner": indicator.owner_id,
        "parent": indicator.parent.code if indicator.parent else "",
        "dead_band": f"{indicator.dead_band:g}",
        "baseline": str(indicator.baseline) if indicator.baseline else "",
    }
