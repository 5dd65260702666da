"""Forms for information returns. They gather what was typed; ``information_returns`` decides."""

from django import forms
from django.db.models import Q
from django.utils.html import format_html

from config.form_fields import DayField, PersonField, RowsField
from config.second_editor import EditForm
from evidence.models import Document
from readiness.models import Assessment, Statement
from readiness.roles import people_who_may
from readiness.score_reads import frameworks_in_use_first

LARGEST = 10_000  # megabytes


class ReturnForm(forms.Form):
    title = forms.CharField(
        label="What is it called?",
        max_length=120,
        help_text="For example: Information return, January 2027.",
    )
    assessment = forms.ModelChoiceField(
        Assessment.objects.all(),
        label="Which assessment does it belong to?",
        required=False,
        empty_label="None: it has a day of its own",
        help_text="Its day is then the one on that assessment’s clock, and moves with it.",
        error_messages={"invalid_choice": "Choose from the list: that one is not there any more."},
    )
    due_on = DayField(
        label="When does CQC want it?",
        required=False,
        help_text="Leave empty where it belongs to an assessment.",
    )
    largest_mb = forms.IntegerField(
        label="The largest file CQC takes, in megabytes",
        required=False,
        min_value=1,
        max_value=LARGEST,
        help_text="Where CQC says one. Each document is then checked against it.",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )


class EditReturnForm(ReturnForm, EditForm):
    def __init__(self, *args, row, **kwargs):
        names = ("title", "largest_mb", "revision")
        kwargs["initial"] = {name: getattr(row, name) for name in names} | {
            "assessment": row.assessment_id,
            "due_on": row.own_due_on,
        }
        super().__init__(*args, **kwargs)


class ItemForm(forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    title = forms.CharField(label="What is asked", max_length=300)
    theme = forms.CharField(label="Theme", max_length=120, required=False)
    statements = RowsField(
        None,
        label="Quality statements",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    guidance = forms.CharField(
        label="CQC’s guidance", widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    links_allowed = forms.BooleanField(
        label="A public link is allowed in place of a document", required=False
    )
    owner = PersonField(None, label="Who sees to it?", empty_label="Nobody yet", required=False)
    due_on = DayField(
        label="Ready by", required=False, help_text="Leave empty for the day of the return."
    )

    def __init__(self, *args, linked=(), **kwargs):
        super().__init__(*args, **kwargs)
        in_use = Q(framework__in=frameworks_in_use_first().values("pk")[:1])
        self.fields["statements"].queryset = Statement.objects.filter(in_use | Q(pk__in=linked))
        self.fields["owner"].queryset = people_who_may("readiness.gather_information_return")


class EditItemForm(ItemForm, EditForm):
    def __init__(self, *args, item, **kwargs):
        linked = list(item.statements.values_list("pk", flat=True))
        names = ("code", "title", "theme", "guidance", "links_allowed", "due_on", "revision")
        kwargs["initial"] = {name: getattr(item, name) for name in names} | {
            "owner": item.owner_id,
            "statements": linked,
        }
        super().__init__(*args, linked=linked, **kwargs)


class NoteForm(EditForm):
    note = forms.CharField(
        label="Note",
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        help_text="What CQC should know, or why there is nothing to give. Name nobody.",
    )

    def __init__(self, *args, item, **kwargs):
        kwargs["initial"] = {"note": item.note, "revision": item.revision}
        super().__init__(*args, **kwargs)


class UseForm(forms.Form):
    pointer = forms.CharField(label="Page or section", max_length=100, required=False)
    note = forms.CharField(label="What to look for in it", max_length=300, required=False)


class AddDocumentForm(UseForm):
    document = forms.ModelChoiceField(
        Document.objects.none(),
        label="Which document?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a document, or search for another.",
            "invalid_choice": "That document is not in the list any more. Search for it.",
        },
    )
    field_order = ["document", "pointer", "note"]

    def __init__(self, *args, rows, **kwargs):
        """``rows`` are the documents to choose from, with what is said of each."""
        super().__init__(*args, **kwargs)
        found = {document.pk: about for document, about in rows}
        self.fields["document"].queryset = Document.objects.filter(pk__in=found)
        self.fields["document"].choices = [
            (pk, format_html("{}", about)) for pk, about in found.items()
        ]


class AddLinkForm(UseForm):
    address = forms.CharField(
        label="Web address",
        max_length=1000,
        widget=forms.URLInput(),
        help_text="A page that anybody can open.",
    )
    title = forms.CharField(
        label="Title", max_length=200, required=False, help_text="What the page is called."
    )
    field_order = ["address", "title", "pointer", "note"]


class ReturnFileForm(forms.Form):
    file = forms.FileField(
        label="CQC’s list",
        help_text="Excel, OpenDocument or CSV, with a row of headings. Each row is one item.",
        error_messages={"required": "Choose the list.", "empty": "The file is empty."},
    )


class SubmitForm(forms.Form):
    note = forms.CharField(
        label="Anything to say with it",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="It stands at the head of the pack.",
    )
    is_sure = forms.BooleanField(
        label="These are the documents and words that go to CQC",
        error_messages={"required": "Tick that these are what goes to CQC."},
    )
