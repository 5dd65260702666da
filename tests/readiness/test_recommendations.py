"""Recommendations from record to close: what may be done, what is refused, and none is lost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readiness import digest, disposal, recommendations
from readiness.models import (
    Action,
    Recommendation,
    RecommendationState,
    RecommendationStep,
    Status,
)
from tests.factories import (
    ActionFactory,
    ActionUpdateFactory,
    DocumentFactory,
    PriorityFactory,
    RecommendationActionFactory,
    RecommendationFactory,
    StatementFactory,
    UserFactory,
)
from tests.lists import rows_of_csv

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]
TODAY = date(2026, 11, 22)
State = RecommendationState


def sentence(refusal) -> str:
    return " ".join(refusal.value.messages)


def text_of(page) -> str:
    return " ".join(page.content.decode().split())


def state_of(recommendation) -> str:
    return Recommendation.objects.with_state().get(pk=recommendation.pk).state


def about(lead, /, **fields):
    return {
        "source": "audit",
        "source_title": "Internal audit 2026",
        "words": "Keep a log of\nconcerns.",
        "received_on": date(2026, 11, 1),
        "answer_by": date(2026, 11, 29),
        "lead": lead,
    } | fields


def record(director, **fields):
    return recommendations.record(**about(director, **fields), by=director, on=TODAY)


# --- recording ---


def test_a_recommendation_is_kept_word_for_word_and_waits_for_an_answer(director):
    statement = StatementFactory()
    made = record(director, source_title=" Internal  audit ", statements=[statement])
    assert (made.words, made.source_title) == ("Keep a log of\nconcerns.", "Internal audit")
    assert list(made.statements.all()) == [statement]
    assert state_of(made) == State.RECEIVED
    assert made.steps.get().taken_by == director


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"received_on": date(2026, 11, 23)}, "23 November 2026 has not come yet."),
        ({"answer_by": date(2026, 10, 31)}, "It would be answered before it was received."),
        ({"words": "  "}, "This field cannot be blank."),
    ],
)
def test_a_record_that_cannot_be_is_refused(director, fields, words):
    with pytest.raises(ValidationError) as refusal:
        record(director, **fields)
    assert words in sentence(refusal)
    assert not Recommendation.objects.exists()


def test_the_same_recommendation_is_not_recorded_twice(director):
    first = record(director)
    with pytest.raises(ValidationError) as refusal:
        record(director, source_title="INTERNAL AUDIT 2026")
    assert sentence(refusal) == f"It is recorded already, as {first}."


def test_somebody_whose_account_is_closed_cannot_lead(director):
    gone = UserFactory(is_active=False, first_name="Ada", last_name="Gone")
    with pytest.raises(ValidationError) as refusal:
        record(director, lead=gone)
    assert "Ada Gone no longer has an account" in sentence(refusal)


def test_putting_a_record_right_says_from_what_to_what_and_tells_a_second_editor(director):
    made = record(director)
    fields = about(director, paragraph="3.2")
    say = {"statements": [], "seen_revision": 1, "by": director, "on": TODAY}
    recommendations.change(made, **fields, **say)
    assert made.steps.first().what == "Changed: Paragraph from nothing to 3.2."
    assert state_of(made) == State.RECEIVED
    with pytest.raises(ValidationError) as refusal:
        recommendations.change(made, **fields | {"paragraph": "9"}, **say)
    assert "Somebody else changed this recommendation" in sentence(refusal)
    assert "Paragraph from nothing to 3.2" in sentence(refusal)


# --- answering ---


@pytest.mark.parametrize("answer", [State.PARTLY, State.NOT_ACCEPTED])
def test_what_is_not_accepted_as_it_stands_needs_a_reason(director, answer):
    made = RecommendationFactory()
    with pytest.raises(ValidationError) as refusal:
        recommendations.answer(made, answer=answer, by=director)
    assert "Say why" in sentence(refusal)
    recommendations.answer(made, answer=answer, note="Too costly", by=director)
    assert state_of(made) == answer


def test_an_answer_may_change_its_mind_and_both_stay(director):
    made = RecommendationFactory()
    recommendations.answer(made, answer=State.ACCEPTED, by=director)
    recommendations.answer(made, answer=State.PARTLY, note="Not for all", by=director)
    assert [step.what for step in made.steps.all()] == ["Partly accepted", "Accepted", "Recorded"]


def test_only_the_three_answers_are_answers(director):
    with pytest.raises(ValidationError):
        recommendations.answer(RecommendationFactory(), answer=State.CLOSED, by=director)


def test_what_was_accepted_in_part_is_still_changed_without_a_further_reason(director):
    made = record(director)
    recommendations.answer(made, answer=State.PARTLY, note="Not for all", by=director)
    say = {"statements": [], "seen_revision": 1, "by": director, "on": TODAY}
    recommendations.change(made, **about(director, paragraph="3.2"), **say)
    assert state_of(made) == State.PARTLY


def test_what_actions_work_on_is_not_refused_behind_their_back(director):
    link = RecommendationActionFactory()
    with pytest.raises(ValidationError) as refusal:
        recommendations.answer(
            link.recommendation, answer=State.NOT_ACCEPTED, note="No", by=director
        )
    assert "Take them off first" in sentence(refusal)


# --- actions ---


def test_an_action_answers_it_once_and_is_taken_off_with_a_reason(director):
    made, action = RecommendationFactory(state="partly"), ActionFactory()
    link = recommendations.link_action(made, action=action, by=director)
    with pytest.raises(ValidationError) as refusal:
        recommendations.link_action(made, action=action, by=director)
    assert "already" in sentence(refusal)
    with pytest.raises(ValidationError):
        recommendations.unlink_action(link, reason=" ", by=director)
    recommendations.unlink_action(link, reason="Another does it", by=director)
    with pytest.raises(ValidationError) as refusal:
        recommendations.unlink_action(link, reason="Again", by=director)
    assert "took this action off" in sentence(refusal)
    assert Recommendation.objects.without_action().get() == made


def test_a_new_action_is_added_with_its_recommendation_or_not_at_all(director):
    refused_one, accepted = RecommendationFactory(state="not_accepted"), RecommendationFactory()
    fields = {"priority": PriorityFactory(), "title": "Log concerns", "owner": director}
    with pytest.raises(ValidationError), transaction.atomic():
        recommendations.add_action_for(refused_one, by=director, **fields)
    assert not Action.objects.exists()
    action = recommendations.add_action_for(accepted, by=director, **fields)
    assert accepted.action_links.live().get().action == action


# --- closing ---


def test_it_is_answered_before_it_is_closed(director):
    with pytest.raises(ValidationError) as refusal:
        recommendations.close(RecommendationFactory(), note="Done", by=director)
    assert sentence(refusal) == "Answer it first: say whether it is accepted."


def test_it_is_not_closed_while_an_action_is_at_work(director):
    link = RecommendationActionFactory(action__title="Log concerns")
    with pytest.raises(ValidationError) as refusal:
        recommendations.close(link.recommendation, note="Done", by=director)
    assert "“Log concerns” is not finished." in sentence(refusal)
    ActionUpdateFactory(action=link.action, status=Status.COMPLETED)
    assert Recommendation.objects.ready_to_close().get() == link.recommendation
    recommendations.close(link.recommendation, note="Done", by=director)
    assert state_of(link.recommendation) == State.CLOSED


def test_closing_needs_proof_or_a_reason(director):
    made = RecommendationFactory(state="accepted")
    with pytest.raises(ValidationError) as refusal:
        recommendations.close(made, by=director)
    assert "Choose the document that shows it is done" in sentence(refusal)
    document = DocumentFactory()
    recommendations.close(made, proof=document, by=director)
    with pytest.raises(ValidationError) as refusal:
        disposal.refuse_linked(document)
    assert f"Recommendation {made} rests on it" in sentence(refusal)


def test_a_deleted_document_closes_nothing(director):
    gone = DocumentFactory(
        deleted_at=datetime(2026, 1, 1, tzinfo=UTC), deleted_by=director, deleted_reason="Old"
    )
    with pytest.raises(ValidationError) as refusal:
        recommendations.close(RecommendationFactory(state="accepted"), proof=gone, by=director)
    assert "has been deleted" in sentence(refusal)


def test_what_is_closed_is_changed_no_more_until_it_is_opened_again(director):
    made = RecommendationFactory(state="partly")
    recommendations.close(made, note="Overtaken by the new strategy", by=director)
    with pytest.raises(ValidationError) as refusal:
        recommendations.answer(made, answer=State.ACCEPTED, by=director)
    assert "It is closed." in sentence(refusal)
    with pytest.raises(ValidationError):
        recommendations.reopen(made, note="", by=director)
    recommendations.reopen(made, note="The strategy was dropped", by=director)
    assert state_of(made) == State.PARTLY
    with pytest.raises(ValidationError):
        recommendations.reopen(made, note="Again", by=director)


def test_merging_takes_its_actions_along_and_says_why(director):
    link = RecommendationActionFactory()
    into = RecommendationFactory(state="accepted")
    RecommendationActionFactory(recommendation=into, action=link.action)
    further = RecommendationActionFactory(recommendation=link.recommendation)
    with pytest.raises(ValidationError):
        recommendations.merge(link.recommendation, into=into, note="", by=director)
    with pytest.raises(ValidationError) as refusal:
        recommendations.merge(into, into=into, note="Same", by=director)
    assert "another recommendation" in sentence(refusal)
    recommendations.merge(link.recommendation, into=into, note="Same words", by=director)
    assert state_of(link.recommendation) == State.MERGED
    assert {each.action for each in into.action_links.live()} == {link.action, further.action}
    assert "was merged into it" in into.steps.first().what
    with pytest.raises(ValidationError):
        recommendations.merge(into, into=link.recommendation, note="Back", by=director)


@pytest.mark.parametrize(
    "step",
    [
        {"kind": "answered", "state": "partly", "note": ""},
        {"kind": "answered", "state": "not_accepted", "note": ""},
        {"kind": "closed", "state": "closed", "note": ""},
        {"kind": "merged", "state": "merged", "note": "Same"},
    ],
)
def test_not_even_the_database_keeps_a_step_without_its_reason(director, step):
    made = RecommendationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        RecommendationStep.objects.create(
            recommendation=made, what="Said", taken_by=director, **step
        )


# --- the pages ---


def test_the_whole_way_on_screen(signed_in):
    client = signed_in("contributor")
    typed = about(client.person.pk) | {"lead": client.person.pk}
    page = client.post(reverse("record_recommendation"), typed, follow=True)
    made = Recommendation.objects.get()
    assert "To be answered" in text_of(page)
    address = reverse("recommendation", args=[made.pk])
    page = client.post(
        reverse("answer_recommendation", args=[made.pk]), {"answer": "partly", "note": ""}
    )
    assert "Say why it is not accepted as it stands." in text_of(page)
    said = {"answer": "partly", "note": "Not for all"}
    client.post(reverse("answer_recommendation", args=[made.pk]), said)
    adding = f"{reverse('add_action')}?recommendation={made.pk}"
    assert adding in text_of(client.get(address))
    about_action = {"title": "Log concerns", "priority": PriorityFactory().pk}
    page = client.post(adding, about_action | {"owner": client.person.pk}, follow=True)
    assert f"Recommendation {made}" in text_of(page)
    action = Action.objects.get()
    close = reverse("close_recommendation", args=[made.pk])
    assert "“Log concerns” is not finished." in text_of(client.post(close, {"note": "Done"}))
    ActionUpdateFactory(action=action, status=Status.COMPLETED)
    assert close in text_of(client.get(address))
    client.post(close, {"note": "The log is kept"})
    page = text_of(client.get(address))
    assert "The log is kept" in page
    client.post(reverse("reopen_recommendation", args=[made.pk]), {"note": "It lapsed"})
    assert state_of(made) == State.PARTLY


def test_a_second_editor_sees_both_in_the_form(signed_in, director):
    client = signed_in("contributor")
    made = record(director)
    address = reverse("edit_recommendation", args=[made.pk])
    form = client.get(address).context["form"]
    sent = {bound.html_name: bound.value() for bound in form if bound.value()}
    say = {"statements": [], "seen_revision": 1, "by": director, "on": TODAY}
    recommendations.change(made, **about(director, paragraph="3.2"), **say)
    page = client.post(address, sent | {"source_title": "Audit of 2026"})
    assert "Somebody else changed this recommendation" in text_of(page)
    assert page.context["form"]["paragraph"].value() == "3.2"
    assert page.context["form"]["source_title"].value() == "Audit of 2026"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"late", "accepted", "busy", "closed"}),
        ({"state": "open"}, {"late", "accepted", "busy"}),
        ({"state": "late"}, {"late"}),
        ({"state": "no-action"}, {"accepted"}),
        ({"state": "to-close"}, {"busy"}),
        ({"state": "closed"}, {"closed"}),
        ({"source": "audit"}, {"accepted"}),
        ({"statement": "safeguarding"}, {"late"}),
        ({"text": "BUSY part"}, {"busy"}),
    ],
)
def test_the_list_is_filtered_and_the_file_says_the_same(signed_in, asked, found):
    late = RecommendationFactory(words="late", answer_by=TODAY - timedelta(days=1))
    late.statements.add(StatementFactory(slug="safeguarding"))
    RecommendationFactory(words="accepted", state="accepted", source="audit")
    RecommendationFactory(words="closed", state="closed")
    link = RecommendationActionFactory(recommendation__words="busy")
    link.recommendation.source_title = "In part"
    link.recommendation.save()
    ActionUpdateFactory(action=link.action, status=Status.COMPLETED)
    client = signed_in("analyst")
    table = client.get(reverse("recommendation_list"), asked).context["table"]
    assert {row.record.words for row in table.paginated_rows} == found
    address = reverse("recommendation_export", kwargs={"kind": "csv"})
    assert {row["Recommendation"] for row in rows_of_csv(client.get(address, asked))} == found


def test_the_list_says_how_things_stand(signed_in):
    RecommendationFactory(answer_by=TODAY - timedelta(days=1))
    RecommendationFactory()
    RecommendationFactory(state="accepted")
    RecommendationFactory(state="closed")
    page = text_of(signed_in("director").get(reverse("recommendation_list")))
    assert (
        "4 recommendations: 2 to be answered (1 late), 1 answered and open, 1 closed or merged."
        in page
    )


def test_before_there_is_any_the_page_says_so(signed_in):
    page = text_of(signed_in("director").get(reverse("recommendation_list")))
    assert "No recommendations yet." in page


def test_reviewers_see_what_was_answered_from_sources_that_name_nobody(signed_in):
    client = signed_in("reviewer")
    seen = RecommendationFactory(state="accepted")
    hidden = [
        RecommendationFactory(),
        RecommendationFactory(state="accepted", source="complaint"),
        RecommendationFactory(state="closed", source="safeguarding"),
    ]
    rows = client.get(reverse("recommendation_list")).context["table"].paginated_rows
    assert [row.record for row in rows] == [seen]
    for each in hidden:
        assert client.get(reverse("recommendation", args=[each.pk])).status_code == 404
    action = ActionFactory()
    for each in (seen, hidden[1]):
        RecommendationActionFactory(recommendation=each, action=action)
    page = text_of(client.get(reverse("action", args=[action.pk])))
    assert f"Recommendation {seen}" in page
    assert f"Recommendation {hidden[1]}" not in page


def test_whoever_leads_is_asked_on_my_work_and_told_in_the_digest(signed_in):
    client = signed_in("contributor")
    made = RecommendationFactory(lead=client.person, words="Hear carers", answer_by=TODAY)
    RecommendationFactory(lead=client.person, state="accepted")
    page = text_of(client.get(reverse("my_work")))
    assert f'href="{reverse("recommendation", args=[made.pk])}">Hear carers' in page
    sections = {s.heading: s.items for s in digest.of_person(client.person, on=TODAY).sections}
    [item] = sections["Recommendations for you to answer"]
    assert item.words == "Hear carers: an answer is due 22 November 2026"


@pytest.mark.parametrize("asked", ["soon", "²", "9" * 30, "0"])
def test_an_action_for_no_recommendation_of_ours_is_not_found(signed_in, asked):
    address = f"{reverse('add_action')}?recommendation={asked}"
    assert signed_in("director").get(address).status_code == 404


@pytest.mark.parametrize("name", ["recommendation_list", "recommendation"])
def test_a_page_costs_the_same_however_much_there_is(signed_in, name):
    client = signed_in("director")
    made = RecommendationFactory(state="accepted", document=DocumentFactory())
    address = reverse(name) if name == "recommendation_list" else reverse(name, args=[made.pk])

    def add():
        for each in (made, RecommendationFactory(state="accepted")):
            RecommendationActionFactory(recommendation=each)
            each.statements.add(StatementFactory())

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    add()
    queries()
    with_one = queries()
    for _ in range(10):
        add()
    assert queries() == with_one <= 10
    assert with_one <= 10
