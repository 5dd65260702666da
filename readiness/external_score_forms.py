"""Forms for the scores a report gave us; ``external_scores`` decides."""

from django import forms

from config.form_fields import DayField
from readiness.models import Framework, Giver, Statement
from readiness.overall_rating import ScoringRules


class ReportedScoreForm(forms.Form):
    """What a report says of one statement; the levels are the framework's."""

    giver = forms.ChoiceField(label="Who gave it?", choices=Giver.choices)
    value = forms.TypedChoiceField(
        label="Score",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the score the report gives."},
    )
    given_on = DayField(label="Date of the report")
    source = forms.CharField(
        label="Report", max_length=200, help_text="Its title, so that others can find it."
    )
    paragraph = forms.CharField(label="Paragraph or page", max_length=60, required=False)
    reason = forms.CharField(
        label="What the report says",
        required=False,
        help_text="The sentence or two that the score rests on.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, framework: Framework | None, **kwargs):
        super().__init__(*args, **kwargs)
        rules = ScoringRules.from_json(framework.rules) if framework else None
        levels = rules.levels if rules else ()
        self.fields["value"].choices = [
            (level.value, f"{level.value} {level.title}") for level in reversed(levels)
        ]


class OutsideScoreForm(ReportedScoreForm):
    statement = forms.ModelChoiceField(
        Statement.objects.none(),
        label="Quality statement",
        empty_label="Choose",
        to_field_name="slug",
    )
    field_order = ["statement"]

    def __init__(self, *args, framework: Framework | None, **kwargs):
        super().__init__(*args, framework=framework, **kwargs)
        statements = Statement.objects.filter(framework=framework)
        self.fields["statement"].queryset = statements.order_by("position")


class CorrectScoreForm(ReportedScoreForm):
    why_corrected = forms.CharField(
        label="What was wrong?",
        max_length=300,
        error_messages={"required": "Say what was wrong."},
        help_text="The entry as it was stays in the history.",
    )
    take_back = forms.BooleanField(
        label="This score should not have been entered at all", required=False
    )
