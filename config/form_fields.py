"""Fields that forms of every app share: days and people."""

from datetime import date

from django import forms

from config.wording import name_of

EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 1, 1)
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
