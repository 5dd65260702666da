"""A real daemon says what is clean; nothing gets out on anybody else's word."""

import io
import socket

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from evidence import reading, scanning, tasks
from evidence.models import DocumentVersion
from readiness.roles import Role
from tests import scanner
from tests.factories import VersionFactory

pytestmark = pytest.mark.django_db
Scan = DocumentVersion.ScanState
Text = DocumentVersion.TextState
VIRUS = b"Minutes of the meeting. " + scanner.MADE_UP


def waiting(content=b"What people told us.", **fields):
    """A version as it is when it has just been added."""
    return VersionFactory(
        content=content,
        scan_state=Scan.WAITING,
        scanned_at=None,
        personal_state="unchecked",
        **fields,
    )


def after_its_steps(version):
    tasks.read_text(version.pk)
    version.refresh_from_db()
    return version


def status_of(client, version):
    answer = client.get(reverse("download", args=[version.pk]))
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


@pytest.mark.clamav
def test_a_clean_file_is_let_out_and_read(scanned, signed_in):
    client, version = signed_in(Role.CONTRIBUTOR), waiting()
    assert status_of(client, version) == 409
    after_its_steps(version)
    assert (version.scan_state, version.scan_result) == (Scan.CLEAN, "")
    assert version.scanned_at is not None
    assert version.text_state == Text.READ
    assert status_of(client, version) == 200


@pytest.mark.clamav
@pytest.mark.parametrize(
    ("content", "name"), [(VIRUS, "GoldenThread.MadeUp"), (scanner.EICAR, "GoldenThread.Eicar")]
)
def test_a_virus_is_never_handed_out_nor_opened(scanned, signed_in, content, name):
    version = after_its_steps(waiting(content))
    assert version.scan_state == Scan.INFECTED
    assert version.scan_result.startswith(name)
    assert version.text_state == Text.WAITING
    assert not version.pages.exists()
    for role in Role:
        assert status_of(signed_in(role), version) in {403, 409}


@pytest.mark.clamav
def test_a_virus_stays_in_even_where_scanning_is_switched_off_later(scanned, settings):
    version = after_its_steps(waiting(VIRUS))
    settings.SCAN_FILES = False
    assert not version.is_downloadable
    assert version not in DocumentVersion.objects.downloadable()


