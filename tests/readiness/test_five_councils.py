"""Five councils' printed tables and our reports of the same figures: every difference is named."""

import os
from collections import Counter

import pytest

from indicators.reference_data import load_reference
from readiness.roles import Role
from tests.readiness.published_document import DOCUMENT, differences_of, document
from tests.readiness.published_plans import BURY_PLAN, plan_compared
from tests.readiness.published_reports import PAPERS, compared

EVERY = (*PAPERS[:2], BURY_PLAN, *PAPERS[2:])

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.django_db,
    pytest.mark.usefixtures("today"),
]


@pytest.fixture
def compare(shared_data, settings, person):
    """``compare(paper)`` is every cell of it beside ours."""
    load_reference()
    analyst = person(Role.ANALYST)

    def lines_of(paper):
        settings.COUNCIL_CODE = paper.code
        if paper is BURY_PLAN:
            return plan_compared(shared_data, by=analyst)
        return compared(paper, shared_data, by=analyst)

    return lines_of


@pytest.mark.parametrize("paper", EVERY, ids=lambda paper: paper.file.removesuffix(".csv"))
def test_the_report_differs_from_the_paper_where_it_is_named_and_nowhere_else(compare, paper):
    lines, named = compare(paper), differences_of(paper)

    reasons = Counter(line for line in lines for one in named if one.is_about(line))

    assert reasons == Counter(line for line in lines if not line.is_same)
    for one in named:  # no column is named that does not differ
        assert {line.about for line in lines if one.is_about(line)} == set(one.of)


def test_the_document_says_what_the_comparison_gives(compare):
    written = document([(paper, compare(paper)) for paper in EVERY])

    if "WRITE_DOCUMENTS" in os.environ:
        DOCUMENT.write_text(written, encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == written
