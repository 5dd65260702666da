"""What may be done to the strategic plan, and what is refused with which sentence."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from readiness.changes import changes_in_a_sentence
from readiness.improvement import (
    add_action,
    add_plan,
    add_priority,
    edit_action,
    update_action,
)
from readiness.models import Action, ActionChange, ActionUpdate, Plan, Status
from readiness.quarters import Quarter
from tests.factories import (
    ActionFactory,
    ActionUpdateFactory,
    IndicatorFactory,
    PlanFactory,
    PriorityFactory,
    StatementFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
Q2, Q3, Q4 = (Quarter(day) for day in (date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 1)))


def sentence(refusal) -> str:
    return " ".join(refusal.value.messages)


# --- plans and priorities ---


def test_a_plan_is_added(contributor):
    add_plan(
        title=" Plan 2026 to 2029 ",
        starts_on=date(2026, 4, 1),
        ends_on=date(2029, 3, 31),
        by=contributor,
    )
    assert Plan.objects.get().title == "Plan 2026 to 2029"


def test_a_plan_that_ends_before_it_starts_is_refused(contributor):
    with pytest.raises(ValidationError) as refusal:
        add_plan(title="Plan", starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 1), by=contributor)
    assert sentence(refusal) == "The plan must end after it starts."


def test_priorities_are_numbered_in_turn(contributor):
    plan = PlanFactory()
    first = add_priority(plan, title="Carers", by=contributor)
    second = add_priority(plan, title="Safeguarding", by=contributor)
    assert (first.number, second.number) == (1, 2)
    assert first.added_by == contributor


def test_a_number_already_taken_is_refused(contributor):
    priority = PriorityFactory(number=3, plan__title="Plan 2026")
    with pytest.raises(ValidationError) as refusal:
        add_priority(priority.plan, title="Carers", number=3, by=contributor)
    assert sentence(refusal) == "Plan 2026 already has a priority 3."


def test_a_priority_without_a_title_is_refused(contributor):
    with pytest.raises(ValidationError):
        add_priority(PlanFactory(), title="  ", by=contributor)


# --- adding an action ---


def test_an_action_keeps_who_added_it_and_what_it_is_linked_to(contributor):
    owner, statement, indicator = UserFactory(), StatementFactory(), IndicatorFactory()
    action = add_action(
        PriorityFactory(),
        title="Prepare a dementia strategy",
        owner=owner,
        starts_on=date(2026, 4, 1),
        due_on=date(2026, 4, 1),
        statements=[statement],
        indicators=[indicator],
        by=contributor,
    )
    assert (action.owner, action.added_by) == (owner, contributor)
    assert list(action.statements.all()) == [statement]
    assert list(action.indicators.all()) == [indicator]


def test_an_action_due_before_it_starts_is_refused(contributor):
    with pytest.raises(ValidationError) as refusal:
        add_action(
            PriorityFactory(),
            title="Prepare a strategy",
            owner=contributor,
            starts_on=date(2026, 4, 2),
            due_on=date(2026, 4, 1),
            by=contributor,
        )
    assert "due on 1 April 2026, before it starts on 2 April 2026" in sentence(refusal)
    assert not Action.objects.exists()


def test_somebody_whose_account_is_closed_cannot_be_given_an_action(contributor):
    gone = UserFactory(is_active=False, first_name="Ada", last_name="Gone")
    with pytest.raises(ValidationError) as refusal:
        add_action(PriorityFactory(), title="Prepare", owner=gone, by=contributor)
    assert sentence(refusal) == "Ada Gone no longer has an account. Choose somebody else."


# --- editing an action ---


def edit(action, *, by, seen_revision=None, **changes):
    as_it_is = {
        "title": action.title,
        "description": action.description,
        "measure": action.measure,
        "resource": action.resource,
        "collaborators": action.collaborators.all(),
        "implemented_on": action.implemented_on,
        "priority": action.priority,
        "owner": action.owner,
        "starts_on": action.starts_on,
        "due_on": action.due_on,
        "statements": action.statements.all(),
        "indicators": action.indicators.all(),
    }
    seen = action.revision if seen_revision is None else seen_revision
    return edit_action(action, seen_revision=seen, by=by, on=TODAY, **as_it_is | changes)


def test_an_edit_is_kept_in_words(contributor):
    action = ActionFactory(due_on=None, owner__first_name="Ada", owner__last_name="King")
    safeguarding = StatementFactory(title="Safeguarding")
    edit(
        action,
        due_on=date(2026, 5, 1),
        owner=UserFactory(first_name="Bo", last_name="Lee"),
        statements=[safeguarding],
        by=contributor,
    )
    change = ActionChange.objects.get()
    assert change.changed_by == contributor
    assert change.changes == {
        "Owner": ["Ada King", "Bo Lee"],
        "Due date": ["none", "1 May 2026"],
        "Statements": ["none", "Safeguarding"],
    }
    action.refresh_from_db()
    assert (action.revision, action.due_on) == (2, date(2026, 5, 1))
    assert list(action.statements.all()) == [safeguarding]


def test_saving_without_a_change_leaves_no_trace(contributor):
    action = ActionFactory()
    edit(action, by=contributor)
    assert Action.objects.get().revision == 1
    assert not ActionChange.objects.exists()


def test_a_second_editor_is_told_what_the_first_did_and_changes_nothing(contributor, director):
    action = ActionFactory(title="Prepare a strategy")
    edit(action, title="Prepare a dementia strategy", by=director)
    with pytest.raises(ValidationError) as refusal:
        edit(action, title="Something else", seen_revision=1, by=contributor)
    assert refusal.value.code == "moved_on"
    assert "Title from Prepare a strategy to Prepare a dementia strategy" in sentence(refusal)
    assert director.get_full_name() in sentence(refusal)
    assert Action.objects.get().title == "Prepare a dementia strategy"


def test_an_edit_cannot_make_an_action_due_before_it_starts(contributor):
    action = ActionFactory(starts_on=date(2026, 4, 1))
    with pytest.raises(ValidationError) as refusal:
        edit(action, due_on=date(2026, 3, 31), by=contributor)
    assert "Change one of the two dates" in sentence(refusal)


def test_an_action_may_stay_with_an_owner_who_has_left_until_it_is_given_to_another(contributor):
    action = ActionFactory(owner__is_active=False)
    edit(action, title="Prepare it all the same", by=contributor)
    assert Action.objects.get().title == "Prepare it all the same"


def test_changes_read_as_a_sentence():
    changes = {"Due date": ["none", "1 May 2026"], "Title": ["A", "B"]}
    assert changes_in_a_sentence(changes) == (
        "Due date from none to 1 May 2026; Title from A to B."
    )


# --- updates ---


def update(action, **said):
    said = {
        "status": Status.ON_TARGET,
        "narrative": "A draft was prepared.",
        "quarter": Q2,
        "by": action.owner,
        "on": TODAY,
    } | said
    return update_action(action, **said)


def test_an_update_is_a_row_of_its_own():
    action = ActionFactory()
    update(action, narrative=" A draft was prepared. ")
    update(action, quarter=Q3, status=Status.AHEAD, narrative="Agreed by cabinet.")
    assert [said.narrative for said in action.updates.all()] == [
        "Agreed by cabinet.",
        "A draft was prepared.",
    ]
    assert Action.objects.with_status().get().status == Status.AHEAD


def test_a_quarter_may_be_spoken_of_again():
    action = ActionFactory()
    update(action)
    update(action, narrative="What was said first was wrong: there is no draft yet.")
    assert action.updates.count() == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"narrative": "  "}, "Say what happened this quarter."),
        (
            {"narrative": "", "status": Status.COMPLETED},
            "Say what was completed and what came of it.",
        ),
        ({"narrative": "", "status": Status.STOPPED}, "Say why the action was stopped."),
        ({"status": "nearly"}, "Choose how the action is going."),
        (
            {"quarter": Q4},
            "Quarter 4 2026-27 has not begun. The latest you can speak of is Quarter 3 2026-27.",
        ),
    ],
)
def test_an_update_that_says_too_little_or_too_soon_is_refused(said, words):
    action = ActionFactory()
    with pytest.raises(ValidationError) as refusal:
        update(action, **said)
    assert sentence(refusal) == words
    assert not ActionUpdate.objects.exists()


def test_an_update_for_a_quarter_before_the_last_one_spoken_of_is_refused():
    action = ActionFactory()
    update(action, quarter=Q3)
    with pytest.raises(ValidationError) as refusal:
        update(action, quarter=Q2)
    assert sentence(refusal) == (
        "The last update speaks of Quarter 3 2026-27. Choose that quarter or a later one, "
        "not Quarter 2 2026-27."
    )


def test_somebody_who_has_not_read_the_last_update_is_shown_it():
    action = ActionFactory()
    update(action, narrative="Agreed by cabinet.", seen_update=0)
    with pytest.raises(ValidationError) as refusal:
        update(action, narrative="Not agreed yet.", seen_update=0)
    assert refusal.value.code == "moved_on"
    assert "“Agreed by cabinet.” (On target)" in sentence(refusal)
    assert action.updates.count() == 1


def test_an_update_after_reading_the_last_is_saved():
    said = ActionUpdateFactory()
    update(said.action, seen_update=said.pk)
    assert said.action.updates.count() == 2
