"""Which lenses and topics documents speak to, and what coverage makes of it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readiness import coverage_page, subjects
from readiness.models import DocumentLens, LinkTopic
from tests.factories import (
    CategoryFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    FrameworkFactory,
    LensFactory,
    StatementFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_council")]


@pytest.fixture
def framework():
    return FrameworkFactory()


@pytest.fixture
def people(framework):
    return CategoryFactory(framework=framework)


@pytest.fixture
def link(framework, people):
    return EvidenceLinkFactory(statement=StatementFactory(slug="safeguarding"), category=people)


@pytest.fixture
def carers(framework):
    return LensFactory(slug="unpaid-carers", title="Unpaid carers")


@pytest.fixture
def timeliness(link):
    return TopicFactory(statement=link.statement, title="Timeliness")


def lines(framework, way, today):
    page = coverage_page.build(framework, way=way, user=UserFactory(role="director"), on=today)
    return {line.title: [place.cell.count for place in line.places] for line in page.lines}


def test_a_document_counts_under_its_lenses(framework, link, carers, today):
    LensFactory(title="Workforce")
    subjects.set_lenses(link.document, lenses=[carers], by=UserFactory())
    assert lines(framework, "lens", today) == {"Unpaid carers": [1], "Workforce": [0]}


def test_a_document_for_two_statements_counts_once_under_a_lens(framework, link, carers, today):
    EvidenceLinkFactory(
        document=link.document, statement=StatementFactory(), category=link.category
    )
    subjects.set_lenses(link.document, lenses=[carers], by=UserFactory())
    assert lines(framework, "lens", today) == {"Unpaid carers": [1]}


def test_a_lens_taken_away_no_longer_counts_and_is_kept(framework, link, carers, today):
    by = UserFactory()
    subjects.set_lenses(link.document, lenses=[carers], by=by)
    subjects.set_lenses(link.document, lenses=[], by=by)
    assert lines(framework, "lens", today) == {"Unpaid carers": [0]}
    assert DocumentLens.objects.get().ended_by == by


def test_a_lens_a_document_has_is_not_given_twice(link, carers):
    assert subjects.add_lenses([link.document], lens_ids=[carers.pk], by=UserFactory()) == 1
    assert subjects.add_lenses([link.document], lens_ids=[carers.pk], by=UserFactory()) == 0


def test_a_use_counts_under_the_topics_of_its_statement(framework, link, timeliness, today):
    TopicFactory(statement=link.statement, title="Charging")
    subjects.set_topics(link, topics=[timeliness], by=UserFactory())
    assert lines(framework, "topic", today) == {"Timeliness": [1], "Charging": [0]}


def test_a_topic_of_another_statement_is_refused(link):
    with pytest.raises(ValidationError, match="topics of the statement"):
        subjects.set_topics(link, topics=[TopicFactory()], by=UserFactory())
    assert not LinkTopic.objects.exists()


def test_the_page_of_a_document_offers_its_topics_and_lenses(signed_in, link, carers, timeliness):
    client, address = signed_in("contributor"), f"/evidence/{link.document_id}/subjects/"
    page = client.get(address).content.decode()
    assert "Timeliness" in page
    assert "Unpaid carers" in page
    sent = {"lenses": [carers.pk], f"topics-{link.pk}": [timeliness.pk], "revision": 0}
    shown = client.post(address, sent, follow=True).content.decode()
    assert "Timeliness; Unpaid carers" in shown
    assert "checked" in client.get(address).content.decode()


def test_the_second_to_choose_subjects_is_told_and_loses_neither_choice(
    signed_in, link, carers, timeliness
):
    address = f"/evidence/{link.document_id}/subjects/"
    signed_in("director").post(address, {"lenses": [carers.pk], "revision": 0})
    client, name = signed_in("contributor"), f"topics-{link.pk}"
    page = client.post(address, {name: [timeliness.pk], "revision": 0})
    assert "Somebody else changed these subjects" in page.content.decode()
    assert not LinkTopic.objects.exists()
    form = page.context["form"]
    assert [form["lenses"].value(), form[name].value()] == [[str(carers.pk)], [str(timeliness.pk)]]
    shown = {one: form[one].value() for one in ("lenses", name, "revision")}
    assert client.post(address, shown).status_code == 302
    assert [DocumentLens.objects.live().count(), LinkTopic.objects.live().count()] == [1, 1]


def test_taking_a_subject_away_counts_as_a_change(link, carers):
    by, before = UserFactory(), subjects.revision_of(link.document)
    subjects.set_lenses(link.document, lenses=[carers], by=by)
    given = subjects.revision_of(link.document)
    subjects.set_lenses(link.document, lenses=[], by=by)
    assert before < given < subjects.revision_of(link.document)


def test_each_way_of_looking_leads_to_exactly_the_documents_counted(
    signed_in, link, carers, timeliness
):
    by = UserFactory()
    subjects.set_lenses(link.document, lenses=[carers], by=by)
    subjects.set_topics(link, topics=[timeliness], by=by)
    other = EvidenceLinkFactory(statement=link.statement, category=link.category)
    client = signed_in("reviewer")
    for way in ("topic", "lens"):
        page = client.get(reverse("coverage"), {"by": way}).context["page"]
        [place] = [place for line in page.lines for place in line.places if place.cell.count]
        found = client.get(place.address).content.decode()
        assert link.document.title in found
        assert f">{other.document.title}<" not in found


@pytest.mark.parametrize("way", ["statement", "topic", "lens"])
def test_the_matrix_costs_the_same_however_many_documents(signed_in, link, carers, timeliness, way):
    client = signed_in("reviewer")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("coverage"), {"by": way}).status_code == 200
        return len(asked)

    by = UserFactory()
    subjects.set_lenses(link.document, lenses=[carers], by=by)
    queries()
    with_one = queries()
    for _ in range(10):
        more = EvidenceLinkFactory(statement=link.statement, category=link.category)
        subjects.set_lenses(more.document, lenses=[carers], by=by)
        subjects.set_topics(more, topics=[timeliness], by=by)
        LensFactory()
    assert queries() == with_one <= 10


@pytest.mark.parametrize("way", ["", "topic", "lens"])
def test_the_matrix_goes_out_as_a_file(signed_in, link, carers, timeliness, way):
    subjects.set_lenses(link.document, lenses=[carers], by=UserFactory())
    answer = signed_in("reviewer").get("/coverage/download.csv", {"by": way})
    text = answer.getvalue().decode("utf-8-sig")
    assert text.startswith("Under,What for,Kind of evidence,Needed,Documents")
    named = {"": link.statement.title, "topic": "Timeliness", "lens": "Unpaid carers"}[way]
    assert named in text


def test_documents_of_no_use_yet_speak_to_lenses_only(signed_in, carers):
    document = DocumentFactory()
    page = signed_in("contributor").get(f"/evidence/{document.pk}/subjects/").content.decode()
    assert "Unpaid carers" in page
    assert "Topics of" not in page
