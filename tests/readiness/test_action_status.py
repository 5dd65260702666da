from datetime import date, timedelta

import pytest

from readiness.models import Action, Status
from tests.factories import ActionFactory, ActionUpdateFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def status_of(action):
    return Action.objects.with_status().get(pk=action.pk).status


def test_an_action_nobody_has_spoken_of_has_not_started():
    assert status_of(ActionFactory()) == Status.NOT_STARTED


def test_the_status_is_what_the_latest_update_says():
    action = ActionFactory()
    ActionUpdateFactory(action=action, status=Status.ON_TARGET)
    ActionUpdateFactory(action=action, status=Status.BEHIND)
    assert status_of(action) == Status.BEHIND


@pytest.mark.parametrize(
    ("status", "is_overdue"),
    [
        (None, True),
        (Status.ON_TARGET, True),
        (Status.AHEAD, True),
        (Status.COMPLETED, False),
        (Status.STOPPED, False),
    ],
)
def test_an_open_action_is_overdue_from_the_day_after_it_was_due(status, is_overdue):
    action = ActionFactory(due_on=TODAY)
    if status:
        ActionUpdateFactory(action=action, status=status)
    assert not Action.objects.overdue(on=TODAY).exists()
    assert Action.objects.overdue(on=TODAY + timedelta(days=1)).exists() is is_overdue


def test_an_action_without_a_due_date_is_never_overdue():
    ActionFactory(due_on=None)
    assert not Action.objects.overdue(on=date(2099, 1, 1)).exists()
