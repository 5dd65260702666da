"""The round after: started from the one before, and compared with it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readiness.carried_review import parts_to_review
from readiness.models import CarriedText, Framework, Score, SelfAssessment
from readiness.next_round import open_next_round
from readiness.round_changes import change, counted_changes
from readiness.scoring import record_score
from readiness.self_assessments import close_self_assessment
from tests.factories import (
    FrameworkFactory,
    ScoreFactory,
    SignOffFactory,
    StatementDraftFactory,
    StatementFactory,
)
from tests.lists import rows_of_csv
from tests.readiness.judged import path_of, score_path, text_of

pytestmark = pytest.mark.django_db
COMPARE = "/self-assessments/compare/"


@pytest.fixture
def closed(statement, this_round, contributor, director):
    """Scored 2 after a 1, signed and closed."""
    for value, rationale in ((1, "At first."), (2, "Waits are long.")):
        score = ScoreFactory(
            self_assessment=this_round,
            statement=statement,
            value=value,
            rationale=rationale,
            strengths="A steady team.",
            scored_by=contributor,
        )
    SignOffFactory(score=score, signed_by=director)
    return close_self_assessment(this_round, by=director, note="Done.")


@pytest.fixture
def open_next(closed, director):
    def make(**said):
        about = {
            "framework": closed.framework,
            "title": "Self-assessment 2027",
            "starts_on": "2027-04-01",
            "start_from": closed,
            "by": director,
        }
        return open_next_round(**(about | said))

    return make


def test_the_words_come_along_to_be_reviewed_and_no_score_does(open_next, statement):
    opened = open_next()
    assert CarriedText.objects.get().score.rationale == "Waits are long."
    assert set(parts_to_review(opened)) == {statement.pk}
    assert not Score.objects.filter(self_assessment=opened).exists()


def test_a_statement_is_reviewed_once_it_is_scored(open_next, statement, contributor):
    opened = open_next()
    record_score(
        statement, self_assessment=opened, value=2, rationale="Still long.", by=contributor
    )
    assert set(parts_to_review(opened)) == set()


def test_a_round_may_start_afresh(open_next):
    open_next(start_from=None)
    assert not CarriedText.objects.exists()


def test_what_was_not_scored_is_not_carried(open_next, statement):
    StatementFactory(theme=statement.theme, title="Governance", position=2)
    assert set(parts_to_review(open_next())) == {statement.pk}


def test_a_round_of_another_framework_is_not_carried_silently(open_next):
    other = StatementFactory(theme__framework=FrameworkFactory(slug="other")).framework
    with pytest.raises(ValidationError, match="does not say where these go: safeguarding"):
        open_next(framework=other)
    assert SelfAssessment.objects.count() == 1


def test_nothing_is_opened_where_the_round_is_refused(open_next, closed):
    with pytest.raises(ValidationError, match="already a round called"):
        open_next(title=closed.title)
    assert not CarriedText.objects.exists()


def test_the_next_round_is_started_from_the_closed_one_on_its_page(closed, statement, signed_in):
    client = signed_in("director")
    address = f"{reverse('open_self_assessment')}?from={closed.pk}"
    assert address in text_of(client.get(reverse("self_assessment", args=[closed.pk])))
    assert client.get(address).context["form"]["start_from"].value() == str(closed.pk)
    typed = {
        "title": "Self-assessment 2027",
        "framework": closed.framework_id,
        "starts_on": "2027-04-01",
        "start_from": closed.pk,
    }
    page = text_of(client.post(address, typed, follow=True))
    assert "Needs review" in page
    opened = SelfAssessment.objects.get(title="Self-assessment 2027")
    form = client.get(score_path(opened, statement)).context["form"]
    assert form.initial["rationale"] == "Waits are long."
    assert "value" not in form.initial


def test_the_form_costs_no_more_with_carried_words_and_a_draft(open_next, statement, signed_in):
    opened = open_next()
    StatementDraftFactory(self_assessment=opened, statement=statement)
    client = signed_in("contributor")
    client.get(score_path(opened, statement))
    with CaptureQueriesContext(connection) as queries:
        page = client.get(score_path(opened, statement))
    assert "Waits are long." in text_of(page)
    assert page.context["form"].initial["rationale"] == "Waits are falling."
    assert len(queries) <= 10


def test_a_reviewer_is_told_nothing_of_what_needs_review(open_next, signed_in):
    opened = open_next()
    page = text_of(signed_in("reviewer").get(reverse("self_assessment", args=[opened.pk])))
    assert "Needs review" not in page


# --- compared --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("then", "now", "word"),
    [
        (2, 3, "Higher"),
        (3, 2, "Lower"),
        (3, 3, "The same"),
        (None, 3, "Scored now, not then"),
        (3, None, "Scored then, not now"),
        (None, None, "Not scored in either"),
    ],
)
def test_a_change_is_a_word(then, now, word):
    assert change(then, now, highest=(4, 4)) == word


def test_scores_on_two_scales_are_not_compared():
    assert change(3, 3, highest=(4, 5)) == "Another scale: not comparable"
    assert change(None, 3, highest=(None, 4)) == "Not scored by the framework"


def test_changes_are_counted_in_words():
    assert counted_changes(["Higher", "The same", "Higher"]) == "2 higher, 1 the same"
    assert counted_changes(["Scored now, not then"]) == ""


@pytest.fixture
def both(closed, open_next, statement, contributor):
    opened = open_next()
    ScoreFactory(
        self_assessment=opened,
        statement=statement,
        value=3,
        rationale="Waits fell.",
        scored_by=contributor,
    )
    return closed, opened


def test_two_rounds_stand_side_by_side(both, signed_in):
    then, now = both
    page = text_of(signed_in("analyst").get(COMPARE, {"then": then.pk, "now": now.pk}))
    for words in (
        "Requires improvement, 50%",
        "Good, 75%",
        "1 higher.",
        "Higher",
        "2 Some shortfalls",
        "3 Good standard",
        "Waits are long.",
        "Waits fell.",
    ):
        assert words in page, words
    assert "At first." not in page


def test_without_a_choice_the_two_newest_are_compared(both, signed_in):
    page = signed_in("director").get(COMPARE).context["page"]
    assert (page.then.pk, page.now.pk) == tuple(one.pk for one in both)


def test_a_closed_round_is_compared_as_it_was(both, statement, signed_in):
    Framework.objects.update(title="Another framework")
    statement.title = "Another title"
    statement.save()
    then, now = both
    page = signed_in("director").get(COMPARE, {"then": now.pk, "now": then.pk}).context["page"]
    assert [row.title for row in page.rows] == ["Safeguarding"]
    assert page.now.framework != "Another framework"


def test_statements_of_one_round_alone_are_named(both, statement, signed_in):
    StatementFactory(theme=statement.theme, title="Governance", position=2, slug="governance")
    then, now = both
    rows = signed_in("director").get(COMPARE).context["page"].rows
    assert [(row.title, row.change) for row in rows] == [
        ("Safeguarding", "Higher"),
        ("Governance", "Not in the earlier round"),
    ]
    back = {"then": now.pk, "now": then.pk}
    rows = signed_in("director").get(COMPARE, back).context["page"].rows
    assert [row.change for row in rows] == ["Lower", "Not in the later round"]


def test_one_round_is_not_compared(closed, signed_in):
    assert "nothing to compare yet" in text_of(signed_in("director").get(COMPARE))
    assert signed_in("director").get(f"{COMPARE}download.csv").status_code == 404


@pytest.mark.parametrize("asked", ["?then=x", "?then=0&now=0", f"?now={'9' * 30}"])
def test_a_round_that_is_not_there_is_not_found(asked, both, signed_in):
    assert signed_in("director").get(COMPARE + asked).status_code == 404


def test_a_reviewer_compares_nothing(both, signed_in):
    assert signed_in("reviewer").get(COMPARE).status_code == 403


def test_the_comparison_is_taken_out_as_a_file(both, signed_in):
    then, now = both
    response = signed_in("director").get(f"{COMPARE}download.csv", {"then": then.pk, "now": now.pk})
    rows = rows_of_csv(response)
    assert len(rows) == 1
    assert rows[0]["Score in Self-assessment 2026"] == "2 Some shortfalls"
    assert rows[0]["Score in Self-assessment 2027"] == "3 Good standard"
    assert rows[0]["Reasons in Self-assessment 2026"] == "Waits are long."
    assert rows[0]["Change"] == "Higher"


def test_comparing_costs_the_same_number_of_queries_for_eleven_statements(
    both, statement, signed_in
):
    client = signed_in("director")
    client.get(COMPARE)
    with CaptureQueriesContext(connection) as with_one:
        client.get(COMPARE)
    for place in range(2, 12):
        ScoreFactory(
            self_assessment=both[1],
            statement=StatementFactory(theme=statement.theme, position=place),
        )
    with CaptureQueriesContext(connection) as with_eleven:
        client.get(COMPARE)
    assert len(with_eleven) == len(with_one) <= 12
    assert path_of(statement)
