"""The evidence pages: what they show to whom, what they cost, and what is said when wrong."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from evidence import search
from evidence.models import Document, DocumentPage, DocumentVersion, Upload
from tests.evidence import samples
from tests.factories import (
    CategoryFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    FrameworkFactory,
    SelfAssessmentFactory,
    StatementFactory,
    UserFactory,
    VersionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]
MOST_QUERIES = 10
LIBRARY = "/evidence/"
ADD = "/evidence/add/"
WHEN = datetime(2026, 3, 3, 9, tzinfo=UTC)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def titles_in(response) -> list[str]:
    if not response.context["count"]:
        return []
    return [row.record.document.title for row in response.context["table"].paginated_rows]


def queries_of(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def filed(title="Carers survey", *pages, linked=True, **fields):
    fields = {f"document__{name}": value for name, value in fields.items()}
    version = VersionFactory(document__title=title, page_count=len(pages) or None, **fields)
    DocumentPage.objects.bulk_create(
        DocumentPage(version=version, number=n, text=text) for n, text in enumerate(pages, start=1)
    )
    search.index_document(version.document)
    if linked:
        EvidenceLinkFactory(document=version.document)
    return version.document


def what_to_add(**fields):
    return {
        "shows": "Waits fell",
        "statements": [StatementFactory(title="Safeguarding").pk],
        "category": CategoryFactory().pk,
        "owner": UserFactory(role="contributor").pk,
        **fields,
    }


# --- the library ---


def test_an_empty_library_says_how_to_begin(signed_in):
    page = text_of(signed_in("contributor").get(LIBRARY))
    assert "No documents yet" in page
    assert ADD in page


def test_a_reviewer_sees_no_button_they_cannot_use(signed_in):
    document = filed()
    reviewer = signed_in("reviewer")
    for address in (LIBRARY, reverse("document", args=[document.pk])):
        page = text_of(reviewer.get(address))
        for forbidden in ("/add/", "/edit/", "/replace/", "/link/", "/end/", "Not linked to any"):
            assert forbidden not in page


def test_a_reviewer_sees_only_what_has_been_put_forward(signed_in):
    filed("Shown", "carers")
    filed("Hidden", "carers", linked=False)
    ended = filed("Ended", "carers", linked=False)
    EvidenceLinkFactory(document=ended, ended_at=WHEN, ended_by=UserFactory(), ended_reason="Old")
    reviewer = signed_in("reviewer")
    assert titles_in(reviewer.get(LIBRARY)) == ["Shown"]
    assert titles_in(reviewer.get(LIBRARY, {"q": "carers"})) == ["Shown"]
    assert len(titles_in(signed_in("contributor").get(LIBRARY))) == 3


def test_the_count_is_said_in_words(signed_in):
    client = signed_in("contributor")
    filed("One", "neighbours")
    filed("Two")
    assert "2 documents." in text_of(client.get(LIBRARY))
    assert "1 document holds “neighbour”." in text_of(client.get(LIBRARY, {"q": "neighbour"}))
    slug = Document.objects.get(title="One").evidence_links.get().statement.slug
    assert "1 document matches." in text_of(client.get(LIBRARY, {"statement": slug}))


def test_a_hit_is_shown_with_its_page_and_its_words_marked(signed_in):
    filed("One", "Nothing.", "The carers <b>waited</b>.")
    page = text_of(signed_in("contributor").get(LIBRARY, {"q": "carer"}))
    assert "<b>Page 2:</b> The <mark>carers</mark> &lt;b&gt;waited&lt;/b&gt;." in page


def test_nothing_found_says_what_to_do(signed_in):
    filed()
    page = text_of(signed_in("contributor").get(LIBRARY, {"q": "zebra"}))
    assert "Nothing found" in page
    assert "add it" in page


def test_each_filter_leaves_what_it_says(signed_in):
    owner = UserFactory()
    wanted = filed(
        "Wanted", owner=owner, review_by=date(2026, 11, 21), added_at=WHEN, evidence_date=None
    )
    filed("Other", review_by=date(2026, 11, 22), added_at=datetime(2026, 5, 1, tzinfo=UTC))
    DocumentFactory(title="Page")
    link = wanted.evidence_links.get()
    client = signed_in("contributor")
    for asked, expected in [
        ({"owner": owner.pk}, ["Wanted"]),
        ({"statement": link.statement.slug}, ["Wanted"]),
        ({"statement": link.statement.slug, "category": link.category.slug}, ["Wanted"]),
        ({"review": "overdue"}, ["Wanted"]),
        ({"review": "soon"}, ["Other"]),
        ({"review": "none"}, ["Page"]),
        ({"kind": "Link"}, ["Page"]),
        ({"kind": "Text"}, ["Other", "Wanted"]),
        ({"linked": "no"}, ["Page"]),
        ({"linked": "yes"}, ["Other", "Wanted"]),
        ({"added_from": "2026-03-03", "added_to": "2026-03-03"}, ["Wanted"]),
        ({"added_to": "2026-03-02"}, []),
        ({"q": "wanted", "review": "soon"}, []),
    ]:
        assert titles_in(client.get(LIBRARY, asked)) == expected, asked


def test_statement_and_category_must_be_of_one_link(signed_in):
    link = EvidenceLinkFactory()
    other = CategoryFactory(slug="processes", framework=link.statement.framework)
    EvidenceLinkFactory(document=link.document, category=other)
    asked = {"statement": link.statement.slug, "category": "processes"}
    assert titles_in(signed_in("contributor").get(LIBRARY, asked)) == []


def test_the_list_is_sorted_as_asked(signed_in):
    filed("B", "carers", evidence_date=date(2024, 1, 1), added_at=WHEN)
    filed("A", "carers carers carers", evidence_date=date(2025, 1, 1), review_by=date(2027, 1, 1))
    client = signed_in("contributor")
    for order, expected in [
        ("", ["A", "B"]),
        ("newest", ["A", "B"]),
        ("title", ["A", "B"]),
        ("dated", ["A", "B"]),
        ("review", ["A", "B"]),
    ]:
        assert titles_in(client.get(LIBRARY, {"sort": order, "q": "carers"})) == expected


def test_what_cannot_be_understood_in_the_address_changes_nothing(signed_in):
    filed("One")
    asked = {"owner": "x", "added_from": "soon", "sort": "up", "page": "nought", "statement": "?"}
    assert signed_in("contributor").get(LIBRARY, asked).status_code == 200


def test_the_list_comes_in_pages_that_keep_what_was_asked(signed_in):
    for n in range(26):
        filed(f"Number {n}", "carers")
    page = signed_in("contributor").get(LIBRARY, {"q": "carers", "page": 2})
    assert len(titles_in(page)) == 1
    assert "q=carers" in text_of(page)


@pytest.mark.parametrize("asked", ["", "?q=carers", "?q=carers+wait&review=none&sort=title"])
def test_the_library_costs_the_same_with_one_document_as_with_eleven(signed_in, asked):
    client = signed_in("contributor")
    filed("One", "carers wait", "carers")
    first = queries_of(client, LIBRARY + asked)
    for n in range(10):
        filed(f"Number {n}", "carers wait")
    assert queries_of(client, LIBRARY + asked) == first <= MOST_QUERIES


def test_only_the_documents_of_the_page_shown_are_read(signed_in):
    client = signed_in("contributor")
    for n in range(30):
        filed(f"Number {n}", "carers")
    with CaptureQueriesContext(connection) as asked:
        client.get(LIBRARY)
    whole_rows = [query["sql"] for query in asked if '"evidence_document"."title"' in query["sql"]]
    asked_for = [sql.split(" IN (")[1].split(")")[0] for sql in whole_rows]
    assert [len(ids.split(",")) for ids in asked_for] == [25]


# --- adding ---


def test_a_file_is_added_and_the_page_says_where_it_now_shows(signed_in):
    client = signed_in("contributor")
    said = what_to_add(file=samples.text_file())
    page = client.post(ADD, said, follow=True)
    document = Document.objects.get()
    assert page.redirect_chain == [(f"/evidence/{document.pk}/", 302)]
    assert "Saved. It now shows under Safeguarding." in text_of(page)
    assert "Add another document" in text_of(page)
    assert document.added_by == client.person


def test_a_link_is_added(signed_in):
    signed_in("contributor").post(ADD, what_to_add(address="https://council.example/carers"))
    assert Document.objects.get().address == "https://council.example/carers"


def test_the_statement_somebody_came_from_is_ticked_and_they_are_the_owner(signed_in):
    statement = StatementFactory(slug="safeguarding")
    CategoryFactory(slug="peoples-experience")
    client = signed_in("contributor")
    form = client.get(ADD, {"statement": "safeguarding", "category": "peoples-experience"}).context[
        "form"
    ]
    assert form["statements"].value() == [statement.pk]
    assert form["category"].value() is not None
    assert form["owner"].value() == client.person.pk


def test_what_is_missing_is_said_beside_each_field_and_nothing_is_saved(signed_in):
    page = signed_in("contributor").post(ADD, {"title": "Kept words"})
    words = text_of(page)
    for sentence in (
        "Choose a file, or paste a link below.",
        "Say in one line what it shows.",
        "Choose at least one quality statement.",
        "Choose what kind of evidence it is.",
    ):
        assert sentence in words
    assert "Kept words" in words
    assert "<title>Error: " in words
    assert not Document.objects.exists()


def test_problems_are_listed_in_the_order_of_the_page(signed_in):
    words = text_of(signed_in("contributor").post(ADD, {}))
    summary = words[words.index("There is a problem") :]
    assert summary.index("Choose a file") < summary.index("Say in one line what it shows")


def test_a_hit_in_a_file_without_pages_names_no_page(signed_in):
    document = filed("One", "The neighbours waited.")
    document.versions.update(page_count=None)
    page = text_of(signed_in("contributor").get(LIBRARY, {"q": "neighbour"}))
    assert "<mark>neighbours</mark>" in page
    assert "Page 1" not in page


def test_a_file_and_a_link_at_once_are_refused(signed_in):
    said = what_to_add(file=samples.text_file(), address="https://council.example/a")
    page = signed_in("contributor").post(ADD, said)
    assert "not both" in text_of(page)
    assert not Document.objects.exists()
    assert "Carers survey.txt" in text_of(page)


def test_a_file_that_is_sent_back_says_why_beside_the_field_and_keeps_what_was_typed(signed_in):
    said = what_to_add(file=samples.sample("SimpleMacro.docm"), title="Kept words")
    page = signed_in("contributor").post(ADD, said)
    assert "a Word document with macros" in str(page.context["form"].errors["file"])
    assert "Kept words" in text_of(page)
    assert not Document.objects.exists()
    assert not Upload.objects.exists()


def test_an_empty_file_says_so(signed_in):
    page = signed_in("contributor").post(ADD, what_to_add(file=samples.text_file("")))
    assert "is empty" in str(page.context["form"].errors["file"])


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("address", "javascript:alert(1)", "Write the whole web address"),
        ("evidence_date", "0225-03-03", "Check the year"),
        ("evidence_date", "soon", "Write a date such as"),
    ],
)
def test_a_wrong_answer_is_explained_beside_its_field(signed_in, field, value, sentence):
    said = what_to_add(address="https://council.example/a") | {field: value}
    page = signed_in("contributor").post(ADD, said)
    assert sentence in str(page.context["form"].errors[field])
    assert not Document.objects.exists()


def test_a_review_before_the_evidence_is_refused_beside_its_field(signed_in):
    said = what_to_add(
        address="https://council.example/a", evidence_date="2026-03-03", review_by="2026-03-02"
    )
    page = signed_in("contributor").post(ADD, said)
    assert page.context["form"].errors["review_by"] == [
        "The review date is before the date of the evidence, 3 March 2026. Change one of the two."
    ]


def test_the_same_link_again_offers_the_document_that_has_it_and_links_it_in_one_click(signed_in):
    client, address = signed_in("contributor"), "https://council.example/carers"
    client.post(ADD, what_to_add(address=address))
    said = what_to_add(address=address, shows="Something else")
    page = client.post(ADD, said)
    document = Document.objects.get()
    assert "You already have this" in text_of(page)
    assert f'name="existing" value="{document.pk}"' in text_of(page)
    client.post(ADD, said | {"existing": document.pk})
    assert Document.objects.count() == 1
    shows = document.evidence_links.order_by("pk").values_list("shows", flat=True)
    assert list(shows) == ["Waits fell", "Something else"]


def test_a_reviewer_cannot_add(signed_in):
    page = signed_in("reviewer").post(ADD, what_to_add(file=samples.text_file()))
    assert page.status_code == 403
    assert not Document.objects.exists()


def test_the_add_page_costs_the_same_however_many_statements(signed_in):
    client = signed_in("contributor")
    StatementFactory()
    CategoryFactory()
    first = queries_of(client, ADD)
    for _ in range(10):
        StatementFactory()
        UserFactory()
        filed()
    assert queries_of(client, ADD) == first <= MOST_QUERIES


@pytest.mark.parametrize("name", ["Équipe & santé.txt", "<img src=x onerror=alert(1)>.txt"])
def test_any_name_is_shown_as_it_was_and_escaped(signed_in, name):
    client = signed_in("contributor")
    upload = samples.text_file()
    upload._name = name
    page = client.post(ADD, what_to_add(file=upload), follow=True)
    assert "<img src=x" not in text_of(page)
    assert Document.objects.get().latest_version.original_name in (name, name.split("/")[-1])


# --- a document's page ---


def test_a_document_says_what_it_is_and_every_use(signed_in):
    document = filed("Carers survey", evidence_date=date(2025, 3, 31), review_by=date(2026, 3, 31))
    use = document.evidence_links.get()
    page = text_of(signed_in("contributor").get(f"/evidence/{document.pk}/"))
    for words in (
        use.statement.title,
        escape(use.category.title),
        use.shows,
        "31 March 2025",
        "Passed",
        document.latest_version.sha256,
        "Waiting to be read",
        document.owner.get_full_name(),
    ):
        assert words in page


def asked_by_the_page(client, document, text_state):
    """As the page asks while the other checks stand as the factory left them."""
    address = f"/evidence/{document.pk}/?seen=clean-{text_state}-nothing-none"
    return client.get(address, headers={"HX-Request": "true"})


def say_of_text(document, state, **fields):
    DocumentVersion.objects.filter(document=document).update(text_state=state, **fields)


def test_while_a_text_is_read_the_page_asks_how_far_it_is(signed_in):
    document, client = filed(), signed_in("contributor")
    page = text_of(client.get(f"/evidence/{document.pk}/"))
    assert 'hx-trigger="every 1s"' in page
    assert "htmx" in page
    assert f'href="/evidence/{document.pk}/">Show how far it is' in page
    assert asked_by_the_page(client, document, "waiting").status_code == 204
    say_of_text(document, "reading")
    part = text_of(asked_by_the_page(client, document, "waiting"))
    assert "Being read now." in part
    assert 'hx-trigger="every 1s"' in part
    assert "<html" not in part


@pytest.mark.parametrize(
    ("state", "problem", "words"),
    [
        ("read", "", "Its words can be searched."),
        ("no_text", "No words were found.", "No words were found."),
        ("failed", "The file is damaged.", "The file is damaged."),
    ],
)
def test_the_page_stops_asking_when_the_reading_has_ended(signed_in, state, problem, words):
    document, client = filed(), signed_in("contributor")
    say_of_text(document, state, text_problem=problem)
    part = text_of(asked_by_the_page(client, document, "reading"))
    assert words in part
    assert "hx-" not in part
    assert "<progress" not in part
    assert "htmx" not in text_of(client.get(f"/evidence/{document.pk}/"))


def test_how_far_the_reading_is_is_not_told_to_those_who_may_not_see_the_document(signed_in):
    hidden = filed(linked=False)
    assert asked_by_the_page(signed_in("reviewer"), hidden, "waiting").status_code == 403


def test_a_link_opens_without_telling_the_other_site_where_from(signed_in):
    document = DocumentFactory()
    page = text_of(signed_in("contributor").get(f"/evidence/{document.pk}/"))
    assert 'rel="noreferrer noopener"' in page


def test_history_is_for_the_council_and_not_for_reviewers(signed_in):
    document = filed()
    VersionFactory(document=document, number=2, note="Figures corrected", content=b"new")
    statement = StatementFactory(title="Equity")
    EvidenceLinkFactory(
        document=document,
        statement=statement,
        ended_at=WHEN,
        ended_by=UserFactory(),
        ended_reason="Superseded",
    )
    address = f"/evidence/{document.pk}/"
    council = text_of(signed_in("administrator").get(address))
    reviewer = text_of(signed_in("reviewer").get(address))
    for words in ("Figures corrected", "Superseded", "Version 1"):
        assert words in council
        assert words not in reviewer


def test_a_reviewer_cannot_open_what_was_not_put_forward(signed_in):
    document = filed(linked=False)
    assert signed_in("reviewer").get(f"/evidence/{document.pk}/").status_code == 403


def test_a_document_page_costs_the_same_with_one_use_as_with_eleven(signed_in):
    client = signed_in("contributor")
    document = filed()
    address = f"/evidence/{document.pk}/"
    first = queries_of(client, address)
    for n in range(2, 12):
        EvidenceLinkFactory(document=document)
        VersionFactory(document=document, number=n, content=bytes([n]))
    assert queries_of(client, address) == first <= MOST_QUERIES


# --- changing ---


def test_a_document_is_linked_to_more_statements(signed_in):
    document = filed(linked=False)
    said = what_to_add()
    page = signed_in("analyst").post(f"/evidence/{document.pk}/link/", said, follow=True)
    assert "It now shows under Safeguarding" in text_of(page)
    assert document.evidence_links.count() == 1


def test_a_link_is_ended_with_a_reason(signed_in):
    link = EvidenceLinkFactory()
    client = signed_in("contributor")
    address = f"/evidence/links/{link.pk}/end/"
    assert "Say why" in text_of(client.post(address, {"reason": ""}))
    page = client.post(address, {"reason": "Figures were wrong"}, follow=True)
    assert "It no longer shows under" in text_of(page)
    assert "Figures were wrong" in text_of(page)


def test_a_description_is_edited_and_the_change_shown(signed_in):
    document = filed("Old title")
    client = signed_in("contributor")
    said = {"title": "New title", "owner": document.owner_id, "revision": 1}
    page = client.post(f"/evidence/{document.pk}/edit/", said, follow=True)
    assert "Title: from Old title to New title" in text_of(page)


def test_the_second_editor_keeps_their_words_and_may_then_save(signed_in):
    document = filed("Old title")
    address = f"/evidence/{document.pk}/edit/"
    said = {"title": "First", "owner": document.owner_id, "revision": 1}
    signed_in("director").post(address, said)
    second = signed_in("contributor")
    page = second.post(address, said | {"title": "Second"})
    assert "Somebody else changed this document" in text_of(page)
    assert 'value="Second"' in text_of(page)
    assert 'name="revision" value="2"' in text_of(page)
    document.refresh_from_db()
    assert document.title == "First"
    second.post(address, said | {"title": "Second", "revision": 2})
    document.refresh_from_db()
    assert document.title == "Second"


def test_a_file_is_replaced_and_the_one_before_can_be_downloaded(signed_in):
    document = filed()
    client = signed_in("contributor")
    said = {"file": samples.text_file("New"), "note": "Corrected", "revision": 1}
    page = client.post(f"/evidence/{document.pk}/replace/", said, follow=True)
    assert "Replaced." in text_of(page)
    assert "Corrected" in text_of(page)
    first = document.versions.get(number=1)
    answer = client.get(reverse("download", args=[first.pk]))
    assert b"".join(answer.streaming_content) == b"What people told us."


def test_a_link_has_no_replace_page(signed_in):
    address = f"/evidence/{DocumentFactory().pk}/replace/"
    assert signed_in("contributor").get(address).status_code == 404


@pytest.mark.parametrize("what", ["edit", "replace", "link"])
def test_forms_of_a_document_cost_few_queries(signed_in, what):
    document = filed()
    assert queries_of(signed_in("contributor"), f"/evidence/{document.pk}/{what}/") <= MOST_QUERIES


def test_evidence_is_added_to_the_framework_of_the_current_round(signed_in):
    used, newer = FrameworkFactory(slug="used"), FrameworkFactory(slug="newer", position=2)
    StatementFactory(theme__framework=used, title="Of the round")
    StatementFactory(theme__framework=newer, title="Of next year")
    SelfAssessmentFactory(framework=used)

    page = text_of(signed_in("contributor").get(ADD))

    assert "Of the round" in page
    assert "Of next year" not in page
