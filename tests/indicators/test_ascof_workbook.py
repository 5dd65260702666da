"""The layout of the national workbook: as published, in small, and gone wrong."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from indicators import layouts, periods
from indicators.layouts import ascof_workbook
from indicators.layouts.reading import Reading
from indicators.reference_data import AREAS
from indicators.workbook import UnreadableFileError, open_workbook
from tests.indicators.workbooks import BURY, CONTENTS, HEADER, small_release, table_1a, xlsx

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "ascof_sample.ods"
RELEASE = Path(__file__).resolve().parents[2] / "readiness" / "demo" / "ascof_2024_25.ods"
ROUNDED = 5  # people: what rounding each council's number makes of a region's sum


def read(content: bytes, name: str = "release.xlsx") -> Reading:
    return layouts.read(open_workbook(content, name))


@pytest.fixture(scope="module")
def sample():
    return read(SAMPLE.read_bytes(), SAMPLE.name)


def figure(reading, measure, place, year):
    """The one figure of a measure, place and financial year."""
    [found] = [
        one
        for one in reading.figures
        if one.measure == measure and place in one.place and one.period.starts_on.year == year
    ]
    return found


# --- as published -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def release():
    """The whole of it, as the demonstration loads it."""
    return read(RELEASE.read_bytes(), RELEASE.name)


def test_the_release_is_recognised_with_all_its_tables(release):
    assert release.layout == "ascof_workbook"
    assert release.title == "ASCOF 2024-25 workbook"
    assert release.tables == 25
    assert len(release.measures) == 29
    assert release.problems == release.warnings == []


def test_the_regions_of_our_places_add_up_to_the_releases_own_rows(release):
    """People with long-term support; only the right regions of all councils give these sums."""
    places = {row["code"]: row for row in csv.DictReader(AREAS.open(encoding="utf-8"))}
    people = {
        places[one.place.code]["code"]: one.denominator or 0
        for one in release.figures
        if one.measure == "3D(1a)" and one.place.code in places
    }
    sums = Counter()
    for code, number in people.items():
        if places[code]["kind"] == "council":
            sums[places[code]["region"]] += number

    for region, total in sums.items():
        assert total == pytest.approx(people[region], abs=ROUNDED), places[region]["name"]
    assert people["E12000004"] == sums["E12000004"] == 38_830  # with Derbyshire and Lincolnshire


def test_every_figure_of_the_release_is_counted(release):
    assert len(release.figures) == 24_744
    assert Counter(one.state for one in release.figures) == {
        "ok": 17_651,
        "missing": 1_219,
        "suppressed": 45,
        "not_applicable": 5_829,
    }


@pytest.mark.parametrize(
    ("measure", "published"),
    [
        ("1A", (18.5, 320, 0.5, "I92")),
        ("3A", (76.2, 370, 4.8, "I92")),
        ("4A", (65.4, 370, 5.4, "I92")),
        ("1B", (0.367, 150, 0.035, "F92")),
        ("1C", (7.2, 255, 0.3, "I92")),
    ],
)
def test_leicester_2016_17_is_as_published(release, measure, published):
    found = figure(release, measure, "E06000016", 2016)

    assert (found.value, found.base, found.margin, found.cell) == published
    assert found.sheet == f"Table_{measure.lower()}"


def test_the_release_says_which_comparisons_are_broken(release):
    broken = {(one.measure, one.begins_on) for one in release.breaks}

    assert ("2B", date(2024, 4, 1)) in broken
    assert ("2E(2a)", date(2024, 4, 1)) in broken
    assert ("1B", date(2020, 4, 1)) in broken
    assert ("2B", date(2018, 4, 1)) not in broken  # "not being treated as a break"
    assert not any(measure == "1A" for measure, _ in broken)


# --- the sample -------------------------------------------------------------------------------


def test_the_sample_reads_without_a_problem(sample):
    assert (sample.tables, len(sample.figures), sample.problems) == (6, 556, [])


def test_the_first_of_two_figures_counts_and_the_others_are_the_note(sample):
    england = figure(sample, "1C", "E92000001", 2016)

    assert (england.value, england.base, england.margin) == (7.7, 51230, 0)
    assert england.note == (
        "Published as 7.7 (7.6); respondents 51,230 (35,415); margin of error 0 (0.5)"
    )


def test_a_float_is_what_was_published(sample):
    assert figure(sample, "6A", "E10000009", 2024).value == 34.6


def test_the_outcomes_of_6b_are_measures_of_their_own(sample):
    parts = ["6B", "6B-outstanding", "6B-good", "6B-other", "6B-not-yet-rated"]

    values = {part: figure(sample, part, "E92000001", 2023).value for part in parts}

    assert values == dict(zip(parts, [80.3, 4.3, 76.0, 19.7, 0.0], strict=True))
    whole = figure(sample, "6B", "E92000001", 2023)
    assert (whole.numerator, whole.denominator) == (11331, 14105)


def test_a_suppressed_count_leaves_a_published_outcome_alone():
    header = [*HEADER[:3], "2024 to 2025 - numerator", "2024 to 2025 - denominator",
              "2024 to 2025 - outcome"]  # fmt: skip
    found = read(small_release(["305", "Bury", "E08000002", "[c]", "[c]", 12.5],
                               Table_1a=table_1a([305, "Bury", "E08000002", "[c]", "[c]", 12.5],
                                                 header=header)))  # fmt: skip

    assert found.figures[0][3:7] == ("ok", 12.5, None, None)


def test_notes_named_in_a_title_come_with_the_measure(sample):
    notes = [(note.measure, note.label) for note in sample.notes if note.measure == "6B-good"]

    assert notes == [("6B-good", "note 18")]


def test_a_place_without_an_ons_code_is_known_by_its_name(sample):
    assert figure(sample, "1A", "Metropolitan Districts", 2024).place.code == ""


def test_the_header_is_found_wherever_it_is():
    rows = table_1a()
    deeper = [rows[0], *[["Another sentence"]] * 8, *rows[3:]]

    found = read(xlsx({"Contents": CONTENTS, "Table_1a": deeper}))

    assert [(one.value, one.cell) for one in found.figures][:1] == [(19.1, "E11")]


def test_the_title_comes_from_the_sheet_where_nothing_else_says_it():
    rows = [["Some words"], *table_1a()[3:]]

    assert set(read(xlsx({"Table_2d(1)": rows})).measures) == {"2D(1)"}


# --- gone wrong -------------------------------------------------------------------------------


def release_with(header, *rows):
    return read(xlsx({"Contents": CONTENTS, "Table_1a": table_1a(*rows, header=header)}))


def test_a_cell_that_cannot_be_read_is_a_problem_with_its_place():
    [problem] = read(small_release([305, "Bury", "E08000002", 320, "about 19", 340, 19.0])).problems

    assert problem == (
        "Table_1a", 5, "E", "about 19", "“about 19” is neither a number nor a marker we know."
    )  # fmt: skip


def test_a_column_nothing_recognises_is_a_warning_that_names_it():
    found = release_with([*HEADER, "Rank"], [*BURY, 12])

    [warning] = found.warnings
    assert (warning.column, warning.value) == ("H", "Rank")
    assert "left out" in warning.message
    assert found.problems == []


@pytest.mark.parametrize(
    ("cell", "problems", "warnings"), [("", 0, 1), ("[x]", 0, 1), (19.5, 1, 0)]
)
def test_a_period_that_cannot_be_read_matters_where_there_are_figures(cell, problems, warnings):
    found = release_with([*HEADER, "2025 to 2062 - outcome"], [*BURY, cell])

    assert (len(found.problems), len(found.warnings)) == (problems, warnings)
    [said] = found.problems + found.warnings
    assert (said.row, said.column) == (4, "H")
    assert "2025 to 2062" in said.value


def test_figures_without_a_place_are_a_problem():
    [problem] = read(small_release(BURY, ["", "", "", 5, 19.0, 5, 19.0])).problems

    assert (problem.row, problem.message[:33]) == (6, "There are figures in this row but")


def test_a_footnote_under_the_table_is_left_alone():
    found = read(small_release(BURY, ["", "", "", "", "", "", ""], ["Source: DHSC"]))

    assert (found.problems, len(found.figures)) == ([], 2)


def test_another_file_is_told_what_can_be_read():
    with pytest.raises(UnreadableFileError, match=r"do not recognise the layout .* ASCOF workbook"):
        read(xlsx({"Sheet1": [["Team", "Location"], ["Blues", "STL"]]}))


def test_a_layout_that_does_not_exist_is_refused():
    with pytest.raises(UnreadableFileError, match="There is no layout “scorecards”"):
        layouts.read(open_workbook(small_release(), "release.xlsx"), "scorecards")


@pytest.mark.parametrize(
    ("written", "code"),
    [("2d(1)", "2D(1)"), ("3D(1A)", "3D(1a)"), ("6A ", "6A"), ("2e (2b)", "2E(2b)")],
)
def test_codes_are_written_as_the_framework_writes_them(written, code):
    assert ascof_workbook.measure_code(written) == code


def test_periods_are_financial_years():
    found = read(small_release())

    assert {periods.label(*one.period) for one in found.figures} == {"2023-24", "2024-25"}
