"""The forms of challenge: answering a question, taking an answer back, choosing what is listed."""

from django import forms

from readiness.challenge_reads import STATES
from readiness.challenges import TITLES
from readiness.models import ChallengeAnswer

Kind = ChallengeAnswer.Kind


class AnswerChallengeForm(forms.Form):
    kind = forms.ChoiceField(
        label="What do you say to it?",
        choices=[
            (Kind.ANSWERED, "Answer it: the score stands, and here is why"),
            (Kind.ACCEPTED, "Accept it: it is right, and here is what will change"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you answer or accept it."},
    )
    reason = forms.CharField(
        label="Why?",
        help_text="Whoever signs the score off reads this. Name the evidence or the next step.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say why: whoever signs the score off reads it."},
    )
    seen_answer = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen_facts = forms.CharField(required=False, widget=forms.HiddenInput)


class WithdrawAnswerForm(forms.Form):
    reason = forms.CharField(
        label="Why does the answer no longer hold?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the answer no longer holds."},
    )


class ChallengeFilterForm(forms.Form):
    """Which questions a round's list shows."""

    state = forms.ChoiceField(
        label="State", choices=[("", "Any state"), *STATES.items()], required=False
    )
    statement = forms.ChoiceField(label="Quality statement", required=False)
    about = forms.ChoiceField(
        label="What it asks", choices=[("", "Anything"), *TITLES.items()], required=False
    )

    def __init__(self, *args, statements, **kwargs):
        super().__init__(*args, **kwargs)
        titles = [(statement.slug, statement.title) for statement in statements]
        self.fields["statement"].choices = [("", "Any statement"), *titles]

    def chosen(self) -> dict[str, str]:
        """What was asked for; a choice that is not one asks for nothing."""
        self.is_valid()
        return self.cleaned_data
