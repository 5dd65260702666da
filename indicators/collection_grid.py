"""The grid in which owed figures are entered: a form for each row, and what it is compared with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe

from config.second_editor import EditForm, refused
from config.wording import moment_in_words, name_of
from indicators import periods
from indicators.collection import enter
from indicators.collection_checks import Measured, as_typed, compared_with, count_as_typed
from indicators.figures import HAS_FIGURE, with_unit
from indicators.models import CollectionRound, Outturn, OwedFigure
from indicators.periods import PeriodSpec

CELLS = ("figure", "numerator", "denominator", "note")
CONFIRM = "is_confirmed"
SHOWN = (*CELLS, CONFIRM)
BESIDE: dict[str, str | bool] = {"form": "grid"}


def cell(label: str, width: int, **attrs) -> forms.CharField:
    widget = forms.TextInput(
        attrs={"class": f"govuk-input--width-{width} gt-cell", "autocomplete": "off"}
        | BESIDE
        | attrs
    )
    return forms.CharField(label=label, required=False, max_length=300, widget=widget)


class RowForm(EditForm):
    """One owed figure. What it says is checked by the flow, not here."""

    figure = cell("Figure", 5, inputmode="text")
    numerator = cell("Numerator", 4)
    denominator = cell("Denominator", 4)
    note = cell("Note", 10)
    is_confirmed = forms.BooleanField(
        required=False, label="Yes, it is right", widget=forms.CheckboxInput(attrs=BESIDE)
    )

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.get(name, "").strip() for name in CELLS[:3])


@dataclass
class Row:
    """An owed figure with its form; ``saved`` is what is told of the last save."""

    owed: OwedFigure
    measured: Measured
    form: RowForm
    was_empty: bool = False

    @property
    def last_text(self) -> str:
        if self.measured.last is None:
            return ""
        return with_unit(self.measured.last, self.measured.unit, self.measured.decimals)

    @property
    def cells(self) -> list[forms.BoundField]:
        return [self.form[name] for name in CELLS]

    @property
    def hidden_parts(self) -> SafeString:
        """What the row was when it was shown: it is renewed with every save."""
        revision = self.form["revision"].as_widget(attrs=BESIDE)
        shown = (self.form[name].as_hidden(attrs=BESIDE, only_initial=True) for name in SHOWN)
        return mark_safe("".join([revision, *shown]))  # noqa: S308 widgets escape what they hold

    @property
    def shows_confirm(self) -> bool:
        return bool(self.question) and not self.problems

    @property
    def is_not_saved(self) -> bool:
        return bool(self.problems) and "ot saved" not in " ".join(self.problems)

    @property
    def is_worked_out(self) -> bool:
        """Whether the figure came from its counts, and the cell does not show it yet."""
        return self.was_empty and not self.problems and self.owed.entry is not None

    @property
    def problems(self) -> list[str]:
        """Those of the whole row, then of its cells."""
        said = [*self.form.non_field_errors()] if self.form.is_bound else []
        return said + [message for bound in self.form.visible_fields() for message in bound.errors]

    @property
    def saved_text(self) -> str:
        entry = self.owed.entry
        if entry is None:
            return ""
        said = as_typed(entry.state, entry.value)
        return f"Saved: {said}, {name_of(entry.entered_by)}, {moment_in_words(entry.entered_at)}"

    @property
    def question(self) -> str:
        return self.owed.entry.question if self.owed.entry else ""


def rows_of(figures: Sequence[OwedFigure], data=None) -> list[Row]:
    """Two queries. ``data`` is what was typed, where anything was."""
    lasts = last_figures(figures)
    return [row_of(owed, lasts, data) for owed in figures]


def row_of(owed: OwedFigure, lasts: dict, data=None) -> Row:
    indicator = owed.indicator
    spec = compared_with(spec_of(owed.round), indicator.build_up)
    measured = Measured(
        unit=indicator.unit,
        decimals=indicator.decimals,
        last=lasts.get((indicator.pk, spec)),
        last_period=periods.label(*spec),
    )
    return Row(owed, measured, form_of(owed, data))


def form_of(owed: OwedFigure, data=None) -> RowForm:
    return RowForm(data, prefix=str(owed.pk), initial=held_in(owed))


def held_in(owed: OwedFigure) -> dict:
    entry = owed.entry
    if entry is None:
        return {"revision": 0}
    return {
        "revision": entry.number,
        "figure": as_typed(entry.state, entry.value),
        "numerator": count_as_typed(entry.numerator),
        "denominator": count_as_typed(entry.denominator),
        "note": entry.note,
        "is_confirmed": entry.is_confirmed,
    }


def spec_of(round_: CollectionRound) -> PeriodSpec:
    period = round_.period
    return PeriodSpec(period.kind, period.starts_on, period.ends_on)


def last_figures(figures: Iterable[OwedFigure]) -> dict[tuple[int, PeriodSpec], float]:
    """Our figures to compare with, by indicator and period."""
    wanted = {
        (each.indicator_id, compared_with(spec_of(each.round), each.indicator.build_up))
        for each in figures
    }
    rows = Outturn.objects.current().filter(
        area__code=settings.COUNCIL_CODE,
        indicator__in={pk for pk, _ in wanted},
        period__ends_on__in={spec.ends_on for _, spec in wanted},
        state__in=HAS_FIGURE,
    )
    found = rows.values_list(
        "indicator_id", "period__kind", "period__starts_on", "period__ends_on", "value"
    )
    return {(pk, PeriodSpec(*spec)): value or 0.0 for pk, *spec, value in found}


def save_row(row: Row, *, by) -> Row:
    """The row as it is afterwards: saved, or with what is wrong and what was typed."""
    if not row.form.is_valid() or not has_to_be_saved(row):
        return row
    fields = dict(row.form.cleaned_data)
    seen = fields.pop("revision")
    if CONFIRM not in row.form.changed_data and "figure" in row.form.changed_data:
        fields[CONFIRM] = False  # it was another figure that was said to be right
    try:
        entry = enter(row.owed, seen_entry=seen, measured=row.measured, by=by, **fields)
    except ValidationError as refusal:
        row.owed = OwedFigure.objects.in_full().get(pk=row.owed.pk)
        form = refused(row.form, refusal, again=partial(form_of, row.owed))
        return Row(row.owed, row.measured, form)
    row.owed.entry = entry
    was_empty = not fields["figure"].strip()
    return Row(row.owed, row.measured, form_of(row.owed), was_empty)


def has_to_be_saved(row: Row) -> bool:
    """Rows nobody touched stay as they are, and so do empty ones."""
    touched = [name for name in row.form.changed_data if name != "revision"]
    if not touched:
        return False
    return row.owed.entry is not None or not row.form.is_empty or "note" in touched


def filled_from(rows: Sequence[Row], lines: Sequence[Sequence[str]], data) -> tuple[dict, int]:
    """What is typed, with pasted rows filled in: by code where the first cell is one, else in the
    order of the grid. How many rows were filled."""
    by_code = {row.owed.indicator.code.casefold(): row for row in rows}
    filled, place = {}, 0
    for line in lines:
        named = by_code.get(line[0].casefold())
        row = named or (rows[place] if place < len(rows) else None)
        cells = line[1:] if named else line
        if row is None or is_heading(cells):
            continue
        place = rows.index(row) + 1
        if named and cells and cells[0].casefold() in words_of(row):
            cells = cells[1:]
        filled[row.owed.pk] = cells
    changed = {
        f"{pk}-{name}": text
        for pk, cells in filled.items()
        for name, text in zip(CELLS, cells, strict=False)
    }
    return data | changed, len(filled)


def is_heading(cells: Sequence[str]) -> bool:
    return bool(cells) and cells[0].casefold() in {"figure", "value", "outturn", "indicator"}


def words_of(row: Row) -> set[str]:
    indicator = row.owed.indicator
    return {indicator.title.casefold(), indicator.short_title.casefold()} - {""}
