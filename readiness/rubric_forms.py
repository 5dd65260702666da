"""The forms of rating characteristics."""

from django import forms

from config.form_fields import RowsField
from readiness.models import EvidenceLink


class EvidenceField(RowsField):
    """Evidence by what it shows and where."""

    def label_from_instance(self, link):
        return f"{link.shows} ({link.document.title})"


class TickForm(forms.Form):
    is_met = forms.TypedChoiceField(
        label="Is it so?",
        choices=[("yes", "Yes, and the evidence below shows it"), ("no", "No, or not yet")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no."},
    )
    links = EvidenceField(
        EvidenceLink.objects.none(),
        label="Evidence that shows it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Needed where you say yes.",
    )
    note = forms.CharField(max_length=300, required=False)
    seen_tick = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, statement, **kwargs):
        super().__init__(*args, **kwargs)
        live = statement.evidence_links.live().not_sent_back().select_related("document")
        self.fields["links"].queryset = live.order_by("document__title", "pk")


class CharacteristicForm(forms.Form):
    level = forms.TypedChoiceField(
        label="Level",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a level."},
    )
    text = forms.CharField(
        label="What it looks like",
        max_length=500,
        help_text="One thing that evidence can show, in your own words. It is marked as the "
        "council’s own, never as CQC’s.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what it looks like."},
    )

    def __init__(self, *args, rules, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [
            (level.value, f"{level.value} {level.title}") for level in reversed(rules.levels)
        ]
