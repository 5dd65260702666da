"""Forms for what a council settles about its updates; ``quarterly_updates`` and
``choosing_status_words`` decide."""

from django import forms

from config.form_fields import DayField
from readiness.action_words import LOOKS
from readiness.models import Status
from readiness.status_words import STANDARD


class DeadlineForm(forms.Form):
    due_on = DayField(label="By when are the updates wanted?")
    reason = forms.CharField(label="Why another day?", max_length=300, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class StatusWordsForm(forms.Form):
    """A word for each of the fixed meanings."""

    reason = forms.CharField(label="Why are they changed?", max_length=300, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for status, look in LOOKS.items():
            self.fields[status.value] = word_field(status, look.meaning)
        self.order_fields([status.value for status in LOOKS])


def word_field(status: Status, meaning: str) -> forms.CharField:
    standard = STANDARD.of(status)
    return forms.CharField(
        label=standard,
        max_length=20,
        help_text=meaning,
        error_messages={"required": f"Give the word for “{standard}”."},
    )
