"""A draft report and the comments on it, as they are typed."""

from django import forms

from config.form_fields import DayField
from config.second_editor import SeenForm
from config.wording import day_in_words
from evidence.models import Document
from readiness.models import AccuracyComment, Assessment


class ReportForm(forms.Form):
    title = forms.CharField(
        label="What is it called?", max_length=150, initial="Draft report of the assessment"
    )
    received_on = DayField(
        label="When was it received?",
        help_text="Comments are due ten working days later.",
        error_messages={"required": "Give the day it was received."},
    )
    position_on = DayField(
        label="Up to which day does it speak?",
        help_text="Usually the last day of the visit. Later evidence is not taken by CQC.",
        error_messages={"required": "Give the day up to which evidence counts."},
    )
    text = forms.CharField(
        label="Paste the report",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="It is split into numbered paragraphs at blank lines, or where lines stop short.",
    )
    file = forms.FileField(
        label="Or choose its file",
        required=False,
        help_text="Word, PDF or text. Only its words are kept, and of a PDF each paragraph’s page.",
    )

    def __init__(self, *args, assessment: Assessment, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["received_on"] = assessment.report_received_on
        self.initial["position_on"] = assessment.visit_ends_on


class EvidenceField(forms.ModelChoiceField):
    def label_from_instance(self, document):
        day = document.evidence_date
        return f"{document.title} ({day_in_words(day) if day else 'no date'})"


class CommentForm(SeenForm):
    kind = forms.ChoiceField(
        label="What kind of comment is it?",
        choices=AccuracyComment.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of comment."},
    )
    text = forms.CharField(
        label="What do we say?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What is wrong or missing, and what it should say instead.",
        error_messages={"required": "Write the comment."},
    )
    document = EvidenceField(
        Document.objects.none(),
        required=False,
        label="Which document shows it?",
        empty_label="None: it is a typing error",
        help_text="It must speak to a day on or before the assessment.",
    )
    location = forms.CharField(label="Page or section", max_length=100, required=False)

    def __init__(self, *args, comment=None, **kwargs):
        names = ("kind", "text", "document", "location", "revision")
        kwargs["initial"] = (
            {name: getattr(comment, name) for name in names} if comment else {"revision": 0}
        )
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = Document.objects.kept().order_by("title", "pk")
