"""Forms about comparator groups and the words of ratings."""

from collections import defaultdict

from django import forms
from django.core.exceptions import ValidationError

from config.form_fields import DayField, RowsField
from indicators.grouping import councils_named
from indicators.models import Area

REASON = forms.Textarea(attrs={"rows": 3})


class CouncilsField(RowsField):
    """Councils as checkboxes under their regions, in one query."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small gt-columns"})

    def offer(self, councils):
        regions = defaultdict(list)
        for council in councils:
            ended = f" (until {council.ended_on.year})" if council.ended_on else ""
            region = council.region.name if council.region else "Elsewhere"
            regions[region].append((council.pk, f"{council.name}{ended}"))
        self.choices = sorted(regions.items())

    def clean(self, value):
        """Keys come from a list of a few hundred: longer ones are nobody's."""
        if any(len(str(key)) > 18 for key in value or ()):  # noqa: PLR2004
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class GroupForm(forms.Form):
    name = forms.CharField(
        max_length=80,
        help_text="For example: Nearest neighbours 2025",
        error_messages={"required": "Give the group a name."},
    )
    source = forms.CharField(
        label="Where the list comes from",
        max_length=200,
        help_text="For example: CIPFA nearest neighbours model, or our performance board",
        error_messages={"required": "Say where the list comes from."},
    )
    as_of = forms.DateField(
        label="As of",
        help_text="The date of the list.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
        error_messages={
            "required": "Give the date of the list, such as 3 March 2026.",
            "invalid": "Write the date such as 3 March 2026.",
        },
    )
    named = forms.CharField(
        label="Councils, by name or ONS code",
        required=False,
        max_length=20_000,
        help_text="Type or paste them: one on each line, or separated by commas.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    councils = CouncilsField(Area.objects.none(), label="Or tick them", required=False)
    reason = forms.CharField(label="Reason", max_length=300, required=False, widget=REASON)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = Area.objects.councils().select_related("region").order_by("name")
        self.fields["councils"].queryset = found
        self.fields["councils"].offer(found)
        self.fields["councils"].one_of_several = True
        self.fields["named"].one_of_several = True

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if not 1990 <= day.year < 2100:  # noqa: PLR2004
            raise ValidationError(f"Check the year: it says {day.year}.")
        return day

    def clean_named(self):
        return councils_named(self.cleaned_data["named"])

    def clean(self):
        cleaned = super().clean()
        ticked = list(cleaned.get("councils") or ())
        named = cleaned.pop("named", None) or []
        cleaned["councils"] = list({area.pk: area for area in [*ticked, *named]}.values())
        cleaned["seen"] = cleaned.get("seen") or 0
        return cleaned


class GroupFileForm(forms.Form):
    """A file of councils, and what its columns do not say."""

    file = forms.FileField(
        label="File of councils",
        help_text="A workbook (.xlsx, .ods) or a text table (.csv) with a column headed “Council” "
        "or “ONS code”, and one row for each council.",
        error_messages={
            "required": "Choose a file of councils",
            "empty": "The file is empty. Choose it again.",
        },
    )
    group = forms.CharField(
        label="Name of the group",
        max_length=80,
        required=False,
        help_text="Where no column headed “Group” says it, such as Nearest neighbours 2025.",
    )
    source = forms.CharField(
        label="Where the list comes from",
        max_length=200,
        required=False,
        help_text="Where no column headed “Source” says it.",
    )
    as_of = DayField(
        label="As of",
        required=False,
        help_text="The date of the list, where no column headed “As of” says it.",
    )


class LoadGroupsForm(forms.Form):
    """What was shown, signed, and why groups that we hold are changed."""

    shown = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(max_length=300, required=False, widget=REASON, label="Why they change")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].one_of_several = True  # needed wherever it is asked for


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=300, widget=REASON, error_messages={"required": "Say why."})
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)


class RatingWordsForm(forms.Form):
    met = forms.CharField(
        label="When the target is met",
        max_length=40,
        error_messages={"required": "Give the word for when the target is met."},
    )
    within_tolerance = forms.CharField(
        label="When it is missed, within tolerance",
        max_length=40,
        error_messages={"required": "Give the word for when it is missed within tolerance."},
    )
    not_met = forms.CharField(
        label="When it is missed",
        max_length=40,
        error_messages={"required": "Give the word for when it is missed."},
    )
    reason = forms.CharField(max_length=300, required=False, widget=REASON)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def clean_seen(self):
        return self.cleaned_data["seen"] or 0
