"""Forms about the work on a statement; ``statement_work`` decides."""

from django import forms

from config.form_fields import DayField, PersonField, RowsField
from config.second_editor import EditForm
from config.wording import name_of
from readiness.models import StatementWork
from readiness.roles import people_who_may


class PeopleField(RowsField):
    """Any number of colleagues, as checkboxes by name."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small gt-columns"})

    def label_from_instance(self, person):
        return name_of(person)


class AssignForm(EditForm):
    lead = PersonField(
        None,
        label="Lead",
        required=False,
        empty_label="Nobody yet",
        help_text="Answers for the statement being scored in time.",
    )
    collaborators = PeopleField(
        None, label="Who helps", required=False, help_text="They find it on My work as well."
    )
    due_on = DayField(
        label="Due on", required=False, help_text="When the score should be submitted."
    )

    def __init__(self, *args, work: StatementWork | None, **kwargs):
        start = {"revision": 0}
        if work:
            start = {
                "revision": work.revision,
                "lead": work.lead_id,
                "due_on": work.due_on,
                "collaborators": [one.pk for one in work.collaborators.all()],
            }
        super().__init__(*args, initial=start, **kwargs)
        people = people_who_may("readiness.record_score")
        self.fields["lead"].queryset = people
        self.fields["collaborators"].queryset = people


class ReasonForm(forms.Form):
    """One reason in words; the view says what is asked."""

    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, label: str, hint: str, **kwargs):
        super().__init__(*args, **kwargs)
        note = self.fields["note"]
        note.label, note.help_text = label, hint
        note.error_messages["required"] = "Say why, so that others can act on it."


class CommentForm(forms.Form):
    words = forms.CharField(
        label="Comment",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Seen by colleagues who work here, never by reviewers. "
        "Leave out anything that says who a person is.",
        error_messages={"required": "Write your comment."},
    )
    mentioned = PeopleField(
        None,
        label="Who should read it?",
        required=False,
        help_text="They find it on My work and in their weekly e-mail.",
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        others = people_who_may("readiness.comment_on_statement").exclude(pk=by.pk)
        self.fields["mentioned"].queryset = others
