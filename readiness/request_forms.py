"""Forms for asking for evidence, answering and judging it; ``evidence_requests`` decides."""

from django import forms

from config.form_fields import DayField
from config.second_editor import EditForm, SeenForm
from evidence.file_types import ACCEPT
from evidence.models import Document
from readiness.evidence_forms import AddressOfTwo, FileOfTwo, PersonField
from readiness.models import EvidenceCategory, Statement, Strength, Verdict
from readiness.roles import people_who_may
from readiness.score_reads import frameworks_in_use_first

STRENGTHS = [
    (Strength.STRONG, "Strong: recent, first hand, and it shows the effect on people"),
    (Strength.PARTIAL, "Partial: it shows some of it, or needs another source beside it"),
    (Strength.WEAK, "Weak: old, second hand, or it only says what should happen"),
]


def people_to_ask():
    return people_who_may("evidence.add_document")


class AskForm(forms.Form):
    wanted = forms.CharField(
        label="What do you need?",
        max_length=200,
        help_text="In one line. For example: Minutes of the carers’ forum, spring 2026.",
        error_messages={"required": "Say in one line what you need."},
    )
    details = forms.CharField(
        label="What it should show",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What would make it good evidence, and anything they need to know.",
    )
    statement = forms.ModelChoiceField(
        Statement.objects.none(), label="For which quality statement?", empty_label="Choose"
    )
    category = forms.ModelChoiceField(
        EvidenceCategory.objects.none(),
        label="What kind of evidence is it?",
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        empty_label=None,
        error_messages={"required": "Choose what kind of evidence you need."},
    )
    asked_of = PersonField(
        None, label="Who do you ask?", empty_label="Choose", help_text="They get an e-mail."
    )
    due_on = DayField(label="By when?")

    def __init__(self, *args, statement="", category="", **kwargs):
        super().__init__(*args, **kwargs)
        framework = frameworks_in_use_first().values("pk")[:1]
        statements = Statement.objects.filter(framework__in=framework).select_related("theme")
        kinds = EvidenceCategory.objects.filter(framework__in=framework)
        self.fields["statement"].queryset = statements
        self.fields["category"].queryset = kinds
        self.fields["asked_of"].queryset = people_to_ask()
        rows, kinds = list(statements), list(kinds)
        self.fields["category"].choices = [(kind.pk, kind.title) for kind in kinds]
        self.initial.setdefault("statement", pk_of(rows, statement))
        self.initial.setdefault("category", pk_of(kinds, category))


def pk_of(rows, slug: str):
    return next((row.pk for row in rows if row.slug == slug), None)


class AnswerForm(forms.Form):
    """A new file or link, or a document the library has."""

    use_required_attribute = False

    existing = forms.ModelChoiceField(
        Document.objects.kept(), required=False, widget=forms.HiddenInput
    )
    file = FileOfTwo(
        allow_empty_file=True,
        max_length=None,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        label="Choose a file",
        help_text="PDF, Word, PowerPoint, Excel, OpenDocument, text, e-mail or a picture.",
    )
    address = AddressOfTwo(
        label="Or paste a link",
        max_length=1000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    shows = forms.CharField(
        label="What does it show?",
        max_length=300,
        help_text="One line, for somebody who has not opened it.",
        error_messages={"required": "Say in one line what it shows."},
    )
    location = forms.CharField(label="Page or section", max_length=100, required=False)
    evidence_date = DayField(
        required=False,
        label="Date of the evidence",
        help_text="The date, or the end of the period, that it is about.",
    )

    def __init__(self, *args, document: Document | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].one_of_several = self.fields["address"].one_of_several = True
        if document:
            self.initial["existing"] = document.pk
            for name in ("file", "address", "evidence_date"):
                del self.fields[name]

    def clean(self):
        said = super().clean()
        if said.get("existing"):
            return said
        if said.get("file") and said.get("address"):
            self.add_error("address", "Give a file or a link, not both.")
        elif not (said.get("file") or said.get("address") or {"file", "address"} & {*self.errors}):
            self.add_error("file", "Choose a file, or paste a link below.")
        return said


class AppraisalForm(SeenForm):
    """Accepted with a strength, or sent back with the reason."""

    verdict = forms.ChoiceField(
        label="Is it good evidence?",
        choices=[
            (Verdict.ACCEPTED, "Accept it"),
            (Verdict.RETURNED, "Send it back, and say what is missing"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is accepted or sent back."},
    )
    strength = forms.ChoiceField(
        label="How strong is it?",
        choices=STRENGTHS,
        widget=forms.RadioSelect,
        required=False,
        help_text="Needed where you accept it.",
    )
    note = forms.CharField(
        label="Note",
        max_length=300,
        required=False,
        help_text="What is missing, where you send it back. Colleagues see it; reviewers do not.",
    )


class ChangeRequestForm(EditForm):
    asked_of = PersonField(None, label="Who do you ask?", empty_label=None)
    due_on = DayField(label="By when?")
    note = forms.CharField(label="Why", max_length=300, required=False)

    def __init__(self, *args, request, **kwargs):
        kwargs["initial"] = {
            "asked_of": request.asked_of_id,
            "due_on": request.due_on,
            "revision": request.revision,
        }
        super().__init__(*args, **kwargs)
        self.fields["asked_of"].queryset = people_to_ask()


class WithdrawForm(forms.Form):
    note = forms.CharField(
        label="Why is it no longer wanted?",
        max_length=300,
        error_messages={"required": "Say why it is no longer wanted."},
    )
