from django import forms
from django.conf import settings
from django.db.models import Case, When

from indicators.data_pack_lookup import known_places
from indicators.models import Area
from indicators.places import Places


class DataPackForm(forms.Form):
    file = forms.FileField(
        label="File of figures",
        help_text=(
            "A workbook (.xlsx, .xlsb, .xls or .ods) or a text table (.csv), up to 50 MB, as it "
            "was published or as you keep it."
        ),
        error_messages={
            "required": "Choose a file of figures",
            "empty": "The file is empty. Choose it again.",
        },
    )


class WhoseForm(forms.Form):
    """Asked only where the file does not say. Nothing is chosen beforehand but what the file's
    name says; our own council stands first."""

    council = forms.ModelChoiceField(
        Area.objects.none(),
        label="Whose figures are these?",
        help_text="All figures of the file are kept for this council.",
        empty_label="Choose a council",
        error_messages={
            "required": "Choose the council",
            "invalid_choice": "Choose a council from the list",
        },
    )

    def __init__(self, *args, file_name: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["council"]
        ours = Case(When(code=settings.COUNCIL_CODE, then=0), default=1)
        field.queryset = Area.objects.councils().filter(ended_on=None).order_by(ours, "name")
        if named := named_in(file_name):
            field.initial = named.pk
            field.help_text = (
                f"The name of the file speaks of {named.name}. Check that this is right: all "
                "figures of the file are kept for this council."
            )


def named_in(file_name: str) -> Area | None:
    """The one council that stands today and that the name of a file speaks of."""
    found = Places(known_places()).named_in(file_name)
    councils = Area.objects.councils().filter(ended_on=None)
    return councils.filter(pk=found.id).first() if found else None
