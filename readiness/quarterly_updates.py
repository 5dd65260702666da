"""The quarter's updates: by when they are wanted, and asking those who have not written theirs."""

from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from config.second_editor import MOVED_ON
from config.wording import day_in_words, name_of
from readiness import tasks
from readiness.models import Action, UpdateDeadline, UpdateReminder
from readiness.quarters import Quarter, usual_deadline

NOT_AGAIN_FOR = timedelta(days=7)


def latest_deadline(quarter: Quarter) -> UpdateDeadline | None:
    rows = UpdateDeadline.objects.filter(quarter_starts_on=quarter.starts_on)
    return rows.select_related("set_by").first()


def deadline_of(quarter: Quarter, latest: UpdateDeadline | None) -> date:
    return latest.due_on if latest else usual_deadline(quarter)


@transaction.atomic
def set_deadline(
    quarter: Quarter, *, due_on: date, by, seen: int, reason: str = ""
) -> UpdateDeadline:
    """``seen`` is the id of the deadline its setter was shown, 0 for the usual one."""
    latest = latest_deadline(quarter)
    if latest and latest.pk != seen:
        raise ValidationError(
            f"{name_of(latest.set_by)} has just set it to {day_in_words(latest.due_on)}. "
            "Save again to use yours instead.",
            code=MOVED_ON,
        )
    if due_on <= quarter.ends_on:
        raise ValidationError(
            {
                "due_on": f"{quarter} ends on {day_in_words(quarter.ends_on)}. Give a later day, "
                "so that all of it can be spoken of."
            }
        )
    if due_on == deadline_of(quarter, latest):
        raise ValidationError({"due_on": "That is the day already."})
    return UpdateDeadline.objects.create(
        quarter_starts_on=quarter.starts_on, due_on=due_on, reason=reason.strip(), set_by=by
    )


@transaction.atomic
def remind(quarter: Quarter, *, by, site: str) -> list[UpdateReminder]:
    """E-mail every owner who owes an update for the quarter, nobody twice within a week."""
    owing = Action.objects.owing_update(quarter).order_by().values("owner")
    lately = UpdateReminder.objects.filter(
        quarter_starts_on=quarter.starts_on, asked_at__gt=timezone.now() - NOT_AGAIN_FOR
    )
    people = get_user_model().objects.select_for_update().filter(pk__in=owing, is_active=True)
    people = people.exclude(email="").exclude(pk__in=lately.values("person"))
    reminders = [
        UpdateReminder.objects.create(
            quarter_starts_on=quarter.starts_on, person=person, asked_by=by
        )
        for person in people.order_by("pk")
    ]
    for reminder in reminders:
        queue(reminder.pk, site)
    return reminders


def queue(pk: int, site: str) -> None:
    transaction.on_commit(lambda: tasks.send_update_reminder.delay(pk, site))
