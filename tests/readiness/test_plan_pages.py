"""The plan's pages: what they show, what they cost, and what is said when something is wrong."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readiness.models import Action, ActionUpdate, Plan, Priority, Status
from tests.factories import (
    ActionFactory,
    ActionUpdateFactory,
    FrameworkFactory,
    IndicatorFactory,
    PlanFactory,
    PriorityFactory,
    SelfAssessmentFactory,
    StatementFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]
MOST_QUERIES = 10


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def titles_in(response) -> list[str]:
    return [row.record.title for row in response.context["table"].paginated_rows]


def queries_of(client, address) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


# --- the list ---


def test_before_there_is_a_plan_the_page_says_how_to_begin(signed_in):
    page = signed_in("contributor").get(reverse("plan"))
    assert "No plan yet" in text_of(page)
    assert reverse("add_plan") in text_of(page)


def test_a_reviewer_is_not_shown_a_button_they_cannot_use(signed_in):
    reviewer = signed_in("reviewer")
    assert reverse("add_plan") not in text_of(reviewer.get(reverse("plan")))
    action = ActionFactory()
    for page in (reviewer.get(reverse("plan")), reviewer.get(reverse("action", args=[action.pk]))):
        assert "/add/" not in text_of(page)
        assert "/update/" not in text_of(page)
        assert "/edit/" not in text_of(page)


def test_the_plan_is_said_in_one_sentence(signed_in):
    ActionFactory(due_on=date(2026, 11, 21))
    ActionUpdateFactory(status=Status.BEHIND)
    ActionUpdateFactory(status=Status.COMPLETED, action__due_on=date(2026, 1, 1))
    page = signed_in("director").get(reverse("plan"))
    assert "3 actions: 1 not started, 1 behind, 1 completed. 1 is overdue." in text_of(page)


def test_every_count_leads_to_exactly_those_actions(signed_in):
    client = signed_in("director")
    priority = PriorityFactory()
    for status in (Status.BEHIND, Status.BEHIND, Status.AHEAD):
        ActionUpdateFactory(status=status, action__priority=priority)
    ActionFactory(priority=priority, due_on=date(2026, 1, 1))
    ActionUpdateFactory(status=Status.BEHIND)
    row = client.get(reverse("plan")).context["blocks"][0].rows[0]
    for status, number in row.counts.columns:
        found = client.get(reverse("plan"), {"priority": priority.pk, "status": status})
        assert found.context["table"].paginator.count == number
    late = client.get(reverse("plan"), {"priority": priority.pk, "due": "overdue"})
    assert late.context["table"].paginator.count == row.counts.overdue == 1
    everything = client.get(reverse("plan"), {"priority": priority.pk})
    assert everything.context["table"].paginator.count == row.counts.total == 4


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"status": "behind"}, {"Late strategy"}),
        ({"due": "overdue"}, {"Late strategy"}),
        ({"due": "none"}, {"Carers offer", "Forum"}),
        ({"statement": "safeguarding"}, {"Carers offer"}),
        ({"text": "strategy"}, {"Late strategy"}),
        ({"text": "gap ANALYSIS"}, {"Late strategy"}),
        ({"text": "nothing like this"}, set()),
        ({}, {"Late strategy", "Carers offer", "Forum"}),
    ],
)
def test_the_list_is_filtered_by(signed_in, asked, found):
    late = ActionFactory(title="Late strategy", due_on=date(2026, 3, 1))
    ActionUpdateFactory(action=late, status=Status.BEHIND, narrative="A gap analysis is done.")
    ActionFactory(title="Forum")
    offer = ActionFactory(title="Carers offer")
    offer.statements.add(StatementFactory(slug="safeguarding"))
    page = signed_in("director").get(reverse("plan"), asked)
    assert set(titles_in(page)) == found


def test_the_list_is_filtered_by_owner(signed_in):
    mine = ActionFactory()
    ActionFactory()
    page = signed_in("director").get(reverse("plan"), {"owner": mine.owner_id})
    assert titles_in(page) == [mine.title]


def test_sorting_by_status_puts_the_worst_first(signed_in):
    for status in (Status.COMPLETED, Status.BEHIND, Status.ON_TARGET):
        ActionUpdateFactory(status=status, action__title=status.label)
    page = signed_in("director").get(reverse("plan"), {"sort": "status"})
    assert titles_in(page) == ["Behind", "On target", "Completed"]


def test_the_last_update_is_shown_and_not_the_one_before(signed_in):
    said = ActionUpdateFactory(narrative="Said first")
    ActionUpdateFactory(action=said.action, narrative="Said last")
    page = text_of(signed_in("director").get(reverse("plan")))
    assert "Said last" in page
    assert "Said first" not in page


@pytest.mark.parametrize("name", ["plan", "action", "update_action", "edit_action"])
def test_a_page_costs_the_same_however_many_actions(signed_in, name):
    client = signed_in("director")
    client.get(reverse("plan"))
    action = ActionUpdateFactory().action
    action.statements.add(StatementFactory())
    address = reverse(name) if name == "plan" else reverse(name, args=[action.pk])
    with_one = queries_of(client, address)
    for _ in range(10):
        ActionUpdateFactory(action__priority=action.priority)
        ActionUpdateFactory(action=action)
        action.statements.add(StatementFactory())
        action.indicators.add(IndicatorFactory())
    assert queries_of(client, address) == with_one
    assert with_one <= MOST_QUERIES


# --- an action's page ---


def test_an_action_s_page_shows_what_was_said_by_quarter_newest_first(signed_in):
    action = ActionFactory()
    for starts_on, words in ((date(2026, 4, 1), "Begun"), (date(2026, 7, 1), "Drafted")):
        ActionUpdateFactory(action=action, quarter_starts_on=starts_on, narrative=words)
    page = text_of(signed_in("reviewer").get(reverse("action", args=[action.pk])))
    assert page.index("Quarter 2 2026-27") < page.index("Quarter 1 2026-27")
    assert page.index("Drafted") < page.index("Begun")


def test_an_action_s_page_leads_to_its_statements_and_indicators(signed_in):
    action = ActionFactory()
    action.statements.add(StatementFactory(slug="safeguarding", title="Safeguarding"))
    action.indicators.add(IndicatorFactory(code="2E(2a)"))
    page = text_of(signed_in("reviewer").get(reverse("action", args=[action.pk])))
    assert reverse("statement", args=["safeguarding"]) in page
    assert reverse("indicator", args=["2E(2a)"]) in page


def test_the_bar_of_a_priority_says_its_statuses_in_words(signed_in):
    priority = PriorityFactory(title="Carers")
    for status in (Status.BEHIND, Status.AHEAD, Status.AHEAD):
        ActionUpdateFactory(status=status, action__priority=priority)
    page = text_of(signed_in("director").get(reverse("plan")))
    assert 'aria-label="Carers: 1 behind, 2 ahead"' in page


def test_what_an_owner_typed_is_shown_as_words_and_never_run(signed_in):
    said = ActionUpdateFactory(narrative="<script>alert(1)</script>")
    client = signed_in("director")
    for address in (reverse("plan"), reverse("action", args=[said.action.pk])):
        page = text_of(client.get(address))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_an_action_that_is_not_there_is_not_found(signed_in):
    assert signed_in("director").get(reverse("action", args=[999])).status_code == 404


# --- adding ---


def test_a_plan_a_priority_and_an_action_are_added_in_turn(signed_in):
    client = signed_in("contributor")
    client.post(
        reverse("add_plan"),
        {"title": "Plan 2026", "starts_on": "2026-04-01", "ends_on": "2029-03-31"},
    )
    plan = Plan.objects.get()
    client.post(reverse("add_priority", args=[plan.pk]), {"title": "Carers"})
    priority = Priority.objects.get()
    indicator = IndicatorFactory(code="1C")
    page = client.post(
        reverse("add_action"),
        {
            "title": "Open a carers' hub",
            "priority": priority.pk,
            "owner": client.person.pk,
            "starts_on": "2026-04-01",
            "due_on": "2026-12-01",
            "indicators": "1c,",
        },
    )
    action = Action.objects.get()
    assert page["Location"] == reverse("action", args=[action.pk])
    assert (action.added_by, list(action.indicators.all())) == (client.person, [indicator])


def test_a_second_plan_of_the_same_name_is_refused_and_what_was_typed_is_kept(signed_in):
    PlanFactory(title="Plan 2026")
    page = signed_in("director").post(
        reverse("add_plan"),
        {"title": "plan 2026", "starts_on": "2026-04-01", "ends_on": "2029-03-31"},
    )
    assert "There is already a plan called “plan 2026”." in text_of(page)
    assert 'value="2029-03-31"' in text_of(page)


def test_an_unknown_indicator_is_named_and_nothing_is_added(signed_in):
    client = signed_in("contributor")
    IndicatorFactory(code="1C")
    page = client.post(
        reverse("add_action"),
        {
            "title": "Open a carers' hub",
            "priority": PriorityFactory().pk,
            "owner": client.person.pk,
            "indicators": "1C, 9Z",
        },
    )
    assert "There is no indicator 9Z." in text_of(page)
    assert "Open a carers&#x27; hub" in text_of(page)
    assert not Action.objects.exists()


def test_due_before_start_is_said_at_the_due_date(signed_in):
    client = signed_in("contributor")
    page = client.post(
        reverse("add_action"),
        {
            "title": "Open a hub",
            "priority": PriorityFactory().pk,
            "owner": client.person.pk,
            "starts_on": "2026-04-02",
            "due_on": "2026-04-01",
        },
    )
    assert "before it starts on 2 April 2026" in page.context["form"].errors["due_on"][0]


def test_with_no_priority_to_choose_the_form_says_where_to_begin(signed_in):
    page = signed_in("contributor").get(reverse("add_action"))
    assert "No priority to add it to" in text_of(page)


# --- editing ---


def form_of(client, address) -> dict:
    """What the form on a page would send if it were sent as it is."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None}


