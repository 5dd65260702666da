"""The form for loading councils' published scores."""

from django import forms

from config.form_fields import DayField


class PublishedResultsForm(forms.Form):
    file = forms.FileField(
        label="The file",
        help_text="CSV or Excel: a row for each council, with its name and a column of scores for "
        "each quality statement.",
        error_messages={"required": "Choose the file.", "empty": "The file is empty."},
    )
    source = forms.CharField(
        label="Where are these results from?",
        max_length=200,
        help_text="For example CQC’s published reports, gathered by the regional network.",
        error_messages={"required": "Say where these results are from."},
    )
    as_of = DayField(
        label="As at which day?", help_text="The day the list was last brought up to date."
    )
