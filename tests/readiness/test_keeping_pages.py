"""File checks, holds and deletions on the screen: who is told, what is refused, what remains."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence import integrity
from evidence.models import Document, FileCheck, LegalHold
from readiness import disposal, evidence_requests, linking, retention_page
from tests.factories import (
    CategoryFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    EvidenceRequestFactory,
    LegalHoldFactory,
    StatementFactory,
    VersionFactory,
)
from tests.lists import rows_of_csv

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]
TODAY = date(2026, 11, 22)
CHECKS, KEEPING = "/evidence/file-checks/", "/evidence/keeping/"
LONG_AGO = date(2015, 1, 1)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def damaged(**fields):
    version = VersionFactory(**fields)
    version.file.storage.delete(version.file.name)
    integrity.check_version(version)
    return version


def queries_of(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


# --- file checks ---


def test_before_the_first_look_the_page_says_so(signed_in):
    page = text_of(signed_in("administrator").get(CHECKS))
    assert "Stored files have not been looked at yet" in page


def test_all_is_well_says_when_it_was_looked_at(signed_in):
    VersionFactory()
    integrity.verify()
    page = text_of(signed_in("contributor").get(CHECKS))
    assert "Every stored file is as it was added" in page
    assert "1 file," in page
    assert "Check now" not in page


def test_an_alarm_says_which_file_where_and_what_to_do(signed_in):
    version = damaged(document__title="Carers survey")
    page = text_of(signed_in("administrator").get(CHECKS))
    assert "1 stored file is not as added" in page
    for words in ("Carers survey", "Missing", version.file.name, version.sha256, "from a backup"):
        assert words in page


def test_looking_again_ends_an_alarm_when_the_file_is_right(
    signed_in, django_capture_on_commit_callbacks
):
    version = VersionFactory()
    integrity.raise_alarm(version, "changed", check=None)
    administrator = signed_in("administrator")
    with django_capture_on_commit_callbacks(execute=True):
        page = administrator.post(f"{CHECKS}now/", follow=True)
    assert "Every stored file is being looked at" in text_of(page)
    assert FileCheck.objects.get().asked_by == administrator.person
    assert "Alarms that have ended" in text_of(administrator.get(CHECKS))


@pytest.mark.parametrize(
    ("role", "owns", "told"),
    [
        ("director", False, True),
        ("administrator", False, True),
        ("contributor", True, True),
        ("contributor", False, False),
        ("reviewer", True, False),
    ],
)
def test_the_overview_tells_those_concerned(signed_in, role, owns, told):
    StatementFactory()
    client = signed_in(role)
    damaged(**({"document__owner": client.person} if owns else {}))
    assert ("missing or changed, and not handed out" in text_of(client.get("/"))) is told


def test_the_document_says_that_its_file_is_not_right(signed_in):
    version = damaged()
    page = text_of(signed_in("contributor").get(f"/evidence/{version.document_id}/"))
    assert "The stored file of version 1 is missing, so it is not handed out." in page


def test_the_checks_cost_the_same_with_one_alarm_as_with_eleven(signed_in):
    client = signed_in("administrator")
    damaged()
    first = queries_of(client, CHECKS)
    for _ in range(10):
        damaged()
        integrity.verify()
    assert queries_of(client, CHECKS) == first <= 10


# --- holds ---


def test_a_hold_is_placed_shown_and_lifted(signed_in):
    document, director = DocumentFactory(), signed_in("director")
    address = f"/evidence/{document.pk}/"
    assert "Say why the document must be kept" in text_of(director.post(f"{address}hold/"))
    page = director.post(f"{address}hold/", {"reason": "Judicial review"}, follow=True)
    assert "On hold: it cannot be deleted." in text_of(page)
    assert "Judicial review" in text_of(signed_in("contributor").get(address))
    assert "Judicial review" in text_of(director.get(KEEPING))
    hold = LegalHold.objects.get()
    page = director.post(f"/evidence/holds/{hold.pk}/lift/", {"reason": "It ended"}, follow=True)
    assert "The hold is lifted." in text_of(page)
    assert "On hold" not in text_of(director.get(address))


def test_a_reviewer_is_not_told_of_holds(signed_in):
    link = EvidenceLinkFactory()
    LegalHoldFactory(document=link.document, reason="Judicial review")
    page = text_of(signed_in("reviewer").get(f"/evidence/{link.document_id}/"))
    assert "Judicial review" not in page
    assert "Kept until" not in page


# --- until when ---


def test_a_document_says_until_when_it_is_kept_and_by_what(signed_in):
    link = EvidenceLinkFactory(document=DocumentFactory(evidence_date=date(2024, 3, 31)))
    link.category.keep_years = 6
    link.category.save()
    director, address = signed_in("director"), f"/evidence/{link.document_id}/"
    assert '31 March 2030 <span class="gt-muted">(by the rule' in text_of(director.get(address))
    said = {"keep_until": "2035-01-01", "revision": 1}
    page = text_of(director.post(f"{address}keep-until/", said, follow=True))
    assert "1 January 2035" in page
    assert "Keep until: from nothing to 1 January 2035" in page


def test_the_second_who_sets_a_day_is_told(signed_in):
    document = DocumentFactory()
    address = f"/evidence/{document.pk}/keep-until/"
    signed_in("director").post(address, {"keep_until": "2035-01-01", "revision": 1})
    page = signed_in("administrator").post(address, {"keep_until": "2036-01-01", "revision": 1})
    assert "Somebody else changed this document" in text_of(page)


# --- deleting ---


def test_deleting_keeps_a_trace_that_can_be_read(signed_in):
    version = VersionFactory(document__title="Old audit", document__keep_until=LONG_AGO)
    director, address = signed_in("director"), f"/evidence/{version.document_id}/"
    page = text_of(director.post(f"{address}delete/", {"reason": "Kept long enough"}, follow=True))
    assert "Deleted on 22 November 2026 by" in page
    assert "Kept long enough" in page
    assert version.sha256 in page
    assert f"/versions/{version.pk}/download/" not in page
    assert "Old audit" not in text_of(signed_in("contributor").get("/evidence/"))
    assert "Kept long enough" in text_of(director.get(KEEPING))
    assert director.get(f"{address}delete/").status_code == 404


def test_a_linked_document_cannot_vanish(signed_in):
    link = EvidenceLinkFactory(document=DocumentFactory(keep_until=LONG_AGO))
    address = f"/evidence/{link.document_id}/delete/"
    page = signed_in("director").post(address, {"reason": "Old"})
    assert f"It is evidence for {link.statement.title}, so it cannot be deleted." in text_of(page)
    assert not Document.objects.get().is_deleted


def test_the_answer_to_a_request_stays_until_somebody_has_looked_at_it(signed_in):
    """Also where its link was ended meanwhile, so that no statement rests on it."""
    wanted = EvidenceRequestFactory(wanted="Forum minutes", state="answered")
    link = evidence_requests.answer_of(wanted)
    Document.objects.update(keep_until=LONG_AGO)
    linking.end_link(link, reason="Wrong one", by=link.linked_by)
    director, address = signed_in("director"), f"/evidence/{link.document_id}/delete/"
    page = text_of(director.post(address, {"reason": "Old"}))
    assert "a request that nobody has checked yet: “Forum minutes”" in page
    assert retention_page.build(on=TODAY).due == ()
    evidence_requests.return_answer(wanted, note="Wrong one", by=wanted.asked_by)
    director.post(address, {"reason": "Old"})
    assert Document.objects.get().is_deleted


def test_a_held_document_cannot_be_deleted_on_the_screen_either(signed_in):
    hold = LegalHoldFactory(document__keep_until=LONG_AGO)
    address = f"/evidence/{hold.document_id}/delete/"
    page = text_of(signed_in("director").post(address, {"reason": "Old"}))
    assert "It can be deleted once the hold is lifted." in page


def test_before_its_day_it_has_to_be_said_that_it_is_meant(signed_in):
    document = DocumentFactory(keep_until=date(2030, 1, 1))
    director, address = signed_in("director"), f"/evidence/{document.pk}/delete/"
    page = text_of(director.post(address, {"reason": "A mistake"}))
    assert "It is to be kept until 1 January 2030." in page
    assert "Delete it before 1 January 2030" in page
    director.post(address, {"reason": "A mistake", "is_early": "on"})
    assert Document.objects.get().is_deleted


def test_a_deleted_document_cannot_be_linked(director):
    document = DocumentFactory(keep_until=LONG_AGO)
    disposal.dispose(document, reason="Old", by=director, on=TODAY)
    with pytest.raises(ValidationError, match="has been deleted"):
        linking.link_evidence(
            document,
            statement=StatementFactory(),
            category=CategoryFactory(),
            shows="Waits fell",
            by=director,
        )


# --- the list ---


def test_what_may_go_is_past_its_day_linked_to_nothing_and_not_held():
    free = DocumentFactory(keep_until=date(2026, 11, 22))
    DocumentFactory(keep_until=date(2026, 11, 23))
    DocumentFactory(keep_until=None)
    LegalHoldFactory(document__keep_until=LONG_AGO)
    EvidenceLinkFactory(document=DocumentFactory(keep_until=LONG_AGO))
    page = retention_page.build(on=TODAY)
    assert [one.document for one in page.due] == [free]
    assert (page.due_count, page.linked_count, len(page.holds)) == (1, 1, 1)


def test_a_rule_counts_also_where_the_link_has_ended(director):
    ended = EvidenceLinkFactory(
        document=DocumentFactory(evidence_date=LONG_AGO),
        ended_at=datetime(2020, 1, 1, tzinfo=UTC),
        ended_by=director,
        ended_reason="Old",
    )
    ended.category.keep_years = 6
    ended.category.save()
    [one] = retention_page.build(on=TODAY).due
    assert (one.document, one.kept_until) == (ended.document, date(2021, 1, 1))


def test_an_empty_list_says_how_documents_come_there(signed_in):
    page = text_of(signed_in("administrator").get(KEEPING))
    assert "Documents come here when the day" in page
    assert "Nothing has been deleted." in page


def test_the_list_costs_the_same_with_one_document_as_with_eleven(signed_in):
    director = signed_in("director")
    add = lambda: (DocumentFactory(keep_until=LONG_AGO), LegalHoldFactory())  # noqa: E731
    add()
    first = queries_of(director, KEEPING)
    for _ in range(10):
        add()
    assert queries_of(director, KEEPING) == first <= 10


def test_all_three_lists_are_taken_out_as_a_file(signed_in, director):
    DocumentFactory(title="May go", keep_until=LONG_AGO)
    LegalHoldFactory(document__title="On hold", reason="A claim")
    gone = DocumentFactory(title="Gone", keep_until=LONG_AGO)
    disposal.dispose(gone, reason="Kept long enough", by=director, on=TODAY)
    answer = signed_in("director").get(f"{KEEPING}download.csv")
    rows = [(row["List"], row["Document"], row["Why"]) for row in rows_of_csv(answer)]
    assert rows == [
        ("May be deleted", "May go", ""),
        ("On hold", "On hold", "A claim"),
        ("Deleted", "Gone", "Kept long enough"),
    ]
