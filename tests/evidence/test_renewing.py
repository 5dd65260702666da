"""Saying that a document still holds, and when to look again."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from evidence.models import SOON, Document
from evidence.renewing import renew
from evidence.review_dates import after_months, months_in_words
from tests.factories import DocumentFactory, UserFactory

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_so_many_months_later_is_the_same_day_or_the_last_of_the_month(day, months, then):
    assert after_months(day, months) == then


@pytest.mark.parametrize(
    ("months", "words"), [(1, "1 month"), (6, "6 months"), (12, "12 months"), (24, "2 years")]
)
def test_periods_are_said_in_months_or_years(months, words):
    assert months_in_words(months) == words


@pytest.mark.django_db
def test_renewing_sets_the_next_review_and_writes_a_row_of_history():
    document, by = DocumentFactory(review_by=TODAY - timedelta(days=3)), UserFactory()
    renew(
        document,
        review_by=date(2027, 11, 22),
        note="Asked the author",
        by=by,
        on=TODAY,
        seen_revision=1,
    )
    document.refresh_from_db()
    assert (document.review_by, document.revision) == (date(2027, 11, 22), 2)
    change = document.changes.get()
    assert (change.note, change.changed_by) == ("Asked the author", by)
    assert change.changes == {"Review by": ["19 November 2026", "22 November 2027"]}


@pytest.mark.django_db
def test_without_a_note_the_history_says_it_is_still_current():
    document = DocumentFactory()
    renew(document, review_by=date(2027, 1, 1), by=UserFactory(), on=TODAY, seen_revision=1)
    assert document.changes.get().note == "Still current"


@pytest.mark.django_db
def test_a_day_that_is_not_to_come_is_refused():
    document = DocumentFactory()
    with pytest.raises(ValidationError, match="Choose a day after today"):
        renew(document, review_by=TODAY, by=UserFactory(), on=TODAY, seen_revision=1)
    assert not document.changes.exists()


@pytest.mark.django_db
def test_whoever_comes_second_is_told():
    document, by = DocumentFactory(), UserFactory()
    renew(document, review_by=date(2027, 1, 1), by=by, on=TODAY, seen_revision=1)
    with pytest.raises(ValidationError, match="Somebody else changed this document"):
        renew(document, review_by=date(2028, 1, 1), by=by, on=TODAY, seen_revision=1)


@pytest.mark.django_db
def test_due_soon_counts_today_and_the_last_day_and_not_the_days_around_them():
    days = (-1, 0, SOON.days, SOON.days + 1)
    made = [DocumentFactory(review_by=TODAY + timedelta(days=days_on)) for days_on in days]
    assert set(Document.objects.due_for_review(on=TODAY)) == set(made[1:3])
    assert list(Document.objects.past_review(on=TODAY)) == made[:1]


@pytest.mark.django_db
@pytest.mark.parametrize("ends", [None, date(2026, 1, 1)])
def test_a_period_has_an_end_and_begins_before_it(ends):
    document = DocumentFactory(evidence_from=date(2025, 4, 1), evidence_date=date(2026, 3, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(
            evidence_from=date(2026, 2, 1), evidence_date=ends
        )
