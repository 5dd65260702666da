"""What a round was started with: marked until somebody edits it or says that it is still right."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readiness.carried_review import confirm, parts_to_review
from readiness.linking import end_link
from readiness.models import CarriedLink, CarriedReview, CarriedText, Framework, RoundStep
from readiness.next_round import open_next_round
from readiness.rubric_ticks import change_characteristic, tick
from readiness.self_assessments import close_self_assessment
from readiness.statement_work import save_draft
from tests.factories import (
    CharacteristicFactory,
    EvidenceLinkFactory,
    ScoreFactory,
    SelfAssessmentFactory,
)
from tests.readiness.judged import text_of

pytestmark = pytest.mark.django_db
Part = CarriedReview.Part


@pytest.fixture
def opened(statement, this_round):
    """With the words of a score of another round."""
    earlier = SelfAssessmentFactory(framework=this_round.framework, starts_on="2025-04-01")
    score = ScoreFactory(self_assessment=earlier, statement=statement)
    CarriedText.objects.create(
        self_assessment=this_round, statement=statement, score=score, carried_by=score.scored_by
    )
    return this_round


def carry_link(statement, self_assessment):
    came_from, link = EvidenceLinkFactory(), EvidenceLinkFactory(statement=statement)
    CarriedLink.objects.create(self_assessment=self_assessment, link=link, came_from=came_from)
    return link


def left(statement, self_assessment):
    return parts_to_review(self_assessment).get(statement.pk, [])


def say(statement, self_assessment, by, part=Part.WORDS):
    return confirm(statement, self_assessment=self_assessment, part=part, by=by)


def at(name, self_assessment, statement):
    return reverse(name, args=[self_assessment.pk, statement.slug])


def test_words_need_review_until_somebody_says_that_they_are_still_right(
    opened, statement, contributor
):
    assert left(statement, opened) == [Part.WORDS]
    say(statement, opened, contributor)
    assert left(statement, opened) == []


def test_whoever_edits_the_words_has_reviewed_them(opened, statement, contributor):
    about = {"self_assessment": opened, "seen_draft_id": None, "by": contributor}
    save_draft(statement, rationale="Now it is otherwise.", **about)
    assert left(statement, opened) == []
    with pytest.raises(ValidationError, match="nothing left here to review"):
        say(statement, opened, contributor)


def test_the_second_who_says_so_is_told_who_was_first(opened, statement, contributor, director):
    say(statement, opened, contributor)
    with pytest.raises(ValidationError, match=f"{contributor.get_full_name()} has already said"):
        say(statement, opened, director)


@pytest.mark.parametrize("state", ["submitted", "closed"])
def test_nothing_is_reviewed_in_a_round_that_takes_no_scores(
    opened, statement, contributor, director, state
):
    if state == "closed":
        close_self_assessment(opened, by=director, note="The visit is over.")
    else:
        RoundStep.objects.create(self_assessment=opened, state=state, taken_by=director)
    with pytest.raises(ValidationError, match=state):
        say(statement, opened, contributor)


def test_who_may_not_score_may_not_review(opened, statement, analyst, signed_in):
    with pytest.raises(ValidationError, match="Your role cannot score"):
        say(statement, opened, analyst)
    page = text_of(signed_in("analyst").get(at("statement_work", opened, statement)))
    assert "still right?" in page
    assert "Still right" not in page


def test_the_work_page_and_the_list_say_what_needs_review_until_it_is_done(
    opened, statement, signed_in
):
    client = signed_in("contributor")
    listed = reverse("work_list", args=[opened.pk])
    told = "to be reviewed: reasons, strengths and next steps"
    assert told in text_of(client.get(listed))
    address = at("confirm_carried", opened, statement)
    page = text_of(client.post(address, {"part": "words"}, follow=True))
    assert "Reasons, strengths and next steps: kept as still right." in page
    assert "From an earlier round" not in page
    assert told not in text_of(client.get(listed))
    again = client.post(address, {"part": "anything"}, follow=True)
    assert "nothing left here to review" in text_of(again)


# --- evidence --------------------------------------------------------------------------------


def test_carried_evidence_is_listed_and_reviewed_under_a_framework_without_scores(
    statement, this_round, contributor, signed_in
):
    Framework.objects.filter(pk=this_round.framework_id).update(rules=None)
    link = carry_link(statement, this_round)
    client = signed_in("contributor")
    round_page = reverse("self_assessment", args=[this_round.pk])
    assert "Needs review" in text_of(client.get(round_page))
    page = text_of(client.get(at("statement_work", this_round, statement)))
    assert link.document.title in page
    assert reverse("end_link", args=[link.pk]) in page
    say(statement, this_round, contributor, Part.EVIDENCE)
    assert "Needs review" not in text_of(client.get(round_page))


def test_a_link_that_was_ended_needs_no_review(statement, this_round, contributor):
    link = carry_link(statement, this_round)
    assert left(statement, this_round) == [Part.EVIDENCE]
    end_link(link, reason="Superseded.", by=contributor)
    assert left(statement, this_round) == []


def test_a_score_alone_does_not_review_the_evidence(opened, statement):
    carry_link(statement, opened)
    ScoreFactory(self_assessment=opened, statement=statement)
    assert left(statement, opened) == [Part.EVIDENCE]


def test_the_page_costs_the_same_number_of_queries_for_eleven_links(
    opened, statement, signed_in, django_assert_num_queries
):
    client = signed_in("contributor")
    address = at("statement_work", opened, statement)
    carry_link(statement, opened)
    client.get(address)
    with CaptureQueriesContext(connection) as with_one:
        client.get(address)
    for _ in range(10):
        carry_link(statement, opened)
    with django_assert_num_queries(len(with_one)):
        client.get(address)


# --- rating characteristics ------------------------------------------------------------------


@pytest.fixture
def ticked(statement, this_round, contributor):
    """Characteristics of a round, one found met and one not."""
    link = EvidenceLinkFactory(statement=statement)
    met, not_met = CharacteristicFactory.create_batch(2, statement=statement)
    about = {"self_assessment": this_round, "by": contributor}
    tick(met, is_met=True, links=[link], note="Asked in May.", **about)
    tick(not_met, is_met=False, links=[], **about)
    return met, not_met


@pytest.fixture
def after(ticked, this_round, director):
    close_self_assessment(this_round, by=director, note="The visit is over.")
    return open_next_round(
        framework=this_round.framework,
        title="The next",
        starts_on="2027-04-01",
        start_from=this_round,
        by=director,
    )


def test_ticks_come_along_with_their_evidence_marked_for_review(
    after, ticked, statement, contributor, signed_in
):
    page = text_of(signed_in("contributor").get(at("rubric", after, statement)))
    assert page.count("Needs review</strong>") == len(ticked)
    assert "Asked in May." in page
    assert contributor.get_full_name() in page
    assert left(statement, after) == [Part.TICKS]


def test_a_tick_is_reviewed_by_judging_it_anew_or_by_saying_that_all_are_right(
    after, ticked, statement, contributor, signed_in
):
    last = ticked[1].ticks.get(self_assessment=after)
    about = {"self_assessment": after, "by": contributor}
    tick(ticked[1], is_met=False, links=[], seen_tick=last.pk, **about)
    client = signed_in("contributor")
    page = text_of(client.get(at("rubric", after, statement)))
    assert page.count("Needs review</strong>") == 1
    say(statement, after, contributor, Part.TICKS)
    page = text_of(client.get(at("rubric", after, statement)))
    assert "Needs review</strong>" not in page
    assert left(statement, after) == []


def test_other_words_leave_the_carried_tick_behind(after, ticked, statement, contributor):
    for one in ticked:
        change_characteristic(one, level=3, text=f"{one.text} anew", by=contributor)
    assert left(statement, after) == []
