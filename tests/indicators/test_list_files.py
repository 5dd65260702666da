"""Lists as files, out and in, and the list of indicators as one."""

from datetime import date

import pytest
import tablib
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.list_files import ROW, CsvFile, ExcelFile
from readiness.roles import Role
from tests.factories import (
    AreaFactory,
    EnglandFactory,
    IndicatorFactory,
    OutturnFactory,
    PeriodFactory,
    TargetFactory,
)
from tests.lists import rows_of_csv, rows_of_workbook

LIST = "/indicators/download.csv"
FORMATS = [CsvFile, ExcelFile]


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_written_is_read_again(kind):
    written = kind().export_data(
        tablib.Dataset(
            ["Bury", 5, 2.5, date(2026, 3, 3), True, None],
            ["=1+1", -3, 0, "Café, “quoted”\nline", False, ""],
            headers=["Name", "Whole", "Part", "Day", "Yes or no", "Empty"],
        )
    )
    read = kind().create_dataset(written)
    assert read.headers == ["Name", "Whole", "Part", "Day", "Yes or no", "Empty", ROW]
    day = date(2026, 3, 3) if kind is ExcelFile else "2026-03-03"
    assert read[0] == ("Bury", "5", "2.5", day, "Yes", "", 2)
    assert read[1] == ("=1+1", "-3", "0", "Café, “quoted”\nline", "No", "", 3)


def test_rows_are_counted_as_in_the_file_with_empty_ones_left_out():
    read = CsvFile().create_dataset(b"\n,\nName,,Code\nBury,x,E1\n\n ,,\nLeeds,,E2,more\n")
    assert read.headers == ["Name", "Code", ROW]
    assert [tuple(row) for row in read] == [("Bury", "E1", 4), ("Leeds", "E2", 7)]


def test_a_file_that_excel_saved_on_windows_is_understood():
    read = CsvFile().create_dataset("Name\nCafé – Bury\n".encode("cp1252"))
    assert read[0][0] == "Café – Bury"


@pytest.mark.parametrize("kind", FORMATS)
def test_an_empty_list_has_its_headings_and_no_rows(kind):
    read = kind().create_dataset(kind().export_data(tablib.Dataset(headers=["Name"])))
    assert read.headers == ["Name", ROW]
    assert len(read) == 0


def test_an_empty_file_has_no_rows():
    assert len(CsvFile().create_dataset(b"")) == 0


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_a_broken_workbook_is_refused(content):
    with pytest.raises(ValueError, match="could not be read"):
        ExcelFile().create_dataset(content)


def test_text_too_long_for_a_cell_is_cut_rather_than_lost():
    written = ExcelFile().export_data(tablib.Dataset(["a" * 40_000], headers=["Text"]))
    assert len(ExcelFile().create_dataset(written)[0][0]) == 32_767


# --- the list of indicators ---


@pytest.fixture
def client(signed_in):
    return signed_in(Role.ANALYST)


@pytest.fixture
def figure(home_council):
    def figure(indicator, value, area=home_council, year=2024, **fields):
        return OutturnFactory(
            indicator=indicator, value=value, area=area, period=PeriodFactory(year=year), **fields
        )

    return figure


@pytest.mark.django_db
def test_a_line_of_the_indicators_says_what_the_list_says(client, figure):
    indicator = IndicatorFactory(code="3C(1)", title="People find it easy", group="ASCOF")
    figure(indicator, 64.2, year=2023)
    figure(indicator, 66.24)
    figure(indicator, 68.3, area=EnglandFactory())
    figure(indicator, 70.0, area=AreaFactory())
    TargetFactory(indicator=indicator, period=PeriodFactory(year=2024), value=66)
    (row,) = rows_of_csv(client.get(LIST))
    assert row == {
        "Code": "3C(1)",
        "Indicator": "People find it easy",
        "Set": "ASCOF",
        "Unit": "%",
        "Latest": "66.2",
        "Period": "2024-25",
        "Against target": "Met",
        "Target": "66.0",
        "Direction": "Up 2.0 points since 2023-24: improving",
        "On a year ago": "Up 2.0 points since 2023-24: improving",
        "Forecast for the year": "",
        "England": "68.3",
        "Difference from England": "-2.1",
        "Rank in England": "2nd of 2",
        "Quarter of the ranks": "4",
        "Lowest 25%": "No",
        "Better is": "Higher is better",
    }
    (row,) = rows_of_workbook(client.get("/indicators/download.xlsx"))
    assert (row["Latest"], row["England"]) == (66.2, 68.3)


@pytest.mark.django_db
def test_without_a_number_a_line_has_the_word_for_why(client, figure):
    figure(IndicatorFactory(code="A"), None, state="suppressed")
    IndicatorFactory(code="B")
    assert [row["Latest"] for row in rows_of_csv(client.get(LIST))] == [
        "Suppressed",
        "No figures yet",
    ]


@pytest.mark.django_db
def test_the_file_keeps_filters_and_order_and_every_page(client, figure):
    for number in range(30):
        figure(IndicatorFactory(code=f"A{number:02}", group="ASCOF"), number)
    IndicatorFactory(code="B", group="Council plan")
    rows = rows_of_csv(client.get(LIST, {"group": "ASCOF", "sort": "-latest", "page": "2"}))
    assert [row["Code"] for row in rows] == [f"A{number:02}" for number in reversed(range(30))]


@pytest.mark.django_db
def test_the_page_offers_its_file_to_a_reviewer_too(signed_in, home_council):
    IndicatorFactory(group="ASCOF")
    page = signed_in(Role.REVIEWER).get(reverse("indicator_list"), {"group": "ASCOF"})
    assert 'href="/indicators/download.csv?group=ASCOF"' in page.content.decode()


@pytest.mark.django_db
def test_the_file_costs_the_same_queries_whatever_its_length(client, figure):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST).status_code == 200
        return len(asked)

    figure(IndicatorFactory(), 50)
    few = cost()
    for indicator in IndicatorFactory.create_batch(11):
        figure(indicator, 50)
        TargetFactory(indicator=indicator)
    assert cost() == few <= 10
