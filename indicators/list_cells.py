"""What a cell of a file of reference data may say: each reads its text, or says in a sentence why
it cannot (ValueError), and writes what it read in the words of the screen."""

from datetime import date, datetime
from math import inf, nan

from django.contrib.auth import get_user_model

from indicators.list_files import AsItIs
from indicators.models import Indicator

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y")


class OneOf(AsItIs):
    """A choice by its words, as they are on the screen, or by the word it is kept under."""

    def __init__(self, choices):
        super().__init__()
        self.words = dict(choices)
        self.kept = {
            str(said).casefold(): value
            for value, words in self.words.items()
            for said in (value, words)
        }

    def clean(self, value, row=None, **kwargs):
        if (kept := self.kept.get(str(value).casefold())) is not None:
            return kept
        offered = ", ".join(self.words.values())
        raise ValueError(f"{quoted(value)} is not one of: {offered}.")

    def render(self, value, obj=None, **kwargs):
        return self.words.get(value, value)


class Number(AsItIs):
    def __init__(self, *, whole=False, may_be_empty=False, may_be_negative=False):
        super().__init__()
        self.read, self.may_be_empty = int if whole else float, may_be_empty
        self.least = -inf if may_be_negative else 0

    def clean(self, value, row=None, **kwargs):
        if value == "" and self.may_be_empty:
            return None
        try:
            number = self.read(value)
        except (TypeError, ValueError):
            number = nan
        if self.least <= number < inf:
            return number
        kind = "a whole number" if self.read is int else "a number"
        floor = "" if self.least < 0 else ", 0 or more"
        raise ValueError(f"{quoted(value)} is not {kind}{floor}.")


class Day(AsItIs):
    def clean(self, value, row=None, **kwargs):
        if isinstance(value, date):
            return value
        for form in DAYS:
            try:
                return datetime.strptime(value, form).date()  # noqa: DTZ007 a day has no zone
            except ValueError:
                continue
        raise ValueError(f"{quoted(value)} is not a date. Write it as 3 March 2026 or 2026-03-03.")


class IndicatorByCode(AsItIs):
    def clean(self, value, row=None, **kwargs):
        if value == "":
            return None
        found = Indicator.objects.filter(code__iexact=value).first()
        if found is None:
            raise ValueError(f"{quoted(value)} is not the code of an indicator that is here.")
        return found

    def render(self, value, obj=None, **kwargs):
        return value.code if value else ""


class PersonByAddress(AsItIs):
    """Somebody with an account, by their e-mail address."""

    def clean(self, value, row=None, **kwargs):
        if value == "":
            return None
        found = get_user_model().objects.filter(email__iexact=value, is_active=True).first()
        if found is None:
            raise ValueError(f"Nobody with an open account has the address {quoted(value)}.")
        return found

    def render(self, value, obj=None, **kwargs):
        return value.email if value else ""


def quoted(value) -> str:
    return f"“{value}”" if value != "" else "An empty cell"
