"""What a scorecard can be narrowed to and arranged by. What an address says amiss is left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms

from indicators.compared import Compared
from indicators.periods import PeriodSpec, label
from indicators.ratings import Rating
from indicators.reporting_periods import in_code
from indicators.scorecard import Scorecard
from indicators.scorecard_row import ScorecardRow
from readiness.scorecard_page import Arrangement, exceptions_first

EXCEPTIONS = "exceptions"


class ScorecardForm(forms.Form):
    """Only what there is to choose from is offered."""

    def __init__(self, asked, *, scorecard: Scorecard, compared: Compared, periods_held, arranged):
        super().__init__(asked)
        self.choice("period", "Period", period_choices(periods_held))
        self.choice("by", "Arrange by", arrangement_choices(arranged, scorecard), empty="One list")
        self.choice("show", "Show", [(EXCEPTIONS, "Exceptions only")], empty="All indicators")
        self.choice("rating", "Against target", [(r.value, r.word) for r in Rating], empty="Any")
        for name, arrangement in arranged.items():
            if offered := arrangement.choices(scorecard.rows):
                self.choice(name, arrangement.label, offered, empty="All")
        groups = [(group.key, group.name) for group in compared.groups]
        self.choice("group", "Compare with", groups)
        councils = [(council.code, council.name) for council in compared.councils]
        self.choice("council", "Council", councils)
        self.initial = {
            "period": in_code(*scorecard.period),
            "group": compared.among.key,
            "council": compared.council.code,
        }
        self.show_what_holds()

    def choice(self, name: str, words: str, choices, *, empty: str = "") -> None:
        offered = ([("", empty)] if empty else []) + list(choices)
        self.fields[name] = forms.ChoiceField(label=words, choices=offered, required=False)

    def show_what_holds(self) -> None:
        """The selects say what is shown, also where the address said nothing or nonsense."""
        self.is_valid()
        self.data = {
            name: self.cleaned_data.get(name) or self.initial.get(name, "") for name in self.fields
        }
        self.cleaned_data = self.data


def period_choices(held: Sequence[PeriodSpec]) -> list[tuple[str, str]]:
    return [(in_code(*spec), label(*spec)) for spec in held]


def arrangement_choices(arranged: dict[str, Arrangement], scorecard: Scorecard):
    return [
        (name, arrangement.label)
        for name, arrangement in arranged.items()
        if arrangement.choices(scorecard.rows)
    ]


@dataclass(frozen=True)
class Kept:
    """The rows that the form leaves, exceptions first, and what it narrowed them by, in words."""

    rows: tuple[ScorecardRow, ...]
    arrangement: Arrangement | None
    narrowed: tuple[tuple[str, str], ...]


def kept(form: ScorecardForm, scorecard: Scorecard, arranged: dict[str, Arrangement]) -> Kept:
    asked = form.cleaned_data
    rows = list(scorecard.rows)
    for name, arrangement in arranged.items():
        if key := asked.get(name):
            rows = [row for row in rows if arrangement.keeps(row, key)]
    if rating := asked["rating"]:
        rows = [row for row in rows if row.summary.rating == rating]
    if asked["show"] == EXCEPTIONS:
        rows = [row for row in rows if row.is_exception]
    return Kept(tuple(exceptions_first(rows)), arranged.get(asked["by"]), narrowed_by(form))


def narrowed_by(form: ScorecardForm) -> tuple[tuple[str, str], ...]:
    """``(("Against target", "Not met"),)``"""
    apart = {"period", "by", "group", "council"}
    return tuple(
        (str(field.label), words_of(field, said))
        for name, field in form.fields.items()
        if name not in apart and (said := form.cleaned_data[name])
    )


def words_of(field: forms.Field, said: str) -> str:
    choices: Any = cast(forms.ChoiceField, field).choices
    return str(dict(choices)[said])
