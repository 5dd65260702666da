"""Periods as councils write them."""

from datetime import date, datetime

import pytest

from indicators import periods
from indicators.models import Period


@pytest.mark.parametrize(
    ("written", "kind", "words"),
    [
        ("2023-24", "financial_year", "2023-24"),
        ("2023/24", "financial_year", "2023-24"),
        ("23/24", "financial_year", "2023-24"),
        ("2023 to 2024", "financial_year", "2023-24"),
        ("2023-2024", "financial_year", "2023-24"),
        ("2023–24", "financial_year", "2023-24"),
        ("2010-11", "financial_year", "2010-11"),
        ("1999-00", "financial_year", "1999-00"),
        ("April 2023 to March 2024", "financial_year", "2023-24"),
        ("2023-24 Q2", "quarter", "Quarter 2 2023-24"),
        ("Q2 2023/24", "quarter", "Quarter 2 2023-24"),
        ("Qtr. 2 2023-24", "quarter", "Quarter 2 2023-24"),
        ("Quarter 2 2023-24", "quarter", "Quarter 2 2023-24"),
        ("April to June 2023", "quarter", "Quarter 1 2023-24"),
        ("Sep-23", "month", "September 2023"),
        ("Sep 2023", "month", "September 2023"),
        ("Sept 23", "month", "September 2023"),
        ("September 2023", "month", "September 2023"),
        ("2023-09", "month", "September 2023"),
        (datetime(2023, 9, 1), "month", "September 2023"),  # noqa: DTZ001 (as spreadsheets hold it)
        (45170.0, "month", "September 2023"),
        ("2023-09-30", "snapshot", "As at 30 September 2023"),
        (date(2023, 9, 30), "snapshot", "As at 30 September 2023"),
        ("as at 1 April 2024", "snapshot", "As at 1 April 2024"),
        ("31/03/2024", "snapshot", "As at 31 March 2024"),
        ("2023", "calendar_year", "2023"),
        (2023.0, "calendar_year", "2023"),
        ("Jan 2023 to Dec 2023", "calendar_year", "2023"),
        ("12 months to September 2023", "rolling_year", "12 months to September 2023"),
        ("12 months to March 2024", "rolling_year", "12 months to March 2024"),
        ("Oct 2022 to Sep 2023", "rolling_year", "12 months to September 2023"),
        ("2015 - 17", "rolling_years", "2015 to 2017"),
        ("2015/16 - 17/18", "rolling_years", "2015-16 to 2017-18"),
    ],
)
def test_a_spelling_is_read_and_said_in_our_words(written, kind, words):
    period = periods.parse(written)

    assert period.kind == kind
    assert periods.label(*period) == words


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("Mar-232", "The year “232” should have two or four digits"),
        ("Sep-1823", "1823 is not a likely year"),
        ("Q2 2023", "Write the financial year of the quarter"),
        ("2023-24 Q5", "not a period we can read"),
        ("2025 to 2062", "2062 does not follow 2025"),
        ("2023/25", "25 does not follow 2023"),
        ("Q2 2023-25", "25 does not follow 2023"),
        ("31/02/2024", "not a day of the calendar"),
        ("April to August 2023", "is 5 months"),
        ("Total", "Write it like 2023-24"),
        ("", "It is empty"),
        (12.0, "is not a period"),
        (None, "not a period we can read"),
    ],
)
def test_what_is_not_a_period_is_refused_with_a_sentence(written, problem):
    with pytest.raises(ValueError, match=problem):
        periods.parse(written)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_quarters_of_a_year_follow_each_other_and_fill_it(number):
    quarter = periods.quarter(number, 2023)

    assert quarter.starts_on == [date(2023, 4, 1), date(2023, 7, 1), date(2023, 10, 1),
                                 date(2024, 1, 1)][number - 1]  # fmt: skip
    assert periods.label(*quarter) == f"Quarter {number} 2023-24"
    assert periods.parse(periods.label(*quarter)) == quarter


def test_every_kind_the_database_knows_has_words():
    assert set(periods.LABELS) == set(Period.Kind.values)


def test_a_period_says_its_words():
    assert str(Period(kind="quarter", starts_on=date(2024, 1, 1), ends_on=date(2024, 3, 31))) == (
        "Quarter 4 2023-24"
    )
