"""A folder of files through the upload page: what became of each, and nothing kept."""

import io
import json
import shutil

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from evidence import views as evidence_views
from evidence.models import Document
from readiness import trying_documents
from tests.evidence import samples
from tests.factories import CategoryFactory, StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework():
    statement = StatementFactory()
    CategoryFactory(framework=statement.framework)
    return statement.framework


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "survey.txt").write_text("What carers told us. Ring 0161 496 0000.")
    (folder / "empty.pdf").write_bytes(b"")
    for name in ("SimpleMacro.docm", samples.GROUPS, "Action plan.jpg"):
        shutil.copy(samples.FOLDER / name, folder / name)
    return folder


def outcomes(folder):
    return {each.file: each for each in trying_documents.try_folder(folder)}


def test_each_file_has_an_outcome_in_words(framework, folder):
    tried = outcomes(folder)
    assert len(tried) == 5
    survey = tried["survey.txt"]
    assert survey.outcome == "taken in"
    assert survey.served_as == "text/plain, attachment, nosniff"
    assert "1 thing found" in survey.personal_data
    assert tried[samples.GROUPS].pictures == 1
    assert tried["empty.pdf"].outcome == "sent back"
    assert "is empty" in tried["empty.pdf"].said
    assert "with macros" in tried["SimpleMacro.docm"].said
    assert "is a script" in tried["Action plan.jpg"].said


@pytest.mark.usefixtures("no_scanner")
def test_a_file_that_no_scanner_looked_at_is_taken_in_and_not_served(framework, folder):
    survey = outcomes(folder)["survey.txt"]
    assert (survey.outcome, survey.served_as) == ("taken in", "not served")
    assert "Waiting to be checked" in survey.viruses


def test_a_file_that_is_handed_out_to_be_run_is_said_to_be_broken(framework, folder, monkeypatch):
    monkeypatch.setattr(evidence_views, "SANDBOX", "default-src *")
    survey = outcomes(folder)["survey.txt"]
    assert survey.outcome == "broken"
    assert "something it is not" in survey.said


def test_nothing_is_kept(framework, folder, settings):
    outcomes(folder)
    assert not Document.objects.exists()
    assert not get_user_model().objects.filter(username="trying").exists()
    assert not settings.MEDIA_ROOT.exists()


def test_the_command_prints_a_table_and_json(framework, folder):
    out = io.StringIO()
    call_command("try_documents", folder, stdout=out)
    assert "taken in" in out.getvalue()
    assert "2 taken in, 3 sent back, 0 broken" in out.getvalue()
    out = io.StringIO()
    call_command("try_documents", folder, "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert said["counts"] == {"taken in": 2, "sent back": 3, "broken": 0}


def test_without_a_framework_or_a_folder_the_command_says_what_to_do(folder, tmp_path):
    with pytest.raises(CommandError, match="load_framework"):
        call_command("try_documents", folder)
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("try_documents", tmp_path / "nowhere")


@pytest.mark.shared_data
def test_every_hostile_file_beside_the_project_ends_in_words(framework, shared_data, tmp_path):
    """Those that are quick; the whole corpus takes minutes and is for the command."""
    for kind in ("active", "corrupt", "encrypted", "empty", "misnamed", "polyglot"):
        for each in outcomes(shared_data / "documents" / kind).values():
            assert each.outcome in {"taken in", "sent back"}, each
            assert each.said != "Nothing is said.", each
            if each.outcome == "taken in":
                assert each.served_as.endswith(", attachment, nosniff"), each