@pytest.mark.clamav
def test_those_concerned_are_told_of_a_virus(
    scanned, administrator, contributor, reviewer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        version = after_its_steps(waiting(VIRUS, added_by=contributor))
    (letter,) = mail.outbox
    assert set(letter.to) == {contributor.email, version.document.owner.email, administrator.email}
    assert "GoldenThread.MadeUp" in letter.body
    assert version.original_name in letter.body
    assert "nobody can download it" in letter.body


@pytest.mark.clamav
def test_a_file_larger_than_the_scanner_takes_is_held_and_says_so(scanned, signed_in):
    version = after_its_steps(waiting(b"a" * (scanner.LARGEST + 1024 * 1024)))
    assert version.scan_state == Scan.NOT_SCANNED
    assert "larger than the virus scanner takes" in version.scan_result
    assert status_of(signed_in(Role.DIRECTOR), version) == 409


@pytest.mark.clamav
def test_it_can_be_scanned_again_when_the_scanner_takes_more(scanned, signed_in):
    version = waiting(scan_result="It is larger.")
    version.scan_state, version.scanned_at = Scan.NOT_SCANNED, timezone.now()
    version.save()
    answer = signed_in(Role.CONTRIBUTOR).post(reverse("scan_again", args=[version.pk]))
    assert answer.status_code == 302
    version.refresh_from_db()
    assert version.scan_state == Scan.CLEAN


@pytest.mark.clamav
def test_a_file_with_a_virus_is_not_scanned_until_it_comes_out_clean(scanned, signed_in):
    version = after_its_steps(waiting(VIRUS))
    signed_in(Role.CONTRIBUTOR).post(reverse("scan_again", args=[version.pk]))
    version.refresh_from_db()
    assert version.scan_state == Scan.INFECTED


@pytest.mark.clamav
def test_a_file_that_is_missing_is_said_to_be_and_not_asked_about_for_ever(scanned):
    version = waiting()
    version.file.storage.delete(version.file.name)
    after_its_steps(version)
    assert version.scan_state == Scan.NOT_SCANNED
    assert "could not be found" in version.scan_result
    assert tasks.scan_what_waits() == 0


def test_without_a_scanner_a_file_waits_and_is_not_opened(no_scanner, signed_in):
    version = after_its_steps(waiting())
    assert version.scan_state == Scan.WAITING
    assert version.text_state == Text.WAITING
    assert status_of(signed_in(Role.ADMINISTRATOR), version) == 409


def test_where_no_scanner_was_ever_set_up_files_wait_as_well(settings):
    settings.SCAN_FILES, settings.CLAMAV_HOST = True, ""
    assert after_its_steps(waiting()).scan_state == Scan.WAITING
    assert not scanning.answers()


@pytest.mark.clamav
def test_what_came_while_no_scanner_answered_is_scanned_later(no_scanner, settings, clamd):
    version = after_its_steps(waiting())
    assert tasks.scan_what_waits() == 0
    settings.CLAMAV_HOST = clamd
    assert tasks.scan_what_waits() == 1
    version.refresh_from_db()
    assert version.scan_state == Scan.CLEAN
    assert version.text_state == Text.READ
    assert tasks.scan_what_waits() == 0


@pytest.mark.clamav
def test_what_waits_is_taken_up_when_a_worker_starts(scanned):
    version = waiting()
    assert reading.unfinished() == [version.pk]
    tasks.requeue_unfinished()
    version.refresh_from_db()
    assert version.scan_state == Scan.CLEAN


def test_a_scanner_that_never_answers_leaves_the_file_waiting(settings):
    """Something listens, takes the connection, and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        settings.SCAN_FILES = True
        settings.CLAMAV_HOST = f"127.0.0.1:{deaf.getsockname()[1]}"
        settings.CLAMAV_SECONDS = 1
        assert "timed out" in str(no_answer())


def no_answer():
    scanning.SECONDS_TO_ANSWER, kept = 0.2, scanning.SECONDS_TO_ANSWER
    try:
        with pytest.raises(scanning.NoScannerError) as problem:
            scanning.scan(io.BytesIO(b"x"))
    finally:
        scanning.SECONDS_TO_ANSWER = kept
    return problem.value


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        (("OK", None), Scan.CLEAN, ""),
        (("FOUND", "Win.Test"), Scan.INFECTED, "Win.Test"),
        (("FOUND", "Heuristics.Limits.Exceeded.MaxScanSize"), Scan.NOT_SCANNED, "larger than"),
        (("FOUND", "Heuristics.Encrypted.PDF"), Scan.NOT_SCANNED, "look inside"),
        (("ERROR", None), Scan.NOT_SCANNED, "look inside"),
    ],
)
def test_every_answer_of_the_daemon_has_its_state(answer, state, words):
    verdict = scanning.understood({"stream": answer})
    assert verdict.state == state
    assert words in verdict.result


def test_an_answer_with_nothing_in_it_lets_nothing_through():
    assert scanning.understood({}).state == Scan.NOT_SCANNED


@pytest.mark.parametrize(
    ("address", "kind"),
    [("127.0.0.1", "ClamdNetworkSocket"), ("/run/clamd.ctl", "ClamdUnixSocket")],
)
def test_the_daemon_is_reached_by_host_or_by_socket(settings, address, kind):
    settings.CLAMAV_HOST = address
    assert type(scanning.scanner(1)).__name__ == kind


def test_a_demonstration_that_scans_nothing_hands_files_out_and_says_so(signed_in):
    version = waiting()
    client = signed_in(Role.CONTRIBUTOR)
    assert status_of(client, version) == 200
    page = client.get(reverse("document", args=[version.document_id])).content.decode()
    assert "This demonstration does not scan files for viruses." in page


def test_the_page_of_a_file_that_waits_offers_no_download(no_scanner, signed_in):
    version = waiting()
    page = signed_in(Role.CONTRIBUTOR).get(reverse("document", args=[version.document_id]))
    words = page.content.decode()
    assert "it waits to be checked for viruses" in words
    assert f'class="govuk-button" href="{reverse("download", args=[version.pk])}"' not in words
    assert "every 1s" not in words
