"""What is typed about an assessment by CQC; ``assessments`` decides."""

from django import forms
from django.contrib.auth import get_user_model

from config.form_fields import DayField, PersonField
from config.second_editor import SeenForm
from readiness.assessments import DAYS
from readiness.models import (
    Assessment,
    AssessmentInterview,
    AssessmentTask,
    TrackedCase,
)

NO_PEOPLE = "Nothing here may say whose case it is: no names, addresses, numbers or dates of birth."


class BeginForm(forms.Form):
    notified_on = DayField(
        label="When did CQC’s notification come?",
        help_text="The day of the e-mail to the director. The information return is due three "
        "weeks later; you can change that day to the one in the letter.",
        error_messages={"required": "Give the day the notification came."},
    )


class WhatIfForm(forms.Form):
    notified_on = DayField(
        label="Were the call to come on",
        error_messages={"required": "Give the day to try."},
    )


class DaysForm(SeenForm):
    return_due_on = DayField(
        label="Information return due",
        error_messages={"required": "Give the day the information return is due."},
    )
    visit_starts_on = DayField(label="Visit begins", required=False)
    visit_ends_on = DayField(label="Visit ends", required=False)
    report_received_on = DayField(
        label="Draft report received",
        required=False,
        help_text="Ten working days from then for comments on factual accuracy.",
    )
    comments_due_on = DayField(
        label="Comments on factual accuracy due",
        required=False,
        help_text="Left empty, it is worked out in England’s working days.",
    )
    published_on = DayField(label="Report published", required=False)

    def __init__(self, *args, assessment: Assessment, **kwargs):
        kwargs["initial"] = {name: getattr(assessment, name) for name in (*DAYS, "revision")}
        super().__init__(*args, **kwargs)


class RowForm(SeenForm):
    """A row of one of the three lists; a new one has nothing that was seen."""

    def __init__(self, *args, row, people, **kwargs):
        names = [*self.base_fields]
        kwargs["initial"] = {name: getattr(row, name) for name in names if hasattr(row, name)}
        super().__init__(*args, **kwargs)
        for name in ("owner", "lead"):
            if name in self.fields:
                self.fields[name].queryset = people


def person(label: str) -> PersonField:
    return PersonField(
        get_user_model().objects.none(), label=label, required=False, empty_label="Nobody yet"
    )


class TaskForm(RowForm):
    title = forms.CharField(
        label="What is to be done?",
        max_length=200,
        error_messages={"required": "Say what is to be done."},
    )
    due_on = DayField(label="By when?", error_messages={"required": "Give a day."})
    owner = person("Who does it?")
    done_on = DayField(label="Done on", required=False)
    dropped = forms.BooleanField(required=False, label="It is not needed")


class InterviewForm(RowForm):
    who = forms.CharField(
        label="Who is interviewed?",
        max_length=150,
        help_text="The part they play, for example: lead member, provider forum, carers. "
        "Not the name of anybody who draws on care.",
        error_messages={"required": "Say who is interviewed."},
    )
    starts_at = forms.SplitDateTimeField(
        required=False,
        label="When?",
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": "Day"},
            time_attrs={"type": "time", "aria-label": "Time"},
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        ),
    )
    place = forms.CharField(label="Where?", max_length=150, required=False)
    briefing = forms.CharField(
        label="Briefing notes",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What they should have read, what they will want to say, and what is hard.",
    )
    learning = forms.CharField(
        label="What was asked, and what did we learn?",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Afterwards. {NO_PEOPLE}",
    )


class CaseForm(RowForm):
    reference = forms.CharField(
        label="Our own reference",
        max_length=40,
        help_text="A number of your own, such as Case 14, by which only you find the record. Not "
        "the number of the record, and nothing from it.",
        error_messages={"required": "Give it a reference of your own."},
    )
    about = forms.CharField(
        label="What does the case show?",
        max_length=300,
        help_text=f"For example: a move from children’s services at 18. {NO_PEOPLE}",
        error_messages={"required": "Say what the case shows."},
    )
    agreed = forms.BooleanField(required=False, label="The person has agreed")
    state = forms.ChoiceField(
        label="Where does it stand?", choices=TrackedCase.State.choices, widget=forms.RadioSelect
    )
    lead = person("Who looks after it?")
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_PEOPLE,
    )


FORMS = {AssessmentTask: TaskForm, AssessmentInterview: InterviewForm, TrackedCase: CaseForm}
