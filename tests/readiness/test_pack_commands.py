"""build_pack and verify_pack: what goes in, what is left out, and that nothing half-made stays."""

import json
import zipfile
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from evidence.models import DocumentVersion, WordsState
from readiness import round_record, self_assessment_pack
from readiness.packs import Pack
from readiness.sealed_pack import verify
from tests.factories import (
    AppraisalFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    SelfAssessmentFactory,
    StatementFactory,
    VersionFactory,
)
from tests.object_storage import Objects
from tests.readiness.packs import MADE_AT

pytestmark = pytest.mark.django_db
Scan, Personal = DocumentVersion.ScanState, DocumentVersion.PersonalState


@pytest.fixture
def round_2026():
    statement = StatementFactory(title="Assessing needs")
    return SelfAssessmentFactory(framework=statement.framework, title="Round 2026")


@pytest.fixture
def link(round_2026):
    statement = round_2026.framework.statements.get()

    def made(content=b"What people told us.", *, title="Carers survey", **version):
        found = VersionFactory(content=content, document__title=title, **version)
        return EvidenceLinkFactory(document=found.document, statement=statement, location="Page 4")

    return made


def build(round_2026, place, *options):
    call_command("build_pack", f"--self-assessment={round_2026.pk}", f"--out={place}", *options)
    return place


def names_in(place):
    with zipfile.ZipFile(place) as package:
        return [name.rpartition("/")[2] for name in package.namelist()][4:]


def test_a_pack_is_made_and_found_whole(round_2026, link, tmp_path, capsys):
    link()
    place = build(round_2026, tmp_path / "pack.zip")
    assert names_in(place) == ["Carers survey.txt"]
    assert verify(place).seal in capsys.readouterr().out
    call_command("verify_pack", place)
    assert "Whole: Round 2026: evidence" in capsys.readouterr().out


def test_what_may_not_be_shared_is_left_out_and_named(round_2026, link, tmp_path, capsys, settings):
    settings.SCAN_FILES = True
    link()
    link(b"a", title="Not scanned", scan_state=Scan.WAITING, scanned_at=None)
    link(b"b", title="Case notes", personal_state=Personal.FOUND)
    link(b"c", title="Unchecked", personal_state=Personal.UNCHECKED)
    link(b"d", title="Cleared", personal_state=Personal.CLEARED)
    deleted = link(b"e", title="Named Mr Smith").document
    deleted.words_state = WordsState.FOUND
    deleted.save()
    place = build(round_2026, tmp_path / "pack.zip", "--json")
    said = json.loads(capsys.readouterr().out)
    assert sorted(names_in(place)) == ["Carers survey.txt", "Cleared.txt"]
    assert {each["title"] for each in said["left_out"]} == {
        "Not scanned",
        "Case notes",
        "Unchecked",
        f"Document {deleted.pk}",
    }
    assert b"Smith" not in place.read_bytes()


def test_what_a_curator_sent_back_is_no_evidence(round_2026, link, tmp_path):
    AppraisalFactory(link=link(), verdict="returned")
    assert names_in(build(round_2026, tmp_path / "pack.zip")) == []


def test_a_link_stands_in_the_index(round_2026, tmp_path):
    statement = round_2026.framework.statements.get()
    EvidenceLinkFactory(document=DocumentFactory(title="Our offer"), statement=statement)
    with zipfile.ZipFile(build(round_2026, tmp_path / "pack.zip")) as package:
        assert "https://council.example/carers-survey" in package.read("index.html").decode()


def test_a_changed_stored_file_stops_it_and_leaves_nothing(round_2026, link, tmp_path):
    version = link().document.latest_version
    version.file.storage.delete(version.file.name)
    with pytest.raises(CommandError, match=r"is missing or is not what was added"):
        build(round_2026, tmp_path / "pack.zip")
    assert list(tmp_path.glob("*.zip*")) + list(tmp_path.glob(".*")) == []
    assert version.alarms.get().kind == "missing"


def test_with_its_alarm_raised_the_next_pack_leaves_it_out(round_2026, link, tmp_path):
    link()
    version = link(b"Gone", title="Gone").document.latest_version
    version.file.storage.delete(version.file.name)
    with pytest.raises(CommandError):
        build(round_2026, tmp_path / "pack.zip")
    assert names_in(build(round_2026, tmp_path / "pack.zip")) == ["Carers survey.txt"]


def test_a_file_that_is_there_is_not_written_over_unasked(round_2026, tmp_path):
    place = tmp_path / "pack.zip"
    place.write_text("Mine")
    with pytest.raises(CommandError, match="is there already"):
        build(round_2026, place)
    assert place.read_text() == "Mine"
    assert verify(build(round_2026, place, "--replace")).is_intact


def test_a_round_that_is_not_there_is_refused_with_those_that_are(round_2026, tmp_path, capsys):
    with pytest.raises(CommandError, match="Round 2026"):
        call_command("build_pack", "--self-assessment=999", f"--out={tmp_path / 'a'}", "--json")
    assert "999" in json.loads(capsys.readouterr().out)["problems"][0]


def test_a_folder_that_is_not_there_is_said(round_2026, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        build(round_2026, tmp_path / "nowhere" / "pack.zip")


def test_a_damaged_pack_ends_with_one_and_the_findings(round_2026, link, tmp_path, capsys):
    link()
    place = build(round_2026, tmp_path / "pack.zip")
    place.write_bytes(place.read_bytes().replace(b"told us", b"TOLD us"))
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_pack", place, "--json")
    said = capsys.readouterr()
    assert ended.value.code == 1
    assert "changed" in {each["kind"] for each in json.loads(said.out)["problems"]}
    assert "It is not what was put into the pack." in said.err


def test_verifying_asks_no_database(tmp_path, django_assert_num_queries):
    place = tmp_path / "a.zip"
    place.write_text("No ZIP")
    with django_assert_num_queries(0), pytest.raises(SystemExit):
        call_command("verify_pack", place)


def test_of_a_closed_round_it_holds_the_versions_of_its_record(round_2026, link, tmp_path):
    document = link(b"As it was.").document
    AppraisalFactory(link=link(b"x", title="Sent back"), verdict="returned")
    round_record.take_snapshot(round_2026, by=document.owner, on=date(2026, 11, 22))
    round_2026.closed_by, round_2026.closed_at = document.owner, MADE_AT
    round_2026.save()
    VersionFactory(document=document, number=2, content=b"As it is now.")
    link(b"Later", title="Put forward later")
    document.title = "Another title"
    document.save()
    place = build(round_2026, tmp_path / "pack.zip")
    assert names_in(place) == ["Carers survey.txt"]
    with zipfile.ZipFile(place) as package:
        assert package.read(package.namelist()[-1]) == b"As it was."


def test_a_pack_costs_the_same_queries_however_many_documents(
    round_2026, link, django_assert_max_num_queries
):
    for number in range(11):
        link(b"%d" % number, title=f"Survey {number}")
    with django_assert_max_num_queries(6):
        Pack(self_assessment_pack.build(round_2026, made_at=MADE_AT)).lists  # noqa: B018


def test_documents_in_object_storage_go_in_the_same(
    round_2026, link, tmp_path, settings, object_storage
):
    link(Objects.content)
    settings.STORAGES = settings.STORAGES | {"default": object_storage}
    place = build(round_2026, tmp_path / "pack.zip")
    assert verify(place).is_intact
    with zipfile.ZipFile(place) as package:
        assert package.read(package.namelist()[-1]) == Objects.content
