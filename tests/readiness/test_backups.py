"""backup and restore: everything comes back, and nothing that is there is written over."""

import json
import os
import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone

from evidence.models import Document
from readiness.backups import databases, making, manifest, putting_back, stored_files
from readiness.backups.manifest import BackupError, Manifest
from tests import services
from tests.factories import UserFactory, VersionFactory

as_in_use = pytest.mark.django_db(transaction=True)


@contextmanager
def an_empty_database(tmp_path):
    """The address of one of the same kind as this run's, gone again afterwards."""
    if not services.on_postgresql():
        yield f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}"
        return
    name = f"restored_{uuid.uuid4().hex}"
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    with psycopg.connect(services.POSTGRESQL_URL, autocommit=True) as there:
        there.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server}/{name}"
        finally:
            there.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def elsewhere(tmp_path):
    """Runs a command of the product on another, empty database and store."""
    with an_empty_database(tmp_path) as address:
        environment = os.environ | {
            "MODE": "test",
            "DATABASE_URL": address,
            "MEDIA_ROOT": str(tmp_path / "store-elsewhere"),
            "COUNCIL_CODE": settings.COUNCIL_CODE,
        }

        def run(*command):
            return subprocess.run(  # noqa: S603 -- commands of these tests
                [sys.executable, "manage.py", *map(str, command)],
                cwd=settings.BASE_DIR,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )

        yield run


@pytest.fixture
def survey(transactional_db):
    return VersionFactory(content=b"What people told us.", document__title="Carers survey")


def backup(folder, *options):
    call_command("backup", str(folder), *options)
    return folder


def said_of(folder):
    return json.loads((folder / "manifest.json").read_text())


def changed(folder, **fields):
    (folder / "manifest.json").write_text(json.dumps(said_of(folder) | fields))
    return folder


@pytest.fixture
def a_backup(tmp_path):
    """One that was made elsewhere: a database, and one file."""
    folder = tmp_path / "tuesday"
    place = folder / "files" / "evidence" / "survey.txt"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"What people told us.")
    (folder / "database").write_bytes(b"Every row.")
    kept = Manifest(
        made_at="2026-05-01T12:00:00+00:00",
        engine=connection.vendor,
        database=manifest.listed(folder / "database", "database"),
        files=[manifest.listed(place, "evidence/survey.txt")],
    )
    manifest.write(kept, folder)
    return folder


def delete(version):
    """As retention does: the row stays, the file goes."""
    why = {"deleted_by": version.added_by, "deleted_reason": "Kept for six years"}
    Document.objects.filter(pk=version.document_id).update(deleted_at=timezone.now(), **why)
    default_storage.delete(version.file.name)


# --- what is made -------------------------------------------------------------------------------


def test_everything_comes_back_in_an_empty_place(survey, elsewhere, tmp_path):
    UserFactory(email="psw@example.org")
    folder = backup(tmp_path / "monday")

    restored = elsewhere("restore", folder, "--json")

    assert (restored.returncode, restored.stderr) == (0, "")
    answer = json.loads(restored.stdout)
    assert answer["rows"] == sum(said_of(folder)["rows"].values())
    assert (answer["files"], answer["wrong"], answer["migrated"]) == (1, [], False)
    kept = tmp_path / "store-elsewhere" / survey.file.name
    assert kept.read_bytes() == b"What people told us."
    assert json.loads(elsewhere("verify_evidence", "--json").stdout)["files"] == 1


def test_a_backup_is_its_owners_and_can_be_checked_without_the_product(survey, tmp_path):
    folder = backup(tmp_path / "monday")
    command = ["/usr/bin/env", "sha256sum", "--check", "--strict", "SHA256SUMS"]
    done = subprocess.run(command, cwd=folder, check=False)  # noqa: S603 -- as a person would
    assert done.returncode == 0
    assert {place.name for place in folder.iterdir()} == {
        "database",
        "files",
        "manifest.json",
        "SHA256SUMS",
    }
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_missing_file_is_named_and_the_rest_kept(survey, tmp_path):
    gone, deleted = VersionFactory(content=b"Gone"), VersionFactory(content=b"Deleted")
    default_storage.delete(gone.file.name)
    delete(deleted)
    with pytest.raises(CommandError, match=rf"{gone.file.name} is missing from the store"):
        backup(tmp_path / "monday")
    kept = said_of(tmp_path / "monday")
    assert [file["path"] for file in kept["files"]] == [survey.file.name]
    assert kept["missing"] == [gone.file.name]


