"""Forms of a collection round: opening it, sending a figure back, handing one over."""

from datetime import date, timedelta

from django import forms
from django.contrib.auth import get_user_model

from config.form_fields import DayField, PersonField, RowsField
from config.wording import name_of
from indicators import periods
from indicators.collection import last_owners
from indicators.collection_checks import compared_with
from indicators.models import Indicator
from indicators.periods import PeriodSpec

OFFERED = 6
WEEKS_TO_ENTER = timedelta(weeks=3)
KIND_OF = {"monthly": "month", "quarterly": "quarter"}


def recent_periods(frequency: str, *, on: date) -> list[PeriodSpec]:
    """That of today and those before it, newest first."""
    kind = KIND_OF.get(frequency, "financial_year")
    spec = {
        "month": periods.month(on.year, on.month),
        "quarter": periods.quarter(
            (on.month - 4) % 12 // 3 + 1, on.year - (on.month < periods.APRIL)
        ),
        "financial_year": periods.financial_year(on.year - (on.month < periods.APRIL)),
    }[kind]
    found = [spec]
    while len(found) < OFFERED:
        found.append(compared_with(found[-1], "period"))
    return found


class IndicatorChoices(RowsField):
    widget = forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"})
    carried: dict[int, str]

    def label_from_instance(self, indicator):
        owner = name_of(indicator.owner) if indicator.owner else self.carried.get(indicator.pk)
        return f"{indicator.code} {indicator.name}: {owner or 'nobody yet'}"


class OpenRoundForm(forms.Form):
    period = forms.ChoiceField(label="Which period")
    due_on = DayField(label="Due on", help_text="After this day a figure that is owed is overdue.")
    indicators = IndicatorChoices(
        Indicator.objects.none(),
        label="Which figures, and who owes each",
        help_text="Those that we enter ourselves. Untick what is not wanted this time.",
        error_messages={"required": "Choose at least one indicator to ask for."},
    )

    def __init__(self, *args, frequency: str, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        offered = recent_periods(frequency, on=on)
        self.specs = {spec.starts_on.isoformat(): spec for spec in offered}
        self.fields["period"].choices = [
            (key, periods.label(*spec)) for key, spec in self.specs.items()
        ]
        self.candidates = list(candidates(frequency))
        field = self.fields["indicators"]
        field.carried = self.carried = owners_by_name(self.candidates)
        field.queryset = candidates(frequency)
        self.initial.setdefault("period", offered[1].starts_on.isoformat())
        self.initial.setdefault("due_on", on + WEEKS_TO_ENTER)
        self.initial.setdefault("indicators", [each.pk for each in self.owned])

    @property
    def owned(self) -> list[Indicator]:
        return [each for each in self.candidates if each.owner_id or each.pk in self.carried]

    @property
    def without_owner(self) -> list[Indicator]:
        owned = self.owned
        return [each for each in self.candidates if each not in owned]

    def clean_period(self) -> PeriodSpec:
        return self.specs[self.cleaned_data["period"]]


def candidates(frequency: str):
    found = Indicator.objects.in_use().filter(is_collected=True, frequency=frequency)
    return found.select_related("owner")


def owners_by_name(indicators) -> dict[int, str]:
    """Who owed each in the round before, carried on where the indicator names nobody."""
    owners = last_owners([each for each in indicators if not each.owner_id])
    people = get_user_model().objects.in_bulk(owners.values())
    return {pk: name_of(people[owner]) for pk, owner in owners.items()}


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label="Why",
        max_length=400,
        help_text="Whoever owes the figure reads it.",
        error_messages={"required": "Say why, so that they know what to do."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class HandOverForm(forms.Form):
    owner = PersonField(get_user_model().objects.none(), label="Who owes it from now on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = get_user_model().objects.with_perm("indicators.enter_figures")
        self.fields["owner"].queryset = people
