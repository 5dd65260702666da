"""What people type as commentary on a figure."""

from django import forms

from config.form_fields import DayField
from config.second_editor import EditForm


def text(label: str, help_text: str, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class CommentaryForm(EditForm):
    what_happened = text(
        "What happened", "In a sentence or two: which way the figure went, and how far.", 4
    )
    why = text("Why", "What lies behind it, as far as is known.")
    what_we_are_doing = text("What we are doing", "What has been decided or begun because of it.")
    by_when = DayField(
        label="By when", required=False, help_text="The day by which it should show."
    )
    is_sensitive = forms.BooleanField(
        label="Sensitive: not for the public version",
        required=False,
        help_text="Peer reviewers do not see it either.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Whether there is something to publish is for the flow to say; a draft may be unfinished.
        for name in ("what_happened", "why", "what_we_are_doing"):
            self.fields[name].one_of_several = True
