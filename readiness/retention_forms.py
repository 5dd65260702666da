"""Forms about keeping and deleting. ``evidence.retention`` and ``disposal`` decide."""

from django import forms

from config.form_fields import DayField
from config.second_editor import EditForm

REASON = 300


class HoldForm(forms.Form):
    reason = forms.CharField(
        label="Why must it be kept?",
        max_length=REASON,
        help_text="The case, claim or inquiry, so that others know when it may go. "
        "For example: judicial review of the charging policy.",
        error_messages={"required": "Say why the document must be kept."},
    )


class LiftHoldForm(forms.Form):
    reason = forms.CharField(
        label="Why may it go now?",
        max_length=REASON,
        help_text="It is kept in the document's history with your name.",
        error_messages={"required": "Say why the hold is lifted, so that others can follow it."},
    )


class KeepUntilForm(EditForm):
    keep_until = DayField(
        required=False,
        label="Keep until",
        help_text="Leave empty to go by the rule for its kind of evidence.",
    )


class DeleteForm(forms.Form):
    reason = forms.CharField(
        label="Why is it deleted?",
        max_length=REASON,
        help_text="It stays in the record with your name, the day, and the fingerprint of each "
        "file. For example: kept for six years, as our schedule says.",
        error_messages={"required": "Say why it is deleted, so that others can follow it."},
    )
    is_early = forms.BooleanField(required=False)

    def __init__(self, *args, early_words: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        if early_words:
            self.fields["is_early"].label = early_words
        else:
            del self.fields["is_early"]
