"""Two people at the same form: the second is told, and neither's words are lost.

A form about a row that can change says which state of the row its reader saw (``revision``) and
what stood in each field then (Django's ``initial-…`` inputs). When a flow refuses because the row
has moved on, ``refused`` shows the form again: fields the reader never touched hold what the
other person wrote, the rest what was typed, and a field that both changed says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

from django import forms
from django.http import QueryDict

from config.wording import day_in_words

MOVED_ON = "moved_on"
"""The code of a flow's refusal because somebody else saved meanwhile."""

Values = Mapping[str, list[str]]
"""Field name -> what a browser sends for it. Empty and absent both mean nothing."""


@dataclass(frozen=True)
class Combined:
    values: dict[str, list[str]]
    both_changed: tuple[str, ...]


def combined(shown: Values, typed: Values, now: Values) -> Combined:
    """What the form holds after another's change, for each field of ``now``.

    ``shown`` stood there when the form was opened, ``typed`` was sent, ``now`` is saved. A field
    in ``both_changed`` keeps what was typed until its writer has seen what the other wrote.
    """
    touched = [name for name in now if said(typed, name) != said(shown, name)]
    return Combined(
        values={name: list((typed if name in touched else now).get(name, ())) for name in now},
        both_changed=tuple(
            name
            for name in touched
            if said(now, name) not in (said(shown, name), said(typed, name))
        ),
    )


def said(values: Values, name: str) -> list[str]:
    """For comparing: browsers end lines in their own way, and ticks have no order."""
    lines = ("\n".join(value.splitlines()).strip() for value in values.get(name, ()))
    return sorted(line for line in lines if line)


class SeenForm(forms.Form):
    """A form about a row as somebody read it: ``revision`` is the state of it they saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class EditForm(SeenForm):
    """A form that holds a row's fields as they are, and remembers what it showed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for bound in self.visible_fields():
            bound.field.show_hidden_initial = True


EditFormT = TypeVar("EditFormT", bound=EditForm)


def refused(form: EditFormT, refusal, *, again: Callable[..., EditFormT]) -> EditFormT:
    """The form to show after a refusal. ``again`` makes it for the row as it is now."""
    if getattr(refusal, "code", None) != MOVED_ON:
        form.add_error(None, refusal)
        return form
    sent = cast(QueryDict, form.data)
    fresh = again()
    names = [bound.name for bound in fresh.visible_fields()]
    now = {name: as_sent(fresh[name]) for name in names}
    result = combined(
        {name: sent.getlist(form[name].html_initial_name) for name in names},
        {name: sent.getlist(form[name].html_name) for name in names},
        now,
    )
    data = sent.copy()
    data[fresh["revision"].html_name] = fresh["revision"].value()
    for name in names:
        data.setlist(fresh[name].html_name, result.values[name])
        data.setlist(fresh[name].html_initial_name, now[name])
    shown_again = again(data)
    shown_again.add_error(None, refusal)
    for name in result.both_changed:
        shown_again.add_error(name, what_the_other_wrote(fresh[name]))
    return shown_again


def told(form: SeenForm, refusal, *, revision: int) -> None:
    """Add a refusal to a form that holds no fields of the row; whoever is told of another's change
    has then seen it, and saves again if they still want to."""
    form.add_error(None, refusal)
    if getattr(refusal, "code", None) == MOVED_ON:
        data = cast(QueryDict, form.data).copy()
        data["revision"] = str(revision)
        form.data = data


def as_sent(bound) -> list[str]:
    """What a browser sends for a field that is left as it is."""
    held = bound.field.widget.format_value(bound.value())
    values = held if isinstance(held, list) else [held]
    return [str(value) for value in values if value not in (None, "")]


def what_the_other_wrote(bound) -> str:
    return (
        f"Somebody else changed “{bound.label}” as well. It now says: {in_words(bound)}. "
        "What you wrote is kept here: save again to use yours, or put theirs back."
    )


def in_words(bound) -> str:
    value = bound.value()
    if isinstance(value, date):
        return day_in_words(value)
    sent = as_sent(bound)
    choices = getattr(bound.field, "choices", ())
    labels = {str(choice): str(label) for choice, label in choices}
    return ", ".join(labels.get(one, one) for one in sent) or "nothing"
