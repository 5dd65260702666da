"""Forms for the strategic plan. They gather what was typed; readiness.improvement decides."""

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.db.models.functions import Lower

from config.form_fields import DayField, PersonField, RowsField
from config.second_editor import EditForm
from config.wording import name_of
from indicators.models import Indicator
from readiness.models import Plan, Priority, Statement
from readiness.roles import people_who_may
from readiness.score_reads import frameworks_in_use_first


class PlanForm(forms.Form):
    title = forms.CharField(max_length=120, help_text="For example: Strategic plan 2026 to 2029")
    starts_on = DayField(label="Starts on")
    ends_on = DayField(label="Ends on")
    source = forms.CharField(
        label="Where it was agreed or published", max_length=200, required=False
    )


class PeopleField(RowsField):
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


class PriorityForm(forms.Form):
    title = forms.CharField(max_length=160)
    outcome = forms.CharField(
        label="What will be different for people",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    indicators = IndicatorCodesField(
        label="Indicators that will show it",
        required=False,
        help_text="Codes separated by commas, for example: 1C, 4B",
    )


class EditPriorityForm(PriorityForm, EditForm):
    def __init__(self, *args, priority, **kwargs):
        kwargs["initial"] = {
            "title": priority.title,
            "outcome": priority.outcome,
            "indicators": ", ".join(priority.indicators.values_list("code", flat=True)),
            "revision": priority.revision,
        }
        super().__init__(*args, **kwargs)


class ActionForm(forms.Form):
    title = forms.CharField(
        label="Action", max_length=200, help_text="What will be done, beginning with a verb"
    )
    priority = PriorityField(Priority.objects.select_related("plan"), empty_label="Choose")
    owner = PersonField(None, empty_label="Choose", help_text="Who answers for it")
    collaborators = PeopleField(
        None,
        label="Who works on it with them",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small gt-columns"}),
        required=False,
    )
    starts_on = DayField(label="Start date", required=False)
    due_on = DayField(label="Due date", required=False)
    measure = forms.CharField(
        label="Measure of success",
        max_length=300,
        required=False,
        help_text="How will you know that it worked?",
    )
    resource = forms.CharField(
        label="What it takes",
        max_length=300,
        required=False,
        help_text="Money, people or time, and where they come from",
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

    def __init__(self, *args, linked=(), named=(), **kwargs):
        super().__init__(*args, **kwargs)
        in_use = Q(framework__in=frameworks_in_use_first().values("pk")[:1])
        self.fields["statements"].queryset = Statement.objects.filter(in_use | Q(pk__in=linked))
        self.fields["priority"].names_plan = Plan.objects.count() > 1
        self.offer_people(named)

    def tick_statement(self, slug: str) -> None:
        """To begin with, the one the person came from."""
        if slug:
            offered = self.fields["statements"].queryset
            self.initial["statements"] = [each.pk for each in offered if each.slug == slug]

    def offer_people(self, named):
        """Read once for both fields; ``named`` are already on the action, and stay."""
        people = people_who_may("readiness.update_action")
        people |= get_user_model().objects.filter(pk__in=named)
        choices = [(person.pk, name_of(person)) for person in people]
        for name, first in (("owner", [("", "Choose")]), ("collaborators", [])):
            self.fields[name].queryset = people
            self.fields[name].choices = first + choices


class EditActionForm(ActionForm, EditForm):
    implemented_on = DayField(
        label="In use since",
        required=False,
        help_text="The day from which people have had the good of it. Six months later you are "
        "asked what it changed.",
    )

    def __init__(self, *args, action, **kwargs):
        # Statements of another framework, and an owner who has left, stay on the actions that
        # have them.
        linked = list(action.statements.values_list("pk", flat=True))
        sharing = list(action.collaborators.values_list("pk", flat=True))
        kwargs["initial"] = {
            "title": action.title,
            "priority": action.priority_id,
            "owner": action.owner_id,
            "starts_on": action.starts_on,
            "due_on": action.due_on,
            "implemented_on": action.implemented_on,
            "collaborators": sharing,
            "measure": action.measure,
            "resource": action.resource,
            "description": action.description,
            "statements": linked,
            "indicators": ", ".join(action.indicators.values_list("code", flat=True)),
            "revision": action.revision,
        }
        named = [action.owner_id, *sharing]
        super().__init__(*args, linked=linked, named=named, **kwargs)
