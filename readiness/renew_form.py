"""Saying that a document is still current."""

from django import forms

from config.form_fields import DayField
from config.second_editor import SeenForm


class RenewForm(SeenForm):
    note = forms.CharField(
        label="What did you check?",
        max_length=300,
        required=False,
        help_text="Kept in the document's history. For example: Checked with the author.",
    )
    review_by = DayField(required=False, label="Review again by")
    back = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, document, offered, back="", **kwargs):
        kwargs["initial"] = {
            "revision": document.revision,
            "review_by": offered.review_by,
            "back": back,
        }
        super().__init__(*args, **kwargs)
