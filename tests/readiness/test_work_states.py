"""Where the work on a statement stands, from what happened to it."""

from datetime import date

import pytest

from readiness.work_states import Happened, WorkState, is_current, is_overdue, state_of

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("happened", "state"),
    [
        (Happened(), WorkState.NOT_STARTED),
        (Happened(draft=1), WorkState.DRAFT),
        (Happened(draft=1, ready_draft=1), WorkState.READY),
        (Happened(draft=2, ready_draft=1), WorkState.DRAFT),  # somebody went on writing
        (Happened(score=5), WorkState.SUBMITTED),
        (Happened(score=5, is_signed=True), WorkState.SIGNED_OFF),
        (Happened(score=5, is_withdrawn=True), WorkState.RETURNED),
        (Happened(score=5, draft=9, draft_after_score=5), WorkState.SUBMITTED),
        (Happened(score=5, returned_score=5), WorkState.RETURNED),
        (Happened(score=6, returned_score=5), WorkState.SUBMITTED),  # scored anew
        (Happened(score=5, returned_score=5, draft=3), WorkState.RETURNED),  # an older draft
        (Happened(score=5, returned_score=5, draft=9, draft_after_score=5), WorkState.DRAFT),
        (
            Happened(score=5, returned_score=5, draft=9, draft_after_score=5, ready_draft=9),
            WorkState.READY,
        ),
    ],
)
def test_the_state_follows_from_what_happened(happened, state):
    assert state_of(happened) == state


def test_a_newer_score_leaves_a_draft_behind():
    assert is_current(Happened(draft=9, draft_after_score=5, score=5))
    assert not is_current(Happened(draft=9, draft_after_score=5, score=6))


@pytest.mark.parametrize(
    ("state", "due_on", "late"),
    [
        (WorkState.DRAFT, date(2026, 11, 21), True),
        (WorkState.DRAFT, TODAY, False),  # it may still be done today
        (WorkState.DRAFT, None, False),
        (WorkState.RETURNED, date(2026, 11, 21), True),
        (WorkState.SUBMITTED, date(2026, 11, 21), False),
        (WorkState.SIGNED_OFF, date(2026, 11, 21), False),
    ],
)
def test_work_is_overdue_after_its_day_until_a_score_is_in(state, due_on, late):
    assert is_overdue(state, due_on, on=TODAY) is late
