"""Reading a council's own list of evidence: headings, names, days, and what is wrong."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.workbook import Sheet, Workbook
from readiness.register_file import (
    Known,
    NoHeadingsError,
    day_from,
    known_by,
    letters,
    plain,
    read_register,
)

STATEMENTS = ("Assessing needs", "Safe systems, pathways and transitions", "Equity", "Care")
KNOWN = Known(
    statements=known_by((title, [title]) for title in STATEMENTS),
    categories=known_by([("Processes", ["Processes"]), ("People", ["People’s experience"])]),
    owners={"ann@council.example": "Ann", "ann lee": "Ann"},
)
HEADINGS = ["Document", "Quality Statement(s)", "Category", "File name", "Link", "Date", "Owner"]
GOOD = ["Survey", "Equity", "Processes", "a.pdf", "", "", ""]


def read(*rows, headings=tuple(HEADINGS), above=()):
    sheet = Sheet("List", [list(row) for row in (*above, headings, *rows)])
    return read_register(Workbook("list.xlsx", [sheet]), KNOWN)


def with_cell(name, value):
    row = list(GOOD)
    row[HEADINGS.index(name)] = value
    return row


def test_a_row_says_what_it_says():
    (row,) = read(
        ["Survey", "Equity", "people's experience", "a.pdf", "", "3 March 2026", "Ann Lee"]
    )
    assert (row.title, row.statements, row.category) == ("Survey", ("Equity",), "People")
    assert (row.file, row.evidence_date, row.owner) == ("a.pdf", date(2026, 3, 3), "Ann")
    assert (row.shows, row.number, row.problems) == ("Survey", 2, ())


def test_headings_stand_below_titles_and_in_any_order():
    (row,) = read(
        ["a.pdf", "Equity", "Processes"],
        headings=["Path", "Statement", "Type of evidence"],
        above=[["Our evidence"], [], ["As at 1 May"]],
    )
    assert (row.file, row.number) == ("a.pdf", 5)


def test_columns_nobody_knows_are_left_alone():
    (row,) = read([*GOOD, "Green"], headings=[*HEADINGS, "Colour"])
    assert row.problems == ()


def test_empty_rows_are_passed_over_and_numbers_stay_those_of_the_sheet():
    rows = read(["", "", "", "", "", "", ""], GOOD)
    assert [row.number for row in rows] == [3]


def test_a_file_without_headings_is_not_a_list():
    with pytest.raises(NoHeadingsError):
        read(GOOD, headings=["One", "Two", "Three"])


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Equity", ("Equity",)),
        ("equity; ASSESSING  NEEDS", ("Assessing needs", "Equity")),
        (
            "Safe systems, pathways and transitions, Equity",
            ("Safe systems, pathways and transitions", "Equity"),
        ),
        ("Equity\nCare", ("Equity", "Care")),
        ("Equity and Care", ("Equity", "Care")),
        ("Safe systems, pathways & transitions", ("Safe systems, pathways and transitions",)),
    ],
)
def test_statements_are_known_however_they_are_listed(cell, found):
    (row,) = read(with_cell("Quality Statement(s)", cell))
    assert set(row.statements) == set(found)
    assert row.problems == ()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("Quality Statement(s)", "", "Name at least one quality statement."),
        ("Quality Statement(s)", "Equity; Weather", "No quality statement is called “weather”."),
        ("Quality Statement(s)", "Careful", "No quality statement is called “careful”."),
        ("Category", "", "Say which kind of evidence it is. It can be: Processes, People."),
        (
            "Category",
            "Rumour",
            "There is no kind of evidence called “Rumour”. It can be: Processes, People.",
        ),
        (
            "Date",
            "last spring",
            "There is no day “last spring”. Write a date such as 3 March 2026.",
        ),
        ("Date", "31/02/2026", "There is no day “31/02/2026”. Write a date such as 3 March 2026."),
        (
            "Owner",
            "Zed",
            "Nobody who keeps evidence is called “Zed”. Use their e-mail address.",
        ),
        ("File name", "", "Give the name of a file, or a link."),
        ("Link", "https://council.example/", "Give a file name or a link, not both."),
    ],
)
def test_a_cell_that_says_nothing_we_know_is_named(name, value, message):
    (row,) = read(with_cell(name, value))
    (problem,) = row.problems
    assert (problem.sheet, problem.row, problem.message) == ("List", 2, message)


def test_a_problem_names_its_column_and_what_the_cell_says():
    (row,) = read(with_cell("Date", "last spring"))
    assert (row.problems[0].column, row.problems[0].value) == ("F", "last spring")


def test_all_problems_of_a_row_are_told_at_once():
    (row,) = read(["Survey", "Weather", "Rumour", "", "", "soon", "Zed"])
    assert len(row.problems) == 5


@pytest.mark.parametrize(
    "value",
    [
        date(2026, 3, 3),
        datetime(2026, 3, 3, 9),  # noqa: DTZ001 - as a spreadsheet gives it
        "2026-03-03",
        "03/03/2026",
        "3.3.2026",
        "3 Mar 2026",
    ],
)
def test_days_are_read_however_they_are_written(value):
    (row,) = read(with_cell("Date", value))
    assert row.evidence_date == date(2026, 3, 3)


def test_a_review_before_the_evidence_is_a_problem():
    headings = [*HEADINGS, "Review by"]
    (row,) = read([*with_cell("Date", "3 March 2026"), "2 March 2026"], headings=headings)
    assert row.problems[0].message == "The review date is before the date of the evidence."


@pytest.mark.parametrize(
    ("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_named_as_a_spreadsheet_does(place, name):
    assert letters(place) == name


@given(st.text())
def test_no_words_break_the_reading_of_names_and_days(words):
    assert plain(plain(words)) == plain(words)
    day_from(words)
    read(with_cell("Quality Statement(s)", words))
