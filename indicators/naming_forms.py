"""What people say of a file's columns and of the indicators in it."""

from collections.abc import Iterator

from django import forms

from config.second_editor import EditForm
from indicators.layouts.column_mapping import ENGLAND, OWN_REGION, ROLES, TableMapping
from indicators.models import Indicator

PLACES = [("", "The row’s, or the council’s own"), (ENGLAND, "England"), (OWN_REGION, "Our region")]
NAME_ERRORS = {"required": "Enter a name", "max_length": "Use 80 characters at most for the name"}
MOST_ROWS = 3  # of headings


class NamingForm(EditForm):
    """About the columns of a file as somebody saw them named."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SheetsForm(NamingForm):
    sheets = forms.MultipleChoiceField(
        label="Which sheets hold the figures?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the sheets that hold the figures"},
    )

    def __init__(self, *args, sheets: list[dict], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sheets"].choices = [
            (
                sheet["name"],
                f"{sheet['name']}: {sheet['row_count']:,} row{'s' * (sheet['row_count'] != 1)}"
                f"{' (hidden)' if sheet['is_hidden'] else ''}",
            )
            for sheet in sheets
        ]


class HeaderForm(NamingForm):
    """One row, or rows that follow each other."""

    rows = forms.TypedMultipleChoiceField(
        label="Which row holds the headings?",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the row that holds the headings"},
    )

    def __init__(self, *args, sheet: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rows"].choices = [
            (number, f"Row {number}") for number in range(1, len(sheet["rows"]) + 1)
        ]

    def clean_rows(self) -> tuple[int, ...]:
        rows = tuple(sorted(self.cleaned_data["rows"]))
        if rows[-1] - rows[0] != len(rows) - 1 or len(rows) > MOST_ROWS:
            raise forms.ValidationError(
                "Headings can take up to three rows that follow each other. Choose those."
            )
        return rows


class ColumnsForm(NamingForm):
    """A role for each column, with its period and place where a whole column is of one."""

    period = forms.CharField(
        label="Period of the whole sheet",
        required=False,
        max_length=40,
        help_text="Only where neither a column nor a heading says it, such as 2023-24.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    measure = forms.CharField(
        label="Indicator of the whole sheet",
        required=False,
        max_length=300,
        help_text="Only where the sheet is about one indicator and no column names it.",
    )

    def __init__(self, *args, table: TableMapping, **kwargs):
        super().__init__(*args, **kwargs)
        self.table = table
        self.fields["period"].initial = table.period
        self.fields["measure"].initial = table.measure
        for column in table.columns:
            self.add_column(column)
        for bound in self.visible_fields():
            bound.field.show_hidden_initial = True

    def add_column(self, column) -> None:
        called = f"Column {column.letters}"
        at = column.index
        self.fields[f"role_{at}"] = forms.ChoiceField(
            label=f"{called} is",
            choices=[(role.value, role.words) for role in ROLES],
            initial=column.role,
            error_messages={"invalid_choice": f"Choose from the list what {called} is"},
        )
        self.fields[f"period_{at}"] = forms.CharField(
            label=f"Period of {called}", required=False, max_length=40, initial=column.period
        )
        self.fields[f"place_{at}"] = forms.ChoiceField(
            label=f"Whose figures {called} holds",
            required=False,
            choices=PLACES if column.place in dict(PLACES) else [*PLACES, (column.place,) * 2],
            initial=column.place,
        )

    @property
    def rows(self) -> Iterator[dict]:
        for column in self.table.columns:
            names = (f"{part}_{column.index}" for part in ("role", "period", "place"))
            role, period, place = (self[name] for name in names)
            yield {"column": column, "role": role, "period": period, "place": place}

    @property
    def columns(self) -> dict[int, dict]:
        said = self.cleaned_data
        return {
            column.index: {
                part: said[f"{part}_{column.index}"].strip() for part in ("role", "period", "place")
            }
            for column in self.table.columns
        }


class UseColumnsForm(NamingForm):
    name = forms.CharField(
        label="Save this under a name for next time",
        max_length=80,
        required=False,
        help_text="A file with the same headings is then read by itself. "
        "Such as: Quarterly scorecard. A name you have used before is changed to this.",
        error_messages=NAME_ERRORS,
    )


class SavedMappingForm(forms.Form):
    name = forms.CharField(label="Name", max_length=80, error_messages=NAME_ERRORS)


class UnknownIndicatorForm(forms.Form):
    """What becomes of an indicator that the file has and we do not."""

    DO = (
        ("add", "Add it to our indicators"),
        ("match", "It is one of ours under another name"),
        ("leave_out", "Leave it out"),
    )
    do = forms.ChoiceField(
        label="What should happen to it?",
        choices=DO,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what should happen to it"},
    )
    indicator = forms.ModelChoiceField(
        Indicator.objects.none(),
        label="Which of ours is it?",
        required=False,
        help_text="Remembered: files that use this name are understood from now on.",
        empty_label="Choose an indicator",
        error_messages={"invalid_choice": "Choose an indicator from the list"},
    )
    reason = forms.CharField(
        label="Why is it left out?", max_length=200, required=False,
        help_text="Such as: not about adult social care.",
    )  # fmt: skip
    code = forms.CharField(
        label="Code",
        max_length=40,
        required=False,
        help_text="Short: lists and files call it so. Made from the title where there was none.",
    )
    title = forms.CharField(label="Title", max_length=300, required=False)
    definition = forms.CharField(
        label="Definition", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    polarity = forms.ChoiceField(
        label="Which way is better?",
        choices=[
            (Indicator.Polarity.NONE, "Not said: shown, not rated"),
            (Indicator.Polarity.HIGHER, "Higher is better"),
            (Indicator.Polarity.LOWER, "Lower is better"),
        ],
        required=False,
    )
    unit = forms.ChoiceField(label="Unit", choices=Indicator.Unit.choices, required=False)
    frequency = forms.ChoiceField(
        label="How often", choices=Indicator.Frequency.choices, required=False
    )

    one_of_several = ("indicator", "reason", "code", "title", "definition")
    ADDED = ("code", "title", "definition", "polarity", "unit", "frequency")

    def __init__(self, *args, clash: dict | None = None, **kwargs):
        """``clash``: the indicator of ours that has its code and means something else."""
        super().__init__(*args, **kwargs)
        if clash:
            own = f", as {clash['own_code']}" if clash["own_code"] else ", under another code"
            self.fields["do"].label = "Which measure is it?"
            self.fields["do"].choices = (
                ("add", f"A different measure: keep its figures apart{own}"),
                ("match", "The same measure as one of ours"),
                ("leave_out", "Leave it out"),
            )
        self.fields["indicator"].queryset = Indicator.objects.order_by("position", "code")
        for name in self.one_of_several:
            self.fields[name].one_of_several = True

    def clean(self) -> dict:
        said = super().clean()
        needed = {
            "match": ("indicator", "Choose which of our indicators it is"),
            "leave_out": ("reason", "Say why it is left out"),
            "add": ("title", "Enter a title for the indicator"),
        }.get(said.get("do", ""))
        if needed and not said.get(needed[0]) and needed[0] not in self.errors:
            self.add_error(*needed)
        return said
