"""How people and days are written, wherever the product names one. Every app may import this."""

from datetime import date, datetime

from django.utils import timezone


def name_of(person) -> str:
    """A person by full name; by e-mail address where none is known."""
    return person.get_full_name() or person.email or person.get_username()


def day_in_words(day: date) -> str:
    """3 March 2026. Of a moment, the day it was here."""
    if isinstance(day, datetime) and timezone.is_aware(day):
        day = timezone.localdate(day)
    return f"{day.day} {day:%B %Y}"


def month_in_words(day: date) -> str:
    """March 2026."""
    return f"{day:%B %Y}"


def moment_in_words(at: datetime) -> str:
    """3 March 2026 at 14:05, here."""
    return f"{day_in_words(at)} at {timezone.localtime(at):%H:%M}"
