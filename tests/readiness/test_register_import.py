"""Bringing in a list of evidence with its files: all of it or nothing, and again is safe."""

import io
import json
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from evidence.models import Document, DocumentVersion
from readiness import register_import
from readiness.models import EvidenceLink, RegisterImport
from readiness.register_files import FolderFiles, NotThereError, ZipFiles, find
from tests.factories import CategoryFactory, RegisterImportFactory, StatementFactory, UserFactory
from tests.lists import rows_of_csv, rows_of_workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_council")]

HEADINGS = "Title,Quality statements,Category,File name,Link,Owner"
State = RegisterImport.State


@pytest.fixture(autouse=True)
def framework_rows(framework):
    for title in ("Equity and outcomes", "Assessing needs"):
        StatementFactory(theme__framework=framework, title=title)
    CategoryFactory(framework=framework, title="Processes", slug="processes")


def a_list(*lines) -> bytes:
    return "\n".join([HEADINGS, *lines]).encode()


def a_zip(**files) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_txt", ".txt"), content)
    made.seek(0)
    return made


FILES = {"minutes_txt": "What carers said.", "old__plan_txt": "The plan."}
LINES = (
    "Minutes,Equity and outcomes; Assessing needs,Processes,minutes.txt,,",
    "Plan,Assessing needs,Processes,old/plan.txt,,",
    "Page,Assessing needs,Processes,,https://council.example/carers,",
)


def brought(*lines, files=FILES, by=None) -> RegisterImport:
    """A list taken as far as it goes by itself, and confirmed where it may be."""
    found = register_import.receive(
        register=ContentFile(a_list(*lines), name="Evidence.csv"),
        files=ContentFile(a_zip(**files).getvalue(), name="files.zip") if files else None,
        by=by or UserFactory(role="contributor"),
    )
    register_import.check(found.pk)
    found.refresh_from_db()
    if found.state == State.CHECKED and not found.report["problems"]:
        register_import.confirm(found, by=found.received_by)
        register_import.write(found.pk)
        found.refresh_from_db()
    return found


def does(found) -> list[str]:
    return [row["does"] for row in found.report["rows"]]


def sentence(refusal) -> str:
    return " ".join(refusal.value.messages)


# --- what is brought in ---


def test_files_and_links_are_added_and_linked():
    found = brought(*LINES)
    assert found.state == State.DONE
    assert does(found) == ["add", "add", "add"]
    assert set(Document.objects.values_list("title", flat=True)) == {"Minutes", "Plan", "Page"}
    assert EvidenceLink.objects.count() == 4
    version = DocumentVersion.objects.get(document__title="Minutes")
    assert version.file.read() == b"What carers said."


def test_the_owner_is_who_the_list_names_else_who_brings_it():
    ann = UserFactory(role="analyst", email="ann@council.example")
    brought("A,Assessing needs,Processes,minutes.txt,,Ann@council.example", LINES[1])
    assert Document.objects.get(title="A").owner == ann
    plan = Document.objects.get(title="Plan")
    assert plan.owner == plan.added_by


def test_the_same_list_again_changes_nothing():
    brought(*LINES)
    assert does(brought(*LINES)) == ["nothing"] * 3
    assert (Document.objects.count(), EvidenceLink.objects.count()) == (3, 4)


def test_a_document_that_is_held_is_linked_to_what_the_list_adds():
    brought("Minutes,Assessing needs,Processes,minutes.txt,,")
    assert does(brought(LINES[0])) == ["link"]
    assert Document.objects.get().evidence_links.count() == 2


def test_a_list_with_one_row_for_each_statement_keeps_the_file_once():
    found = brought(
        "Minutes,Assessing needs,Processes,minutes.txt,,",
        "Minutes,Equity and outcomes,Processes,minutes.txt,,",
        "Minutes,Equity and outcomes,Processes,minutes.txt,,",
    )
    assert does(found) == ["add", "link", "nothing"]
    assert Document.objects.get().evidence_links.count() == 2


# --- what is refused ---


