"""Fields that forms of every app share: days, people and rows to choose."""

from datetime import date

from django import forms

from config.wording import name_of

EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 1, 1)
LONGEST_KEY = 18  # digits: what is longer is no row’s, and databases refuse to look for it
WAYS_TO_WRITE = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"]


class DayField(forms.DateField):
    """A day that a council can mean: a year typed as 0225 is a slip."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = WAYS_TO_WRITE

    def to_python(self, value):
        try:
            day = super().to_python(value)
        except forms.ValidationError:
            typed = str(value)[:40]
            raise forms.ValidationError(
                f"There is no day “{typed}”. Write a date such as 3 March 2026.", code="invalid"
            ) from None
        if day and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(f"Check the year: it says {day.year}.", code="year")
        return day


class PersonField(forms.ModelChoiceField):
    """People by name. Their view says who is offered."""

    def label_from_instance(self, person):
        return name_of(person)


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