def test_an_edit_is_saved_and_shown_with_who_made_it(signed_in):
    client = signed_in("contributor")
    action = ActionFactory()
    address = reverse("edit_action", args=[action.pk])
    client.post(address, form_of(client, address) | {"title": "Prepare a better strategy"})
    page = text_of(client.get(reverse("action", args=[action.pk])))
    assert "Prepare a better strategy" in page
    assert f"from {action.title} to Prepare a better strategy" in page
    assert client.person.get_full_name() in page


def test_a_second_editor_is_told_keeps_their_words_and_may_then_save(signed_in):
    first, second = signed_in("contributor"), signed_in("director")
    action = ActionFactory()
    address = reverse("edit_action", args=[action.pk])
    theirs, ours = form_of(first, address), form_of(second, address)
    first.post(address, theirs | {"title": "What the first wrote"})
    page = second.post(address, ours | {"title": "What the second wrote"})
    assert "Somebody else changed this action while you were writing" in text_of(page)
    assert "to What the first wrote" in text_of(page)
    assert 'value="What the second wrote"' in text_of(page)
    assert Action.objects.get().title == "What the first wrote"
    again = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    saved = second.post(address, {name: value for name, value in again.items() if value})
    assert saved.status_code == 302
    assert Action.objects.get().title == "What the second wrote"


