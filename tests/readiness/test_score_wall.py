"""The score wall: ours, a director's, the peer review's and CQC's score side by side."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readiness.external_scores import correct_score, enter_score, take_back_score
from readiness.models import ExternalScore, Framework
from readiness.score_drift import Place, beside, drift_sentence, hard_or_soft
from readiness.sign_off import withdraw_sign_off
from tests.factories import (
    ExternalScoreFactory,
    ScoreFactory,
    SelfAssessmentFactory,
    SignOffFactory,
    StatementFactory,
)
from tests.lists import rows_of_csv
from tests.readiness.judged import path_of, text_of

pytestmark = pytest.mark.django_db
WALL, ENTER = "/scores/", "/scores/from-a-report/"
TODAY = date(2026, 11, 22)
REPORT = {
    "giver": "cqc",
    "value": 2,
    "given_on": date(2026, 3, 3),
    "source": "CQC assessment report",
    "paragraph": "Page 14",
    "reason": "People waited.",
}


@pytest.fixture
def enter(statement, director):
    def make(**said):
        about = {"statement": statement, "by": director, "on": TODAY}
        return enter_score(**(about | REPORT | said))

    return make


def test_a_score_is_entered_with_where_it_stands_in_the_report(enter, director):
    entered = enter(source=" CQC assessment report ")
    assert (entered.value, entered.source, entered.paragraph) == (
        2,
        "CQC assessment report",
        "Page 14",
    )
    assert entered.entered_by == director


@pytest.mark.parametrize("role", ["contributor", "analyst", "reviewer", None])
def test_nobody_but_a_director_or_an_administrator_enters_one(role, enter, person):
    with pytest.raises(ValidationError, match="Only a director or an administrator"):
        enter(by=person(role))
    assert enter(by=person("administrator"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"value": 5}, "from 1 to 4"),
        ({"value": None}, "from 1 to 4"),
        ({"giver": "press"}, "Choose who gave"),
        ({"given_on": date(2026, 11, 23)}, "cannot be a day to come"),
        ({"source": "  "}, "Name the report"),
    ],
)
def test_what_cannot_be_is_refused(wrong, said, enter):
    with pytest.raises(ValidationError, match=said):
        enter(**wrong)
    assert enter(given_on=TODAY)


def test_the_same_report_is_entered_once_for_a_statement(enter):
    enter()
    with pytest.raises(ValidationError, match="has the score 2 from this report"):
        enter(value=3)
    assert enter(giver="peer")


def test_a_framework_without_scores_takes_none(enter, statement):
    Framework.objects.update(rules=None)
    statement.framework.refresh_from_db()
    with pytest.raises(ValidationError, match="are not scored"):
        enter()


def test_a_correction_is_a_row_with_a_reason_and_the_first_stays(enter, director):
    first = enter()
    about = {"by": director, "on": TODAY}
    with pytest.raises(ValidationError, match="Say what was wrong"):
        correct_score(first, why_corrected=" ", **about, **(REPORT | {"value": 3}))
    with pytest.raises(ValidationError, match="Nothing is different"):
        correct_score(first, why_corrected="A slip", **about, **REPORT)
    second = correct_score(first, why_corrected="A slip", **about, **(REPORT | {"value": 3}))
    assert (second.corrects, second.value) == (first, 3)
    first.refresh_from_db()
    assert first.value == 2
    assert list(ExternalScore.objects.in_force()) == [second]
    with pytest.raises(ValidationError, match=r"corrected this on .* “A slip”"):
        take_back_score(first, why_corrected="Again", by=director)


def test_an_entry_is_taken_back_and_can_then_be_made_anew(enter, director):
    take_back_score(enter(), why_corrected="Another council’s report", by=director)
    assert not ExternalScore.objects.in_force().exists()
    assert ExternalScore.objects.count() == 2
    assert enter()


def test_the_database_refuses_a_correction_without_a_reason_and_two_of_one(enter):
    first = enter()
    with pytest.raises(IntegrityError), transaction.atomic():
        ExternalScoreFactory(statement=first.statement, corrects=first)
    ExternalScoreFactory(statement=first.statement, corrects=first, why_corrected="A slip")
    with pytest.raises(IntegrityError), transaction.atomic():
        ExternalScoreFactory(statement=first.statement, corrects=first, why_corrected="Another")


# --- in words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([None, None], "Not scored in any round."),
        ([None, 3], "3 in B, the only round with a score."),
        ([2, 2], "2 in each of 2 rounds."),
        ([2, 3], "From 2 in A to 3 in B: higher."),
        ([3, 2], "From 3 in A to 2 in B: lower."),
        ([2, 3, 2], "From 2 in A to 2 in C: the same again."),
    ],
)
def test_the_drift_of_a_score_in_words(values, said):
    assert drift_sentence([Place(*one) for one in zip("ABC", values, strict=False)]) == said


def test_hard_or_soft_on_ourselves_in_words():
    assert beside(3, 2, "CQC") == "Softer on ourselves than CQC by 1 point"
    assert beside(1, 3, "CQC") == "Harder on ourselves than CQC by 2 points"
    assert beside(2, 2, "CQC") == "As CQC"
    assert not beside(None, 2, "CQC")
    pairs = [("Safeguarding", 3, 2), ("Governance", 1, 2), ("Equity", 2, 2), ("Other", 2, None)]
    assert hard_or_soft(pairs, "CQC") == (
        "Beside CQC we are softer on ourselves for Safeguarding; harder on ourselves for "
        "Governance, and agree on 1."
    )
    assert not hard_or_soft([("Other", 2, None)], "CQC")
    assert hard_or_soft([("Equity", 2, 2)], "CQC").startswith("We and CQC gave the same score")


# --- on the page -----------------------------------------------------------------------------


@pytest.fixture
def wall(statement, this_round, enter, contributor, director):
    """2 in 2025; now 3 signed and a 4 that waits; CQC 2, the peer review 4."""
    old = SelfAssessmentFactory(
        framework=statement.framework, title="In 2025", starts_on="2025-04-01"
    )
    ScoreFactory(self_assessment=old, statement=statement, value=2)
    signed = ScoreFactory(
        self_assessment=this_round, statement=statement, value=3, rationale="Waits fell."
    )
    SignOffFactory(score=signed, signed_by=director, note="Agreed at the board.")
    ScoreFactory(self_assessment=this_round, statement=statement, value=4, scored_by=contributor)
    enter()
    enter(giver="peer", value=4, source="Peer challenge", reason="Strong practice.")
    return signed


def test_the_wall_puts_all_four_side_by_side(wall, signed_in):
    page = text_of(signed_in("analyst").get(WALL))
    for words in (
        "4 Exceptional standard",
        "3 Good standard",
        "2 Some shortfalls",
        "Agreed at the board.",
        "CQC assessment report, Page 14",
        "3 March 2026",
        "People waited.",
        "Peer challenge",
        "Softer on ourselves than CQC by 1 point",
        "Harder on ourselves than the peer review by 1 point",
        "From 2 in In 2025 to 4 in Self-assessment 2026: higher.",
        "Beside CQC we are softer on ourselves for Safeguarding.",
    ):
        assert words in page, words


def test_a_withdrawn_signature_is_not_on_the_wall(wall, director, signed_in):
    withdraw_sign_off(wall, reason="Misread.", by=director)
    row = signed_in("director").get(WALL).context["page"].rows[0]
    assert (row.own.value, row.director) == (4, None)


def test_the_wall_is_not_for_reviewers(wall, statement, signed_in):
    client = signed_in("reviewer")
    assert client.get(WALL).status_code == 403
    assert client.get(f"{WALL}download.csv").status_code == 403
    for address in (reverse("overview"), path_of(statement)):
        assert f'href="{WALL}"' not in text_of(client.get(address))


def test_the_wall_is_reached_from_the_overview_and_the_statement(wall, statement, signed_in):
    client = signed_in("contributor")
    for address in (reverse("overview"), path_of(statement)):
        assert f'href="{WALL}"' in text_of(client.get(address))


def test_a_framework_without_scores_has_no_wall(wall, signed_in):
    Framework.objects.update(rules=None)
    page = text_of(signed_in("director").get(WALL))
    assert "This framework has no scores" in page
    assert "Enter a score" not in page


def test_before_a_framework_is_loaded_the_wall_says_so(signed_in):
    assert signed_in("director").get(WALL).status_code == 200


def test_a_director_enters_and_corrects_a_score_on_the_pages(statement, this_round, signed_in):
    client = signed_in("director")
    typed = REPORT | {"statement": statement.slug, "given_on": "2026-03-03"}
    assert "Name the report" not in text_of(client.get(ENTER))
    assert "Entered: “Safeguarding”, 2." in text_of(client.post(ENTER, typed, follow=True))
    entered = ExternalScore.objects.get()
    address = reverse("correct_outside_score", args=[entered.pk])
    assert address in text_of(client.get(WALL))
    assert "Say what was wrong." in text_of(client.post(address, typed | {"value": "3"}))
    changed = typed | {"value": "3", "why_corrected": "A slip"}
    page = text_of(client.post(address, changed, follow=True))
    assert "3 Good standard" in page
    assert "This entry was corrected" in text_of(client.get(address))
    latest = reverse("correct_outside_score", args=[ExternalScore.objects.in_force().get().pk])
    client.post(latest, changed | {"take_back": "on", "why_corrected": "Not ours"})
    assert not ExternalScore.objects.in_force().exists()


def test_the_wall_is_taken_out_as_a_file(wall, signed_in):
    response = signed_in("director").get(f"{WALL}download.csv")
    (row,) = rows_of_csv(response)
    assert row["Quality statement"] == "Safeguarding"
    assert (row["Our score"], row["CQC"]) == ("4 Exceptional standard", "2 Some shortfalls")
    assert row["CQC report"] == "CQC assessment report, Page 14"
    assert row["CQC date"] == "2026-03-03"


def test_the_wall_costs_the_same_number_of_queries_with_eleven(wall, statement, signed_in):
    client = signed_in("director")
    client.get(WALL)
    with CaptureQueriesContext(connection) as with_one:
        client.get(WALL)
    for place in range(2, 12):
        other = StatementFactory(theme=statement.theme, position=place)
        ScoreFactory(self_assessment=wall.self_assessment, statement=other)
        ExternalScoreFactory(statement=other)
    with CaptureQueriesContext(connection) as with_eleven:
        client.get(WALL)
    assert len(with_eleven) == len(with_one) <= 10
