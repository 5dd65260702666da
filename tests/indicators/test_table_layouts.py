"""Files of every shape councils get, none of them among the published ones: what is recognised,
what is read, and what is said of each thing that is odd."""

import pytest

from indicators import layouts, periods
from indicators.layouts import UnrecognisedLayoutError
from indicators.layouts.column_mapping import Mapping, faults, fit, header_key
from indicators.layouts.reading import Place
from indicators.workbook import open_workbook
from tests.indicators.workbooks import xlsx

BURY, LEEDS = ("E08000003", "Manchester"), ("E08000035", "Leeds")


def opened(*rows, name="figures.xlsx", **sheets):
    return open_workbook(xlsx({"Figures": list(rows), **sheets} if rows else sheets), name)


def read(*rows, name="figures.xlsx", **sheets):
    return layouts.read(opened(*rows, name=name, **sheets))


def figures(reading):
    """(measure, place, period) to value, or to the reason there is none."""
    return {
        (one.measure, one.place.name, periods.label(*one.period)): (
            one.state if one.value is None else one.value
        )
        for one in reading.figures
    }


def messages(problems):
    return [(one.column, one.row, one.message) for one in problems]


# --- long tables ------------------------------------------------------------------------------

LONG = ["Area code", "Area", "Indicator code", "Indicator", "Period", "Value"]


def test_a_long_table_is_read_row_by_row():
    found = read(
        LONG,
        [*BURY, "X1", "Percentage of reviews done", "2023/24", 66.2],
        [*LEEDS, "X1", "Percentage of reviews done", "2023/24", "[c]"],
    )

    assert found.layout == "long_table"
    assert figures(found) == {
        ("X1", "Manchester", "2023-24"): 66.2,
        ("X1", "Leeds", "2023-24"): "suppressed",
    }
    assert found.measures["X1"].unit == "percent"
    assert (found.warnings, found.problems) == ([], [])


def test_rows_of_one_figure_are_put_together():
    """Outcome, numerator, denominator and margin, as statistical releases print them."""
    head = ["ONS code", "Council", "Measure code", "Measure type", "Year", "Measure value"]
    kinds = {"Numerator": 30, "Denominator": 40, "Percentage": 75, "Margin of error": 2.5}

    found = read(head, *([*BURY, "X1", kind, "2023-24", v] for kind, v in kinds.items()))

    [figure] = found.figures
    assert (figure.value, figure.numerator, figure.denominator) == (75, 30, 40)
    assert (figure.margin, figure.cell) == (2.5, "F4")
    assert found.measures["X1"].unit == "percent"


def test_a_count_beside_a_percentage_is_its_numerator():
    head = ["Area code", "Area", "Indicator", "Metric type", "Period", "Value"]

    found = read(
        head,
        [*BURY, "Reviews done", "Count", "2023-24", 30],
        [*BURY, "Reviews done", "Percentage", "2023-24", 75],
    )

    [figure] = found.figures
    assert (figure.value, figure.numerator) == (75, 30)


def test_a_mean_and_a_median_are_two_measures():
    head = ["Area code", "Area", "Indicator", "Measure", "Period", "Value"]

    found = read(
        head,
        [*BURY, "Days waited", "Mean", "2023-24", 30],
        [*BURY, "Days waited", "Median", "2023-24", 20],
    )

    assert [one.title for one in found.measures.values()] == [
        "Days waited: Mean",
        "Days waited: Median",
    ]


