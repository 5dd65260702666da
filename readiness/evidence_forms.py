"""Forms about evidence. They gather what was typed; ``linking`` and ``intake`` decide."""

from django import forms
from django.contrib.auth import get_user_model

from config.form_fields import DayField, RowsField
from config.second_editor import EditForm, SeenForm
from config.wording import name_of
from evidence.file_types import ACCEPT
from evidence.refusals import ACCEPTED
from readiness.models import EvidenceCategory, Statement
from readiness.roles import people_who_may
from readiness.score_reads import frameworks_in_use_first


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return name_of(person)


class StatementsField(RowsField):
    """Statements as checkboxes under their themes, from rows already read."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small gt-columns"})

    def offer(self, statements):
        themes = {}
        for statement in statements:
            themes.setdefault(statement.theme.title, []).append((statement.pk, statement.title))
        self.choices = list(themes.items())


def people():
    return people_who_may("evidence.change_document")


class LinkForm(forms.Form):
    """What a document shows, and for which statements."""

    shows = forms.CharField(
        label="What does it show?",
        max_length=300,
        help_text="One line, for somebody who has not opened it. "
        "For example: Waits for assessment fell from 45 to 28 days.",
        error_messages={"required": "Say in one line what it shows."},
    )
    statements = StatementsField(
        Statement.objects.none(),
        label="Which quality statements?",
        error_messages={"required": "Choose at least one quality statement."},
    )
    category = forms.ModelChoiceField(
        EvidenceCategory.objects.none(),
        label="What kind of evidence is it?",
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        empty_label=None,
        error_messages={"required": "Choose what kind of evidence it is."},
    )
    location = forms.CharField(
        label="Page or section",
        max_length=100,
        required=False,
        help_text="Where to look in a long document. For example: page 14, or section 3.2.",
    )

    def __init__(self, *args, statement="", category="", **kwargs):
        super().__init__(*args, **kwargs)
        framework = frameworks_in_use_first().values("pk")[:1]
        offered = Statement.objects.filter(framework__in=framework).select_related("theme")
        kinds = EvidenceCategory.objects.filter(framework__in=framework)
        self.fields["statements"].queryset = offered
        self.fields["category"].queryset = kinds
        self.statements, self.categories = rows, kinds = list(offered), list(kinds)
        self.fields["statements"].offer(rows)
        self.fields["category"].choices = [(kind.pk, kind.title) for kind in kinds]
        self.initial.setdefault("statements", [row.pk for row in rows if row.slug == statement])
        chosen = [kind.pk for kind in kinds if kind.slug == category]
        self.initial.setdefault("category", chosen[0] if chosen else None)


class OneOfTwoMixin:
    """For a pair of fields of which one must be filled in: neither is optional by itself."""

    def clean(self, value, *initial):
        return super().clean(value, *initial) if value else None


class FileOfTwo(OneOfTwoMixin, forms.FileField):
    pass


class AddressOfTwo(OneOfTwoMixin, forms.CharField):
    pass


class EndLinkForm(forms.Form):
    reason = forms.CharField(
        label="Why does it no longer hold?",
        max_length=300,
        help_text="It is kept in the document's history with your name.",
        error_messages={"required": "Say why the link is ended, so that others can follow it."},
    )


class ReplaceFileForm(SeenForm):
    file = forms.FileField(
        label="New file",
        allow_empty_file=True,
        max_length=None,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=ACCEPTED,
        error_messages={"required": "Choose the file that replaces it."},
    )
    note = forms.CharField(
        label="Why is it replaced?",
        max_length=300,
        required=False,
        help_text="For example: Figures for March corrected.",
    )


class EditDocumentForm(EditForm):
    title = forms.CharField(max_length=200)
    address = forms.CharField(label="Web address", max_length=1000)
    description = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    evidence_from = DayField(
        required=False,
        label="Period begins",
        help_text="Where it speaks to a period rather than a day: the first day of it.",
    )
    evidence_date = DayField(
        required=False,
        label="Date of the evidence",
        help_text="The date, or the end of the period, that it is about.",
    )
    owner = PersonField(None, empty_label=None, help_text="Who keeps it up to date.")
    review_by = DayField(
        required=False, label="Review by", help_text="When somebody should check it still holds."
    )

    def __init__(self, *args, document, **kwargs):
        names = (
            "title",
            "address",
            "description",
            "evidence_from",
            "evidence_date",
            "owner",
            "review_by",
        )
        kwargs["initial"] = {name: getattr(document, name) for name in (*names, "revision")}
        super().__init__(*args, **kwargs)
        # An owner who has left stays selectable on the documents that are still theirs.
        self.fields["owner"].queryset = people() | get_user_model().objects.filter(
            pk=document.owner_id
        )
        if document.is_file:
            del self.fields["address"]
