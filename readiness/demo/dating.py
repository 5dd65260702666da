"""Days for what the demonstration tells of the past: rows added within are dated that day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.db.models import Model
from django.db.models.signals import pre_save
from django.utils import timezone

OFFICE_OPENS = time(9, 30)
MINUTE = timedelta(minutes=1)


@contextmanager
def dated(day: date) -> Iterator[None]:
    """The flows stamp the moment they are called. For a story that began last year, each row saved
    in here gets the next minute of ``day`` instead, before the flow goes on with it."""
    moment = timezone.make_aware(datetime.combine(day, OFFICE_OPENS))

    def stamp(sender: type[Model], instance: Model, **kwargs) -> None:
        nonlocal moment
        if not instance._state.adding:
            return
        for field in sender._meta.concrete_fields:
            if field.default is timezone.now:
                setattr(instance, field.attname, moment)
                moment += MINUTE

    pre_save.connect(stamp, weak=False)
    try:
        yield
    finally:
        pre_save.disconnect(stamp)