def test_a_public_health_export_is_read_with_its_interval():
    head = [
        *("Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code"),
        *("Area Name", "Area Type", "Sex", "Age", "Category Type", "Category", "Time period"),
        *("Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Lower CI 99.8 limit"),
        *("Count", "Denominator", "Value note", "Recent Trend", "Time period Sortable"),
    ]
    row = [
        *(90285, "Social contact", "E12000002", "North West", *BURY, "UA", "Female", "18+ yrs"),
        *("", "", "2021/22", 40.0, 37.5, 42.5, 36.0, 40, 100, "", "", 20210000),
    ]
    men = [*row[:7], "Male", *row[8:12], 38.0, 36.0, 40.5, *row[15:]]

    found = read(head, row, men)

    women, other = found.figures
    assert (women.place, women.margin) == (Place(*BURY), 2.5)
    assert (women.numerator, women.denominator) == (40, 100)
    assert other.note.startswith("Published interval 36 to 40.5")
    assert [one.title for one in found.measures.values()] == [
        "Social contact: Female",
        "Social contact: Male",
    ]
    assert {one.parent for one in found.measures.values()} == {"90285"}


def test_a_breakdown_that_is_the_same_in_every_row_breaks_nothing_down():
    head = [*LONG[:4], "Sex", *LONG[4:]]

    found = read(head, [*BURY, "X1", "Reviews", "Female", "2023-24", 5.0])

    assert list(found.measures) == ["X1"]


@pytest.mark.parametrize(
    ("year", "part", "label"),
    [
        ("2023/24", "Q2", "Quarter 2 2023-24"),
        ("2023-24", "Feb", "February 2024"),
        (2023.0, "March", "March 2023"),
    ],
)
def test_the_year_may_stand_in_one_column_and_its_part_in_another(year, part, label):
    found = read(
        ["Council", "Indicator", "Year", "Quarter", "Value"],
        ["Leeds", "Reviews done", year, part, 5.0],
    )

    assert [periods.label(*one.period) for one in found.figures] == [label]


def test_what_the_release_says_of_a_measure_is_kept():
    found = read(
        ["Ref", "Indicator", "Good to be", "Frequency", "Unit", "Priority", "Period", "Actual"],
        ["P1", "Days waited", "Low is good", "Monthly", "Days", "Access", "Sep 2023", 5],
        ["P2", "Contacts", "Neutral", "Quarterly", "Number", "Access", "Sep 2023", 7],
        ["P3", "Reviews", "Sideways", "", "%", "Access", "Sep 2023", 9],
    )

    days, contacts, reviews = found.measures.values()
    assert (days.polarity, days.frequency, days.unit, days.heading) == (
        *("lower", "monthly", "days"),
        "Access",
    )
    assert (contacts.polarity, reviews.polarity) == ("none", "")
    assert messages(found.warnings) == [
        ("C", 4, "“Sideways” does not say which way is better. It is left open.")
    ]


def test_rows_without_a_code_are_known_by_their_title():
    found = read(["Council", "Indicator", "Period", "Value"], ["Leeds", "Reviews", "2023-24", 1])

    [measure] = found.measures.values()
    assert (measure.code, measure.is_known_by_title) == ("reviews", True)


def test_places_that_have_no_adult_social_care_are_left_out_and_counted():
    found = read(
        LONG,
        ["E07000001", "A district", "X1", "Reviews", "2023-24", 1],
        ["E07000002", "Another", "X1", "Reviews", "2023-24", 1],
        ["W06000015", "Cardiff", "X1", "Reviews", "2023-24", 1],
        [*LEEDS, "X1", "Reviews", "2023-24", 1],
    )

    assert [one.place.name for one in found.figures] == ["Leeds"]
    assert [(row, text[:30]) for _, row, text in messages(found.warnings)] == [
        (2, "2 rows are of places that are "),
        (4, "1 row is of places that are in"),
    ]


def test_figures_of_nobody_are_refused():
    found = read(LONG, ["", "", "X1", "Reviews", "2023-24", 5])

    assert messages(found.problems) == [
        ("A", 2, "There are figures in this row but no place. Say whose they are.")
    ]


def test_a_period_that_cannot_be_read_is_said_once_at_its_first_row():
    rows = [[*BURY, "X1", "Reviews", "Mar-232", 5], [*LEEDS, "X1", "Reviews", "Mar-232", 6]]

    found = read(LONG, *rows)

    assert [(column, row) for column, row, _ in messages(found.problems)] == [("E", 2)]
    assert found.figures == []