def test_a_document_deleted_while_files_are_copied_is_not_missing(survey, tmp_path):
    names = stored_files.names_spoken_of()
    delete(survey)
    assert stored_files.copy(names, tmp_path) == ([], [survey.file.name])
    assert stored_files.still_spoken_of([survey.file.name]) == []


@as_in_use
def test_what_a_killed_backup_left_is_no_backup_and_does_not_hinder_the_next(tmp_path):
    (tmp_path / ".monday.part").mkdir()
    (tmp_path / ".monday.part" / "database").write_bytes(b"Half")
    backup(tmp_path / "monday")
    assert [place.name for place in tmp_path.glob("*monday*")] == ["monday"]


@as_in_use
def test_what_is_written_meanwhile_is_not_half_in_a_backup(tmp_path):
    def add_one():
        UserFactory(email="later@example.org")
        connections.close_all()

    with databases.at_one_moment() as copy_database:
        with ThreadPoolExecutor(1) as somebody_else:
            somebody_else.submit(add_one).result()
        copy_database(tmp_path / "database")
        assert making.rows_by_table()["auth_user"] == 0
    assert making.rows_by_table()["auth_user"] == 1


def test_a_folder_that_holds_something_is_refused(tmp_path):
    (tmp_path / "holiday.jpg").write_bytes(b"A picture")
    with pytest.raises(CommandError, match=r"is there already\. Name a folder that is not"):
        backup(tmp_path)


# --- what is put back ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["database", "files/evidence/survey.txt"])
def test_a_changed_byte_is_found_before_anything_is_put_back(path, a_backup, elsewhere):
    content = bytearray((a_backup / path).read_bytes())
    content[-1] ^= 1
    (a_backup / path).write_bytes(content)

    refused = elsewhere("restore", a_backup, "--json")

    assert refused.returncode == 1
    assert f"{path} is not what was written to the backup" in refused.stderr
    assert json.loads(refused.stdout)["problems"][-1].startswith("Nothing was put back.")
    assert not (a_backup.parent / "store-elsewhere").exists()


def problems(folder):
    return list(manifest.problems(folder, manifest.read(folder)))


def test_a_whole_backup_has_no_problems(a_backup):
    assert problems(a_backup) == []


def test_a_file_that_is_not_there_is_named(a_backup):
    (a_backup / "files" / "evidence" / "survey.txt").unlink()
    assert problems(a_backup) == ["files/evidence/survey.txt is missing from the backup."]


def test_a_name_that_points_outside_the_backup_is_refused(a_backup):
    changed(a_backup, files=[{"path": "../../secret", "size": 1, "sha256": "0" * 64}])
    assert problems(a_backup) == ["files/../../secret points outside the backup."]


@pytest.mark.django_db
def test_a_database_in_use_is_never_written_over(a_backup):
    with pytest.raises(CommandError, match="The database already has tables"):
        call_command("restore", str(a_backup))


def test_a_file_of_the_store_is_never_written_over(a_backup):
    files = manifest.read(a_backup).files
    default_storage.save("evidence/survey.txt", ContentFile(b"Something else"))
    assert stored_files.other_content(files) == ["evidence/survey.txt"]


def test_files_that_a_cut_off_attempt_brought_are_used(a_backup):
    files = manifest.read(a_backup).files
    for _ in range(2):
        stored_files.put_back(files, a_backup / "files")
    assert stored_files.other_content(files) == []
    assert default_storage.listdir("evidence") == ([], ["survey.txt"])


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["auth_user", "no_such_table"])
def test_rows_that_did_not_come_back_are_named(table, a_backup):
    kept = manifest.read(changed(a_backup, rows={table: 2}))
    with pytest.raises(BackupError, match=f"{table} has 0 rows; the backup was made of 2"):
        putting_back.refuse_unless_counted(kept)


def test_what_is_no_backup_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"is no backup: it has no manifest\.json"):
        call_command("restore", str(tmp_path))


@pytest.mark.parametrize("text", ["{", "[]", '{"format": "evidence-pack"}', "{}"])
def test_a_damaged_manifest_is_refused(text, tmp_path):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(CommandError, match="is damaged, or no backup's"):
        call_command("restore", str(tmp_path))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"version": 2}, "made by a newer Golden Thread"),
        ({"migrations": ["readiness.9999_later"]}, "made by a newer Golden Thread than this one"),
        ({"engine": "oracle"}, "The backup is of oracle and DATABASE_URL names"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused(fields, reason, a_backup):
    with pytest.raises(CommandError, match=reason):
        call_command("restore", str(changed(a_backup, **fields)))
