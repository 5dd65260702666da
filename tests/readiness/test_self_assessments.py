"""Rounds: opened and closed by a director, one open at a time under a framework."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from readiness.models import SelfAssessment
from readiness.self_assessments import close_self_assessment, open_self_assessment
from tests.factories import FrameworkFactory, SelfAssessmentFactory, StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework():
    return StatementFactory().framework


@pytest.fixture
def open_round(framework, director):
    def make(**said):
        said = {
            "framework": framework,
            "title": "Self-assessment 2026",
            "starts_on": date(2026, 4, 1),
            "by": director,
        } | said
        return open_self_assessment(**said)

    return make


def test_a_director_opens_a_round(open_round, framework, director):
    opened = open_round(title=" Self-assessment 2026 ", due_on=date(2026, 6, 30))
    assert (opened.title, opened.framework) == ("Self-assessment 2026", framework)
    assert (opened.opened_by, opened.is_open) == (director, True)


@pytest.mark.parametrize("role", ["contributor", "analyst", "reviewer", "administrator"])
def test_nobody_else_opens_or_closes_a_round(open_round, person, role):
    with pytest.raises(ValidationError, match="Only a director"):
        open_round(by=person(role))
    with pytest.raises(ValidationError, match="Only a director"):
        close_self_assessment(SelfAssessmentFactory(), note="Not needed", by=person(role))


def test_a_round_needs_a_title_of_its_own(open_round, framework):
    with pytest.raises(ValidationError, match="Give the round a title"):
        open_round(title="  ")
    SelfAssessmentFactory(title="Self-Assessment 2026", framework=FrameworkFactory(slug="other"))
    with pytest.raises(ValidationError, match="already a round called"):
        open_round()


def test_a_round_cannot_be_due_before_it_starts(open_round):
    with pytest.raises(ValidationError, match="before the start"):
        open_round(due_on=date(2026, 3, 31))
    assert open_round(due_on=date(2026, 4, 1)).due_on == date(2026, 4, 1)


def test_one_round_of_a_framework_is_open_at_a_time(open_round, director):
    first = open_round()
    with pytest.raises(ValidationError, match="“Self-assessment 2026” is still open"):
        open_round(title="Self-assessment 2027")
    close_self_assessment(first, note="Not needed", by=director)
    assert open_round(title="Self-assessment 2027").is_open


def test_rounds_of_two_frameworks_may_be_open_side_by_side(open_round):
    open_round()
    other = StatementFactory(theme__framework=FrameworkFactory(slug="other")).framework
    assert open_round(framework=other, title="Under the other").is_open


def test_a_framework_without_statements_cannot_be_used(open_round):
    with pytest.raises(ValidationError, match="has no statements"):
        open_round(framework=FrameworkFactory(slug="empty"))


def test_a_round_closes_once_and_says_who_closed_it(open_round, director):
    closed = close_self_assessment(open_round(), note="Not needed", by=director)
    assert SelfAssessment.objects.get().closed_by == director
    with pytest.raises(ValidationError, match="already closed"):
        close_self_assessment(closed, note="Not needed", by=director)
