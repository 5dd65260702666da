from django import forms


class DataPackForm(forms.Form):
    file = forms.FileField(
        label="File of figures",
        help_text=(
            "The ASCOF workbook as published, in .ods or .xlsx. You see what is in it before "
            "anything changes."
        ),
        error_messages={
            "required": "Choose a file of figures",
            "empty": "The file is empty. Choose it again.",
        },
    )
