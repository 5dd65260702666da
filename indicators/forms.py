"""What people type about indicators."""

from django import forms


class TargetForm(forms.Form):
    period = forms.CharField(
        label="Period",
        max_length=40,
        help_text="The year or quarter it is for, such as 2025-26 or Q2 2025-26. "
        "A year’s target holds for its quarters.",
        error_messages={"required": "Enter the period the target is for, such as 2025-26."},
    )
    value = forms.FloatField(
        label="Target",
        help_text="A number, without its unit.",
        error_messages={
            "required": "Enter the target as a number, such as 66.5.",
            "invalid": "Enter the target as a number, such as 66.5.",
        },
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
    )
    reason = forms.CharField(
        label="Reason",
        max_length=300,
        required=False,
        help_text="Needed when you change a target that has been set.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen_target = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
