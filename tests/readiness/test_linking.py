"""Saying what a document shows, and taking it back."""

import pytest
from django.core.exceptions import ValidationError

from evidence.intake import AlreadyHereError
from evidence.models import Document
from readiness import linking
from readiness.models import EvidenceLink
from tests.evidence import samples
from tests.factories import (
    CategoryFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    FrameworkFactory,
    StatementFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def files_stored(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def about(**fields):
    return {
        "statements": [StatementFactory(), StatementFactory()],
        "category": CategoryFactory(),
        "shows": "Waits fell",
        **fields,
    }


def test_one_go_keeps_a_file_and_links_it_to_each_statement(contributor):
    said = about(location="page 4")
    document = linking.add_evidence(
        file=samples.text_file(), title="Carers survey", by=contributor, **said
    )
    assert [link.statement for link in document.evidence_links.order_by("pk")] == said["statements"]
    link = document.evidence_links.first()
    assert (link.shows, link.location, link.linked_by) == ("Waits fell", "page 4", contributor)


def test_a_web_address_is_linked_in_the_same_way(contributor):
    document = linking.add_evidence(address="https://council.example/a", by=contributor, **about())
    assert document.kind == Document.Kind.LINK
    assert document.evidence_links.count() == 2


@pytest.mark.parametrize(
    "what", [{}, {"file": samples.text_file(), "address": "https://a.example"}]
)
def test_it_is_a_file_or_a_web_address_and_not_both(contributor, what):
    with pytest.raises(ValidationError, match="one of the two"):
        linking.add_evidence(by=contributor, **about(), **what)


def test_when_a_link_is_refused_neither_document_nor_file_is_left(contributor, settings):
    elsewhere = FrameworkFactory(slug="another")
    said = about(category=CategoryFactory(framework=elsewhere))
    with pytest.raises(ValidationError, match="not a category of the framework"):
        linking.add_evidence(file=samples.text_file(), by=contributor, **said)
    assert not Document.objects.exists()
    assert files_stored(settings) == []


def test_a_known_file_is_refused_with_the_document_that_has_it(contributor):
    first = linking.add_evidence(file=samples.text_file(), by=contributor, **about())
    with pytest.raises(AlreadyHereError) as caught:
        linking.add_evidence(file=samples.text_file(), by=contributor, **about())
    assert caught.value.document == first


def test_the_same_link_twice_is_refused_with_a_sentence(contributor):
    link = EvidenceLinkFactory()
    with pytest.raises(ValidationError, match="already linked to this statement"):
        linking.link_evidence(
            link.document,
            statement=link.statement,
            category=link.category,
            shows="Again",
            by=contributor,
        )


def test_one_document_may_be_two_kinds_of_evidence_for_a_statement(contributor):
    link = EvidenceLinkFactory()
    other = CategoryFactory(slug="processes", framework=link.statement.framework)
    linking.link_evidence(
        link.document, statement=link.statement, category=other, shows="How", by=contributor
    )
    assert link.document.evidence_links.count() == 2


def test_what_it_shows_cannot_be_empty(contributor):
    with pytest.raises(ValidationError):
        linking.link_evidence(
            DocumentFactory(),
            statement=StatementFactory(),
            category=CategoryFactory(),
            shows="  ",
            by=contributor,
        )


def test_statements_it_is_linked_to_already_are_left_as_they_are(contributor):
    link = EvidenceLinkFactory(shows="First words")
    further = StatementFactory(theme=link.statement.theme)
    linking.link_to_statements(
        link.document,
        statements=[link.statement, further],
        category=link.category,
        shows="New words",
        by=contributor,
    )
    shown = link.document.evidence_links.order_by("pk").values_list("shows", flat=True)
    assert list(shown) == ["First words", "New words"]


def test_when_it_is_linked_everywhere_already_that_is_said(contributor):
    link = EvidenceLinkFactory()
    with pytest.raises(ValidationError, match="already linked there as People's experience"):
        linking.link_to_statements(
            link.document,
            statements=[link.statement],
            category=link.category,
            shows="Again",
            by=contributor,
        )


def test_an_ended_link_is_kept_with_who_and_why(contributor):
    link = EvidenceLinkFactory()
    linking.end_link(link, reason=" Figures were\nwrong ", by=contributor)
    link.refresh_from_db()
    assert (link.ended_by, link.ended_reason) == (contributor, "Figures were wrong")
    assert link not in EvidenceLink.objects.live()


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_link_is_not_ended_without_a_reason(contributor, reason):
    with pytest.raises(ValidationError, match="Say why"):
        linking.end_link(EvidenceLinkFactory(), reason=reason, by=contributor)


def test_the_second_to_end_a_link_is_told_who_was_first(contributor, director):
    link = EvidenceLinkFactory()
    linking.end_link(link, reason="Wrong", by=director)
    with pytest.raises(ValidationError, match=director.get_full_name()):
        linking.end_link(link, reason="Old", by=contributor)


def test_after_a_link_is_ended_the_document_can_be_linked_anew(contributor):
    link = EvidenceLinkFactory()
    linking.end_link(link, reason="Wrong", by=contributor)
    linking.link_evidence(
        link.document,
        statement=link.statement,
        category=link.category,
        shows="Better words",
        by=contributor,
    )
    assert link.document.evidence_links.live().get().shows == "Better words"


def test_a_category_of_another_framework_is_refused(contributor):
    theme = ThemeFactory(framework=FrameworkFactory(slug="another"))
    with pytest.raises(ValidationError, match="not a category of the framework"):
        linking.link_evidence(
            DocumentFactory(),
            statement=StatementFactory(theme=theme),
            category=CategoryFactory(),
            shows="x",
            by=contributor,
        )
