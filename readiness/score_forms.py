"""The forms of judgement: scoring, signing off, opening a round."""

from django import forms

from config.form_fields import DayField
from readiness.models import Framework


class ScoreForm(forms.Form):
    """``choices`` are the levels with what each would make of the overall rating."""

    value = forms.TypedChoiceField(
        label="Score",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a score."},
    )
    rationale = forms.CharField(
        label="Rationale",
        help_text="Why this score and not the one above or below it. Name the evidence.",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Say why you chose this score."},
    )
    strengths = forms.CharField(
        required=False, help_text="One on each line.", widget=forms.Textarea(attrs={"rows": 4})
    )
    areas_for_improvement = forms.CharField(
        required=False, help_text="One on each line.", widget=forms.Textarea(attrs={"rows": 4})
    )
    next_steps = forms.CharField(
        required=False, help_text="One on each line.", widget=forms.Textarea(attrs={"rows": 4})
    )
    seen_score_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"].choices = [
            (choice.level.value, f"{choice.level.value} {choice.level.title}") for choice in choices
        ]
        self.levels = choices


class SignOffForm(forms.Form):
    note = forms.CharField(
        required=False,
        help_text="For example where the score was challenged and agreed.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OpenRoundForm(forms.Form):
    title = forms.CharField(max_length=120, help_text="For example Self-assessment 2026.")
    framework = forms.ModelChoiceField(queryset=Framework.objects.all(), empty_label=None)
    starts_on = DayField(label="Starts on")
    due_on = DayField(
        label="Due on",
        required=False,
        help_text="When all statements should be signed off.",
    )
