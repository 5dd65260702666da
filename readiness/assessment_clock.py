"""The days of an assessment by CQC, counted from the notification. Pure: no database, no clock.

Three weeks for the information return and ten working days for comments on the draft report are
what councils were given; the days in the letter count, and can be typed over these.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from readiness.working_days import (
    add_working_days,
    countdown,
    in_days,
    working_days_between,
)

RETURN_AFTER = timedelta(weeks=3)
COMMENTS_WITHIN = 10  # working days

CALL_LIST = (
    (0, "Tell the chief executive, the lead member and the leadership team"),
    (1, "Name one person who speaks with CQC, and somebody in their place"),
    (1, "Look at what is not scored, not signed off or without evidence"),
    (2, "Tell staff, partners and providers what happens and when"),
    (2, "Give each item of the information return an owner and a day"),
    (5, "Check that every document is current and cleared of personal data"),
    (5, "List the cases that may be followed, and ask the people for their agreement"),
    (8, "Draft the schedule of interviews and brief those who will be asked"),
    (10, "Close the self-assessment, so that what is sent stays as it is"),
    (13, "The director reads the whole return and signs it off"),
)
"""What to do on getting the call: (working days after the notification, what). A start, to be
changed by each council; none of it is CQC's."""


@dataclass(frozen=True)
class Milestone:
    """``is_due``: something has to be sent by this day; else it is a day on which something is."""

    title: str
    day: date | None
    on: date
    is_due: bool = False

    @property
    def words(self) -> str:
        """ "11 working days left", "in 3 working days", "2 working days ago"."""
        if self.day is None:
            return ""
        if self.is_due and not self.is_past:
            return countdown(self.day, on=self.on)
        if self.day == self.on:
            return "today"
        days = abs(working_days_between(self.on, self.day))
        if self.is_past:
            return f"{in_days(days)} ago" if days else "since the last working day"
        return f"in {in_days(days)}" if days else "before the next working day"

    @property
    def is_past(self) -> bool:
        return self.day is not None and self.day < self.on


def return_due(notified_on: date) -> date:
    """Three weeks later, or the working day after that."""
    return add_working_days(notified_on + RETURN_AFTER, 0)


def comments_due(received_on: date) -> date:
    return add_working_days(received_on, COMMENTS_WITHIN)