def test_each_cell_that_cannot_be_read_is_named():
    found = read(LONG, [*BURY, "X1", "Reviews", "2023-24", "about 5"])

    assert messages(found.problems) == [
        ("F", 2, "“about 5” is neither a number nor a marker we know.")
    ]


def test_a_percentage_that_its_own_counts_contradict_stays_and_is_noted():
    head = ["Council", "Indicator", "Period", "Percentage", "Numerator", "Denominator"]

    found = read(
        head,
        ["Leeds", "Share of reviews", "2023-24", "70.9%", 30, 40],
        ["Leeds", "Share of visits", "2023-24", "75%", 301, 400],
    )

    wrong, right = found.figures
    assert (wrong.value, wrong.note) == (
        70.9,
        "Its own counts say otherwise: 30 of 40 is 75.00%",
    )
    assert right.note == ""


# --- scorecards -------------------------------------------------------------------------------

SCORECARD = ["Ref", "Measure", "2022-23", "Q1 2023-24", "Q2 2023-24", "Target", "England"]


def test_a_scorecard_is_read_across():
    found = read(
        SCORECARD, ["P1", "% of reviews done", "62%", "64.0% (32/50)", "N/A", "70%", "66.1%"]
    )

    assert found.layout == "wide_scorecard"
    assert figures(found) == {
        ("P1", "", "2022-23"): 62,
        ("P1", "", "Quarter 1 2023-24"): 64,
        ("P1", "", "Quarter 2 2023-24"): "missing",
    }
    assert found.figures[1].numerator == 32
    [target] = found.targets
    [england] = found.comparators
    assert (target.value, periods.label(*target.period)) == (70, "Quarter 1 2023-24")
    assert (england.value, england.place.code) == (66.1, "E92000001")


def test_counts_without_a_period_are_of_the_latest_figure_of_their_row():
    found = read(
        ["Ref", "Measure", "Q1 2023-24", "Q2 2023-24", "Numerator", "Denominator"],
        ["P1", "% of reviews", "60%", "64%", 32, 50],
        ["P2", "% of visits", "60%", "", 30, 50],
    )

    assert [(one.measure, one.value, one.numerator) for one in found.figures] == [
        ("P1", 60, None),
        ("P1", 64, 32),
        ("P2", 60, 30),
        ("P2", None, None),
    ]


def test_ranks_averages_and_comments_are_kept_beside_the_figure():
    found = read(
        ["Ref", "Measure", "2022-23", "2023-24", "2022-23 rank", "CIPFA average", "Comments"],
        ["P1", "Reviews", 60, 64, "28/152 (=)", "61.2", "More staff since June"],
    )

    before, now = found.figures
    assert before.note == "Published rank 28/152 (=)"
    assert now.note == "CIPFA average: 61.2; More staff since June"


def test_a_target_in_words_is_said_and_left_out():
    found = read(SCORECARD, ["P1", "Reviews", 1, 2, 3, "see the plan for it", ""])

    assert (found.targets, len(found.figures)) == ([], 3)
    assert messages(found.warnings) == []  # “see …” says that there is none


def test_a_target_that_is_no_number_is_named():
    rows = ["P1", "Reviews", 1, 2, 3, "lower than last year", ""], ["P2", "V", 1, 2, 3, 4, ""]

    found = read(SCORECARD, *rows)

    assert messages(found.warnings) == [("F", 2, "This target is not a number. It is left out.")]


@pytest.mark.parametrize(("under", "kind"), [(5, "problems"), ("", "warnings")])
def test_a_misspelt_period_matters_where_there_are_figures_under_it(under, kind):
    found = read(["Ref", "Measure", "Jan-23", "Feb-23", "Mar-232"], ["P1", "Reviews", 1, 2, under])

    [one] = getattr(found, kind)
    assert (one.column, one.row, one.value) == ("E", 1, "Mar-232")
    assert "should have two or four digits" in one.message


