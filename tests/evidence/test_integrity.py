"""Stored files hashed again: what is wrong is an alarm, what belongs to nothing is cleared."""

import json
import os
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from evidence import arriving, intake, integrity, tasks, unclaimed_files, uploads
from evidence.models import FileAlarm, FileCheck
from tests.evidence import samples
from tests.factories import UserFactory, VersionFactory

pytestmark = pytest.mark.django_db


def damaged(version, content=b"Something else."):
    version.file.storage.delete(version.file.name)
    if content is not None:
        version.file.storage.save(version.file.name, ContentFile(content))


def left_behind(path, content=b"left"):
    """A file as a killed process leaves it, some seconds ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.fixture(autouse=True)
def no_file_is_too_new(monkeypatch):
    monkeypatch.setattr(unclaimed_files, "JUST_NOW", 0)


@pytest.fixture
def orphan(settings):
    return left_behind(settings.MEDIA_ROOT / "evidence" / "2026" / "11" / "orphan.pdf")


def test_where_every_file_is_right_nothing_is_said():
    VersionFactory(content=b"One")
    VersionFactory(content=b"Three")
    report = integrity.verify()
    assert report.problems == []
    assert report.unclaimed == []
    check = FileCheck.objects.get()
    assert (check.files, check.size, check.missing, check.changed) == (2, 8, 0, 0)
    assert check.finished_at


def test_a_changed_and_a_missing_file_each_raise_an_alarm():
    changed, missing, _ = VersionFactory(), VersionFactory(), VersionFactory()
    damaged(changed)
    damaged(missing, None)
    integrity.verify()
    assert changed.alarms.get().kind == "changed"
    assert missing.alarms.get().kind == "missing"
    check = FileCheck.objects.get()
    assert (check.files, check.missing, check.changed) == (3, 1, 1)


def test_earlier_versions_are_looked_at_as_well():
    first = VersionFactory()
    VersionFactory(document=first.document, number=2, content=b"new")
    damaged(first)
    assert [alarm.version for alarm in integrity.verify().problems] == [first]


def test_an_alarm_is_raised_once_and_settled_when_the_file_is_right_again():
    version = VersionFactory()
    right = version.file.read()
    damaged(version)
    integrity.verify()
    integrity.verify()
    alarm = version.alarms.get()
    assert alarm.settled_at is None
    damaged(version, right)
    integrity.verify()
    alarm.refresh_from_db()
    assert alarm.settled_how == "The file is there again, as it was added."


def test_a_changed_file_that_goes_missing_is_another_alarm():
    version = VersionFactory()
    damaged(version)
    integrity.verify()
    damaged(version, None)
    integrity.verify()
    assert [alarm.kind for alarm in version.alarms.order_by("pk")] == ["changed", "missing"]
    assert version.alarms.open().get().kind == "missing"


def test_there_is_one_open_alarm_for_a_version():
    version = VersionFactory()
    FileAlarm.objects.create(version=version, kind="missing")
    with pytest.raises(IntegrityError), transaction.atomic():
        FileAlarm.objects.create(version=version, kind="changed")


def test_an_alarm_is_not_settled_without_saying_how():
    with pytest.raises(IntegrityError), transaction.atomic():
        FileAlarm.objects.create(
            version=VersionFactory(), kind="missing", settled_at=timezone.now()
        )


# --- files that belong to nothing ---


def test_a_file_of_no_document_is_named_and_cleared(orphan):
    VersionFactory()
    [found] = integrity.verify().unclaimed
    assert (found.name, found.size, found.is_cleared) == (
        "evidence/2026/11/orphan.pdf",
        4,
        True,
    )
    assert not orphan.exists()
    assert integrity.verify().unclaimed == []


def test_it_is_only_named_where_that_is_what_was_asked(orphan):
    [found] = integrity.verify(clear=False).unclaimed
    assert not found.is_cleared
    assert orphan.exists()


def test_what_a_killed_upload_left_is_cleared_and_one_that_goes_on_is_not(contributor):
    going_on = uploads.begin_upload(name="a.txt", size=9, by=contributor)
    left_behind(arriving.folder() / "tmp123.upload")
    assert [found.name for found in integrity.verify().unclaimed] == ["arriving/tmp123.upload"]
    assert [path.name for path in arriving.folder().iterdir()] == [str(going_on.key)]


def test_a_file_somebody_is_writing_is_left_alone():
    path = left_behind(arriving.folder() / "tmp123.upload")
    with arriving.locked(path):
        assert integrity.verify().unclaimed == []
    assert path.exists()


def test_a_document_that_is_being_saved_just_now_is_left_alone(contributor, settings):
    with intake.nothing_half_written():
        document = intake.add_file(received=intake.receive(samples.text_file()), by=contributor)
        stored = settings.MEDIA_ROOT / document.latest_version.file.name
        # As another process sees it, before the transaction ends.
        assert unclaimed_files.taken(stored, "it", True, still=lambda name: True) is None
    assert stored.exists()


def test_a_file_claimed_while_it_was_looked_at_is_left_alone(orphan):
    assert unclaimed_files.taken(orphan, "it", True, still=lambda name: False) is None
    assert orphan.exists()


def test_a_file_made_this_very_moment_is_left_alone(orphan, monkeypatch):
    monkeypatch.setattr(unclaimed_files, "JUST_NOW", 60)
    os.utime(orphan, (time.time(), 0))  # its own times may be old
    assert integrity.verify().unclaimed == []
    assert orphan.exists()


def test_a_picture_of_a_page_is_left_alone_for_an_hour(settings):
    new = left_behind(settings.MEDIA_ROOT / "previews" / "2026" / "new.png")
    old = left_behind(settings.MEDIA_ROOT / "previews" / "2026" / "old.png")
    two_hours_ago = time.time() - 7200
    os.utime(old, (two_hours_ago, two_hours_ago))
    assert [found.name for found in integrity.verify().unclaimed] == ["previews/2026/old.png"]
    assert new.exists()
    assert not old.exists()


def test_files_of_other_apps_are_not_touched(settings):
    other = left_behind(settings.MEDIA_ROOT / "data-packs" / "pack.csv")
    assert integrity.verify().unclaimed == []
    assert other.exists()


# --- the command and the clock ---


def run(*arguments):
    said = StringIO()
    call_command("verify_evidence", *arguments, stdout=said)
    return said.getvalue()


def test_the_command_says_that_all_is_well(orphan):
    VersionFactory(content=b"One")
    said = run()
    assert "1 files looked at, 3 bytes." in said
    assert "Unclaimed: evidence/2026/11/orphan.pdf, 4 bytes: removed." in said
    assert "Every file is there, as it was added." in said


def test_the_command_fails_with_each_file_that_is_wrong():
    version = VersionFactory(document__title="Carers survey")
    damaged(version)
    with pytest.raises(CommandError) as caught:
        run()
    assert f"Carers survey (document {version.document_id}), version 1" in str(caught.value)
    assert "is not what was added" in str(caught.value)


def test_the_command_answers_in_json_also_when_it_fails(orphan):
    version = VersionFactory(document__title="Carers survey")
    damaged(version, None)
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_evidence", "--json", "--keep-unclaimed", stdout=said)
    report = json.loads(said.getvalue())
    assert report["files"] == 1
    assert report["changed"] == []
    assert report["missing"] == [
        {
            "document": version.document_id,
            "title": "Carers survey",
            "version": 1,
            "file": version.file.name,
            "sha256": version.sha256,
        }
    ]
    assert report["unclaimed"] == [
        {"file": "evidence/2026/11/orphan.pdf", "bytes": 4, "removed": False}
    ]


def test_the_clock_looks_every_night_and_a_start_makes_up_for_a_night_missed(settings):
    assert settings.CELERY_BEAT_SCHEDULE["verify evidence"]["task"] == tasks.verify_evidence.name
    tasks.requeue_unfinished()
    assert FileCheck.objects.count() == 1
    tasks.requeue_unfinished()
    assert FileCheck.objects.count() == 1
    FileCheck.objects.update(finished_at=timezone.now() - timedelta(hours=27))
    tasks.requeue_unfinished()
    assert FileCheck.objects.count() == 2


def test_who_asked_for_a_look_is_kept():
    person = UserFactory()
    tasks.verify_evidence(person.pk)
    assert FileCheck.objects.get().asked_by == person
