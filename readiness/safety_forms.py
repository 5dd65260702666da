"""Forms about personal data. They gather what was typed; ``evidence.clearing`` decides."""

from django import forms

from config.second_editor import SeenForm
from evidence.file_types import ACCEPT
from evidence.refusals import ACCEPTED


class ClearForm(SeenForm):
    """``revision`` is the version that was looked at, ``words`` what was found in what is said."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    words = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why may it be shared?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: the numbers are the council's own switchboard, as printed on its "
        "website. Your name and the reason are kept.",
        error_messages={"required": "Say why it may be shared, so that others can follow it."},
    )
    looked = forms.BooleanField(
        label="I have looked through the whole document, not only at what is listed",
        error_messages={"required": "Look through the document first, then tick that you have."},
    )


class TakeBackForm(forms.Form):
    reason = forms.CharField(
        label="Why should it be held again?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it should be held again."},
    )


class RedactedForm(SeenForm):
    file = forms.FileField(
        label="Redacted copy",
        allow_empty_file=True,
        max_length=None,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=f"Take the words out; a black box drawn over them leaves them in the file, and "
        f"we find them. {ACCEPTED}",
        error_messages={"required": "Choose the redacted copy."},
    )
    note = forms.CharField(
        label="What was taken out?",
        max_length=300,
        required=False,
        help_text="For example: names and addresses in the two case examples.",
    )
