from django import forms


class KeyForm(forms.Form):
    purpose = forms.CharField(
        label="What is the key for?",
        max_length=150,
        help_text="One key for each use, so that one can be revoked without the others. For "
        "example: Power BI, performance board.",
        error_messages={"required": "Say what the key is for."},
    )
