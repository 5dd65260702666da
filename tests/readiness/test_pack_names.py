"""Names in a pack: every disk takes them, and no two are the same."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.pack_names import LONGEST_FILE, LONGEST_FOLDER, Names, alike, safe_name

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f#%]')
HOSTILE = st.text(max_size=120) | st.sampled_from(
    ["..", "../../etc/passwd", "C:\\Windows", "CON", "nul.txt", "com1 ", "-rf", "~root", "a" * 400]
)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Carers survey 2025", "Carers survey 2025"),
        ("Budget: 2025/26?", "Budget 2025 26"),
        ("../../etc/passwd", "etc passwd"),
        ("CON", "Untitled CON"),
        ("con.notes", "Untitled con.notes"),
        ("COM1", "Untitled COM1"),
        ("  .hidden. ", "hidden"),
        ("-rf", "rf"),
        ("100% of #1", "100 of 1"),
        ("invoice\u202efdp.exe", "invoice fdp.exe"),
        ("Caf\u0065\u0301", "Caf\u00e9"),
        ("\ud800lone", "lone"),
        ("", "Untitled"),
        ("???", "Untitled"),
    ],
)
def test_a_title_becomes_a_name_that_every_disk_takes(words, name):
    assert safe_name(words, longest=40) == name


def test_a_long_title_is_cut_at_a_word():
    name = safe_name("Adult social care strategy for unpaid carers and families", longest=30)
    assert name == "Adult social care strategy for"


def test_letters_of_four_bytes_are_cut_to_what_disks_take():
    assert len(safe_name("😀" * 80, longest=80).encode()) <= 200


def test_the_ending_is_that_of_the_file():
    names = Names()
    assert names.file("1 Theme", "Survey", "SURVEY.PDF") == "1 Theme/Survey.pdf"
    assert names.file("1 Theme", "Minutes.docx", "minutes.docx") == "1 Theme/Minutes.docx"
    assert names.file("1 Theme", "Notes 3.4", "Notes 3.4 final") == "1 Theme/Notes 3.4"


def test_names_that_some_disk_holds_to_be_one_get_numbers():
    names = Names("index.html")
    assert names.file("", "Index", "a.html") == "Index (2).html"
    assert names.file("1", "Survey", "a.pdf") == "1/Survey.pdf"
    assert names.file("1", "SURVEY", "a.pdf") == "1/SURVEY (2).pdf"
    assert names.file("1", "Survey", "b.pdf") == "1/Survey (3).pdf"
    assert names.file("2", "Survey", "a.pdf") == "2/Survey.pdf"


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(HOSTILE, HOSTILE, HOSTILE, HOSTILE), max_size=5))
def test_whatever_titles_say_paths_are_safe_short_and_unique(titles):
    names, paths = Names(), []
    for theme, item, title, name in titles:
        folder = names.folder(names.folder("", f"1 {theme}"), f"1.1 {item}")
        paths.append(names.file(folder, title, name))
    assert len({alike(path) for path in paths}) == len(paths)
    for path in paths:
        parts = path.split("/")
        assert len(parts) == 3
        assert len(path) <= 2 * (LONGEST_FOLDER + 5) + LONGEST_FILE + 7
        for part in parts:
            assert part.encode()
            assert not FORBIDDEN.search(part)
            assert part == part.strip(" ")
            assert not part.startswith((".", "-"))
            assert not part.endswith(".")
            assert len(part.encode()) <= 255
            assert part.split(".")[0].strip().casefold() not in {"con", "nul", "aux", "com1"}
