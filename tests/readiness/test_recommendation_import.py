"""Recommendations from a spreadsheet: looked at first, all or nothing, safe to bring in again."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from readiness import recommendation_import, recommendations
from readiness.models import Recommendation, RecommendationImport
from tests.factories import RecommendationFactory, StatementFactory, UserFactory
from tests.readiness.test_plan_import import counts, file_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]
TODAY = date(2026, 11, 22)


@pytest.fixture
def ada():
    return UserFactory(
        role="contributor", first_name="Ada", last_name="King", email="ada@x.example"
    )


def received(rows, *, by) -> RecommendationImport:
    file = file_of(rows, name="Recommendations.csv")
    return recommendation_import.receive(file=file, by=by, on=TODAY)


def confirmed(rows, *, by) -> RecommendationImport:
    return recommendation_import.confirm(received(rows, by=by), by=by, on=TODAY)


def row(**cells) -> dict:
    return {
        "Recommendation": "Hear carers sooner",
        "Where from": "Peer review",
        "Report or case": "Peer challenge, March 2026",
        "Received": "1 October 2026",
    } | cells


def test_looking_changes_nothing_and_confirming_records_all_of_them(ada, director):
    carers = StatementFactory(title="Supporting carers")
    whole = row(
        **{
            "Page or paragraph": "4.2",
            "Answer by": "2026-11-30",
            "Lead": "Ada King",
            "Quality statements": "Supporting carers",
        }
    )
    found = received([whole], by=director)
    assert counts(found) == {"add": 1}
    assert not Recommendation.objects.exists()
    recommendation_import.confirm(found, by=director, on=TODAY)
    added = Recommendation.objects.with_state().get()
    assert (added.source, added.paragraph, added.lead) == ("peer_review", "4.2", ada)
    assert (added.received_on, added.answer_by) == (date(2026, 10, 1), date(2026, 11, 30))
    assert (list(added.statements.all()), added.state) == ([carers], "received")
    assert added.steps.get().taken_by == director


def test_who_brings_it_in_leads_and_has_four_weeks_where_the_file_does_not_say(director):
    confirmed([row()], by=director)
    added = Recommendation.objects.get()
    assert (added.lead, added.answer_by) == (director, date(2026, 10, 29))


def test_the_same_file_again_changes_nothing(director):
    confirmed([row()], by=director)
    assert counts(received([row()], by=director)) == {"nothing": 1}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_under_the_list_comes_back_unchanged(signed_in, kind):
    client = signed_in("director")
    for number in range(3):
        RecommendationFactory(
            words=f"=Hear carers {number}\nand say so", lead=client.person
        ).statements.add(StatementFactory())
    address = reverse("recommendation_export", kwargs={"kind": kind})
    sent = SimpleUploadedFile(f"list.{kind}", client.get(address).getvalue())
    page = client.post(reverse("import_recommendations"), {"file": sent}, follow=True)
    found = RecommendationImport.objects.get()
    assert (found.report["problems"], counts(found)) == ([], {"nothing": 3})
    assert "0 new, 0 changed, 3 unchanged." in text_of(page)


def test_a_change_is_told_and_stands_in_its_history(director):
    held = RecommendationFactory(lead=director)
    about = {"Number": str(held), "Recommendation": held.words, "Page or paragraph": "7"}
    found = received([about], by=director)
    assert "from nothing to 7." in found.report["rows"][0]["about"]
    recommendation_import.confirm(found, by=director, on=TODAY)
    held.refresh_from_db()
    assert (held.paragraph, held.received_on) == ("7", date(2026, 10, 1))
    assert "Changed:" in held.steps.first().what


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"Recommendation": ""}, "A", "Give the recommendation, word for word."),
        ({"Where from": ""}, "B", "Say where it is from."),
        ({"Where from": "The press"}, "B", "Nothing comes from “The press”. It can be: Peer r"),
        ({"Report or case": ""}, "C", "Say which report or case."),
        ({"Report or case": "x" * 201}, "C", "It has 201 characters. At most 200 fit."),
        ({"Received": ""}, "D", "Say when it was received."),
        ({"Received": "soon"}, "D", "There is no day “soon”."),
        ({"Received": "1 December 2026"}, "", "1 December 2026 has not come yet."),
        ({"Answer by": "1 May 2026"}, "", "answered before it was received"),
        ({"Lead": "Nobody"}, "E", "Nobody who answers them is called “Nobody”."),
        ({"Quality statements": "Nothing like it"}, "E", "No quality statement is called"),
        ({"Number": "R99"}, "", "There is no recommendation R99."),
    ],
)
def test_a_cell_that_cannot_be_meant_is_named_and_nothing_is_brought_in(
    director, cells, column, words
):
    good = row(Recommendation="All is well with this one") | dict.fromkeys(
        cells.keys() - row().keys(), ""
    )
    found = received([good, row(**cells)], by=director)
    told = [problem for problem in found.report["problems"] if words in problem["message"]]
    assert [(problem["row"], problem["column"]) for problem in told] == [(3, column)]
    with pytest.raises(ValidationError) as refusal:
        recommendation_import.confirm(found, by=director, on=TODAY)
    assert "Put the problems right" in refusal.value.messages[0]
    assert not Recommendation.objects.exists()


def test_two_rows_of_the_same_words_are_refused(director):
    found = received([row(), row()], by=director)
    assert found.report["problems"][0]["message"] == "Row 2 is the same recommendation."


def test_one_that_is_closed_is_not_changed_by_a_file(director):
    held = RecommendationFactory(lead=director, state="accepted")
    recommendations.close(held, note="Done with", by=director)
    about = {"Number": str(held), "Recommendation": "Other words"}
    [problem] = received([about], by=director).report["problems"]
    assert "It is closed." in problem["message"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Name,Colour\na,b\n", "No sheet has a row of headings with “Recommendation”."),
        (b"Recommendation\n", "no rows under them"),
        (b"%PDF-1.7 not a table", "PDF"),
    ],
)
def test_a_file_of_something_else_is_refused_where_it_was_sent(signed_in, content, words):
    sent = SimpleUploadedFile("list.csv", content)
    page = signed_in("director").post(reverse("import_recommendations"), {"file": sent})
    assert words in text_of(page)
    assert not RecommendationImport.objects.exists()


def test_recommendations_that_moved_on_since_are_not_overwritten(director):
    found = received([row()], by=director)
    confirmed([row()], by=director)
    with pytest.raises(ValidationError) as refusal:
        recommendation_import.confirm(found, by=director, on=TODAY)
    assert "Somebody changed the recommendations since" in refusal.value.messages[0]
    assert Recommendation.objects.count() == 1


def test_what_is_done_or_discarded_is_not_done_again(signed_in):
    client = signed_in("contributor")
    done, left = (received([row()], by=client.person) for _ in range(2))
    client.post(reverse("confirm_recommendations", args=[done.pk]))
    client.post(reverse("discard_recommendations", args=[left.pk]))
    for found in (done, left):
        page = client.post(reverse("confirm_recommendations", args=[found.pk]), follow=True)
        assert "already. Nothing is changed." in text_of(page)
    assert Recommendation.objects.count() == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_blank_list_is_offered_and_read(signed_in, kind):
    client = signed_in("contributor")
    address = reverse("blank_recommendations", kwargs={"kind": kind})
    assert address in text_of(client.get(reverse("import_recommendations")))
    sent = SimpleUploadedFile(f"list.{kind}", client.get(address).getvalue())
    page = client.post(reverse("import_recommendations"), {"file": sent})
    assert "headings and no rows under them" in text_of(page)
