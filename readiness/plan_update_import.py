"""What a plan's spreadsheet says of quarters, kept as updates where nobody has said it yet."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError

from readiness.improvement import update_action
from readiness.models import Action, ActionUpdate, Status
from readiness.plan_updates_file import SaidUpdate
from readiness.quarters import Quarter, quarter_of
from readiness.register_file import plain


def statuses_by_name() -> dict[str, str]:
    """The council's own words before the standard ones."""
    own = {plain(status.word): status.value for status in Status}
    return own | {plain(words): value for value, words in Status.choices if plain(words) not in own}


class Updates:
    """Of all actions; read when the first row says anything of a quarter."""

    def __init__(self, *, by, on: date):
        self.by, self.on = by, on

    @cached_property
    def held(self) -> tuple[set[tuple], dict[int, str]]:
        """What was said, and the latest status of each action."""
        rows = ActionUpdate.objects.order_by("pk").values_list(
            "action", "quarter_starts_on", "status", "narrative"
        )
        said, latest = set(), {}
        for action, quarter, status, narrative in rows.iterator():
            said.add(one(action, quarter, status, narrative))
            latest[action] = status
        return said, latest

    def say(self, action: Action, updates: Iterable[SaidUpdate]) -> list[str]:
        """Keeps what is new; what was done, in words. Raises ValidationError."""
        told = []
        for each in updates:
            said, latest = self.held
            quarter = each.quarter or quarter_of(self.on)
            words = one(action.pk, quarter.starts_on, each.status, each.narrative)
            is_as_it_was = latest.get(action.pk, Status.NOT_STARTED) == each.status
            if words in said or (is_as_it_was and not each.narrative):
                continue
            self.keep(action, each, quarter)
            said.add(words)
            latest[action.pk] = each.status
            told.append(f"{quarter}: {Status(each.status).word}.")
        return told

    def keep(self, action: Action, each: SaidUpdate, quarter: Quarter) -> None:
        try:
            update_action(
                action,
                status=each.status,
                narrative=each.narrative,
                quarter=quarter,
                percent=each.percent,
                why_no_proof=each.why_no_proof,
                by=self.by,
                on=self.on,
            )
        except ValidationError as problem:
            raise ValidationError(f"{quarter}: {' '.join(problem.messages)}") from problem


def one(action: int, quarter: date, status: str, narrative: str) -> tuple:
    """Lines end as each program likes; that is no other narrative."""
    return action, quarter, status, tuple(narrative.strip().splitlines())
