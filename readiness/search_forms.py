"""The name of a saved search, and who sees it."""

from django import forms


class SearchForm(forms.Form):
    name = forms.CharField(
        max_length=80,
        label="Name",
        help_text="For example: Carers, people’s experience.",
        error_messages={"required": "Give the search a name."},
    )
    is_shared = forms.BooleanField(
        required=False, label="Share it with everybody who works here (not with peer reviewers)"
    )
