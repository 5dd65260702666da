"""Who has said how a quarter went, and who has yet to: three queries."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from config.wording import day_in_words
from readiness.models import Action, UpdateDeadline, UpdateReminder
from readiness.quarterly_updates import deadline_of, latest_deadline
from readiness.quarters import Quarter, quarters_back

QUARTERS_OFFERED = 5


@dataclass(frozen=True)
class OwnerOwing:
    """An owner with the actions they have not spoken of, and when they were last asked."""

    owner: object
    actions: list[Action]
    reminder: UpdateReminder | None


@dataclass(frozen=True)
class QuarterPage:
    quarter: Quarter
    offered: list[Quarter]
    deadline: UpdateDeadline | None
    due_on: date
    is_past: bool
    owing: list[OwnerOwing]

    @property
    def owed(self) -> int:
        return sum(len(each.actions) for each in self.owing)

    @property
    def sentence(self) -> str:
        """ "4 updates by 2 people are missing. They were wanted by 21 October 2026." """
        day = f"wanted by {day_in_words(self.due_on)}"
        if not self.owing:
            return f"Every action has been spoken of. Updates were {day}."
        updates = "1 update" if self.owed == 1 else f"{self.owed} updates"
        people = "1 person" if len(self.owing) == 1 else f"{len(self.owing)} people"
        are, they = ("is", "It") if self.owed == 1 else ("are", "They")
        were = "was" if self.owed == 1 else "were"
        when = were if self.is_past else are
        return f"{updates} by {people} {are} missing. {they} {when} {day}."


def build(quarter: Quarter, *, on: date) -> QuarterPage:
    latest = latest_deadline(quarter)
    due_on = deadline_of(quarter, latest)
    reminders = UpdateReminder.objects.filter(quarter_starts_on=quarter.starts_on)
    asked = {row.person_id: row for row in reversed(reminders.select_related("asked_by"))}
    owed = Action.objects.owing_update(quarter).select_related("owner", "priority")
    owed = owed.order_by("owner__last_name", "owner__first_name", "owner", "due_on", "pk")
    return QuarterPage(
        quarter=quarter,
        offered=quarters_back(on, QUARTERS_OFFERED),
        deadline=latest,
        due_on=due_on,
        is_past=due_on < on,
        owing=[
            OwnerOwing(owner, list(actions), asked.get(owner.pk))
            for owner, actions in groupby(owed, key=lambda action: action.owner)
        ],
    )
