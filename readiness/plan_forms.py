"""Forms for the strategic plan. They gather what was typed; readiness.improvement decides."""

from datetime import date

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.html import format_html

from config.form_fields import DayField, RowsField
from config.second_editor import EditForm
from config.wording import name_of
from indicators.models import Indicator
from readiness.action_words import LOOKS
from readiness.models import Plan, Priority, Statement
from readiness.quarters import Quarter, quarters_back
from readiness.roles import people_who_may
from readiness.score_reads import frameworks_in_use_first

QUARTERS_OFFERED = 5


class PlanForm(forms.Form):
    title = forms.CharField(max_length=120, help_text="For example: Strategic plan 2026 to 2029")
    starts_on = DayField(label="Starts on")
    ends_on = DayField(label="Ends on")
    source = forms.CharField(
        label="Where it was agreed or published", max_length=200, required=False
    )


class PriorityForm(forms.Form):
    title = forms.CharField(max_length=160)
    outcome = forms.CharField(
        label="What will be different for people",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return name_of(person)


class PriorityField(forms.ModelChoiceField):
    """Names the plan as well where there is more than one."""

    names_plan = False

    def label_from_instance(self, priority):
        return f"{priority} ({priority.plan.title})" if self.names_plan else str(priority)


class IndicatorCodesField(forms.CharField):
    """Codes separated by commas in, indicators out: a list to tick would be hundreds long."""

    def clean(self, value):
        codes = [code.strip() for code in super().clean(value).split(",") if code.strip()]
        lower = Indicator.objects.annotate(lower=Lower("code"))
        found = {
            indicator.lower: indicator
            for indicator in lower.filter(lower__in=[code.lower() for code in codes])
        }
        unknown = [code for code in codes if code.lower() not in found]
        if unknown:
            raise forms.ValidationError(
                f"There is no indicator {' or '.join(unknown)}. "
                "Its code is beside its title in the list of indicators."
            )
        return list(found.values())


class ActionForm(forms.Form):
    title = forms.CharField(
        label="Action", max_length=200, help_text="What will be done, beginning with a verb"
    )
    priority = PriorityField(Priority.objects.select_related("plan"), empty_label="Choose")
    owner = PersonField(None, empty_label="Choose", help_text="Who answers for it")
    starts_on = DayField(label="Start date", required=False)
    due_on = DayField(label="Due date", required=False)
    measure = forms.CharField(
        label="Measure of success",
        max_length=300,
        required=False,
        help_text="How will you know that it worked?",
    )
    description = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), required=False)
    statements = RowsField(
        None,
        label="Quality statements it serves",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    indicators = IndicatorCodesField(
        label="Indicators it should move",
        required=False,
        help_text="Codes separated by commas, for example: 1C, 4B",
    )

    def __init__(self, *args, linked=(), **kwargs):
        super().__init__(*args, **kwargs)
        in_use = Q(framework__in=frameworks_in_use_first().values("pk")[:1])
        self.fields["statements"].queryset = Statement.objects.filter(in_use | Q(pk__in=linked))
        self.fields["priority"].names_plan = Plan.objects.count() > 1
        self.fields["owner"].queryset = people_who_may("readiness.update_action")


class EditActionForm(ActionForm, EditForm):
    def __init__(self, *args, action, **kwargs):
        # Statements of another framework, and an owner who has left, stay on the actions that
        # have them.
        linked = list(action.statements.values_list("pk", flat=True))
        kwargs["initial"] = {
            "title": action.title,
            "priority": action.priority_id,
            "owner": action.owner_id,
            "starts_on": action.starts_on,
            "due_on": action.due_on,
            "measure": action.measure,
            "description": action.description,
            "statements": linked,
            "indicators": ", ".join(action.indicators.values_list("code", flat=True)),
            "revision": action.revision,
        }
        super().__init__(*args, linked=linked, **kwargs)
        people = get_user_model().objects
        self.fields["owner"].queryset |= people.filter(pk=action.owner_id)


def status_choices():
    words = '{} <span class="gt-radio-meaning">{}</span>'
    return [
        (status.value, format_html(words, status.label, look.meaning))
        for status, look in LOOKS.items()
    ]


class QuarterField(forms.TypedChoiceField):
    def __init__(self, **kwargs):
        super().__init__(coerce=lambda day: Quarter(date.fromisoformat(day)), **kwargs)


class UpdateForm(forms.Form):
    """An owner's word on a quarter: made to be filled in under a minute."""

    status = forms.ChoiceField(
        label="How is it going?", choices=status_choices, widget=forms.RadioSelect
    )
    narrative = forms.CharField(
        label="What happened",
        help_text="What was done? What changed for people? What is next, and by when?",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    quarter = QuarterField(label="For which quarter")
    seen_update = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, on, latest=None, **kwargs):
        super().__init__(*args, **kwargs)
        earliest = Quarter(latest.quarter_starts_on) if latest else None
        self.fields["quarter"].choices = [
            (quarter.starts_on.isoformat(), str(quarter))
            for quarter in quarters_back(on, QUARTERS_OFFERED)
            if earliest is None or quarter >= earliest
        ]
        self.fields["narrative"].error_messages["required"] = "Say what happened this quarter."
        self.fields["status"].error_messages["required"] = "Choose how the action is going."
