"""The golden thread: one chain from whichever page, what is missing from it, and for whom."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readiness.models import Status
from readiness.thread_facts import GivenScore, Judged
from tests.factories import (
    ActionFactory,
    ActionImpactFactory,
    ActionUpdateFactory,
    EvidenceLinkFactory,
    FrameworkFactory,
    IndicatorLinkFactory,
    OutturnFactory,
    RecommendationActionFactory,
    RecommendationFactory,
    ScoreFactory,
    SignOffFactory,
    StatementFactory,
    TargetFactory,
    ThemeFactory,
    VersionFactory,
    four_levels,
)
from tests.golden_threads import ARGUMENTS, address, whole_thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
STEPS = ["figure", "score", "evidence", "recommendation", "action", "in-use", "change", "again"]
AT_MOST = 10


@pytest.fixture
def chain(statement, this_round, contributor, director):
    return whole_thread(statement, this_round, scored_by=contributor, signed_by=director)


def thread_of(client, kind: str, key):
    page = client.get(address(kind, key))
    assert page.status_code == 200
    return page.context["thread"]


def text_of(page) -> str:
    return " ".join(page.content.decode().split())


def missing(thread) -> list[str]:
    return [words for _, words in thread.breaks]


def step_of(thread, key: str):
    return next(step for step in thread.steps if step.key == key)


# --- the chain ---


@pytest.mark.parametrize("kind", ARGUMENTS)
def test_it_reads_from_the_figure_to_the_next_score_from_wherever_it_begins(chain, signed_in, kind):
    thread = thread_of(signed_in("director"), kind, chain[kind])
    assert [step.key for step in thread.steps] == STEPS
    first = {step.key: step.items[0].title for step in thread.steps}
    assert first["figure"] == "Carers heard"
    assert first["score"] == first["again"] == "Safeguarding"
    assert first["recommendation"].endswith("Hear carers sooner")
    assert first["action"] == first["in-use"] == "Open a carers’ desk"
    assert first["change"] == "Desk log"
    assert missing(thread) == []
    assert thread.sentence == "Nothing is missing from this thread."


def test_it_says_what_each_thing_came_to_with_its_day(chain, signed_in):
    page = text_of(signed_in("director").get(address("statement", chain["statement"])))
    for words in (
        "41.0% in 2024-25; target 60.0%",
        "Not met",
        "2 Some shortfalls",
        "scored on 9 April 2026",
        "Carers wait 9 days",
        "received 1 October 2026",
        "The desk is open.",
        "due 30 June 2026",
        "In use since 1 May 2026",
        "Waits fell from 9 days to 2",
        "3 Good standard",
        "scored on 2 November 2026",
    ):
        assert words in page
    assert page.index("2 Some shortfalls") < page.index("3 Good standard")


@pytest.mark.parametrize("kind", ARGUMENTS)
def test_each_page_leads_to_its_thread_and_the_thread_back(chain, signed_in, kind):
    client = signed_in("director")
    own = reverse(kind, kwargs={ARGUMENTS[kind]: chain[kind]})
    assert f'href="{address(kind, chain[kind])}"' in client.get(own).content.decode()
    page = client.get(address(kind, chain[kind])).content.decode()
    assert f'href="{own}"' in page
    assert "where this thread begins" in page


def test_a_thread_of_a_figure_holds_only_what_is_meant_to_move_it(chain, statement, signed_in):
    other = ActionFactory(title="Paint the hall", priority=chain["row"].priority)
    other.statements.add(statement)
    client = signed_in("analyst")
    actions = step_of(thread_of(client, "indicator", chain["indicator"]), "action").items
    assert [item.title for item in actions] == ["Open a carers’ desk"]
    actions = step_of(thread_of(client, "statement", chain["statement"]), "action").items
    assert [item.title for item in actions] == ["Open a carers’ desk", "Paint the hall"]


# --- what is missing ---


def test_what_is_missing_is_said_with_where_to_mend_it(statement, this_round, signed_in):
    indicator = IndicatorLinkFactory(statement=statement).indicator
    OutturnFactory(indicator=indicator, value=41.0)
    TargetFactory(indicator=indicator, value=60.0)
    told = RecommendationFactory(state="accepted")
    told.statements.add(statement)
    page = signed_in("director").get(address("statement", statement.slug))
    thread = page.context["thread"]
    assert missing(thread) == [
        "Safeguarding is not scored yet.",
        "Nothing is put forward as evidence for Safeguarding.",
        f"R{told.pk} is accepted, and no action answers it.",
        f"No action answers this figure: {indicator.name}.",
    ]
    assert thread.sentence == "4 things are missing from this thread:"
    html = page.content.decode()
    for at in (
        reverse("score", args=[this_round.pk, statement.slug]),
        f"{reverse('add_evidence')}?statement=safeguarding",
        f"{reverse('add_action')}?recommendation={told.pk}",
        f"{reverse('add_action')}?statement=safeguarding&amp;indicator={indicator.code}",
    ):
        assert f'href="{at}"' in html


def test_an_action_to_add_begins_with_the_figure_and_the_statement(statement, signed_in):
    asked = {"statement": statement.slug, "indicator": "1C"}
    form = signed_in("director").get(reverse("add_action"), asked).context["form"]
    assert form["statements"].value() == [statement.pk]
    assert form["indicators"].value() == "1C"


def test_completed_without_a_day_in_use_or_impact_is_two_breaks(chain, signed_in):
    chain["impact"].ended_at, chain["impact"].ended_by = datetime.now(UTC), chain["row"].owner
    chain["impact"].ended_reason = "Another desk"
    chain["impact"].save()
    chain["row"].implemented_on = None
    chain["row"].save()
    thread = thread_of(signed_in("director"), "action", chain["action"])
    assert missing(thread) == [
        "Open a carers’ desk: completed, and no day says since when it is in use.",
        "Open a carers’ desk: completed, no evidence of impact yet.",
    ]
    assert step_of(thread, "change").gaps[0].mend.address == reverse(
        "record_impact", args=[chain["action"]]
    )


def test_a_stopped_action_answers_no_figure(chain, signed_in):
    ActionUpdateFactory(action=chain["row"], status=Status.STOPPED)
    thread = thread_of(signed_in("director"), "indicator", chain["indicator"])
    assert "No action answers this figure: Carers heard." in missing(thread)


def test_a_new_score_that_nobody_signed_is_missing_its_signature(chain, signed_in):
    score = ScoreFactory(value=3, scored_at=datetime(2026, 11, 20, tzinfo=UTC), **chain["about"])
    thread = thread_of(signed_in("director"), "action", chain["action"])
    assert missing(thread) == ["The new score of Safeguarding is not signed off yet."]
    assert step_of(thread, "again").gaps[0].mend.address == reverse("sign_off", args=[score.pk])


def test_a_score_given_before_anything_was_in_use_waits_for_the_next(
    chain, statement, this_round, signed_in
):
    chain["row"].implemented_on = date(2026, 11, 20)
    chain["row"].save()
    thread = thread_of(signed_in("director"), "action", chain["action"])
    assert missing(thread) == [
        "Safeguarding was not scored again since 20 November 2026, when the first of the actions "
        "came into use."
    ]
    assert step_of(thread, "again").gaps[0].mend.address == reverse(
        "score", args=[this_round.pk, statement.slug]
    )


def test_one_score_given_when_the_action_was_in_use_has_nothing_before_it(
    statement, this_round, signed_in
):
    SignOffFactory(score__self_assessment=this_round, score__statement=statement)
    action = ActionFactory(implemented_on=date(2026, 5, 1))
    action.statements.add(statement)
    step = step_of(thread_of(signed_in("director"), "action", action.pk), "again")
    assert [gap.is_break for gap in step.gaps] == [False]
    assert step.gaps[0].words.startswith("The only score of Safeguarding was given when")


def test_an_action_that_names_nothing_says_so(signed_in, framework):
    action = ActionFactory()
    thread = thread_of(signed_in("contributor"), "action", action.pk)
    assert missing(thread) == [
        "This action names no figure that it should move.",
        "This action is linked to no quality statement of the framework in use.",
    ]


def test_statements_of_a_framework_not_in_use_are_left_out(chain, signed_in):
    old = FrameworkFactory(slug="older", rules=four_levels(), position=0)
    left = StatementFactory(theme=ThemeFactory(framework=old), title="Left behind")
    chain["row"].statements.add(left)
    page = text_of(signed_in("director").get(address("action", chain["action"])))
    assert "Left behind" not in page


def test_a_framework_without_scores_is_no_break(chain, framework, signed_in):
    framework.rules = None
    framework.save()
    thread = thread_of(signed_in("director"), "statement", chain["statement"])
    assert missing(thread) == []
    assert step_of(thread, "again").gaps[0].words == "Safeguarding is not scored in its framework."


# --- which score is the first and which the next ---


def judged(*days) -> Judged:
    given = tuple(
        GivenScore(number, 1, "2026", 2, datetime(*day, 12, tzinfo=UTC), None, "")
        for number, day in enumerate(days, start=1)
    )
    return Judged(1, "s", "S", None, given, 1, takes_scores=True, takes_signatures=True)


@pytest.mark.parametrize(
    ("days", "in_use", "first", "again"),
    [
        ([], None, None, None),
        ([], date(2026, 5, 1), None, None),
        ([(2025, 4, 1), (2026, 4, 1)], None, 2, None),
        ([(2025, 4, 1), (2026, 4, 1)], date(2026, 5, 1), 2, None),
        ([(2025, 4, 1), (2026, 4, 1), (2026, 6, 1)], date(2026, 5, 1), 2, 3),
        ([(2026, 5, 1)], date(2026, 5, 1), 1, None),
        ([(2026, 5, 1), (2026, 6, 1)], date(2026, 4, 1), 1, 2),
    ],
)
def test_the_first_score_is_the_last_before_anything_was_in_use(days, in_use, first, again):
    one = judged(*days)
    assert getattr(one.first(in_use), "pk", None) == first
    assert getattr(one.again(in_use), "pk", None) == again


# --- for whom ---


def test_a_reviewer_reads_only_what_they_may_and_mends_nothing(chain, statement, signed_in):
    kept = VersionFactory(document__title="Kept for ourselves").document
    ActionImpactFactory(action=chain["row"], document=kept, shows="Fewer complaints")
    hidden = RecommendationFactory(source="complaint", words="About one person", state="accepted")
    hidden.statements.add(statement)
    ScoreFactory(
        value=4,
        rationale="A draft",
        scored_at=datetime(2026, 11, 20, tzinfo=UTC),
        **chain["about"],
    )
    page = signed_in("reviewer").get(address("statement", statement.slug))
    said = text_of(page)
    assert "Fewer complaints" in said
    assert "A document kept by the council" in said
    for words in ("Kept for ourselves", "About one person", "4 Exceptional"):
        assert words not in said
    assert all(gap.mend is None for step in page.context["thread"].steps for gap in step.gaps)


def test_a_reviewer_begins_at_nothing_they_may_not_open(signed_in, statement):
    kept = VersionFactory().document
    unanswered = RecommendationFactory()
    client = signed_in("reviewer")
    assert client.get(address("document", kept.pk)).status_code == 404
    assert client.get(address("recommendation", unanswered.pk)).status_code == 404


def test_a_reviewer_is_told_that_no_score_is_signed_off(statement, this_round, signed_in):
    ScoreFactory(self_assessment=this_round, statement=statement)
    thread = thread_of(signed_in("reviewer"), "statement", statement.slug)
    assert "No score of Safeguarding has been signed off yet." in missing(thread)


@pytest.mark.parametrize(
    ("kind", "key"), [("indicator", "none/such"), ("statement", "none"), ("document", 0)]
)
def test_what_is_not_there_is_not_found(framework, signed_in, kind, key):
    assert signed_in("director").get(address(kind, key)).status_code == 404


# --- a great deal of it ---


def grow(chain, statement, count: int) -> None:
    for _ in range(count):
        link = EvidenceLinkFactory(statement=statement)
        indicator = IndicatorLinkFactory(statement=statement).indicator
        OutturnFactory(indicator=indicator, value=40.0)
        TargetFactory(indicator=indicator)
        told = RecommendationFactory(state="accepted", document_id=chain["document"])
        told.statements.add(statement)
        action = ActionUpdateFactory(action__implemented_on=date(2026, 5, 2)).action
        action.statements.add(statement)
        action.indicators.add(indicator)
        ActionImpactFactory(action=action, document=link.document)
        RecommendationActionFactory(recommendation=told, action=action)


@pytest.mark.parametrize("kind", ARGUMENTS)
def test_it_costs_the_same_few_queries_however_much_there_is(chain, statement, signed_in, kind):
    client = signed_in("director")

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address(kind, chain[kind])).status_code == 200
        return len(asked)

    queries()
    before = queries()
    grow(chain, statement, 11)
    assert queries() == before <= AT_MOST


def test_a_long_list_shows_the_first_few_and_leads_to_the_rest(chain, statement, signed_in):
    grow(chain, statement, 11)
    page = signed_in("director").get(address("statement", statement.slug))
    thread = page.context["thread"]
    rest = {step.key: (len(step.items), step.rest) for step in thread.steps}
    assert rest["figure"] == (6, 6)
    assert rest["evidence"] == (5, 8)
    assert rest["recommendation"] == (5, 7)
    assert rest["action"] == (8, 4)
    said = page.content.decode()
    for at in (
        reverse("statement_indicators", args=[statement.slug]),
        f"{reverse('library')}?statement=safeguarding",
        f"{reverse('recommendation_list')}?statement=safeguarding",
        f"{reverse('plan')}?statement=safeguarding",
    ):
        assert f'href="{at}"' in said
