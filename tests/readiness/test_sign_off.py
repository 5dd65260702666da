"""A director's name under a score, and everything it is refused for."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from readiness.models import SelfAssessment, SignOff
from readiness.self_assessments import close_self_assessment
from readiness.sign_off import sign_off
from tests.factories import (
    EvidenceLinkFactory,
    FrameworkFactory,
    ScoreFactory,
    SelfAssessmentFactory,
    SignOffFactory,
    StatementFactory,
    UserFactory,
    four_levels,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def score(contributor):
    framework = FrameworkFactory(rules=four_levels())
    statement = StatementFactory(theme__framework=framework, title="Safeguarding")
    EvidenceLinkFactory(statement=statement)
    return ScoreFactory(
        statement=statement,
        self_assessment=SelfAssessmentFactory(framework=framework, title="2026"),
        scored_by=contributor,
    )


def test_a_director_signs_a_score_somebody_else_gave(score, director):
    signed = sign_off(score, by=director, note=" Agreed at the board. ")
    assert (signed.score, signed.signed_by, signed.note) == (
        score,
        director,
        "Agreed at the board.",
    )


def test_the_scorer_cannot_sign_their_own_score(score, director):
    score.scored_by = director
    score.save()
    with pytest.raises(ValidationError, match="You recorded this score"):
        sign_off(score, by=director)
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("role", ["contributor", "analyst", "reviewer", "administrator", None])
def test_only_a_director_signs(score, person, role):
    with pytest.raises(ValidationError, match="Only a director"):
        sign_off(score, by=person(role))


def test_an_old_score_cannot_be_signed(score, director, contributor):
    ScoreFactory(
        statement=score.statement,
        self_assessment=score.self_assessment,
        value=3,
        scored_by=contributor,
    )
    with pytest.raises(ValidationError, match="scored the statement 3 since"):
        sign_off(score, by=director)


def test_a_score_without_evidence_cannot_be_signed(score, director):
    score.statement.evidence_links.all().delete()
    with pytest.raises(ValidationError, match="No evidence is linked to “Safeguarding”"):
        sign_off(score, by=director)


def test_an_ended_link_is_no_evidence(score, director):
    score.statement.evidence_links.update(
        ended_at="2026-05-01T09:00Z", ended_by=UserFactory(), ended_reason="Out of date"
    )
    with pytest.raises(ValidationError, match="No evidence"):
        sign_off(score, by=director)


def test_nothing_in_a_closed_round_is_signed(score, director):
    close_self_assessment(score.self_assessment, note="Not needed", by=director)
    score.refresh_from_db()
    with pytest.raises(ValidationError, match="“2026” is closed"):
        sign_off(score, by=director)


def test_a_round_that_was_closed_since_the_score_was_read_is_closed(score, director):
    close_self_assessment(
        SelfAssessment.objects.get(pk=score.self_assessment_id), note="Not needed", by=director
    )
    assert score.self_assessment.is_open  # as read before
    with pytest.raises(ValidationError, match="“2026” is closed"):
        sign_off(score, by=director)


def test_a_score_is_signed_once(score, director, person):
    sign_off(score, by=director)
    with pytest.raises(ValidationError, match=f"{director.get_full_name()} has already signed"):
        sign_off(score, by=person("director"))
    with pytest.raises(IntegrityError):
        SignOffFactory(score=score)


def test_a_newer_score_needs_its_own_sign_off(score, director, contributor):
    sign_off(score, by=director)
    newer = ScoreFactory(
        statement=score.statement, self_assessment=score.self_assessment, scored_by=contributor
    )
    assert not hasattr(newer, "sign_off")
    assert sign_off(newer, by=director).score == newer


def test_every_reason_is_given_at_once(score, director):
    score.scored_by = director
    score.save()
    score.statement.evidence_links.all().delete()
    with pytest.raises(ValidationError) as refused:
        sign_off(score, by=director)
    assert len(refused.value.messages) == 2