def test_a_column_that_nothing_recognises_is_a_warning_that_names_it():
    found = read(["Ref", "Measure", "2023-24", "Wards"], ["P1", "Reviews", 1, 21])

    assert messages(found.warnings) == [
        ("D", 1, "We do not know what this column is. It is left out.")
    ]


def test_periods_out_of_order_are_read_and_named():
    head = ["Ref", "Measure", "Oct-23", "Nov-23", "Dec-23", "Jan-23"]

    found = read(head, ["P1", "Reviews", 1, 2, 3, 4])

    assert len(found.figures) == 4
    [(column, row, text)] = messages(found.warnings)
    assert (column, row) == ("F", 1)
    assert text.startswith("“Jan-23” comes after “Dec-23”, against the order")


def test_periods_from_the_newest_to_the_oldest_are_in_order():
    found = read(["Ref", "Measure", "2023-24", "2022-23", "2021-22"], ["P1", "Reviews", 3, 2, 1])

    assert found.warnings == []


def test_a_column_with_nothing_in_it_yields_nothing():
    found = read(
        ["Ref", "Measure", "Q1 2023-24", "Q2 2023-24"], ["P1", "Reviews", 5, ""], ["P2", "V", 6, ""]
    )

    assert len(found.figures) == 2
    assert messages(found.warnings) == [("D", 1, "The column is empty. It is left out.")]


def test_titles_above_bands_sections_and_footnotes_are_told_from_figures():
    found = read(
        ["Adult social care scorecard 2023-24"],
        ["Produced by performance team"],
        [],
        ["", "", "2022-23", "", "2023-24", ""],
        ["Ref", "Indicator", "Actual", "Target", "Actual", "Target"],
        ["Safeguarding", "", "", "", "", ""],
        ["P1", "% of enquiries closed", "60%", "65%", "64%", "66%"],
        [],
        ["Source: case management system"],
    )

    assert figures(found) == {("P1", "", "2022-23"): 60, ("P1", "", "2023-24"): 64}
    assert [(one.value, one.period.starts_on.year) for one in found.targets] == [
        (65, 2022),
        (66, 2023),
    ]
    assert found.measures["P1"].heading == "Safeguarding"


def test_quarters_take_their_year_from_the_band_or_the_title():
    banded = read(
        ["", "", "2023-24", "", ""],
        ["Ref", "Indicator", "Q1", "Q2", "Target"],
        ["P1", "Reviews", 1, 2, 3],
    )
    titled = read(
        ["Performance 2023-24"], ["Ref", "Indicator", "Q1", "Q2"], ["P1", "Reviews", 1, 2]
    )

    for found in (banded, titled):
        assert list(figures(found)) == [
            ("P1", "", "Quarter 1 2023-24"),
            ("P1", "", "Quarter 2 2023-24"),
        ]


def test_a_table_of_one_period_takes_it_from_what_stands_around():
    head, row = ["Ref", "Measure", "Current value"], ["P1", "Reviews", 5]

    above = read(["Quarter 2 2023-24"], head, row)
    named = read(head, row, name="panels-2023-24-q2.xlsx")

    for found in (above, named):
        assert list(figures(found)) == [("P1", "", "Quarter 2 2023-24")]


# --- numbered packs and tables of councils ----------------------------------------------------


def test_a_numbered_pack_tells_7_10_from_7_1():
    """Spreadsheets keep 7.10 as the number 7.1."""
    numbers = [7.1, 7.2, 7.3, 7.4, 7.5, 7.6, 7.7, 7.8, 7.9, 7.1, 7.11, 7.12]
    found = read(
        ["Metric", "Description", "2022-23", "2023-24", "England"],
        *([number, f"Metric {n}", n, n + 1, n] for n, number in enumerate(numbers)),
        Notes=[["A sentence about the pack."]],
    )

    assert found.layout == "numbered_data_pack"
    assert list(found.measures)[8:] == ["7.9", "7.10", "7.11", "7.12"]
    assert found.measures["7.10"].title == "Metric 9"
    assert [(one.column, one.row, one.value) for one in found.warnings[:1]] == [("A", 11, "7.1")]


