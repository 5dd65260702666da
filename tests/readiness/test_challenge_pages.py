"""Challenges where people meet them: answered, accepted, taken back, asked again."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from readiness.challenge_answers import answer_challenge, withdraw_answer
from readiness.challenge_page import build_list, build_one
from readiness.models import CarriedText, ChallengeAnswer, RoundStep, SignOff, Status
from readiness.self_assessments import close_self_assessment
from tests.factories import (
    ActionImpactFactory,
    ActionUpdateFactory,
    CategoryFactory,
    EvidenceLinkFactory,
    FrameworkFactory,
    IndicatorLinkFactory,
    OutturnFactory,
    ScoreFactory,
    SelfAssessmentFactory,
    StatementFactory,
    TargetFactory,
    VoiceFactory,
    four_levels,
)
from tests.readiness.conftest import TODAY
from tests.readiness.judged import LONG_AGO, path_of, score_path, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
LONG_MOMENT = datetime(2020, 1, 1, tzinfo=UTC)
HIGH, MISSING = "high-despite-figures", "evidence-missing"


@pytest.fixture
def poor_figure(statement):
    """In 2024-25: 50% against a target of 60%."""
    link = IndicatorLinkFactory(statement=statement)
    OutturnFactory(indicator=link.indicator, period__year=2024)
    TargetFactory(indicator=link.indicator, period__year=2024)
    return link.indicator


@pytest.fixture
def high_score(statement, this_round, contributor, poor_figure):
    return ScoreFactory(
        self_assessment=this_round, statement=statement, value=3, scored_by=contributor
    )


@pytest.fixture
def gap(framework):
    return CategoryFactory(framework=framework, slug="processes", title="Processes")


def at(name, this_round, statement, rule=HIGH):
    return reverse(name, kwargs={"pk": this_round.pk, "slug": statement.slug, "rule": rule})


def asked(this_round, statement, user, rule=HIGH):
    page = build_one(this_round.pk, statement.slug, rule, user=user, on=TODAY)
    return page.challenge


def say(this_round, statement, by, *, rule=HIGH, kind="answered", reason="Data is late.", **seen):
    prompt = asked(this_round, statement, by, rule).prompt
    return answer_challenge(
        statement, prompt, self_assessment=this_round, kind=kind, reason=reason, by=by, **seen
    )


def test_the_facts_are_gathered_from_everything_that_speaks_to_a_statement(
    statement, this_round, high_score, contributor, gap
):
    CategoryFactory(framework=gap.framework)
    late = ActionUpdateFactory(status=Status.BEHIND, action__due_on=LONG_AGO).action
    done = ActionUpdateFactory(status=Status.COMPLETED).action
    for action in (late, done):
        action.statements.add(statement)
    page = build_list(this_round.pk, user=contributor, on=TODAY)
    assert [one.prompt.rule for one in page.asked] == [
        "high-despite-figures",
        "no-peoples-experience",
        "evidence-missing",
        "improvement-without-proof",
        "actions-behind",
    ]
    assert page.sentence == "5 of 5 questions are open."


def test_a_completed_action_is_asked_since_when_and_what_it_changed(
    statement, this_round, contributor
):
    action = ActionUpdateFactory(status=Status.COMPLETED).action
    action.statements.add(statement)
    rule = "improvement-without-proof"
    [line] = asked(this_round, statement, contributor, rule).prompt.lines
    assert "no day since when it is in place" in line
    assert "nothing that shows the difference it made" in line

    action.implemented_on = LONG_AGO
    action.save()
    impact = ActionImpactFactory(action=action)
    assert asked(this_round, statement, contributor, rule) is None

    impact.ended_at, impact.ended_by, impact.ended_reason = timezone.now(), contributor, "Misread"
    impact.save()
    [line] = asked(this_round, statement, contributor, rule).prompt.lines
    assert "since when" not in line


def test_a_quote_that_may_be_used_answers_what_people_say(
    statement, this_round, contributor, framework
):
    CategoryFactory(framework=framework)
    voice = VoiceFactory(statement=statement, agreed_until=date(2026, 11, 21))
    rule = "no-peoples-experience"
    assert asked(this_round, statement, contributor, rule)  # the consent ran out yesterday
    voice.agreed_until = TODAY
    voice.save()
    assert asked(this_round, statement, contributor, rule) is None


def test_a_score_as_in_the_round_before_is_asked_about_once_new_figures_have_moved(
    statement, framework, contributor
):
    before = SelfAssessmentFactory(framework=framework, title="In 2025")
    ScoreFactory(self_assessment=before, statement=statement, value=2)
    this_round = SelfAssessmentFactory(framework=framework, title="In 2026")
    ScoreFactory(self_assessment=this_round, statement=statement, value=2)
    indicator = IndicatorLinkFactory(statement=statement).indicator
    rule = "unchanged-though-figures-moved"
    OutturnFactory(indicator=indicator, period__year=2023, value=40, recorded_at=LONG_MOMENT)
    OutturnFactory(indicator=indicator, period__year=2024, value=50, recorded_at=LONG_MOMENT)
    assert asked(this_round, statement, contributor, rule) is None
    OutturnFactory(indicator=indicator, period__year=2025, value=60)
    assert "In 2025" in asked(this_round, statement, contributor, rule).prompt.reason


@pytest.mark.parametrize(("levels", "is_asked"), [(4, True), (3, False)])
def test_a_score_as_before_the_framework_changed_is_asked_about_where_the_scores_are_the_same(
    statement, this_round, contributor, levels, is_asked
):
    then = four_levels()
    then["levels"] = then["levels"][:levels]
    older = FrameworkFactory(slug="older", rules=then)
    before = ScoreFactory(
        self_assessment=SelfAssessmentFactory(framework=older, title="In 2025"),
        scored_at=LONG_MOMENT,
        value=2,
    )
    CarriedText.objects.create(
        self_assessment=this_round, statement=statement, score=before, carried_by=contributor
    )
    ScoreFactory(self_assessment=this_round, statement=statement, value=2)
    indicator = IndicatorLinkFactory(statement=statement).indicator
    for year in (2023, 2024):
        OutturnFactory(indicator=indicator, period__year=year, value=year - 1970)
    found = asked(this_round, statement, contributor, "unchanged-though-figures-moved")
    assert bool(found) == is_asked
    assert not found or "In 2025" in found.prompt.reason


def test_a_question_is_answered_from_the_statement_s_page(
    statement, this_round, high_score, signed_in
):
    client = signed_in("contributor")
    page = text_of(client.get(path_of(statement)))
    assert "Is 3 right while figures say otherwise?" in page
    assert at("answer_challenge", this_round, statement) in page
    form = client.get(at("answer_challenge", this_round, statement)).context["form"]
    said = {"kind": "answered", "reason": "The survey is from before the new service."}
    response = client.post(
        at("answer_challenge", this_round, statement), form.initial | said, follow=True
    )
    page = text_of(response)
    assert "The survey is from before the new service." in page
    assert "1 answered or accepted" in page
    given = ChallengeAnswer.objects.get()
    assert (given.kind, given.given_by, given.rule) == ("answered", client.person, HIGH)


@pytest.mark.parametrize("said", [{}, {"kind": "answered"}, {"kind": "x", "reason": "y"}])
def test_an_answer_needs_a_choice_and_a_reason(said, statement, this_round, high_score, signed_in):
    client = signed_in("director")
    response = client.post(at("answer_challenge", this_round, statement), said)
    assert "<title>Error: " in text_of(response)
    assert not ChallengeAnswer.objects.exists()


def test_a_reason_of_blanks_is_no_reason(statement, this_round, high_score, director):
    with pytest.raises(ValidationError, match="Say why"):
        say(this_round, statement, director, reason="  ")


def test_an_answer_holds_until_a_new_figure_comes_and_says_what_is_new(
    statement, this_round, high_score, director, poor_figure
):
    say(this_round, statement, director, kind="accepted")
    assert asked(this_round, statement, director).state == "accepted"
    OutturnFactory(indicator=poor_figure, period__year=2025, value=41)
    TargetFactory(indicator=poor_figure, period__year=2025)
    again = asked(this_round, statement, director)
    assert again.is_open
    assert again.new_facts == (f"{poor_figure.code} for 2025-26: 41.0%",)


def test_an_answer_is_taken_back_with_a_reason_and_stays_in_the_history(
    statement, this_round, high_score, signed_in
):
    client = signed_in("director")
    say(this_round, statement, client.person)
    address = at("withdraw_challenge_answer", this_round, statement)
    assert "Say why the answer no longer holds." in text_of(client.post(address, {"reason": " "}))
    page = text_of(client.post(address, {"reason": "It was another survey."}, follow=True))
    assert "It was another survey." in page
    assert "Data is late." in page
    assert asked(this_round, statement, client.person).is_open
    assert [one.kind for one in ChallengeAnswer.objects.all()] == ["withdrawn", "answered"]


def test_an_answer_taken_back_already_is_not_taken_back_twice(
    statement, this_round, high_score, director
):
    given = say(this_round, statement, director)
    withdraw_answer(given, reason="Wrong.", by=director)
    with pytest.raises(ValidationError, match="not in force any more"):
        withdraw_answer(given, reason="Wrong.", by=director)


def test_the_second_of_two_who_answer_is_told_and_can_then_save(
    statement, this_round, high_score, signed_in, contributor
):
    client = signed_in("director")
    address = at("answer_challenge", this_round, statement)
    seen = client.get(address).context["form"].initial
    say(this_round, statement, contributor, reason="First.")
    mine = seen | {"kind": "accepted", "reason": "Second."}
    response = client.post(address, mine)
    page = text_of(response)
    assert f"{contributor.get_full_name()} wrote while you were writing" in page
    assert "Second.</textarea>" in page
    assert ChallengeAnswer.objects.count() == 1
    client.post(address, dict(response.context["form"].data.items()))
    assert ChallengeAnswer.objects.first().reason == "Second."


def test_an_answer_to_facts_that_moved_meanwhile_is_shown_the_question_again(
    statement, this_round, high_score, signed_in, contributor
):
    client = signed_in("director")
    address = at("answer_challenge", this_round, statement)
    seen = client.get(address).context["form"].initial
    ScoreFactory(self_assessment=this_round, statement=statement, value=4)
    response = client.post(address, seen | {"kind": "answered", "reason": "For a 3."})
    assert "The facts have changed while you were writing" in text_of(response)
    assert not ChallengeAnswer.objects.exists()
    client.post(address, dict(response.context["form"].data.items()))
    assert ChallengeAnswer.objects.get().reason == "For a 3."


def test_nothing_is_asked_or_answered_in_a_closed_round_and_what_was_said_stays(
    statement, this_round, high_score, director, signed_in
):
    prompt = asked(this_round, statement, director).prompt
    given = say(this_round, statement, director)
    close_self_assessment(this_round, by=director, note="The visit is over.")
    with pytest.raises(ValidationError, match="is closed"):
        answer_challenge(
            statement,
            prompt,
            self_assessment=this_round,
            kind="answered",
            reason="Late.",
            seen_answer=given.pk,
            by=director,
        )
    with pytest.raises(ValidationError, match="is closed"):
        withdraw_answer(given, reason="Late.", by=director)
    client = signed_in("contributor")
    page = text_of(client.get(reverse("challenge_list", kwargs={"pk": this_round.pk})))
    assert "Data is late." in page
    assert 'id="challenges"' not in text_of(client.get(path_of(statement)))


def test_no_answer_is_offered_in_a_round_that_is_signed_off_and_the_page_says_why(
    statement, this_round, high_score, director, signed_in
):
    say(this_round, statement, director)
    client = signed_in("contributor")
    pages = [path_of(statement)] + [
        at(name, this_round, statement)
        for name in ("challenge", "answer_challenge", "withdraw_challenge_answer")
    ]
    offered = ("Answer again", "Answer or accept", "Take the answer back", 'name="reason"')
    assert all(any(words in text_of(client.get(page)) for words in offered) for page in pages[1:])
    RoundStep.objects.create(self_assessment=this_round, state="signed_off", taken_by=director)
    for page in pages:
        told = text_of(client.get(page))
        assert not [words for words in offered if words in told]
        assert "round is signed off, so nothing in it can be answered" in told


def test_the_last_round_s_answer_is_shown_and_does_not_count(
    statement, this_round, high_score, director, signed_in
):
    say(this_round, statement, director)
    close_self_assessment(this_round, by=director, note="The visit is over.")
    next_round = SelfAssessmentFactory(framework=this_round.framework, title="The next")
    ScoreFactory(self_assessment=next_round, statement=statement, value=3)
    client = signed_in("contributor")
    page = text_of(client.get(at("challenge", next_round, statement)))
    assert f"In {this_round} this was answered by" in page
    assert "Data is late." in page
    assert asked(next_round, statement, director).is_open
    then = text_of(client.get(at("challenge", this_round, statement)))
    assert "does not count in this round" not in then


def test_who_may_not_score_may_not_answer(statement, this_round, high_score, analyst, director):
    prompt = asked(this_round, statement, director).prompt
    with pytest.raises(ValidationError, match="Your role cannot answer"):
        answer_challenge(
            statement,
            prompt,
            self_assessment=this_round,
            kind="answered",
            reason="I know.",
            by=analyst,
        )


def test_a_question_that_is_none_is_not_found(statement, this_round, signed_in):
    address = at("challenge", this_round, statement, rule="no-such-question")
    assert signed_in("director").get(address).status_code == 404


def test_the_score_form_says_what_each_score_would_be_asked(
    statement, this_round, poor_figure, gap, signed_in
):
    page = text_of(signed_in("contributor").get(score_path(this_round, statement)))
    assert "Is 4 right while figures say otherwise?" in page
    assert "Is 2 right while figures say otherwise?" not in page
    assert page.index("What shows the rest?") < page.index("Submit this score</button>")


def test_signing_off_shows_what_is_open_and_who_answered_the_rest_and_keeps_the_open(
    statement, this_round, high_score, gap, signed_in
):
    contributor = high_score.scored_by
    people = CategoryFactory(framework=statement.framework)
    for _ in range(2):
        EvidenceLinkFactory(statement=statement, category=people)
    say(this_round, statement, contributor, reason="Answered by the lead.")
    client = signed_in("director")
    address = reverse("sign_off", kwargs={"pk": high_score.pk})
    page = text_of(client.get(address))
    assert "nobody has answered it" in page
    assert "What shows the rest?" in page
    assert f"Answered by {contributor.get_full_name()}" in page
    client.post(address, {"note": ""})
    (kept,) = SignOff.objects.get().open_challenges
    assert kept["question"] == "What shows the rest?"
    assert "Signed with 1 open challenge" in text_of(client.get(path_of(statement)))


def test_the_round_s_list_is_filtered_and_taken_out_as_it_is_shown(
    statement, this_round, high_score, gap, signed_in
):
    client = signed_in("analyst")
    other = StatementFactory(theme=statement.theme, title="Equity", slug="equity")
    address = reverse("challenge_list", kwargs={"pk": this_round.pk})
    assert "3 of 3 questions are open." in text_of(client.get(address))
    shown = client.get(address, {"statement": other.slug, "state": "open"}).context["shown"]
    assert [one.prompt.rule for one in shown] == [MISSING]
    assert "Nothing matches" in text_of(client.get(address, {"state": "accepted"}))
    assert len(client.get(address, {"about": "no-such"}).context["shown"]) == 3
    file = reverse("challenge_export", kwargs={"pk": this_round.pk, "kind": "csv"})
    written = client.get(file, {"about": HIGH})
    lines = b"".join(written.streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert 'Safeguarding,"High score, poor figures"' in lines[1]


def test_nine_statements_cost_as_much_as_one_whatever_there_is_of_each(
    add_things, statement, this_round, signed_in, gap
):
    client = signed_in("director")
    address = reverse("challenge_list", kwargs={"pk": this_round.pk})

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    add_things(1)
    queries()
    with_1 = queries()
    add_things(10)
    say(this_round, statement, client.person, rule=MISSING)
    for _ in range(8):
        ScoreFactory(self_assessment=this_round, statement=StatementFactory(theme=statement.theme))
    assert queries() == with_1 <= 10


def test_evidence_that_was_sent_back_does_not_stand_for_anything(
    statement, this_round, contributor, gap
):
    link = EvidenceLinkFactory(statement=statement, category=gap)
    assert asked(this_round, statement, contributor, MISSING) is None
    link.appraisals.create(verdict="returned", note="It is of 2019.", appraised_by=contributor)
    assert asked(this_round, statement, contributor, MISSING)
