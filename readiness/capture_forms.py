"""The form under the files: what they show, in one go. ``capture`` saves what it gathers."""

from django import forms

from config.form_fields import DayField
from evidence.file_types import ACCEPT
from evidence.intake import AlreadyHereError
from evidence.models import Document
from evidence.review_dates import months_in_words
from readiness.evidence_forms import LinkForm, PersonField, people
from readiness.freshness import proposed_review

PHOTOS = "image/jpeg,image/png,image/webp"


def left_empty(categories):
    """What a review date that nobody gives will be."""
    kinds = {}
    for kind in categories:
        kinds.setdefault(months_in_words(kind.review_months), []).append(kind.title)
    if len(kinds) == 1:
        return f"Left empty, it is set to {next(iter(kinds))} from today."
    each = "; ".join(f"{', '.join(titles)}: {months}" for months, titles in kinds.items())
    return f"Left empty, it is set by the kind of evidence. {each}." if each else ""


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files. What each of them is gets decided when it is taken in, not here."""

    def clean(self, data, initial=None):
        return [file for file in data or [] if file]


class AddEvidenceForm(LinkForm):
    """What files or a link show: made to be filled in under a minute.

    ``files`` are the uploads ready to be saved that are ticked; ``held`` are documents that have
    the content of some of them, by SHA-256.
    """

    use_required_attribute = False

    file = FilesField(
        label="Choose files",
        required=False,
        widget=SeveralFilesInput(attrs={"accept": ACCEPT, "multiple": True}),
        help_text="PDF, Word, PowerPoint, Excel, OpenDocument, text, e-mail or pictures, "
        "up to 200 MB each. You can choose several at once.",
    )
    photo = FilesField(
        label="Or take a photo",
        required=False,
        widget=SeveralFilesInput(attrs={"accept": PHOTOS, "capture": "environment"}),
        help_text="The place and time your phone notes in it are taken out.",
    )
    address = forms.CharField(
        label="Or paste a link",
        required=False,
        max_length=1000,
        help_text="For something already on the web. For example: https://www.bury.gov.uk/carers",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    title = forms.CharField(
        max_length=200, required=False, help_text="Leave empty to use the name of the file or page."
    )
    evidence_date = DayField(
        required=False,
        label="Date of the evidence",
        help_text="The date, or the end of the period, that it is about.",
    )
    evidence_from = DayField(
        required=False,
        label="Period begins",
        help_text="Where it speaks to a period rather than a day: the first day of it.",
    )
    owner = PersonField(None, help_text="Who keeps it up to date.", empty_label=None)
    review_by = DayField(
        required=False, label="Review by", help_text="When somebody should check it still holds."
    )
    existing = forms.ModelChoiceField(
        Document.objects.kept().select_related("added_by"),
        required=False,
        widget=forms.HiddenInput,
    )

    field_order = (
        "file",
        "photo",
        "address",
        "title",
        "shows",
        "statements",
        "category",
        "location",
        "evidence_date",
        "review_by",
        "evidence_from",
        "owner",
    )

    def __init__(self, *args, by, files=(), held=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.files_ready, self.held = list(files), held or {}
        for name in ("file", "photo", "address"):
            self.fields[name].one_of_several = True
        self.fields["owner"].queryset = people()
        self.initial.setdefault("owner", by.pk)
        self.fields["review_by"].help_text += f" {left_empty(self.categories)}"

    def proposed_reviews(self, *, on):
        """Category id -> the day that is proposed for it, for the page to fill in."""
        return {kind.pk: proposed_review(kind, on=on).isoformat() for kind in self.categories}

    def clean(self):
        said = super().clean()
        if said.get("existing"):
            return said
        address = said.get("address")
        if address and self.files_ready:
            self.add_error("address", "Give files or a link, not both. Add the link on its own.")
        elif not address and not self.files_ready and "address" not in self.errors:
            self.add_error("file", "Choose a file, or paste a link below.")
        self.refuse_unanswered_copies()
        return said

    def refuse_unanswered_copies(self):
        """A file the library has is linked only if its sender saw that and said so."""
        instead = set(self.data.getlist("instead"))
        for upload in self.files_ready:
            known = self.held.get(upload.sha256)
            if known and str(upload.key) not in instead:
                self.add_error("file", AlreadyHereError(known))
