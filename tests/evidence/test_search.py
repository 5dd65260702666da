"""Search: the same answers on both databases, and no words that break it."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import search
from evidence.models import DocumentPage
from evidence.search_words import excerpt, marked, plain, terms_in
from tests.factories import DocumentFactory, VersionFactory

WHEN = datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.fixture
def filed(db):
    """``filed("Title", "page one", "page two")`` is an indexed document with that text."""

    def make(title, *pages, description="", name="file.txt"):
        version = VersionFactory(
            document__title=title,
            document__description=description,
            document__added_at=WHEN,
            original_name=name,
        )
        DocumentPage.objects.bulk_create(
            DocumentPage(version=version, number=number, text=text)
            for number, text in enumerate(pages, start=1)
        )
        search.index_document(version.document)
        return version.document

    return make


def titles(filed_documents, typed):
    names = {document.pk: document.title for document in filed_documents}
    return [names[pk] for pk in search.found(typed)]


@pytest.mark.parametrize(
    "typed",
    [
        "carer",
        "CARERS",
        "waiting",
        "wait",
        "2024-25",
        "2024 25",
        "gov.uk",
        "equipe",
        "Équipe",
        "“unpaid carers”",
        '"unpaid carers"',
        "the carers of",
        "people's carers",
        "q3 carers",
        "survey carers",
        "annual-report",
    ],
)
def test_words_are_found_however_they_are_spelt(filed, typed):
    wanted = filed(
        "Survey of Q3",
        "Unpaid carers waited longer in 2024-25; see www.gov.uk/carers. People’s views: équipe.",
        name="annual-report_final.pdf",
    )
    filed("Budget", "Money and buildings.")
    assert search.found(typed) == [wanted.pk]


def test_words_on_different_pages_and_in_the_title_are_found_together(filed):
    wanted = filed("Strategy", "Carers come first.", "Waits fell.")
    filed("Strategy", "Carers come first.")
    assert search.found("carers waits strategy") == [wanted.pk]


def test_a_phrase_is_kept_together(filed):
    wanted = filed("One", "The unpaid carers of Bury")
    filed("Two", "Carers are unpaid")
    assert search.found('"unpaid carers"') == [wanted.pk]


def test_a_title_comes_before_a_mention_deep_inside(filed):
    mention = filed("Board minutes", "words " * 200 + "safeguarding", "more " * 100)
    title = filed("Safeguarding strategy", "words " * 200)
    assert search.found("safeguarding") == [title.pk, mention.pk]


def test_description_and_address_are_searched(db):
    link = DocumentFactory(
        title="Page", description="What neighbours say", address="https://council.example/parking"
    )
    search.index_document(link)
    assert search.found("neighbours") == [link.pk] == search.found("parking")


def test_nothing_typed_finds_nothing(filed):
    filed("One", "text")
    assert search.found("") == search.found("  ?!* ") == []


def test_little_words_alone_are_still_looked_for(db):
    assert terms_in("the of") == ["the", "of"]
    assert terms_in("state of the care") == ["state", "care"]


def test_a_hit_names_its_page_and_marks_the_words(filed):
    document = filed("One", "Nothing here.", "Then carers waited.")
    hit = search.hits("carer", [document.pk])[document.pk]
    assert hit.page == 2
    assert hit.excerpt == "Then <mark>carers</mark> waited."


def test_a_hit_in_the_title_alone_is_page_nought(filed):
    document = filed("Carers survey", "Nothing here.")
    assert search.hits("carers", [document.pk])[document.pk].page == 0


def test_the_text_of_a_file_cannot_bring_html_into_the_page(filed):
    document = filed("One", "<script>alert(1)</script> carers & <b>friends</b> \x02\x03")
    assert search.hits("carers", [document.pk])[document.pk].excerpt == (
        "&lt;script&gt;alert(1)&lt;/script&gt; <mark>carers</mark> &amp; &lt;b&gt;friends&lt;/b&gt;"
    )


def test_accents_and_signs_stay_in_what_is_shown(filed):
    document = filed("One", "L’Équipe santé – 2024-25, carers!")
    hit = search.hits("equipe", [document.pk])[document.pk]
    assert "<mark>Équipe</mark> santé – 2024-25, carers!" in hit.excerpt


def test_indexing_again_replaces_what_was_there(filed):
    document = filed("Old title", "old words")
    document.title = "New title"
    document.save()
    document.latest_version.pages.update(text="other text")
    search.index_document(document)
    assert search.found("old") == []
    assert search.found("new") == [document.pk] == search.found("other")


def test_everything_can_be_indexed_afresh(db):
    documents = [VersionFactory().document, DocumentFactory()]
    assert search.index_everything() == 2
    assert set(search.found("carers survey")) == {document.pk for document in documents}


AWKWARD = [
    '"', '""', "'", "*", "a*", "-", "--", "(", ")", "a AND", "NOT", "OR OR", "NEAR(a b)", "a:b",
    "title:carers", "^a", "{a}", "\\", "%s", "%%", "a\x00b", "🎉", "'; DROP TABLE x; --",
    '"unfinished', "&", "|", "!", "<->", ":*", "a & b", "日本語", "x" * 5000, "a " * 500, "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("typed", AWKWARD, ids=ascii)
def test_nothing_typed_breaks_the_search(filed, typed):
    document = filed("One", "a b carers")
    search.found(typed)
    search.hits(typed, [document.pk])


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_terms_are_only_ever_letters_figures_and_spaces(typed):
    for term in terms_in(typed):
        assert term == " ".join(term.split())
        assert all(char.isalnum() or char == " " for char in term)


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_plain_text_keeps_every_place(text):
    assert len(plain(text)) == len(text)


def test_words_are_marked_where_they_stand_in_the_text_itself():
    assert marked("an Équipe’s", ["equip"]) == "an \x02Équipe\x03’s"


def test_an_excerpt_of_a_long_text_is_short_and_whole():
    text = "before " * 200 + "\x02carers\x03" + " after" * 200
    assert excerpt(text).startswith("… before")
    assert excerpt(text).endswith("after …")
    assert "<mark>carers</mark>" in excerpt(text)
    assert len(excerpt(text)) < 450


def test_an_excerpt_that_begins_inside_a_match_closes_no_mark_it_did_not_open():
    phrase = f"\x02carers of {'very ' * 34}old people\x03"
    shown = excerpt(f"{phrase} \x02waited\x03 {'so ' * 20}\x02weeks\x03 and \x02months\x03")

    assert shown.startswith("… <mark>very")
    assert shown.count("<mark>") == shown.count("</mark>") == 4


def test_an_excerpt_is_where_most_of_the_words_are():
    text = "\x02open\x03 " + "filler " * 100 + "an \x02open\x03 \x02licence\x03 here"
    assert "<mark>open</mark> <mark>licence</mark>" in excerpt(text)


def test_the_page_with_every_word_is_shown_before_one_with_many_matches(filed):
    document = filed("One", "open " * 20, "an open licence")
    assert search.hits("open licence", [document.pk])[document.pk].page == 2


def test_searching_costs_one_query_and_hits_one_or_two(filed, django_assert_max_num_queries):
    ids = [filed(f"Title {n}", "carers").pk for n in range(11)]
    with django_assert_max_num_queries(1):
        search.found("carers waits strategy")
    with django_assert_max_num_queries(2):
        assert len(search.hits("carers", ids)) == 11


def test_the_index_is_made_anew_by_a_command(filed, capsys):
    document = filed("Carers survey", "Waits fell")
    search.index().replace(document.pk, [])
    assert search.found("waits") == []

    call_command("index_documents")

    assert search.found("waits") == [document.pk]
    assert "1 documents indexed" in capsys.readouterr().out