def test_an_owner_who_has_left_can_still_be_read_in_the_form(signed_in):
    action = ActionFactory(owner=UserFactory(is_active=False, first_name="Ada", last_name="Gone"))
    page = signed_in("contributor").get(reverse("edit_action", args=[action.pk]))
    assert "Ada Gone" in text_of(page)


# --- updating ---


def test_the_form_shows_the_last_word_and_offers_the_quarter_that_is_owed(signed_in):
    said = ActionUpdateFactory(
        quarter_starts_on=date(2026, 4, 1), narrative="Begun", status=Status.BEHIND
    )
    address = reverse("update_action", args=[said.action.pk])
    client = signed_in("analyst")
    assert "Begun" in text_of(client.get(address))
    offered = form_of(client, address)
    assert (offered["quarter"], offered["status"]) == ("2026-07-01", Status.BEHIND)


def test_an_update_is_saved_in_one_step(signed_in):
    client = signed_in("analyst")
    action = ActionFactory()
    address = reverse("update_action", args=[action.pk])
    typed = {"status": "ahead", "narrative": "Agreed by cabinet."}
    page = client.post(address, form_of(client, address) | typed)
    assert page["Location"] == reverse("action", args=[action.pk])
    said = ActionUpdate.objects.get()
    assert (said.status, said.updated_by) == (Status.AHEAD, client.person)


def test_an_update_without_words_is_refused_and_the_status_is_kept(signed_in):
    client = signed_in("contributor")
    address = reverse("update_action", args=[ActionFactory().pk])
    page = client.post(address, form_of(client, address) | {"status": "ahead", "narrative": " "})
    assert "Say what happened this quarter." in text_of(page)
    assert page.context["form"]["status"].value() == "ahead"


def test_a_quarter_that_has_not_begun_cannot_be_chosen(signed_in):
    client = signed_in("contributor")
    address = reverse("update_action", args=[ActionFactory().pk])
    typed = {"status": "ahead", "narrative": "Done", "quarter": "2027-01-01"}
    page = client.post(address, form_of(client, address) | typed)
    assert "quarter" in page.context["form"].errors
    assert not ActionUpdate.objects.exists()


def test_two_people_updating_at_once_both_get_to_see_what_the_other_said(signed_in):
    first, second = signed_in("contributor"), signed_in("director")
    action = ActionFactory()
    address = reverse("update_action", args=[action.pk])
    typed = {"status": "ahead", "narrative": "Said by the first"}
    theirs, ours = form_of(first, address) | typed, form_of(second, address)
    first.post(address, theirs)
    ours |= {"status": "behind", "narrative": "Said by the second"}
    page = second.post(address, ours)
    assert "Said by the first" in text_of(page)
    assert "Said by the second" in text_of(page)
    assert action.updates.count() == 1
    ours["seen_update"] = page.context["form"]["seen_update"].value()
    assert second.post(address, ours).status_code == 302
    assert action.updates.count() == 2


def test_an_action_serves_statements_of_the_current_round_and_keeps_those_it_has(signed_in):
    used, newer = FrameworkFactory(slug="used"), FrameworkFactory(slug="newer", position=2)
    SelfAssessmentFactory(framework=used)
    StatementFactory(theme__framework=used, title="Of the round")
    later = StatementFactory(theme__framework=newer, title="Of next year")
    action = ActionFactory()
    action.statements.add(later)
    StatementFactory(theme__framework=newer, title="Of next year as well", slug="as-well")

    client = signed_in("director")
    adding = text_of(client.get(reverse("add_action")))
    editing = text_of(client.get(reverse("edit_action", args=[action.pk])))

    assert "Of the round" in adding
    assert "Of next year" not in adding
    assert "Of the round" in editing
    assert editing.count("Of next year") == 1
