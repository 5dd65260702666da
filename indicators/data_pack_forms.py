from django import forms
from django.conf import settings

from indicators.models import Area


class DataPackForm(forms.Form):
    file = forms.FileField(
        label="File of figures",
        help_text=(
            "A workbook (.xlsx, .xlsb, .xls or .ods) or a text table (.csv), up to 50 MB. You see "
            "what is in it before anything changes."
        ),
        error_messages={
            "required": "Choose a file of figures",
            "empty": "The file is empty. Choose it again.",
        },
    )


class WhoseForm(forms.Form):
    """Asked only where the file does not say; our own council stands first."""

    council = forms.ModelChoiceField(
        Area.objects.none(),
        label="Whose figures are these?",
        help_text="The file does not name a council.",
        empty_label=None,
        error_messages={
            "required": "Choose the council",
            "invalid_choice": "Choose a council from the list",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["council"]
        field.queryset = Area.objects.councils().filter(ended_on=None)
        field.initial = (
            Area.objects.filter(code=settings.COUNCIL_CODE).values_list("pk", flat=True).first()
        )
