"""Every published file beside the project, and exactly what is read of it."""

from collections import Counter
from typing import NamedTuple

import pytest

from indicators import layouts
from indicators.layouts import UnrecognisedLayoutError
from indicators.workbook import UnreadableFileError, open_workbook

pytestmark = pytest.mark.shared_data


class Yield(NamedTuple):
    layout: str
    states: dict[str, int]
    measures: int
    targets: int = 0
    comparators: int = 0
    warnings: int = 0
    problems: tuple[str, ...] = ()


READ = {
    "published/bury-2024-25-q3-highlight.csv": Yield("long_table", {"ok": 12}, 12),
    "published/bury-2024-25-q3-tables.csv": Yield(
        "long_table", {"ok": 42}, 44, warnings=1, problems=("D42", "D45")
    ),
    "published/dudley-2023-24-q2.csv": Yield(
        "wide_scorecard", {"ok": 32, "missing": 34}, 11, targets=9, comparators=8
    ),
    "published/dudley-2023-24-q2-panels.csv": Yield(
        "long_table", {"ok": 8}, 8, targets=3, warnings=1
    ),
    "published/leicester-2017-18-q2-text.csv": Yield("long_table", {"ok": 24}, 24),
    "published/leicester-ascof-2017-18-q2.csv": Yield(
        "wide_scorecard",
        {"ok": 84, "missing": 36},
        30,
        targets=23,
        comparators=26,
        warnings=1,
    ),
    "published/southampton-2022-09.csv": Yield(
        "wide_scorecard", {"ok": 48}, 8, targets=4, comparators=6
    ),
    "published/west-northamptonshire-2023-11.csv": Yield(
        "wide_scorecard", {"ok": 36}, 4, targets=4
    ),
    "lginform/trafford_admissions_care_homes_65p.csv": Yield(
        "long_table", {"ok": 166, "missing": 4}, 1
    ),
    "lginform/trafford_care_homes_rating.csv": Yield("long_table", {"ok": 510}, 1),
    "lginform/trafford_healthy_life_expectancy.csv": Yield(
        "long_table", {"ok": 2096, "missing": 32}, 2
    ),
    "lginform/trafford_social_care_satisfaction.csv": Yield(
        "long_table", {"ok": 173, "missing": 14}, 1
    ),
    "messy/File_11_-_IoD2019_Local_Authority_District_Summaries__upper-tier__.xlsx": Yield(
        "council_table", {"ok": 5134}, 34, warnings=10
    ),
    "messy/bbc_social_care_in_crisis.xlsx": Yield(
        "council_table", {"ok": 678, "missing": 1250}, 8, warnings=17
    ),
    "ascof/ascof_2024_25.ods": Yield(
        "ascof_workbook",
        {"ok": 17651, "missing": 1219, "not_applicable": 5829, "suppressed": 45},
        29,
    ),
}
NOT_FIGURES = (
    "published/bury-strategic-plan-2023-26.csv",
    "messy/govuk_imported_links_many_errors.csv",
    "messy/lpdp_ELGIN saves money.ods",
    "messy/lpdp_ELGIN saves money.xlsx",
    "messy/unstructured_semicolon-delimited.csv",
    "messy/unstructured_stanley-cups-utf-16.csv",
)


def opened(shared_data, name):
    path = shared_data / name
    return open_workbook(path.read_bytes(), path.name)


@pytest.mark.parametrize("name", READ)
def test_each_published_file_yields_exactly_this(shared_data, name):
    found = layouts.read(opened(shared_data, name))

    assert READ[name] == Yield(
        found.layout,
        dict(Counter(figure.state for figure in found.figures)),
        len(found.measures),
        len(found.targets),
        len(found.comparators),
        len(found.warnings),
        tuple(f"{problem.column}{problem.row}" for problem in found.problems),
    )


@pytest.mark.parametrize("name", NOT_FIGURES)
def test_a_table_that_holds_no_figures_of_councils_is_left_to_a_person(shared_data, name):
    with pytest.raises(UnrecognisedLayoutError, match="do not recognise the layout"):
        layouts.read(opened(shared_data, name))


def test_an_empty_workbook_says_so(shared_data):
    with pytest.raises(UnreadableFileError, match="every sheet in it is empty"):
        opened(shared_data, "messy/unstructured_empty.xlsx")


def test_every_file_of_figures_is_accounted_for(shared_data):
    folders = ("published", "lginform", "messy", "ascof")
    held = {
        f"{folder}/{path.name}"
        for folder in folders
        for path in (shared_data / folder).iterdir()
        if path.suffix != ".json"
    }

    assert held == {*READ, *NOT_FIGURES, "messy/unstructured_empty.xlsx"}
