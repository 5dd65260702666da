"""The statements: the list of them and the page of one, as each role meets them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readiness.self_assessments import close_self_assessment
from tests.factories import (
    ActionFactory,
    CategoryFactory,
    EvidenceLinkFactory,
    RecommendationFactory,
    ScoreFactory,
    SelfAssessmentFactory,
    StatementFactory,
)
from tests.readiness.judged import LONG_AGO, addresses, path_of, text_of

pytestmark = pytest.mark.django_db


MOST_QUERIES = {
    "statement": 15,
    "statement_list": 10,
    "self_assessment_list": 10,
    "self_assessment": 10,
    "score": 10,
}


@pytest.mark.parametrize("name", MOST_QUERIES)
def test_a_page_costs_the_same_with_1_row_as_with_11(
    name, add_things, statement, this_round, signed_in
):
    client = signed_in("director")
    address = addresses(this_round, statement)[name]

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    add_things(1)
    queries()
    with_1 = queries()
    add_things(10)
    for number in range(10):
        StatementFactory(theme=statement.theme)
        SelfAssessmentFactory(framework=statement.framework, starts_on=LONG_AGO)
        ScoreFactory(self_assessment=this_round, statement=StatementFactory(theme=statement.theme))
        CategoryFactory(framework=statement.framework, slug=f"category-{number}")
    assert queries() == with_1 <= MOST_QUERIES[name]


def test_signing_off_costs_at_most_10_queries(
    add_things, statement, this_round, signed_in, django_assert_max_num_queries
):
    client = signed_in("director")
    add_things(3)
    score = ScoreFactory(self_assessment=this_round, statement=statement)
    with django_assert_max_num_queries(10):
        assert client.get(reverse("sign_off", kwargs={"pk": score.pk})).status_code == 200


def test_a_statement_shows_its_evidence_figures_actions_and_score(add_things, statement, signed_in):
    add_things(1)
    page = text_of(signed_in("contributor").get(path_of(statement)))
    for shown in (
        "Carers wait less than they did",
        "54.0%",
        "2024-25",
        "A draft was prepared.",
        "2 Some shortfalls",
        "✓ Signed off",
        "Waits are falling but are still long.",
    ):
        assert shown in page


def test_the_newest_documents_of_a_category_come_first_and_the_rest_are_counted(
    statement, signed_in
):
    for day in range(1, 9):
        EvidenceLinkFactory(
            statement=statement,
            document__title=f"Paper of day {day}",
            document__evidence_date=date(2026, 3, day),
        )
    page = text_of(signed_in("contributor").get(path_of(statement)))
    assert page.index("Paper of day 8") < page.index("Paper of day 7")
    assert "Paper of day 3" not in page
    assert "See all 8" in page
    assert "?statement=safeguarding&amp;category=peoples-experience" in page


def test_an_ended_link_is_not_shown(statement, signed_in, director):
    EvidenceLinkFactory(
        statement=statement,
        ended_by=director,
        ended_at="2026-05-01T09:00Z",
        ended_reason="Superseded",
    )
    assert "Carers wait less" not in text_of(signed_in("contributor").get(path_of(statement)))


def test_a_document_past_its_review_date_says_so(statement, signed_in):
    EvidenceLinkFactory(statement=statement, document__review_by=LONG_AGO)
    assert "Past review" in text_of(signed_in("contributor").get(path_of(statement)))


@pytest.mark.parametrize(
    ("role", "button"),
    [("contributor", "Add evidence"), ("director", "Score this statement"), ("reviewer", None)],
)
def test_each_role_has_one_primary_button(role, button, statement, this_round, signed_in):
    page = text_of(signed_in(role).get(path_of(statement)))
    buttons = page.count('class="govuk-button"')
    assert buttons == (1 if button else 0)
    assert not button or button in page


def test_a_director_is_asked_to_sign_what_somebody_else_scored(
    statement, this_round, signed_in, contributor
):
    EvidenceLinkFactory(statement=statement)
    score = ScoreFactory(self_assessment=this_round, statement=statement, scored_by=contributor)
    page = text_of(signed_in("director").get(path_of(statement)))
    assert reverse("sign_off", kwargs={"pk": score.pk}) in page


def test_a_director_is_not_asked_to_sign_their_own_score(statement, this_round, signed_in):
    client = signed_in("director")
    EvidenceLinkFactory(statement=statement)
    score = ScoreFactory(self_assessment=this_round, statement=statement, scored_by=client.person)
    assert reverse("sign_off", kwargs={"pk": score.pk}) not in text_of(
        client.get(path_of(statement))
    )


def test_a_reviewer_sees_no_score_before_it_is_signed_off_and_no_link_to_change_one(
    statement, this_round, signed_in
):
    ScoreFactory(self_assessment=this_round, statement=statement, rationale="Not for you yet.")
    client = signed_in("reviewer")
    for address in addresses(this_round, statement).values():
        page = text_of(client.get(address))
        assert "Not for you yet." not in page
        assert "/score/" not in page
        assert "/sign-off/" not in page
    assert "No score has been signed off yet" in text_of(client.get(path_of(statement)))


def test_an_earlier_round_can_still_be_read(statement, this_round, director, signed_in):
    old = SelfAssessmentFactory(framework=statement.framework, starts_on=LONG_AGO, title="In 2020")
    ScoreFactory(self_assessment=old, statement=statement, rationale="As it was then.")
    close_self_assessment(old, note="Not needed", by=director)
    client = signed_in("director")
    assert "As it was then." not in text_of(client.get(path_of(statement)))
    page = text_of(client.get(f"{path_of(statement)}?round={old.pk}"))
    assert "As it was then." in page
    assert "closed on" in page


@pytest.mark.parametrize("asked", ["?round=0", "?round=x", "?round=999999999999999999999"])
def test_a_round_that_is_not_there_is_not_found(asked, statement, signed_in):
    client = signed_in("director")
    assert client.get(path_of(statement) + asked).status_code == 404
    assert client.get(reverse("statement_list") + asked).status_code == 404


def test_a_statement_that_is_not_there_is_not_found(statement, signed_in):
    assert signed_in("director").get("/statements/nothing/").status_code == 404


def test_before_a_framework_is_loaded_the_list_says_what_to_do(signed_in):
    page = text_of(signed_in("director").get(reverse("statement_list")))
    assert "No framework yet" in page


def test_statements_can_be_chosen_by_key_line(framework, statement, signed_in):
    statement.key_line = "Safe"
    statement.save()
    StatementFactory(theme=statement.theme, title="Governance", key_line="Well-led")
    client = signed_in("director")
    page = text_of(client.get(reverse("statement_list"), {"key_line": "Safe"}))
    assert "Safeguarding" in page
    assert "Governance" not in page
    assert "Governance" in text_of(client.get(reverse("statement_list"), {"key_line": "None"}))


def test_actions_without_an_update_are_shown_as_not_started(statement, this_round, signed_in):
    ActionFactory(title="Hire two reviewers").statements.add(statement)
    page = text_of(signed_in("director").get(path_of(statement)))
    assert "Hire two reviewers" in page
    assert "no update yet" in page


def test_each_count_of_the_list_leads_to_what_it_counts(add_things, statement, signed_in):
    add_things(1)
    page = text_of(signed_in("reviewer").get(reverse("statement_list")))
    assert "/evidence/?statement=safeguarding&amp;category=peoples-experience" in page
    assert "/statements/safeguarding/#indicators" in page
    assert "/plan/?statement=safeguarding" in page


# --- recommendations ---


def told_about(statement, **fields):
    told = RecommendationFactory(**fields)
    told.statements.add(statement)
    return told


def test_what_others_recommended_is_listed_open_first(statement, this_round, signed_in):
    closed = told_about(statement, state="closed", received_on=date(2026, 10, 9))
    older = told_about(statement, state="accepted", received_on=date(2026, 9, 1))
    newer = told_about(statement, received_on=date(2026, 10, 2))
    RecommendationFactory(words="About another statement")
    page = signed_in("director").get(path_of(statement))
    assert list(page.context["page"].recommendations) == [newer, older, closed]
    said = text_of(page)
    assert newer.words in said
    assert "About another statement" not in said


def test_a_long_list_of_recommendations_leads_to_the_rest(statement, this_round, signed_in):
    for _ in range(6):
        told_about(statement, state="accepted")
    page = signed_in("director").get(path_of(statement))
    assert len(page.context["page"].recommendations) == 5
    assert "See all 6 recommendations" in text_of(page)


def test_a_reviewer_sees_recommendations_that_were_answered(statement, this_round, signed_in):
    told_about(statement, words="Not answered yet")
    told_about(statement, words="About one person", source="complaint", state="accepted")
    page = signed_in("reviewer").get(path_of(statement))
    assert page.context["page"].recommendations == ()
    assert "Not answered yet" not in text_of(page)
    assert "About one person" not in text_of(page)