def test_councils_down_and_measures_across():
    found = read(
        ["", "", "2022-23", "", "2023-24", ""],
        ["Code", "Local authority", "Median wait (days)", "Deaths", "Median wait (days)", "Deaths"],
        [*BURY, 5, 1, 6, 2],
        [*LEEDS, "Not held", 3, 7, "Refused"],
    )

    assert found.layout == "council_table"
    assert figures(found)["median-wait-days", "Leeds", "2023-24"] == 7
    assert figures(found)["deaths", "Leeds", "2023-24"] == "missing"
    assert found.measures["median-wait-days"].unit == "days"


def test_councils_down_and_periods_across_take_the_measure_from_the_title():
    found = read(
        ["People who feel safe (%)"],
        ["Area", "2021-22", "2022-23"],
        ["Leeds", 70.1, 71.2],
        ["England", 69.0, 70.0],
    )

    assert figures(found)["people-who-feel-safe", "England", "2022-23"] == 70
    assert [one.title for one in found.measures.values()] == ["People who feel safe (%)"]


def test_a_column_headed_by_a_council_is_that_councils_own():
    """As in a data pack: the council, its neighbours' average, its region and England."""
    found = read(
        ["Metric number", "Metric", "Period", "Bury", "Nearest neighbours", "North West"],
        ["7.1", "Enquiries per 100,000", "2023-24", 180.5, 150.1, 171.2],
        ["7.2", "Risk reduced (%)", "2023-24", "[c]", 80, 90],
    )

    assert [(one.place.code, one.value) for one in found.figures] == [
        ("E08000002", 180.5),
        ("E08000002", None),
    ]
    assert found.figures[0].note == "Nearest neighbours: 150.1"
    assert [one.place.code for one in found.comparators] == ["E12000002", "E12000002"]


def test_a_published_rank_of_a_measure_is_a_note_on_it():
    found = read(
        ["Area code", "Area", "Deprivation score (2019)", "Rank of deprivation score (2019)"],
        [*LEEDS, 35.1, 9],
    )

    [figure] = found.figures
    assert (figure.measure, figure.value) == ("deprivation-score", 35.1)
    assert figure.note.startswith("Published rank 9")


def test_a_cumulative_count_says_so_and_an_average_does_not():
    found = read(
        ["Ref", "Measure", "Q1 2023-24", "Q2 2023-24", "Comments"],
        ["P1", "Admissions", 6, 13, "Cumulative measure: 12 last year"],
        ["P2", "Days taken (cumulative average)", 100, 101, ""],
    )

    assert [one.build_up for one in found.measures.values()] == ["cumulative", ""]


def test_codes_across_are_measures_by_their_codes():
    found = read(["LA name", "2A 2022-23", "2A 2023-24"], ["Bury", 75.1, "[c]"])

    assert figures(found) == {
        ("2A", "Bury", "2022-23"): 75.1,
        ("2A", "Bury", "2023-24"): "suppressed",
    }


def test_kpi_is_a_code_or_a_name_by_what_stands_under_it():
    found = read(["Ref", "KPI", "2023-24"], ["P1", "% of reviews done", 5], ["P2", "Visits", 6])

    assert [one.title for one in found.measures.values()] == ["% of reviews done", "Visits"]


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("Latest month", "September 2023"),
        ("Rolling year", "12 months to September 2023"),
        ("Latest quarter", "Quarter 2 2023-24"),
    ],
)
def test_a_latest_period_is_of_what_stands_around_the_table(said, label):
    found = read(
        ["Quarter 2 2023-24"],
        ["Ref", "Measure", "Current value", "Reporting period"],
        ["P1", "Reviews", 5, said],
    )

    assert [periods.label(*one.period) for one in found.figures] == [label]
    assert "Check that it is right" in found.warnings[0].message


def test_a_column_of_no_period_is_said():
    found = read(
        ["Ref", "Measure", "Q1 2023-24", "YTD"], ["P1", "Reviews", 5, 5], ["P2", "Visits", 6, 6]
    )

    assert messages(found.warnings) == [
        ("D", 1, "This column does not say which period it is of. It is left out.")
    ]


