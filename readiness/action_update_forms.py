"""Forms in which people speak of an action: its quarter, its proof, its impact and its risks.

They gather what was typed; ``improvement``, ``proof`` and ``risks`` decide.
"""

from datetime import date

from django import forms
from django.db.models import Q
from django.utils.html import format_html

from config.form_fields import DayField
from evidence.models import Document
from indicators.models import Indicator
from readiness.action_words import LOOKS
from readiness.models import EvidenceLink, Likelihood, Severity, Status
from readiness.quarters import Quarter

OFFERED = 100
DOCUMENTS_OFFERED = (
    "Documents that are evidence for this action’s statements, and those you added yourself."
)


def documents_near(action, user):
    """Those that can be meant: evidence for the statements it serves, and this person's own."""
    serving = EvidenceLink.objects.live().filter(statement__actions=action)
    near = Q(pk__in=serving.order_by().values("document")) | Q(added_by=user) | Q(owner=user)
    return Document.objects.kept().filter(near).order_by("title", "pk")


class NearDocumentField(forms.ModelChoiceField):
    """Any document near the action can be chosen; the first hundred are offered."""

    def offer(self, documents, *, chosen=None):
        """``chosen`` is offered as well, wherever it stands."""
        self.queryset = documents
        named = {row.pk: row.title for row in documents[:OFFERED]}
        if chosen and chosen not in named:
            named |= {row.pk: row.title for row in documents.filter(pk=chosen)}
        self.choices = [("", "Choose a document"), *named.items()]


def status_choices():
    words = '{} <span class="gt-radio-meaning">{}</span>'
    return [
        (status.value, format_html(words, status.word, look.meaning))
        for status, look in LOOKS.items()
    ]


class QuarterField(forms.CharField):
    """The first day of a quarter, as the address of the form says it."""

    def clean(self, value):
        try:
            return Quarter(date.fromisoformat(super().clean(value)))
        except ValueError:
            raise forms.ValidationError("Open the form again from the action’s page.") from None


def lines(label: str, *, required: bool, **attrs) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, widget=widget, required=required, **attrs)


class UpdateForm(forms.Form):
    """An owner's word on a quarter: made to be filled in under a minute."""

    status = forms.ChoiceField(
        label="How is it going?",
        choices=status_choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the action is going."},
    )
    narrative = lines(
        "What happened?",
        required=True,
        error_messages={"required": "Say what happened this quarter."},
    )
    changed = lines("What changed for people?", required=False)
    next_steps = lines("What is next, and by when?", required=False)
    percent = forms.IntegerField(
        label="How much of it is done, in percent?",
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Give a whole number from 0 to 100."
        ),
    )
    quarter = QuarterField(widget=forms.HiddenInput)
    seen_update = forms.IntegerField(widget=forms.HiddenInput)


class CompletedForm(UpdateForm):
    """As above, once “completed” is chosen: what shows it, and since when it is in use."""

    proof = NearDocumentField(
        Document.objects.none(),
        label="What shows that it is completed?",
        required=False,
        help_text=DOCUMENTS_OFFERED,
    )
    why_no_proof = forms.CharField(
        label="Or why is there no document?",
        max_length=300,
        required=False,
    )
    implemented_on = DayField(
        label="Since when has it been in use?",
        required=False,
        help_text="Leave empty if it is not in use yet. Six months later you are asked what it "
        "changed.",
    )
    field_order = ("status", "proof", "why_no_proof", "implemented_on")

    def __init__(self, *args, documents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proof"].offer(documents, chosen=self.initial.get("proof"))
        self.fields["proof"].one_of_several = self.fields["why_no_proof"].one_of_several = True


def update_form(data, *, action, user, initial) -> UpdateForm:
    """The short form, or the longer one where what was typed, or stands, says “completed”."""
    said = data.get("status") if data is not None else initial["status"]
    if said != Status.COMPLETED:
        return UpdateForm(data, initial=initial)
    return CompletedForm(data, initial=initial, documents=documents_near(action, user))


class ImpactForm(forms.Form):
    document = NearDocumentField(
        Document.objects.none(),
        label="A document that shows it",
        required=False,
        help_text=DOCUMENTS_OFFERED,
    )
    indicator = forms.ModelChoiceField(
        Indicator.objects.none(),
        label="Or an indicator that moved",
        required=False,
        empty_label="Choose an indicator",
        help_text="Those that this action or its priority should move.",
    )
    shows = forms.CharField(
        label="What does it show?",
        max_length=300,
        help_text="One line. For example: Waits for reablement fell from 9 days to 2.",
        error_messages={"required": "Say in one line what it shows."},
    )

    def __init__(self, *args, action, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].offer(documents_near(action, user))
        meant = Q(actions=action) | Q(priorities=action.priority_id)
        self.fields["indicator"].queryset = Indicator.objects.filter(meant).distinct()
        self.fields["document"].one_of_several = self.fields["indicator"].one_of_several = True


class RiskForm(forms.Form):
    words = forms.CharField(
        label="What might happen?",
        max_length=300,
        error_messages={"required": "Say what might happen."},
    )
    likelihood = forms.ChoiceField(
        label="How likely is it?",
        choices=Likelihood.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
        error_messages={"required": "Choose how likely it is."},
    )
    impact = forms.ChoiceField(
        label="How serious would it be?",
        choices=Severity.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
        error_messages={"required": "Choose how serious it would be."},
    )
    answer = forms.CharField(label="What is done about it?", max_length=300, required=False)


class ReasonForm(forms.Form):
    """Taking something back: its reason is all that is asked."""

    reason = forms.CharField(label="Why?", max_length=300, error_messages={"required": "Say why."})
