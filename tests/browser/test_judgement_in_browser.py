"""Every page of a round in a real browser: nothing in the way at WCAG 2.2 AA, nothing off the
side."""

from datetime import date

import pytest
from django.urls import reverse

from readiness import published_results
from readiness.models import CarriedText, CharacteristicTick, StepKind
from readiness.self_assessments import close_self_assessment
from tests.factories import (
    CategoryFactory,
    CharacteristicFactory,
    EvidenceLinkFactory,
    ExternalScoreFactory,
    FrameworkFactory,
    ScoreFactory,
    SelfAssessmentFactory,
    SignOffFactory,
    StatementCommentFactory,
    StatementDraftFactory,
    StatementFactory,
    StatementWorkFactory,
    four_levels,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PUBLISHED = "authority,qs1,qs2,qs3\nKent County Council,3,2,3\nLondon Borough of Camden,3,3,4\n"


@pytest.fixture
def framework(home_council):
    return FrameworkFactory(rules=four_levels())


@pytest.fixture
def statements(framework):
    titles = ("Assessing needs", "Safeguarding", "Governance, management and sustainability")
    made = [
        StatementFactory(
            theme__framework=framework, slug=f"statement-{place}", title=title, position=place
        )
        for place, title in enumerate(titles)
    ]
    for one in made:
        EvidenceLinkFactory(statement=one, category=CategoryFactory(framework=framework))
    return made


@pytest.fixture
def closed(framework, statements, director):
    """Last year's round, each statement scored and signed."""
    earlier = SelfAssessmentFactory(
        framework=framework, title="Self-assessment 2025", starts_on="2025-04-01"
    )
    for one in statements:
        SignOffFactory(
            score=ScoreFactory(self_assessment=earlier, statement=one, strengths="A steady team."),
            signed_by=director,
        )
    return close_self_assessment(earlier, by=director, note="The visit is over.")


@pytest.fixture
def now(closed, framework, statements, contributor):
    """This year's round with something of everything: the first statement carried, drafted and
    blocked, the second waiting to be signed, the third signed."""
    this_round = SelfAssessmentFactory(framework=framework, title="Self-assessment 2026")
    first, second, third = statements
    about = {"self_assessment": this_round, "statement": first}
    CarriedText.objects.create(
        score=first.scores.get(),
        carried_by=contributor,
        self_assessment=this_round,
        statement=first,
    )
    StatementWorkFactory(**about, lead=contributor)
    StatementCommentFactory(**about, mentioned=[contributor])
    first.steps.create(
        self_assessment=this_round,
        kind=StepKind.BLOCKED,
        note="The survey is late.",
        taken_by=contributor,
    )
    StatementDraftFactory(self_assessment=this_round, statement=third)
    ScoreFactory(self_assessment=this_round, statement=second, strengths="One\nTwo\nThree")
    SignOffFactory(score=ScoreFactory(self_assessment=this_round, statement=third, value=3))
    ExternalScoreFactory(statement=second)
    characteristic = CharacteristicFactory(statement=second)
    found = {"characteristic": characteristic, "is_met": True, "ticked_by": contributor}
    then = CharacteristicTick.objects.create(self_assessment=closed, **found)
    tick = CharacteristicTick.objects.create(self_assessment=this_round, carried_from=then, **found)
    tick.links.set(second.evidence_links.all())
    return this_round


def at(name, self_assessment, *more):
    return reverse(name, args=[self_assessment.pk, *more])


def test_the_pages_of_a_round_have_no_barriers(
    signed_in_page, barriers_at, now, closed, statements
):
    second, third = statements[1:]
    waiting, signed = (one.scores.get(self_assessment=now) for one in (second, third))
    addresses = [
        reverse("self_assessment_list"),
        reverse("open_self_assessment"),
        at("self_assessment", now),
        at("submit_round", now),
        at("self_assessment", closed),
        at("overview_then", closed),
        reverse("statement", args=[second.slug]) + f"?round={closed.pk}",
        reverse("statement", args=[second.slug]),
        reverse("sign_off", args=[waiting.pk]),
        reverse("withdraw_sign_off", args=[signed.pk]),
        reverse("compare_rounds"),
        reverse("score_wall"),
        reverse("enter_outside_score"),
    ]
    assert barriers_at(signed_in_page("director"), addresses) == {}


def test_the_pages_of_work_on_a_statement_have_no_barriers(
    signed_in_page, barriers_at, now, statements
):
    first, second, third = statements
    addresses = [
        at("work_list", now),
        at("statement_work", now, first.slug),
        at("assign_statement", now, first.slug),
        at("block_statement", now, third.slug),
        reverse("return_score", args=[second.scores.get(self_assessment=now).pk]),
        at("score", now, first.slug),
    ]
    assert barriers_at(signed_in_page("director"), addresses) == {}


@pytest.fixture
def published(framework, statements, director):
    """What CQC gave two other councils."""
    about = {"source": "CQC’s reports", "as_of": date(2025, 12, 17), "by": director}
    file = PUBLISHED.encode()
    found = published_results.receive(file, "published.csv", framework=framework, **about)
    return published_results.use(found, by=director)


@pytest.mark.usefixtures("published")
def test_the_pages_that_question_a_score_have_no_barriers(
    signed_in_page, barriers_at, now, statements
):
    second = statements[1]
    rule = "strengths-without-evidence"
    ticked = second.characteristics.get().pk
    addresses = [
        at("challenge_list", now),
        at("challenge", now, second.slug, rule),
        at("answer_challenge", now, second.slug, rule),
        at("rubric", now, second.slug),
        at("rubric", now, statements[0].slug),
        at("add_characteristic", now, second.slug),
        at("tick_characteristic", now, second.slug, ticked),
        at("end_characteristic", now, second.slug, ticked),
        at("try_scores", now),
        reverse("published_results"),
        reverse("load_published_results"),
    ]
    assert barriers_at(signed_in_page("director"), addresses) == {}