# --- sheets -----------------------------------------------------------------------------------


def test_every_sheet_with_a_table_is_read_and_others_are_said():
    found = read(
        **{
            "About": [["This workbook was made by us."]],
            "Q1": [["Ref", "Measure", "Q1 2023-24"], ["P1", "Reviews", 5]],
            "Q2": [["Ref", "Measure", "Q2 2023-24"], ["P1", "Reviews", 6]],
        }
    )

    assert sorted(figures(found).values()) == [5, 6]
    assert [(one.sheet, one.message[:36]) for one in found.warnings] == [
        ("About", "No table of figures is recognised on")
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["Team", "City", "Cups"], ["Blues", "STL", 1]],
        [["Action", "Owner", "Due"], ["Hold a forum", "PSW", "March"]],
        [["just", "words"]],
    ],
)
def test_what_holds_no_figures_of_councils_is_left_to_a_person(rows):
    with pytest.raises(UnrecognisedLayoutError, match="do not recognise the layout"):
        read(*rows)


# --- mappings ---------------------------------------------------------------------------------


def test_a_mapping_goes_to_json_and_back():
    guessed = layouts.guess(opened(SCORECARD, ["P1", "Reviews", 1, 2, 3, 4, 5]))

    assert Mapping.from_json(guessed.as_json()) == guessed


@pytest.mark.parametrize(
    "content",
    [{}, {"tables": 5}, {"tables": [{"sheet": "A"}]}, {"tables": [{"columns": [{"role": 1}]}]}],
)
def test_what_is_no_mapping_is_refused(content):
    with pytest.raises(ValueError, match="not a list of columns"):
        Mapping.from_json(content)


def test_a_mapping_made_by_a_person_reads_what_was_not_recognised():
    book = opened(["Thing", "How many"], ["Reviews", 5])
    mapping = Mapping.from_json(
        {
            "tables": [
                {
                    "sheet": "Figures",
                    "header_rows": [1],
                    "columns": [
                        {"index": 0, "heading": "Thing", "role": "title"},
                        {"index": 1, "heading": "How many", "role": "value"},
                    ],
                    "period": "Q2 2023-24",
                    "markers": {"Nobody": "missing"},
                }
            ]
        }
    )

    found = layouts.read(book, mapping=mapping)

    assert figures(found) == {("reviews", "", "Quarter 2 2023-24"): 5}
    assert found.mapping == mapping


def test_a_mapping_says_what_it_lacks():
    guessed = layouts.guess(opened(["Ref", "Measure", "Wards"], ["P1", "Reviews", "Some"]))

    assert faults(guessed) == [
        "Say which column holds the figures.",
        "Say which column holds the period, or which period the figures are of.",
    ]
    with pytest.raises(UnrecognisedLayoutError, match="Say which column holds the figures"):
        layouts.read(opened(["Ref", "Measure", "Wards"], ["P1", "R", "S"]), mapping=guessed)


def test_next_quarters_file_is_known_by_its_header_and_fits():
    first = opened(["Ref", "Thing", "Q1 2023-24", "Odd"], ["P1", "Reviews", 1, "x"])
    second = opened(["Ref", "Odd", "Thing", "Q1 2023-24", "Q2 2023-24"], ["P1", "x", "R", 1, 2])
    chosen = layouts.guess(first)
    columns = [
        {**column, "role": "definition" if column["heading"] == "Odd" else column["role"]}
        for column in chosen.as_json()["tables"][0]["columns"]
    ]
    table = chosen.as_json()["tables"][0] | {"columns": columns}
    saved = Mapping.from_json({"tables": [table], "layout": chosen.layout})

    fitted = fit(saved, layouts.guess(second), second)

    assert header_key(chosen) == header_key(saved)
    roles = {column.heading: column.role for column in fitted.tables[0].columns}
    assert (roles["Odd"], roles["Q2 2023-24"]) == ("definition", "value")
