"""Taking a pack from the browser."""

import io
import zipfile

import pytest
from django.urls import reverse

from evidence.models import DocumentVersion
from readiness.packs import StoredFileError
from readiness.sealed_pack import verify
from tests.factories import (
    EvidenceLinkFactory,
    SelfAssessmentFactory,
    StatementFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_2026():
    statement = StatementFactory(title="Assessing needs")
    return SelfAssessmentFactory(framework=statement.framework, title="Round 2026")


def put_forward(round_2026, number, **version):
    found = VersionFactory(content=b"%d" % number, document__title=f"Survey {number}", **version)
    statement = round_2026.framework.statements.get()
    return EvidenceLinkFactory(document=found.document, statement=statement)


def test_the_page_says_what_goes_in_and_what_does_not(round_2026, signed_in):
    put_forward(round_2026, 1)
    put_forward(round_2026, 2, personal_state=DocumentVersion.PersonalState.FOUND)
    page = signed_in("contributor").get(reverse("pack", args=[round_2026.pk])).content.decode()
    assert "It may hold personal data, and nobody has cleared it." in page
    assert reverse("download_pack", args=[round_2026.pk]) in page


def test_the_round_leads_to_its_pack(round_2026, signed_in):
    address = reverse("self_assessment", args=[round_2026.pk])
    way = reverse("pack", args=[round_2026.pk])
    assert way in signed_in("director").get(address).content.decode()
    assert way not in signed_in("reviewer").get(address).content.decode()


def test_the_zip_comes_whole_and_as_long_as_was_said(round_2026, signed_in, tmp_path):
    put_forward(round_2026, 1)
    answer = signed_in("director").get(reverse("download_pack", args=[round_2026.pk]))
    content = b"".join(answer.streaming_content)
    assert answer["Content-Length"] == str(len(content))
    assert answer["Content-Disposition"].startswith('attachment; filename="round-2026-evidence-')
    assert any(
        name.endswith("Survey 1.txt") for name in zipfile.ZipFile(io.BytesIO(content)).namelist()
    )
    (tmp_path / "pack.zip").write_bytes(content)
    assert verify(tmp_path / "pack.zip").is_intact


def test_a_stored_file_that_was_changed_breaks_off_and_raises_its_alarm(round_2026, signed_in):
    version = put_forward(round_2026, 1).document.latest_version
    with version.file.storage.open(version.file.name, "wb") as stored:
        stored.write(b"Another")
    client, address = signed_in("director"), reverse("download_pack", args=[round_2026.pk])
    with pytest.raises(StoredFileError):
        b"".join(client.get(address).streaming_content)
    assert version.alarms.get().kind == "changed"
    assert b"".join(client.get(address).streaming_content)


def test_the_page_costs_the_same_queries_with_one_document_as_with_eleven(
    round_2026, signed_in, django_assert_max_num_queries, django_assert_num_queries
):
    client, address = signed_in("director"), reverse("pack", args=[round_2026.pk])
    put_forward(round_2026, 0)
    client.get(address)
    with django_assert_max_num_queries(10) as asked:
        client.get(address)
    for number in range(1, 11):
        put_forward(round_2026, number)
    with django_assert_num_queries(len(asked)):
        client.get(address)
