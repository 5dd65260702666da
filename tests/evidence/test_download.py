"""Files are handed out only to those who may see them, and never run in our pages."""

import json
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from evidence import retention
from tests.evidence import samples
from tests.factories import EvidenceLinkFactory, VersionFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
HOSTILE = json.loads((samples.FOLDER / "hostile_names.json").read_text())["names"]


def address_of(version):
    return reverse("download", args=[version.pk])


def status_of(client, version) -> int:
    answer = client.get(address_of(version))
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def test_a_file_comes_as_it_was_with_its_own_name(signed_in):
    version = VersionFactory(original_name="Équipe – rapport.txt")
    answer = signed_in("contributor").get(address_of(version))
    assert b"".join(answer.streaming_content) == b"What people told us."
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "%C3%89quipe" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_no_name_breaks_the_header(signed_in, name):
    version = VersionFactory(original_name=name.replace("\x00", "")[:255])
    answer = signed_in("contributor").get(address_of(version))
    assert b"".join(answer.streaming_content)
    assert "\n" not in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_reviewer_gets_what_was_put_forward_and_nothing_else(signed_in):
    shown, hidden = VersionFactory(), VersionFactory()
    EvidenceLinkFactory(document=shown.document)
    reviewer = signed_in("reviewer")
    assert status_of(reviewer, shown) == 200
    assert status_of(reviewer, hidden) == 403


def test_a_reviewer_does_not_get_an_earlier_version(signed_in):
    first = VersionFactory()
    EvidenceLinkFactory(document=first.document)
    VersionFactory(document=first.document, number=2, content=b"new")
    assert status_of(signed_in("reviewer"), first) == 403
    assert status_of(signed_in("administrator"), first) == 200


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_a_file_that_is_not_what_was_added_is_refused_with_an_alarm(signed_in, damage):
    version = VersionFactory()
    version.file.storage.delete(version.file.name)
    if damage == "changed":
        version.file.storage.save(version.file.name, ContentFile(b"What people did not tell us."))
    answer = signed_in("contributor").get(address_of(version))
    assert answer.status_code == 409
    assert b"Nothing has been sent to you" in answer.content
    assert version.alarms.get().kind == damage


def test_it_is_handed_out_again_once_it_is_right_again(signed_in):
    version = VersionFactory()
    content = version.file.read()
    version.file.storage.delete(version.file.name)
    client = signed_in("contributor")
    assert status_of(client, version) == 409
    version.file.storage.save(version.file.name, ContentFile(content))
    assert status_of(client, version) == 200
    assert not version.alarms.open().exists()


def test_a_deleted_document_says_that_it_was_deleted(signed_in, director):
    version = VersionFactory()
    retention.delete_document(
        version.document, reason="Old", by=director, on=TODAY, keep_until=None, is_early=True
    )
    answer = signed_in("contributor").get(address_of(version))
    assert answer.status_code == 410
    assert b"This document has been deleted" in answer.content


def test_somebody_signed_out_is_sent_to_sign_in(client):
    assert client.get(address_of(VersionFactory())).status_code == 302


def test_where_files_are_in_object_storage_a_signed_address_is_given(
    signed_in, settings, object_storage
):
    version = VersionFactory(original_name="Équipe.txt")
    settings.STORAGES = settings.STORAGES | {"default": object_storage}
    answer = signed_in("contributor").get(address_of(version))
    assert answer.status_code == 302
    assert answer["Location"].startswith("http://127.0.0.1:")
    assert "response-content-disposition=attachment" in answer["Location"]
    assert "Expires=" in answer["Location"]


def test_a_changed_object_gets_no_address(signed_in, settings, object_storage):
    version = VersionFactory(content=b"What was added.")
    settings.STORAGES = settings.STORAGES | {"default": object_storage}
    assert signed_in("contributor").get(address_of(version)).status_code == 409
    assert version.alarms.get().kind == "changed"
