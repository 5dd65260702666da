"""The forms of judgement: scoring, signing off, opening a round."""

from django import forms

from config.form_fields import DayField
from readiness.models import Framework, SelfAssessment


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
    seen_draft_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"].choices = [
            (choice.level.value, f"{choice.level.value} {choice.level.title}") for choice in choices
        ]
        self.levels = choices


class DraftForm(ScoreForm):
    """The same form while it is being written: everything may still be missing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def clean_value(self):
        return self.cleaned_data["value"] or None


class SignOffForm(forms.Form):
    note = forms.CharField(
        required=False,
        help_text="For example where the score was challenged and agreed.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawSignOffForm(forms.Form):
    reason = forms.CharField(
        label="Why do you withdraw the sign-off?",
        help_text="It stays readable, with your name and this reason.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why you withdraw the sign-off."},
    )


class RoundStepForm(forms.Form):
    """``note`` is asked for in the words of the step; the flow says when it has to be given."""

    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, label, help_text, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label, self.fields["note"].help_text = label, help_text


class OpenRoundForm(forms.Form):
    title = forms.CharField(max_length=120, help_text="For example Self-assessment 2026.")
    framework = forms.ModelChoiceField(queryset=Framework.objects.all(), empty_label=None)
    starts_on = DayField(label="Starts on")
    start_from = forms.ModelChoiceField(
        queryset=SelfAssessment.objects.select_related("framework"),
        required=False,
        empty_label="Nothing: start afresh",
        help_text="Its reasons, strengths, areas for improvement and next steps come along as "
        "drafts to review. Its scores do not.",
    )
    due_on = DayField(
        label="Due on",
        required=False,
        help_text="When all statements should be signed off.",
    )
