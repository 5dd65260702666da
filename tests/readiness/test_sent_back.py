"""Evidence that a curator sent back: it counts for nothing until it is judged again."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from readiness.coverage import Cell, coverage
from readiness.models import EvidenceLink
from readiness.sign_off import sign_off
from readiness.statement_evidence import evidence_by_category
from tests.factories import (
    AppraisalFactory,
    CategoryFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    ScoreFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def category(framework):
    return CategoryFactory(framework=framework, slug="processes", title="Processes")


@pytest.fixture
def put_forward(statement, category):
    """``put_forward(title)`` is a link of a document in date to the statement."""

    def make(title="Audit of case files", **fields):
        document = DocumentFactory(title=title, **fields)
        return EvidenceLinkFactory(statement=statement, category=category, document=document)

    return make


def send_back(link):
    return AppraisalFactory(link=link, verdict="returned")


def titles_shown(client, asked: str) -> set[str]:
    rows = client.get(f"{reverse('library')}?{asked}").context["results"]
    return {row.document.title for row in rows}


def test_what_was_sent_back_is_counted_apart(framework, statement, category, put_forward):
    put_forward(evidence_date=date(2026, 1, 1))
    send_back(put_forward("Draft", evidence_date=date(2026, 9, 1)))
    cell = coverage(framework, on=TODAY)[statement.pk, category.pk]
    assert cell == Cell(1, newest=date(2026, 1, 1), sent_back=1)
    assert cell.words == "1 document; 1 sent back, not counted"


def test_a_place_with_nothing_but_what_was_sent_back_is_empty(
    framework, statement, category, put_forward
):
    send_back(put_forward(review_by=date(2020, 1, 1)))
    found = coverage(framework, on=TODAY)
    assert found[statement.pk, category.pk] == Cell(sent_back=1)
    assert [gap.pk for gap in found.gaps(statement.pk)] == [category.pk]


def test_what_is_accepted_later_counts_again(framework, statement, category, put_forward):
    link = put_forward()
    send_back(link)
    AppraisalFactory(link=link)
    assert coverage(framework, on=TODAY)[statement.pk, category.pk] == Cell(1)


def test_a_statement_page_counts_it_apart_and_still_lists_it_for_staff(
    statement, put_forward, contributor
):
    put_forward()
    send_back(put_forward("Draft"))
    [found] = evidence_by_category(statement, user=contributor, on=TODAY)
    assert (found.count, found.sent_back, len(found.rows)) == (1, 1, 2)


def test_reviewers_see_nothing_of_it(statement, category, put_forward, signed_in, person):
    link = put_forward("Draft")
    reviewer = person("reviewer")
    assert link in EvidenceLink.objects.seen_by(reviewer)
    send_back(link)
    assert link not in EvidenceLink.objects.seen_by(reviewer)
    client = signed_in("reviewer")
    assert client.get(reverse("document", args=[link.document_id])).status_code == 403
    assert titles_shown(client, "") == set()


def test_a_reviewer_cannot_ask_for_it_by_a_filter(put_forward, signed_in):
    send_back(put_forward("Draft"))
    put_forward("Policy")
    assert titles_shown(signed_in("reviewer"), "judged=returned") == {"Policy"}


def test_a_score_with_nothing_else_behind_it_is_not_signed_off(statement, this_round, put_forward):
    link = put_forward()
    score = ScoreFactory(self_assessment=this_round, statement=statement)
    director = UserFactory(role="director")
    send_back(link)
    with pytest.raises(ValidationError, match="that was not sent back"):
        sign_off(score, by=director)
    AppraisalFactory(link=link)
    assert sign_off(score, by=director)


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("judged=accepted", {"Strong", "Weak"}),
        ("judged=unjudged", {"New"}),
        ("judged=returned", {"Draft"}),
        ("judged=counted", {"Strong", "Weak", "New"}),
        ("strength=weak", {"Weak"}),
        ("judged=returned&strength=weak", set()),
        ("judged=nonsense", {"Strong", "Weak", "New", "Draft"}),
    ],
)
def test_the_library_is_filtered_by_what_the_curator_said(signed_in, put_forward, asked, titles):
    AppraisalFactory(link=put_forward("Strong"))
    link = put_forward("Weak")
    AppraisalFactory(link=link)  # said first, and thought better of
    AppraisalFactory(link=link, strength="weak")
    put_forward("New")
    send_back(put_forward("Draft"))
    assert titles_shown(signed_in("contributor"), asked) == titles


def test_one_use_of_a_document_must_answer_all_that_is_asked(signed_in, put_forward, statement):
    link = put_forward("Survey")
    send_back(link)
    elsewhere = EvidenceLinkFactory(document=link.document)
    AppraisalFactory(link=elsewhere)
    client = signed_in("contributor")
    assert titles_shown(client, f"statement={statement.slug}&judged=accepted") == set()
    assert titles_shown(client, "judged=accepted") == {"Survey"}


def test_a_cell_leads_to_exactly_the_documents_it_counts(signed_in, put_forward, statement):
    put_forward("Policy")
    send_back(put_forward("Draft"))
    client = signed_in("contributor")
    for page in ("coverage", "statement_list"):
        asked = f"statement={statement.slug}&amp;category=processes&amp;judged=counted"
        assert asked in client.get(reverse(page)).content.decode().replace("&judged", "&amp;judged")
    assert titles_shown(client, asked.replace("&amp;", "&")) == {"Policy"}


def test_a_document_s_page_says_why_it_was_sent_back(signed_in, put_forward):
    link = put_forward()
    send_back(link)
    page = signed_in("contributor").get(reverse("document", args=[link.document_id]))
    assert "Sent back: “It is a draft.”" in page.content.decode()
