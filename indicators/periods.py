"""Periods of time as councils write them. Pure: text and dates in, periods and words out."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_SERIALS = range(32_874, 73_051)  # 1 January 1990 to 1 January 2100
YEARS = range(1990, 2100)
LONGEST = 5  # years that are published together
APRIL, MARCH, DECEMBER = 4, 3, 12


class PeriodSpec(NamedTuple):
    """A kind of ``indicators.models.Period.Kind`` with its first and last day."""

    kind: str
    starts_on: date
    ends_on: date


# --- periods from their parts ---------------------------------------------------------------


def financial_year(year: int) -> PeriodSpec:
    """April ``year`` to March."""
    return PeriodSpec("financial_year", date(year, 4, 1), date(year + 1, 3, 31))


def calendar_year(year: int) -> PeriodSpec:
    return PeriodSpec("calendar_year", date(year, 1, 1), date(year, 12, 31))


def quarter(number: int, year: int) -> PeriodSpec:
    """Quarter 1 is April to June of the financial year that starts in ``year``."""
    first = date(year + number // 4, (number * 3) % 12 + 1, 1)
    return PeriodSpec("quarter", first, last_day(first.year, first.month + 2))


def month(year: int, number: int) -> PeriodSpec:
    return PeriodSpec("month", date(year, number, 1), last_day(year, number))


def snapshot(day: date) -> PeriodSpec:
    return PeriodSpec("snapshot", day, day)


def last_day(year: int, number: int) -> date:
    return date(year, number, monthrange(year, number)[1])


def year_to(year: int, number: int) -> PeriodSpec:
    """The twelve months that end with this one, by the name they usually go by."""
    if number == MARCH:
        return financial_year(year - 1)
    if number == DECEMBER:
        return calendar_year(year)
    return PeriodSpec("rolling_year", date(year - 1, number + 1, 1), last_day(year, number))


# --- words ----------------------------------------------------------------------------------


def label(kind: str, starts_on: date, ends_on: date) -> str:
    """A period in words: "2023-24", "Quarter 2 2023-24", "September 2023"."""
    return LABELS[kind](starts_on, ends_on)


def financial_year_label(starts_on: date, ends_on: date | None = None) -> str:
    """The financial year a day falls in."""
    year = starts_on.year if starts_on.month >= APRIL else starts_on.year - 1
    return f"{year}-{(year + 1) % 100:02d}"


def day_label(day: date) -> str:
    return f"{day.day} {month_label(day)}"


def month_label(starts_on: date, ends_on: date | None = None) -> str:
    return f"{MONTHS[starts_on.month - 1]} {starts_on.year}"


def quarter_label(starts_on: date, ends_on: date) -> str:
    number = (starts_on.month - APRIL) % 12 // 3 + 1
    return f"Quarter {number} {financial_year_label(starts_on)}"


def years_label(starts_on: date, ends_on: date) -> str:
    if starts_on.month == APRIL:
        return f"{financial_year_label(starts_on)} to {financial_year_label(ends_on)}"
    return f"{starts_on.year} to {ends_on.year}"


LABELS: dict[str, Callable[[date, date], str]] = {
    "month": month_label,
    "quarter": quarter_label,
    "financial_year": financial_year_label,
    "calendar_year": lambda starts_on, ends_on: str(starts_on.year),
    "rolling_year": lambda starts_on, ends_on: f"12 months to {month_label(ends_on)}",
    "rolling_years": years_label,
    "snapshot": lambda starts_on, ends_on: f"As at {day_label(ends_on)}",
}


# --- reading --------------------------------------------------------------------------------


def within(year: PeriodSpec, text: str) -> PeriodSpec | None:
    """A quarter or month said without its year, in the year beside it: "Q2", "Apr"."""
    plain = text.strip(" .,:").lower()
    if found := re.fullmatch(QUARTER, plain):
        if year.kind == "financial_year":
            return quarter(int(found["quarter"]), year.starts_on.year)
        return None
    if found := re.fullmatch(WORD, plain):
        number = month_number(found["month"])
        later = year.kind == "financial_year" and number < APRIL
        return month(year.starts_on.year + later, number)
    return None


def parse(text: object) -> PeriodSpec:
    """The period a heading names. Text, dates and numbers as spreadsheets hold them.

    Raises ``ValueError`` with a sentence. ``2010-11`` is the financial year, ``2023-09`` the
    month; a date on the first of a month is that month, as spreadsheets store "Sep-23".
    """
    if isinstance(text, datetime):
        return day_or_month(text.date())
    if isinstance(text, date):
        return day_or_month(text)
    if isinstance(text, (int, float)) and not isinstance(text, bool):
        return parse_number(text)
    return parse_text(str(text))


def parse_number(number: float) -> PeriodSpec:
    if number in YEARS:
        return calendar_year(int(number))
    if number in EXCEL_SERIALS:
        return day_or_month(EXCEL_DAY_ZERO + timedelta(days=int(number)))
    raise ValueError(f"“{number:g}” is not a period.")


def day_or_month(day: date) -> PeriodSpec:
    in_range(day.year, day.isoformat())
    return month(day.year, day.month) if day.day == 1 else snapshot(day)


@lru_cache(maxsize=2048)
def parse_text(text: str) -> PeriodSpec:
    plain = re.sub(r"[‐‑‒–—−]", "-", text)
    plain = re.sub(r"\s+", " ", plain).strip(" .,:").lower()
    for pattern, read in SPELLINGS:
        if found := pattern.fullmatch(plain):
            return read(found, text.strip())
    raise ValueError(f"“{text.strip()}” is not a period we can read.{hint(plain)}")


def hint(plain: str) -> str:
    """Why, where it can be seen."""
    if not plain:
        return " It is empty."
    if found := re.fullmatch(rf"{WORD}[-/ ](?P<year>\d+)", plain):
        return f" The year “{found['year']}” should have two or four digits."
    if re.fullmatch(rf"{QUARTER}[-/ ]?(\d\d){{1,2}}", plain):
        return " Write the financial year of the quarter, for example Q2 2023-24."
    return " Write it like 2023-24, Q2 2023-24 or Sep 2023."


def in_range(year: int, text: str) -> int:
    if year not in YEARS:
        raise ValueError(f"“{text}” is not a period we can read: {year} is not a likely year.")
    return year


def full_year(digits: str, text: str) -> int:
    """23 and 2023 alike."""
    number = int(digits)
    if len(digits) == len("23"):
        number += 1900 if number >= 90 else 2000  # noqa: PLR2004 (nothing here is from before 1990)
    return in_range(number, text)


def month_number(word: str) -> int:
    return 1 + next(i for i, name in enumerate(MONTHS) if name.lower().startswith(word[:3]))


def read_years(found: re.Match, text: str) -> PeriodSpec:
    """2023-24, 2023 to 2024; also 2015 - 17, which is three calendar years together."""
    first = full_year(found["year"], text)
    second = int(found["next"]) % 100
    if second == (first + 1) % 100 and follows(first, found["next"]):
        return financial_year(first)
    if len(found["year"]) > len("23") and second in range(1, 13) and "-" in found[0]:
        return month(first, second)
    last = full_year(found["next"], text)
    if not first < last <= first + LONGEST or found["slash"]:
        raise ValueError(f"“{text}” is not a period: {found['next']} does not follow {first}.")
    return PeriodSpec("rolling_years", date(first, 1, 1), date(last, 12, 31))


def follows(first: int, digits: str) -> bool:
    return len(digits) == len("24") or int(digits) == first + 1


def read_financial_years(found: re.Match, text: str) -> PeriodSpec:
    """2015/16 - 17/18: three financial years together."""
    first, last = full_year(found["year"], text), full_year(found["last"], text)
    if (first + 1) % 100 != int(found["next"]) % 100 or last < first:
        raise ValueError(f"“{text}” is not a period: its years do not follow each other.")
    starts_on, ends_on = financial_year(first).starts_on, financial_year(last).ends_on
    return PeriodSpec("rolling_years", starts_on, ends_on)


def read_quarter(found: re.Match, text: str) -> PeriodSpec:
    first = full_year(found["year"], text)
    if (first + 1) % 100 != int(found["next"]) % 100:
        raise ValueError(f"“{text}” is not a period: {found['next']} does not follow {first}.")
    return quarter(int(found["quarter"]), first)


def read_month(found: re.Match, text: str) -> PeriodSpec:
    return month(full_year(found["year"], text), month_number(found["month"]))


def read_numbered_month(found: re.Match, text: str) -> PeriodSpec:
    return month(full_year(found["year"], text), int(found["number"]))


def read_calendar_year(found: re.Match, text: str) -> PeriodSpec:
    return calendar_year(full_year(found["year"], text))


def read_year_to_month(found: re.Match, text: str) -> PeriodSpec:
    """12 months to March 2024 stays "rolling", so that a series is all of one kind."""
    year, number = full_year(found["year"], text), month_number(found["month"])
    first = date(year - 1, number % 12 + 1, 1) if number < DECEMBER else date(year, 1, 1)
    return PeriodSpec("rolling_year", first, last_day(year, number))


def read_months(found: re.Match, text: str) -> PeriodSpec:
    """October 2022 to September 2023; April to June 2023."""
    until = full_year(found["until"], text)
    first_month, last_month = month_number(found["month"]), month_number(found["last"])
    first = full_year(found["year"], text) if found["year"] else until
    length = (until - first) * 12 + last_month - first_month + 1
    if length == 12:  # noqa: PLR2004 (months)
        return year_to(until, last_month)
    if length == 3 and first_month % 3 == 1:  # noqa: PLR2004 (months)
        year = first if first_month >= APRIL else first - 1
        return quarter((first_month - APRIL) % 12 // 3 + 1, year)
    raise ValueError(f"“{text}” is {length} months; we read quarters and periods of 12 months.")


def read_day(found: re.Match, text: str) -> PeriodSpec:
    """A day; "as at" and "on" make it that day even on the first of a month."""
    year = full_year(found["year"], text)
    number = int(found["number"]) if "number" in found.groupdict() else month_number(found["month"])
    try:
        day = date(year, number, int(found["day"]))
    except ValueError:
        raise ValueError(f"“{text}” is not a day of the calendar.") from None
    return snapshot(day) if found["as_at"] else day_or_month(day)


WORD = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
LAST = WORD.replace("<month>", "<last>")
QUARTER = r"(?:q|qtr\.?|quarter)\s?(?P<quarter>[1-4])"
YEAR = r"(?P<year>\d{4}|\d{2})"
YEAR4 = r"(?P<year>\d{4})"
NEXT = r"(?P<next>\d{4}|\d{2})"
TWO_YEARS = rf"(?:fy ?)?{YEAR}(?:\s?(?:-|(?P<slash>/))\s?| to ){NEXT}"
AS_AT = r"(?P<as_at>as at |as of |at |on )?"

SPELLINGS: list[tuple[re.Pattern, Callable[[re.Match, str], PeriodSpec]]] = [
    (re.compile(pattern), read)
    for pattern, read in (
        (
            rf"{AS_AT}{YEAR4}-(?P<number>\d\d)-(?P<day>\d\d)(?:[t ]00:00(?::00(?:\.0+)?)?)?",
            read_day,
        ),
        (rf"{AS_AT}(?P<day>\d\d?)/(?P<number>\d\d?)/{YEAR}", read_day),
        (rf"{AS_AT}(?P<day>\d\d?)(?:st|nd|rd|th)? {WORD} {YEAR4}", read_day),
        (rf"{TWO_YEARS},?[- ]\s?{QUARTER}", read_quarter),
        (rf"{QUARTER},?[- ]\s?(?:of )?{TWO_YEARS}", read_quarter),
        (rf"(?:financial year |year )?{TWO_YEARS}", read_years),
        (rf"{YEAR4}/{NEXT}\s?(?:-|to)\s?(?P<last>\d{{4}}|\d{{2}})/\d{{2,4}}", read_financial_years),
        (rf"(?P<number>0[1-9]|1[0-2])/{YEAR4}", read_numbered_month),
        (rf"{WORD}\s?[-/' ]?\s?'?{YEAR}", read_month),
        (rf"{YEAR4}[- ]{WORD}", read_month),
        (rf"(?:calendar year )?{YEAR4}(?: calendar year)?", read_calendar_year),
        (
            rf"(?:rolling )?(?:12 months|twelve months|year) (?:to|ending|ended)(?: end)? "
            rf"{WORD}[- ]{YEAR}",
            read_year_to_month,
        ),
        (
            rf"{WORD}(?:[- ]{YEAR})?\s?(?:-|to)\s?{LAST}[- ](?P<until>\d{{4}}|\d{{2}})",
            read_months,
        ),
    )
]
