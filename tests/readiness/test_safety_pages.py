"""Pages about what is safe to open and to share: previews, personal data, held documents."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from evidence.models import Document, DocumentVersion, PersonalDataFinding
from readiness import disposal, linking
from readiness.roles import Role
from tests.evidence import samples
from tests.factories import (
    CategoryFactory,
    EvidenceLinkFactory,
    PagePictureFactory,
    StatementFactory,
    VersionFactory,
)
from tests.factories.documents import WHITE_PAGE

pytestmark = pytest.mark.django_db
Personal = DocumentVersion.PersonalState
HELD = "/evidence/held/"


def with_findings(count=2, **fields):
    version = VersionFactory(personal_state=Personal.FOUND, personal_count=count, **fields)
    PersonalDataFinding.objects.bulk_create(
        PersonalDataFinding(
            version=version, page=number, kind="phone", masked=f"016•••{number:02d}"
        )
        for number in range(count)
    )
    return version


def personal_data_of(version):
    return reverse("personal_data", args=[version.document_id])


def looked_at(version) -> dict:
    return {"reason": "Switchboard", "looked": "on", "revision": version.pk, "words": 0}


def test_findings_are_listed_by_page_with_the_value_masked(signed_in):
    version = with_findings(page_count=3)
    page = signed_in(Role.CONTRIBUTOR).get(personal_data_of(version))
    assertContains(page, "File name, and photos in the file")
    assertContains(page, "Page 1")
    assertContains(page, "Phone number: 016•••01")
    assertContains(page, "2 things found that may be personal data.")


def test_what_the_check_cannot_find_is_said_on_the_page(signed_in):
    page = signed_in(Role.ADMINISTRATOR).get(personal_data_of(VersionFactory()))
    assertContains(page, "names and initials in ordinary sentences")
    assertContains(page, "faces, number plates")


def test_clearing_asks_for_a_reason_and_for_having_looked(signed_in):
    version, client = with_findings(), signed_in(Role.CONTRIBUTOR)
    page = client.post(personal_data_of(version), {"reason": "", "words": 0})
    assertContains(page, "Say why it may be shared")
    assertContains(page, "Look through the document first")
    answer = client.post(personal_data_of(version), looked_at(version))
    assert answer.status_code == 302
    page = client.get(personal_data_of(version))
    assertContains(page, "Switchboard")
    assertContains(page, "Hold it again")
    version.refresh_from_db()
    assert version.is_shareable


def test_the_second_to_clear_is_told_and_keeps_what_was_typed(signed_in):
    version = with_findings()
    said = looked_at(version)
    signed_in(Role.DIRECTOR).post(personal_data_of(version), said)
    page = signed_in(Role.CONTRIBUTOR).post(personal_data_of(version), said | {"reason": "Mine"})
    assertContains(page, "has already cleared this")


def test_a_file_that_took_the_place_of_the_one_looked_at_is_not_cleared_unseen(signed_in):
    """Somebody replaced the file after the page was opened, and the new one has findings too."""
    version, client = with_findings(), signed_in(Role.CONTRIBUTOR)
    newer = with_findings(document=version.document, number=2, content=b"newer")
    page = client.post(personal_data_of(version), looked_at(version))
    assertContains(page, "Somebody replaced the file while you were looking at it.")
    newer.refresh_from_db()
    assert newer.personal_state == Personal.FOUND
    seen = page.context["form"]["revision"].value()
    answer = client.post(personal_data_of(version), looked_at(version) | {"revision": seen})
    assert answer.status_code == 302


def said_too_much(contributor):
    link = EvidenceLinkFactory(document__title="Survey", linked_by=contributor)
    more = {"statement": StatementFactory(title="Equity"), "by": contributor}
    category = CategoryFactory(framework=more["statement"].framework)
    linking.link_evidence(link.document, category=category, shows="Mrs Lee waited", **more)
    return link.document


def test_what_is_said_about_a_link_is_found_and_cleared(signed_in, contributor):
    document = said_too_much(contributor)
    address = reverse("personal_data", args=[document.pk])
    client = signed_in(Role.DIRECTOR)
    assertContains(client.get(reverse("document", args=[document.pk])), address)
    page = client.get(address)
    assertContains(page, "What it shows for Equity")
    assertContains(page, "Name: M••• L•••")
    said = {"reason": "The mayor", "looked": "on", "words": page.context["form"]["words"].value()}
    assert client.post(address, said).status_code == 302
    assertContains(client.get(address), "The mayor")
    assert signed_in(Role.REVIEWER).get(f"/evidence/{document.pk}/").status_code == 200
    back = client.post(reverse("take_back_clearance", args=[document.pk]), {"reason": "No"})
    assert back.status_code == 302
    assert signed_in(Role.REVIEWER).get(f"/evidence/{document.pk}/").status_code == 403


def test_a_link_of_which_too_much_is_said_is_among_those_held(signed_in, contributor):
    said_too_much(contributor)
    page = signed_in(Role.CONTRIBUTOR).get(reverse("held_documents"))
    assertContains(page, "What is said about it may hold personal data.")


def test_a_link_of_which_nothing_is_said_has_a_page_that_says_so(signed_in):
    link = EvidenceLinkFactory()
    page = signed_in(Role.CONTRIBUTOR).get(reverse("personal_data", args=[link.document_id]))
    assertContains(page, "No personal data found.")
    assertNotContains(page, "Clear for sharing")


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR])
def test_other_staff_read_the_findings_and_may_not_clear_them(signed_in, role):
    version, client = with_findings(), signed_in(role)
    assertNotContains(client.get(personal_data_of(version)), "Clear for sharing")
    assert client.post(personal_data_of(version), looked_at(version)).status_code == 403


def test_a_clearance_is_taken_back_with_a_reason(signed_in):
    version, client = with_findings(), signed_in(Role.DIRECTOR)
    client.post(personal_data_of(version), looked_at(version))
    address = reverse("take_back_clearance", args=[version.document_id])
    assertContains(client.post(address, {"reason": ""}), "Say why it should be held again")
    assert client.post(address, {"reason": "One is a person's"}).status_code == 302
    version.refresh_from_db()
    assert not version.is_shareable


def test_a_redacted_copy_is_supplied_and_the_original_is_marked(signed_in):
    version, client = with_findings(), signed_in(Role.CONTRIBUTOR)
    answer = client.post(
        reverse("supply_redacted", args=[version.document_id]),
        {"file": samples.text_file("Redacted"), "revision": 1, "note": "Names"},
    )
    assert answer.status_code == 302
    page = client.get(reverse("document", args=[version.document_id]))
    assertContains(page, "Original, for staff")
    assertContains(page, "Redacted copy")


def test_a_redacted_copy_that_is_refused_says_why(signed_in):
    version = with_findings()
    page = signed_in(Role.CONTRIBUTOR).post(
        reverse("supply_redacted", args=[version.document_id]),
        {"file": samples.sample("SimpleMacro.docm"), "revision": 1},
    )
    assertContains(page, "with macros")


def test_the_document_page_says_that_it_is_held_and_where_to_look(signed_in):
    version = with_findings(text_state="read")
    page = signed_in(Role.CONTRIBUTOR).get(reverse("document", args=[version.document_id]))
    assertContains(page, "Reviewers do not see it, and it is left out of packs.")
    assertContains(page, personal_data_of(version))


def test_a_deleted_document_is_not_held_for_anything(signed_in, director):
    version = with_findings(document__title="Case study")
    about = {"reason": "Twice", "by": director, "on": date(2026, 11, 22)}
    disposal.dispose(version.document, **about, is_early=True)
    page = signed_in(Role.CONTRIBUTOR).get(reverse("held_documents"))
    assertNotContains(page, "Case study")


def test_held_documents_are_listed_with_what_they_wait_for(signed_in, settings):
    with_findings(document__title="Case study")
    VersionFactory(
        document__title="Minutes", content=b"m", scan_state="infected", scan_result="Virus.X"
    )
    VersionFactory(document__title="Survey", content=b"s")
    page = signed_in(Role.CONTRIBUTOR).get(reverse("held_documents"))
    assertContains(page, "Case study")
    assertContains(page, "Somebody to look at it")
    assertContains(page, "A clean copy")
    assertContains(page, "Virus.X")
    assertNotContains(page, "Survey")


@pytest.mark.usefixtures("no_scanner")
def test_the_held_list_is_narrowed_by_what_they_wait_for_and_whose_they_are(signed_in):
    client = signed_in(Role.CONTRIBUTOR)
    clean = {"scan_state": "clean", "scanned_at": timezone.now()}
    with_findings(document__title="Case study", **clean)
    with_findings(document__title="My case", content=b"2", document__owner=client.person, **clean)
    VersionFactory(document__title="Survey", scan_state="waiting", scanned_at=None)
    VersionFactory(document__title="Being read", personal_state="unchecked", **clean)
    assert titles_held(client) == ["Survey", "My case", "Case study", "Being read"]
    assert titles_held(client, waits="person") == ["My case", "Case study"]
    assert titles_held(client, waits="person", whose="mine") == ["My case"]
    assert titles_held(client, waits="scanner") == ["Survey"]
    assert titles_held(client, waits="nobody") == ["Being read"]
    assert titles_held(client, waits="rhubarb") == titles_held(client)
    page = client.get(HELD)
    assertContains(page, "All (4)")
    assertContains(page, "Somebody to look at it (2)")
    assertContains(page, "The virus scanner (1)")
    assertNotContains(page, "A clean copy")
    assertContains(client.get(HELD, {"waits": "clean"}), "Show all held documents")


def test_every_held_document_is_reached_a_page_at_a_time(signed_in):
    client = signed_in(Role.CONTRIBUTOR)
    for number in range(27):
        with_findings(document__title=f"Case {number}", content=str(number).encode())
    first, second = titles_held(client), titles_held(client, page=2)
    assert (len(first), len(second)) == (25, 2)
    assert first[0] == "Case 26"
    assert second == ["Case 1", "Case 0"]
    assertContains(client.get(HELD), "page=2")


def test_a_deleted_document_is_held_no_more(signed_in):
    version = with_findings(document__title="Case study")
    Document.objects.filter(pk=version.document_id).update(
        deleted_at=timezone.now(), deleted_by=version.added_by, deleted_reason="Wrong"
    )
    assertContains(signed_in(Role.DIRECTOR).get(HELD), "Nothing is held")


def titles_held(client, **asked):
    return [row.record.document.title for row in client.get(HELD, asked).context["table"].page]


def test_where_nothing_is_held_the_list_says_so(signed_in):
    assertContains(signed_in(Role.DIRECTOR).get(reverse("held_documents")), "Nothing is held")


def pictured(pages=2):
    version = PagePictureFactory(version__page_count=pages).version
    for number in range(2, pages + 1):
        PagePictureFactory(version=version, number=number)
    version.pages.create(number=1, text="Waits fell.")
    return version


def test_a_preview_shows_a_page_with_its_words_and_the_way_to_the_next(signed_in):
    version = pictured()
    page = signed_in(Role.CONTRIBUTOR).get(reverse("preview", args=[version.document_id]))
    assertContains(page, "Page 1 of 2")
    assertContains(page, reverse("page_picture", args=[version.pk, 1]))
    assertContains(page, f'alt="Page 1 of 2 of {version.document.title}')
    assertContains(page, "Waits fell.")
    assertContains(page, "?page=2")


@pytest.mark.parametrize("page", ["0", "3", "99999"])
def test_a_page_that_has_no_picture_is_not_found(signed_in, page):
    version = pictured()
    address = reverse("preview", args=[version.document_id])
    assert signed_in(Role.CONTRIBUTOR).get(f"{address}?page={page}").status_code == 404


@pytest.mark.parametrize("page", ["", "one", "-1", "9" * 50, "²"])
def test_a_page_number_that_is_none_shows_the_first(signed_in, page):
    version = pictured()
    address = reverse("preview", args=[version.document_id])
    assertContains(signed_in(Role.CONTRIBUTOR).get(address, {"page": page}), "Page 1 of 2")


def test_a_picture_is_served_as_one_and_nothing_in_it_runs(signed_in):
    version = pictured()
    address = reverse("page_picture", args=[version.pk, 1])
    answer = signed_in(Role.CONTRIBUTOR).get(address)
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(answer.streaming_content) == WHITE_PAGE


def test_a_picture_of_a_file_that_is_held_is_not_shown(signed_in, settings):
    version = pictured()
    settings.SCAN_FILES = True
    DocumentVersion.objects.update(scan_state="waiting")
    client = signed_in(Role.DIRECTOR)
    assert client.get(reverse("page_picture", args=[version.pk, 1])).status_code == 403
    assert client.get(reverse("preview", args=[version.document_id])).status_code == 404


def test_a_reviewer_sees_the_preview_of_what_was_put_forward(signed_in):
    version = pictured()
    client, address = signed_in(Role.REVIEWER), reverse("preview", args=[version.document_id])
    assert client.get(address).status_code == 403
    EvidenceLinkFactory(document=version.document)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("build", [with_findings, pictured])
def test_the_pages_cost_the_same_with_one_row_as_with_eleven(
    signed_in, build, django_assert_max_num_queries
):
    client = signed_in(Role.CONTRIBUTOR)
    name = "personal_data" if build is with_findings else "preview"
    few, many = build(1), build(11)
    for version in (few, many):
        address = reverse(name, args=[version.document_id])
        client.get(address)
        with django_assert_max_num_queries(10):
            client.get(address)


def test_the_list_of_held_documents_costs_the_same_with_one_as_with_eleven(
    signed_in, django_assert_num_queries
):
    client = signed_in(Role.CONTRIBUTOR)
    with_findings()
    client.get(reverse("held_documents"))
    with django_assert_num_queries(4) as one:
        client.get(reverse("held_documents"))
    for number in range(10):
        with_findings(content=str(number).encode())
    with django_assert_num_queries(len(one.captured_queries)):
        client.get(reverse("held_documents"))
