"""Scoring a statement and signing it off, on their pages."""

import pytest
from django.urls import reverse

from readiness.models import Score, SignOff
from readiness.self_assessments import close_self_assessment
from tests.factories import (
    CategoryFactory,
    EvidenceLinkFactory,
    ScoreFactory,
    SelfAssessmentFactory,
    StatementFactory,
)
from tests.readiness.judged import LONG_AGO, score_path, text_of

pytestmark = pytest.mark.django_db


def test_the_form_says_what_each_score_would_make_of_the_rating(statement, this_round, signed_in):
    second = StatementFactory(theme=statement.theme, position=2)
    ScoreFactory(self_assessment=this_round, statement=second, value=3)
    page = text_of(signed_in("director").get(score_path(this_round, statement)))
    assert "With this score: 50%, Requires improvement" in page  # 1 and 3 of 8
    assert "With this score: 63%, Good" in page  # 2 and 3 of 8
    assert "With this score: 88%, Outstanding" in page  # 4 and 3 of 8


def test_the_form_starts_from_the_score_now(statement, this_round, signed_in):
    ScoreFactory(
        self_assessment=this_round, statement=statement, value=3, strengths="A steady team."
    )
    response = signed_in("director").get(score_path(this_round, statement))
    assert response.context["form"].initial["strengths"] == "A steady team."
    assert 'value="3" id="id_value_1" aria-describedby="what-if-3" checked' in text_of(response)


def test_in_a_new_round_the_form_starts_from_the_words_of_the_round_before_and_from_no_score(
    statement, this_round, signed_in
):
    old = SelfAssessmentFactory(framework=statement.framework, title="In 2025")
    ScoreFactory(self_assessment=old, statement=statement, value=2, strengths="As before.")
    response = signed_in("director").get(score_path(this_round, statement))
    assert response.context["form"].initial == {
        "rationale": "Waits are falling but are still long.",
        "strengths": "As before.",
        "areas_for_improvement": "",
        "next_steps": "",
    }
    assert "Last score, in In 2025" in text_of(response)


def test_a_score_is_recorded_and_the_director_told(statement, this_round, signed_in):
    client = signed_in("director")
    response = client.post(
        score_path(this_round, statement),
        {"value": "3", "rationale": "Waits fell.", "next_steps": "Review in May."},
        follow=True,
    )
    score = Score.objects.get()
    assert (score.value, score.scored_by, score.next_steps) == (3, client.person, "Review in May.")
    assert "is scored 3" in text_of(response)


def test_what_was_typed_is_kept_when_something_is_missing(statement, this_round, signed_in):
    response = signed_in("director").post(
        score_path(this_round, statement), {"value": "3", "strengths": "A steady team."}
    )
    page = text_of(response)
    assert "Say why you chose this score." in page
    assert "A steady team." in page
    assert "<title>Error: " in page
    assert not Score.objects.exists()


@pytest.mark.parametrize("value", ["5", "0", "x", ""])
def test_a_score_that_is_no_level_is_refused(value, statement, this_round, signed_in):
    response = signed_in("director").post(
        score_path(this_round, statement), {"value": value, "rationale": "Because."}
    )
    assert response.status_code == 200
    assert not Score.objects.exists()


def test_the_second_of_two_scorers_keeps_their_words_and_can_then_save(
    statement, this_round, signed_in, contributor
):
    client = signed_in("director")
    typed = {"value": "3", "rationale": "My own words.", "seen_score_id": ""}
    theirs = ScoreFactory(
        self_assessment=this_round,
        statement=statement,
        rationale="Their words.",
        scored_by=contributor,
    )
    response = client.post(score_path(this_round, statement), typed)
    page = text_of(response)
    assert f"{contributor.get_full_name()} scored this statement 2 while you were writing" in page
    assert "My own words." in page
    assert "Their words." in page
    assert Score.objects.count() == 1
    client.post(score_path(this_round, statement), typed | {"seen_score_id": str(theirs.pk)})
    assert Score.objects.count() == 2


def test_the_form_of_a_closed_round_says_so(statement, this_round, signed_in, director):
    close_self_assessment(this_round, note="Not needed", by=director)
    client = signed_in("director")
    page = text_of(client.get(score_path(this_round, statement)))
    assert "This round is closed" in page
    client.post(score_path(this_round, statement), {"value": "3", "rationale": "Late."})
    assert not Score.objects.exists()


def test_a_score_is_signed_off_from_its_page(statement, this_round, signed_in, contributor):
    EvidenceLinkFactory(statement=statement)
    score = ScoreFactory(self_assessment=this_round, statement=statement, scored_by=contributor)
    client = signed_in("director")
    address = reverse("sign_off", kwargs={"pk": score.pk})
    assert "Carers wait less than they did" in text_of(client.get(address))
    page = text_of(client.post(address, {"note": "Agreed."}, follow=True))
    assert SignOff.objects.get().note == "Agreed."
    assert "Signed off: “Safeguarding”, 2." in page


def test_the_page_says_why_a_score_cannot_be_signed_and_offers_no_button(
    statement, this_round, signed_in
):
    client = signed_in("director")
    score = ScoreFactory(self_assessment=this_round, statement=statement, scored_by=client.person)
    address = reverse("sign_off", kwargs={"pk": score.pk})
    page = text_of(client.get(address))
    assert "You recorded this score, so another director must sign it off." in page
    assert "No evidence is linked" in page
    assert "Sign off this score</button>" not in page
    assert client.post(address).status_code == 200
    assert not SignOff.objects.exists()


def test_gaps_and_a_flagged_score_are_warned_of_before_signing(
    statement, this_round, signed_in, contributor
):
    EvidenceLinkFactory(statement=statement, document__review_by=LONG_AGO)
    CategoryFactory(framework=statement.framework, slug="partners", title="Feedback from partners")
    score = ScoreFactory(
        self_assessment=this_round, statement=statement, value=1, scored_by=contributor
    )
    page = text_of(signed_in("director").get(reverse("sign_off", kwargs={"pk": score.pk})))
    assert "There is no evidence for feedback from partners" in page
    assert "is past its review date" in page
    assert "A score of 1 is flagged." in page
