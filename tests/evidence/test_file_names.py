"""A name is shown as it was sent and stored as something every disk accepts."""

import json
import re

import pytest

from evidence import file_names
from tests.evidence import samples

HOSTILE = json.loads((samples.FOLDER / "hostile_names.json").read_text())["names"]


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_any_name_is_stored_as_letters_figures_and_hyphens(name):
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,85}\.pdf", file_names.stored(name, ".pdf"))


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_any_name_can_be_shown_on_one_line_and_kept(name):
    shown = file_names.shown(name)
    assert 0 < len(shown) <= 255
    assert shown.isprintable()
    assert "/" not in shown
    assert "\\" not in shown
    assert 0 < len(file_names.title_from(name)) <= 200


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Équipe & santé – rapport (final).pdf", "Équipe & santé – rapport (final).pdf"),
        ("日本語レポート.pdf", "日本語レポート.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\secret.pdf", "secret.pdf"),
        ("line\nbreak.pdf", "line break.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("", "File without a name"),
    ],
)
def test_what_is_shown(sent, shown):
    assert file_names.shown(sent) == shown


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("CON.pdf", "file-con.pdf"),
        ("日本語レポート.pdf", "file.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        (".hidden.pdf", "hidden.pdf"),
        ("résumé.PDF", "resume.pdf"),
        ("report.pdf.exe", "report-pdf.pdf"),
    ],
)
def test_what_is_stored(sent, stored):
    assert file_names.stored(sent, ".pdf") == stored


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("a.PDF", ".pdf"),
        ("Notes 3.4", ""),
        ("trailing dot.", ""),
        ("no extension", ""),
        ("a.7z", ".7z"),
    ],
)
def test_what_counts_as_an_extension(name, extension):
    assert file_names.extension(name) == extension


def test_a_title_is_guessed_from_the_name():
    assert file_names.title_from("Carers_survey_2025 (final).pdf") == "Carers survey 2025 (final)"
