from datetime import date, timedelta

import pytest
from django.utils import timezone

from readiness.coverage import Cell, coverage
from tests.factories import (
    CategoryFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    FrameworkFactory,
    StatementFactory,
    UserFactory,
)

TODAY = date(2026, 11, 22)


@pytest.fixture
def framework(db):
    return FrameworkFactory()


@pytest.fixture
def people(framework):
    return CategoryFactory(framework=framework)


@pytest.fixture
def partners(framework):
    return CategoryFactory(framework=framework, slug="partners", short_title="Partners", position=2)


@pytest.fixture
def safeguarding(framework):
    return StatementFactory(title="Safeguarding", slug="safeguarding")


def link(statement, category, *, review_by=None, **fields):
    document = DocumentFactory(review_by=review_by)
    return EvidenceLinkFactory(statement=statement, category=category, document=document, **fields)


def test_documents_are_counted_by_statement_and_category(framework, people, partners, safeguarding):
    link(safeguarding, people)
    link(safeguarding, people)
    found = coverage(framework, on=TODAY)
    assert found[safeguarding.pk, people.pk] == Cell(count=2, out_of_date=0)
    assert found[safeguarding.pk, partners.pk] == Cell(count=0, out_of_date=0)


def test_a_link_that_has_ended_does_not_count(framework, people, safeguarding):
    link(
        safeguarding,
        people,
        ended_at=timezone.now(),
        ended_by=UserFactory(),
        ended_reason="Replaced",
    )
    found = coverage(framework, on=TODAY)
    assert found[safeguarding.pk, people.pk].count == 0
    assert found.categories[0].slug == people.slug


def test_a_document_is_out_of_date_from_the_day_after_its_review_date(
    framework, people, safeguarding
):
    link(safeguarding, people, review_by=TODAY)
    link(safeguarding, people, review_by=TODAY - timedelta(days=1))
    assert coverage(framework, on=TODAY)[safeguarding.pk, people.pk] == Cell(2, 1)


def test_gaps_are_required_categories_with_nothing_in_them(
    framework, people, partners, safeguarding
):
    CategoryFactory(framework=framework, slug="outcomes", is_required=False, position=3)
    link(safeguarding, people)
    found = coverage(framework, on=TODAY)
    assert [gap.slug for gap in found.gaps(safeguarding.pk)] == ["partners"]


def test_categories_come_in_their_order_even_with_nothing_linked(framework, people, partners):
    assert [category.slug for category in coverage(framework, on=TODAY).categories] == [
        "peoples-experience",
        "partners",
    ]


@pytest.mark.parametrize(
    ("cell", "state", "words"),
    [
        (Cell(), "empty", "no documents"),
        (Cell(1), "fresh", "1 document"),
        (Cell(3, 1), "fresh", "3 documents, 1 past review"),
        (Cell(2, 2), "stale", "2 documents, past review"),
    ],
)
def test_a_cell_says_what_is_in_it(cell, state, words):
    assert (cell.state, cell.words) == (state, words)


def test_coverage_is_two_queries_however_many_documents(
    framework, people, partners, safeguarding, django_assert_num_queries
):
    for count in (1, 10):
        for _ in range(count):
            link(safeguarding, people)
        with django_assert_num_queries(2):
            coverage(framework, on=TODAY)