def test_one_row_with_a_problem_keeps_all_of_it_out():
    found = brought(*LINES, "Lost,Assessing needs,Processes,lost.txt,,")
    assert found.state == State.CHECKED
    assert found.report["counts"] == {"add": 3, "link": 0, "nothing": 0, "refused": 1}
    (problem,) = found.report["problems"]
    assert (problem["row"], problem["message"]) == (
        5,
        "There is no file “lost.txt” beside the list.",
    )
    with pytest.raises(ValidationError) as refusal:
        register_import.confirm(found, by=found.received_by)
    assert "Put the problems right" in sentence(refusal)
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("A,Assessing needs,Processes,,ftp://council.example/,", "Write the whole web address"),
        ("A,Assessing needs,Processes,prog.txt,,", "prog.txt"),
        ("A,Assessing needs,Processes,empty.txt,,", "empty"),
    ],
)
def test_what_the_library_refuses_is_refused_here_with_its_row(line, message):
    found = brought(line, files={"prog_txt": b"MZ\x90\x00" + b"\0" * 200, "empty_txt": ""})
    assert message in found.report["problems"][0]["message"]
    assert found.report["problems"][0]["row"] == 2


def test_what_changed_since_the_check_brings_in_nothing(monkeypatch):
    found = register_import.receive(
        register=ContentFile(a_list(*LINES), name="Evidence.csv"),
        files=ContentFile(a_zip(**FILES).getvalue(), name="files.zip"),
        by=UserFactory(role="contributor"),
    )
    register_import.check(found.pk)
    register_import.confirm(found, by=found.received_by)
    EvidenceLink.objects.all().delete()
    CategoryFactory._meta.model.objects.update(title="Outcomes", slug="outcomes", short_title="O")
    register_import.write(found.pk)
    found.refresh_from_db()
    assert found.state == State.REFUSED
    assert "Something changed since the list was checked. Row 2" in found.problem
    assert not Document.objects.exists()
    assert default_storage.exists("evidence") is False or default_storage.listdir("evidence") == (
        [],
        [],
    )


