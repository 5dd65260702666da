"""What an indicator is: added, changed, dropped and taken up again, each told in the record."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet

from config.second_editor import MOVED_ON
from config.wording import day_in_words, moment_in_words, name_of
from indicators import change_record
from indicators.change_record import Kind
from indicators.models import Indicator, IndicatorChange

LAST_PLACE = 10_000  # a new indicator stands after all that came in files


@transaction.atomic
def add_indicator(*, by, reason: str = "", **fields) -> Indicator:
    last = Indicator.objects.aggregate(last=Max("position"))["last"] or 0
    indicator = Indicator(position=min(last + 1, LAST_PLACE), **fields)
    save_checked(indicator)
    change_record.record_added([indicator], by=by, reason=reason)
    return indicator


@transaction.atomic
def change_indicator(
    indicator: Indicator, *, seen_revision: int, by, reason: str = "", **fields
) -> Indicator:
    """Refuses when somebody else has changed it since ``seen_revision`` was read."""
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    indicator = change_record.told().get(pk=indicator.pk)
    refuse_second_editor(indicator, seen_revision)
    before = change_record.words_of(indicator)
    for name, value in fields.items():
        setattr(indicator, name, value)
    found = change_record.differences(before, change_record.words_of(indicator))
    if not found:
        return indicator
    change_record.refuse_without_reason(found, reason)
    save_checked(indicator)
    change_record.record_differences(indicator, found, by=by, reason=reason)
    return indicator


def revision_of(indicator: Indicator) -> int:
    """The newest change of what the indicator is; targets are set elsewhere."""
    changes = indicator.changes.exclude(kind=Kind.TARGET)
    return changes.aggregate(last=Max("pk"))["last"] or 0


def refuse_second_editor(indicator: Indicator, seen_revision: int) -> None:
    since = indicator.changes.exclude(kind=Kind.TARGET).filter(pk__gt=seen_revision)
    unseen = list(since.select_related("changed_by"))
    if unseen:
        raise ValidationError(
            f"Somebody else changed this indicator while you were writing. {told_of(unseen)} "
            "Nothing of yours is saved yet: the form now holds their changes and yours. "
            "Check it, then save again.",
            code=MOVED_ON,
        )


def told_of(changes: list[IndicatorChange]) -> str:
    newest = changes[0]
    who = name_of(newest.changed_by) if newest.changed_by else "A file"
    said = "; ".join(f"{each.what} now says “{each.after}”" for each in changes)
    return f"{who}, {moment_in_words(newest.changed_at)}: {said}."


@transaction.atomic
def drop_indicator(
    indicator: Indicator, *, retired_from: date, reason: str, by, on: date
) -> Indicator:
    """Off the lists from a day on, kept with its figures and its history."""
    indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
    if indicator.is_dropped:
        raise ValidationError("This indicator has been dropped already.")
    if retired_from > on:
        raise ValidationError(
            {"retired_from": f"{day_in_words(retired_from)} has not come yet. Drop it on the day."}
        )
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is dropped: members will ask."})
    indicator.retired_from, indicator.retired_reason = retired_from, reason.strip()
    save_checked(indicator)
    after = change_record.drop_words(indicator)
    change_record.record(indicator, Kind.DROPPED, what="Dropped", after=after, reason=reason, by=by)
    return indicator


@transaction.atomic
def drop_with_file(indicators: QuerySet[Indicator], *, retired_from: date, reason: str, by) -> None:
    """Those that a file brought, with the file: all in the same few queries."""
    found = list(indicators.select_for_update(of=("self",)))
    ids = [each.pk for each in found]
    Indicator.objects.filter(pk__in=ids).update(retired_from=retired_from, retired_reason=reason)
    after = change_record.drop_words(Indicator(retired_from=retired_from))
    dropped = change_record.Difference(Kind.DROPPED, "Dropped", "", after)
    change_record.record_many(((pk, dropped) for pk in ids), by=by, reason=reason)


@transaction.atomic
def restore_with_file(indicators: QuerySet[Indicator], *, reason: str, by) -> None:
    """Those that went with a file and come again with another."""
    found = list(indicators.select_for_update(of=("self",)))
    ids = [each.pk for each in found]
    Indicator.objects.filter(pk__in=ids).update(retired_from=None, retired_reason="")
    change_record.record_many(
        (
            (each.pk, change_record.Difference(Kind.RESTORED, "In use again", before, ""))
            for each in found
            if (before := change_record.drop_words(each))
        ),
        by=by,
        reason=reason,
    )


@transaction.atomic
def restore_indicator(indicator: Indicator, *, reason: str, by) -> Indicator:
    indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
    if not indicator.is_dropped:
        raise ValidationError("This indicator is in use already.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is taken up again."})
    before = change_record.drop_words(indicator)
    indicator.retired_from, indicator.retired_reason = None, ""
    save_checked(indicator)
    change_record.record(
        indicator, Kind.RESTORED, what="In use again", before=before, reason=reason, by=by
    )
    return indicator


@transaction.atomic
def save_from_admin(indicator: Indicator, *, before, by, reason: str) -> Indicator:
    """``before`` is what the record would have said of it (None for a new one)."""
    refuse_circle(indicator)
    indicator.save()
    if before is None:
        change_record.record_added([indicator], by=by, reason=reason)
        return indicator
    found = change_record.differences(before, change_record.words_of(indicator))
    change_record.record_differences(indicator, found, by=by, reason=reason)
    return indicator


def save_checked(indicator: Indicator) -> None:
    refuse_circle(indicator)
    indicator.full_clean()
    indicator.save()


def refuse_circle(indicator: Indicator) -> None:
    """An indicator cannot be a part of one of its own parts."""
    above, seen = indicator.parent, {indicator.pk}
    while above is not None:
        if above.pk in seen and above.pk is not None:
            raise ValidationError(
                {"parent": f"{above.code} is this indicator, or a part of it. Choose another."}
            )
        seen.add(above.pk)
        above = above.parent
