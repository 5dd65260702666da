"""The overview says where the council stands, and every number leads to what it counted."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.models import Document
from readiness import overview
from readiness.models import Status
from readiness.roles import Role
from tests.factories import (
    ActionFactory,
    ActionUpdateFactory,
    AreaFactory,
    CategoryFactory,
    DataPackFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    FrameworkFactory,
    IndicatorFactory,
    IndicatorLinkFactory,
    OutturnFactory,
    ScoreFactory,
    SelfAssessmentFactory,
    SignOffFactory,
    StatementFactory,
    TargetFactory,
    ThemeFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]
MOST_QUERIES = 15
PAST, COMING = date(2026, 1, 1), date(2027, 1, 1)
RULES = {
    "levels": [
        {"value": value, "title": title, "words": title}
        for value, title in enumerate(("Significant", "Some", "Good", "Exceptional"), start=1)
    ],
    "bands": [
        {"rating": "Inadequate", "lowest": 25, "highest": 38},
        {"rating": "Requires improvement", "lowest": 39, "highest": 62},
        {"rating": "Good", "lowest": 63, "highest": 87},
        {"rating": "Outstanding", "lowest": 88, "highest": 100},
    ],
    "rounding": "up",
    "flag_level": 1,
}


@pytest.fixture
def framework():
    return FrameworkFactory(rules=RULES)


@pytest.fixture
def people(framework):
    return CategoryFactory(framework=framework)


@pytest.fixture
def statements(framework, people):
    CategoryFactory(framework=framework, slug="partners", short_title="Partners", position=2)
    theme = ThemeFactory(framework=framework)
    return [
        StatementFactory(theme=theme, slug=slug, title=slug.title(), position=place)
        for place, slug in enumerate(("safeguarding", "governance"))
    ]


@pytest.fixture
def current(framework):
    return SelfAssessmentFactory(framework=framework, title="Self-assessment 2026")


def put_forward(statement, category, **about):
    return EvidenceLinkFactory(
        statement=statement, category=category, document=DocumentFactory(**about)
    )


def add_indicator(statement, *, value, target=60, others=()):
    indicator = IndicatorFactory()
    IndicatorLinkFactory(indicator=indicator, statement=statement)
    OutturnFactory(indicator=indicator, value=value)
    TargetFactory(indicator=indicator, value=target)
    for other in others:
        OutturnFactory(indicator=indicator, value=other, area=AreaFactory())
    return indicator


def add_action(statement, status=None, **about):
    action = ActionFactory(**about)
    action.statements.add(statement)
    if status:
        ActionUpdateFactory(action=action, status=status)
    return action


def row_of(page, statement):
    return next(row for row in page.rows if row.statement == statement)


def built(person, role=Role.DIRECTOR):
    return overview.build(user=person(role), on=date(2026, 11, 22))


def text_of(response) -> str:
    return unescape(" ".join(response.content.decode().split()))


# --- what it says ---


def test_the_first_sentence_says_where_we_stand(signed_in, statements, current):
    for statement, value in zip(statements, (2, 2), strict=True):
        SignOffFactory(
            score=ScoreFactory(self_assessment=current, statement=statement, value=value)
        )
    page = text_of(signed_in("director").get("/"))
    assert "Requires improvement, 50% (4 of 8)" in page
    assert "1 point below Good." in page
    assert "divided by 8, the highest possible total" in page


def test_while_a_statement_is_not_scored_the_rating_is_provisional(signed_in, statements, current):
    ScoreFactory(self_assessment=current, statement=statements[0], value=3)
    page = text_of(signed_in("director").get("/"))
    assert "Provisional, 1 of 2 scored" in page


def test_evidence_is_counted_by_category_and_said_in_words(signed_in, statements, people, current):
    put_forward(statements[0], people)
    put_forward(statements[0], people, review_by=PAST)
    page = text_of(signed_in("director").get("/"))
    assert '2<span class="govuk-visually-hidden"> documents, 1 past review</span>' in page


def test_indicators_are_counted_against_their_targets_and_other_councils(person, statements):
    add_indicator(statements[0], value=70)
    add_indicator(statements[0], value=58)
    add_indicator(statements[0], value=20, others=(50, 60, 70))
    counts = row_of(built(person), statements[0]).indicators
    assert (counts.met, counts.within_tolerance, counts.not_met, counts.lowest) == (1, 1, 1, 1)
    assert row_of(built(person), statements[1]).indicators.total == 0


def test_an_indicator_without_a_target_is_counted_as_not_rated(person, statements):
    indicator = IndicatorFactory()
    IndicatorLinkFactory(indicator=indicator, statement=statements[0])
    OutturnFactory(indicator=indicator)
    counts = row_of(built(person), statements[0]).indicators
    assert (counts.total, counts.not_rated, counts.met) == (1, 1, 0)


def test_actions_are_counted_by_status(person, statements):
    for status in (Status.BEHIND, Status.BEHIND, Status.COMPLETED, Status.STOPPED):
        add_action(statements[0], status)
    row = row_of(built(person), statements[0])
    assert dict(row.action_columns) == {
        Status.BEHIND: 2,
        Status.ON_TARGET: 0,
        Status.AHEAD: 0,
        Status.COMPLETED: 1,
    }


def test_the_one_thing_most_wrong_is_said_of_each_statement(person, statements, people, current):
    put_forward(statements[0], people)
    page = built(person)
    assert row_of(page, statements[0]).attention.words == "Not scored yet."
    assert row_of(page, statements[1]).attention.words == "No evidence yet."


def test_statements_of_another_framework_do_not_mix_in(person, statements, current):
    newer = FrameworkFactory(slug="newer", position=9)
    StatementFactory(theme=ThemeFactory(framework=newer), slug="safeguarding")
    assert [row.statement for row in built(person).rows] == statements


def test_on_a_fresh_installation_the_page_says_what_to_do_first(signed_in):
    page = text_of(signed_in("director").get("/"))
    assert "There is nothing to show yet" in page
    assert "What to do first" in page
    assert "Load CQC’s framework" in page


def test_a_step_that_is_done_is_said_to_be(signed_in, statements):
    page = text_of(signed_in("director").get("/"))
    assert "✓ Load CQC’s framework" in page
    assert f'<a class="govuk-link" href="{reverse("self_assessment_list")}">Open a' in page


# --- every number leads to exactly what it counted ---


def links_of(page) -> list[tuple[int, str]]:
    """(number, address) of every count in the table."""
    found = re.findall(r'<a class="(?:gt-doc|govuk-link gt-count)[^"]*" href="([^"]+)">(\d+)', page)
    return [(int(count), unescape(address)) for address, count in found]


def counted_at(client, address) -> int:
    response = client.get(address)
    assert response.status_code == 200
    if address.startswith(reverse("plan")):
        return response.context["table"].paginator.count
    if address.startswith(reverse("library")):
        words = " ".join(response.content.decode().split())
        return int(re.search(r"(\d+) documents?", words).group(1))
    return len(response.context["indicators"])


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.REVIEWER])
def test_every_number_leads_to_exactly_what_it_counted(
    signed_in, statements, people, current, role
):
    for statement in statements:
        put_forward(statement, people)
        add_action(statement, Status.AHEAD)
    put_forward(statements[0], people, review_by=PAST)
    add_action(statements[0], Status.BEHIND, due_on=PAST)
    add_action(statements[0], Status.BEHIND)
    add_indicator(statements[0], value=70)
    add_indicator(statements[0], value=58)
    add_indicator(statements[0], value=20, others=(50, 60, 70))
    add_indicator(statements[1], value=71)
    IndicatorLinkFactory(indicator=IndicatorFactory(), statement=statements[1])
    client = signed_in(role)
    links = links_of(client.get("/").content.decode())
    assert len(links) == 11
    for number, address in links:
        assert (counted_at(client, address), address) == (number, address)


# --- who sees what ---


def test_a_reviewer_sees_only_scores_that_were_signed_off(signed_in, statements, current):
    signed = ScoreFactory(self_assessment=current, statement=statements[0], value=3)
    SignOffFactory(score=signed)
    ScoreFactory(self_assessment=current, statement=statements[0], value=2)
    ScoreFactory(self_assessment=current, statement=statements[1], value=4)
    page = signed_in("reviewer").get("/").context["page"]
    assert [row.score and row.score.value for row in page.rows] == [3, None]
    assert page.finding == "Provisional, 1 of 2 signed off"
    assert page.rows[1].attention.words == "No evidence yet."
    page = signed_in("director").get("/").context["page"]
    assert [row.score.value for row in page.rows] == [2, 4]


def test_nothing_needs_a_reviewer(signed_in, statements, current):
    ScoreFactory(self_assessment=current, statement=statements[0])
    page = text_of(signed_in("reviewer").get("/"))
    assert "What needs you" not in page
    assert "What to do first" not in page
    assert "scored" not in page.partition("What changed lately")[2]


def test_a_director_is_asked_to_sign_what_somebody_else_scored(signed_in, statements, current):
    client = signed_in("director")
    theirs = ScoreFactory(self_assessment=current, statement=statements[0])
    ScoreFactory(self_assessment=current, statement=statements[1], scored_by=client.person)
    needs = client.get("/").context["needs"]
    assert [need.address for need in needs if "Sign off" in need.words] == [
        reverse("sign_off", args=[theirs.pk])
    ]


def test_what_needs_a_contributor_is_theirs_alone(signed_in, statements, current):
    client = signed_in("contributor")
    add_action(statements[0], owner=client.person, due_on=PAST)
    add_action(statements[0], due_on=PAST)
    DocumentFactory(owner=client.person, review_by=PAST)
    DocumentFactory(owner=client.person, review_by=COMING)
    DocumentFactory(review_by=PAST)
    words = [need.words for need in client.get("/").context["needs"]]
    assert words == [
        "2 statements without any evidence",
        "1 action of yours overdue",
        "1 document of yours past review",
    ]


def test_what_needs_you_leads_to_it(signed_in, statements, current):
    client = signed_in("contributor")
    add_action(statements[0], owner=client.person, due_on=PAST)
    DocumentFactory(owner=client.person, review_by=PAST)
    for need in client.get("/").context["needs"]:
        assert client.get(need.address).status_code == 200


# --- what changed ---


def test_what_changed_lately_comes_newest_first_and_from_everywhere(
    signed_in, statements, people, current
):
    score = ScoreFactory(self_assessment=current, statement=statements[0])
    SignOffFactory(score=score)
    put_forward(statements[0], people)
    add_action(statements[0], Status.AHEAD)
    DataPackFactory(confirmed_at=date_time(2020), confirmed_by=score.scored_by)
    events = built_events(signed_in("director"))
    assert {event.kind for event in events} == {
        "score",
        "sign_off",
        "evidence",
        "update",
        "data_pack",
    }
    assert events[-1].kind == "data_pack"
    assert [event.when for event in events] == sorted(
        (event.when for event in events), reverse=True
    )


def date_time(year):
    return f"{year}-01-01T00:00:00Z"


def built_events(client):
    return client.get("/").context["page"].recent


def test_a_reviewer_is_told_of_no_draft_score_and_no_data_pack(
    signed_in, statements, people, current
):
    score = ScoreFactory(self_assessment=current, statement=statements[0])
    DataPackFactory(confirmed_at=date_time(2020), confirmed_by=score.scored_by)
    put_forward(statements[0], people)
    assert {event.kind for event in built_events(signed_in("reviewer"))} == {"evidence"}


# --- what it costs ---


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.REVIEWER])
def test_the_overview_costs_the_same_however_much_there_is(
    signed_in, statements, people, current, role
):
    client = signed_in(role)

    def fill(times):
        for _ in range(times):
            put_forward(statements[0], people, review_by=PAST)
            add_action(statements[0], Status.BEHIND, owner=client.person, due_on=PAST)
            add_indicator(statements[0], value=20, others=(50, 60))
            SignOffFactory(score=ScoreFactory(self_assessment=current, statement=statements[0]))

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/").status_code == 200
        return len(asked)

    fill(1)
    queries()
    with_one = queries()
    fill(10)
    assert queries() == with_one
    assert with_one <= MOST_QUERIES
    assert Document.objects.count() == 11
