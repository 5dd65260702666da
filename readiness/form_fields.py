"""Fields that forms of every kind share: days and rows to choose."""

from django import forms

from config.form_fields import DayField

__all__ = ["DayField", "RowsField"]

LONGEST_KEY = 18  # digits: what is longer is no row’s, and databases refuse to look for it


class RowsField(forms.ModelMultipleChoiceField):
    """Any number of rows."""

    default_error_messages = {
        "invalid_choice": "Choose from the list: something you chose is not there any more.",
        "invalid_pk_value": "Choose from the list: something you chose is not there any more.",
    }

    def clean(self, value):
        if any(len(str(key)) > LONGEST_KEY for key in value or ()):
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice"
            )
        return super().clean(value)