def test_writing_twice_brings_it_in_once():
    found = brought(*LINES)
    register_import.write(found.pk)
    assert Document.objects.count() == 3


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"One,Two\n1,2\n", "No sheet has a row of headings"),
        (HEADINGS.encode(), "headings and no rows"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(content, message):
    found = register_import.receive(
        register=ContentFile(content, name="x.csv"), files=None, by=UserFactory()
    )
    register_import.check(found.pk)
    found.refresh_from_db()
    assert found.state == State.REFUSED
    assert message in found.problem


def test_what_is_no_zip_is_refused_at_once():
    with pytest.raises(ValidationError) as refusal:
        register_import.receive(
            register=ContentFile(a_list(), name="x.csv"),
            files=ContentFile(b"not a zip", name="files.zip"),
            by=UserFactory(),
        )
    assert "cannot be opened" in sentence(refusal)


@pytest.mark.parametrize("ends", ["done", "discarded", "refused"])
def test_the_zip_is_not_kept_once_it_has_served(ends, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False) as after:
        content = {"done": a_list(LINES[0]), "discarded": a_list(LINES[0]), "refused": b"One,Two"}
        found = register_import.receive(
            register=ContentFile(content[ends], name="x.csv"),
            files=ContentFile(a_zip(**FILES).getvalue(), name="files.zip"),
            by=UserFactory(role="contributor"),
        )
        stored = found.files.name
        register_import.check(found.pk)
        if ends == "discarded":
            register_import.discard(found, by=found.received_by)
        if ends == "done":
            register_import.confirm(found, by=found.received_by)
            register_import.write(found.pk)
    found.refresh_from_db()
    assert (found.state, found.files.name) == (ends, "")
    after[-1]()
    assert not default_storage.exists(stored)


# --- finding files ---


def test_a_file_is_found_by_its_path_or_by_a_name_only_it_has(tmp_path):
    for name in ("a/plan.txt", "b/plan.txt", "b/survey.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    files = FolderFiles(tmp_path)
    assert find(files, "A\\Plan.txt") == "a/plan.txt"
    assert find(files, "survey.TXT") == "b/survey.txt"
    with pytest.raises(NotThereError, match=r"2 files are called “plan\.txt”"):
        find(files, "plan.txt")


@pytest.mark.parametrize("wanted", ["../secret.txt", "/etc/passwd", "", "..", "~/x"])
def test_nothing_outside_the_folder_is_found(tmp_path, wanted):
    (tmp_path / "secret.txt").write_text("x")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(NotThereError):
        find(FolderFiles(inside), wanted)


def test_a_zip_entry_larger_than_may_be_uploaded_is_cut_and_refused(settings):
    settings.MAX_UPLOAD_BYTES = 100
    found = brought("A,Assessing needs,Processes,big.txt,,", files={"big_txt": "word " * 1000})
    assert found.report["counts"]["refused"] == 1


def test_a_zip_entry_with_a_password_is_named():
    made = a_zip(minutes_txt="What carers said.")
    data = bytearray(made.getvalue())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    files = ZipFiles(io.BytesIO(bytes(data)))
    with (
        pytest.raises(ValidationError, match="damaged or has a password"),
        files.opened("minutes.txt"),
    ):
        pass


# --- pages ---


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_list_is_brought_in_from_the_page(signed_in, django_capture_on_commit_callbacks):
    client = signed_in("contributor")
    said = {
        "register": SimpleUploadedFile("Evidence.csv", a_list(*LINES)),
        "files": SimpleUploadedFile("files.zip", a_zip(**FILES).getvalue()),
    }
    page = client.post(reverse("register_imports"), said, follow=True)
    assert "Being checked" in text_of(page)
    found = RegisterImport.objects.get()
    register_import.check(found.pk)
    address = reverse("register_import", args=[found.pk])
    assert "3 to add, 0 to link, 0 here already." in text_of(client.get(address))
    client.post(reverse("confirm_register", args=[found.pk]))
    register_import.write(found.pk)
    assert "Brought in on" in text_of(client.get(address))


def test_problems_stand_first_and_nothing_can_be_confirmed(signed_in):
    found = brought("Lost,Weather,Processes,lost.txt,,")
    client = signed_in("contributor")
    page = client.get(reverse("register_import", args=[found.pk]))
    assert "1 problem to put right first" in text_of(page)
    assert "Evidence.csv, B2" in text_of(page) or "B2" in text_of(page)
    assert reverse("confirm_register", args=[found.pk]) not in text_of(page)
    rows = rows_of_csv(client.get(reverse("register_problems", args=[found.pk, "csv"])))
    assert rows[0]["What is wrong"] == "No quality statement is called “weather”."


def test_the_page_asks_by_itself_how_far_it_is(signed_in):
    found = RegisterImportFactory(state=State.RECEIVED, progress=3, progress_of=9)
    client, address = signed_in("analyst"), reverse("register_import", args=[found.pk])
    assert "3 of 9 rows" in text_of(client.get(address, headers={"HX-Request": "true"}))
    RegisterImport.objects.update(state=State.CHECKED)
    assert client.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_what_was_decided_already_is_said(signed_in):
    found = RegisterImportFactory(state=State.DONE, decided_by=UserFactory())
    client = signed_in("analyst")
    page = client.post(reverse("discard_register", args=[found.pk]), follow=True)
    assert "This list is brought in already. Nothing is changed." in text_of(page)


def test_a_blank_list_has_the_headings_that_are_read(signed_in):
    client = signed_in("analyst")
    blank = (
        client.get(reverse("blank_register", args=["csv"])).getvalue().decode("utf-8-sig").strip()
    )
    found = brought_blank(blank)
    assert found.problem == "The list has headings and no rows under them."
    assert rows_of_workbook(client.get(reverse("blank_register", args=["xlsx"]))) == []


def brought_blank(text: str) -> RegisterImport:
    found = register_import.receive(
        register=ContentFile(text.encode(), name="blank.csv"), files=None, by=UserFactory()
    )
    register_import.check(found.pk)
    found.refresh_from_db()
    return found


def test_the_pages_cost_the_same_with_one_list_as_with_eleven(
    signed_in, django_assert_max_num_queries
):
    client = signed_in("contributor")
    for _ in range(11):
        found = RegisterImportFactory()
    for address in (reverse("register_imports"), reverse("register_import", args=[found.pk])):
        with django_assert_max_num_queries(7):
            client.get(address)


# --- the command ---


def test_the_command_looks_first_and_brings_in_when_told(tmp_path, capsys):
    by = UserFactory(role="contributor").email
    (tmp_path / "minutes.txt").write_text("What carers said.")
    register = tmp_path / "list.csv"
    register.write_bytes(a_list(LINES[0]))
    about = {"folder": tmp_path, "by": by, "json": True}
    call_command("import_evidence", register, **about)
    assert json.loads(capsys.readouterr().out)["written"] is False
    assert not Document.objects.exists()
    call_command("import_evidence", register, confirm=True, **about)
    assert json.loads(capsys.readouterr().out)["written"] is True
    assert Document.objects.get().title == "Minutes"


def test_the_command_ends_with_1_and_says_where(tmp_path, capsys):
    register = tmp_path / "list.csv"
    register.write_bytes(a_list("A,Weather,Processes,minutes.txt,,"))
    with pytest.raises(SystemExit) as ended:
        call_command(
            "import_evidence", register, by=UserFactory(role="analyst").email, confirm=True
        )
    assert ended.value.code == 1
    assert "B2: No quality statement is called “weather”." in capsys.readouterr().err
    assert not Document.objects.exists()
