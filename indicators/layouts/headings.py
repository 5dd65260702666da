"""What a heading says: a role, and perhaps a period and a place of the whole column. Pure."""

import csv
import re
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import NamedTuple

from indicators import periods
from indicators.layouts.column_mapping import ENGLAND, OWN_REGION
from indicators.layouts.heading_words import (
    ENGLAND_WORDS,
    FILLERS,
    INSIDE,
    REGION_WORDS,
    ROLE_OF,
)
from indicators.periods import PeriodSpec
from indicators.places import EVERYDAY_WORDS, spelling

AREAS = Path(__file__).resolve().parents[1] / "reference" / "areas.csv"
MONTHS_IN_WORDS = [month.lower() for month in periods.MONTHS]
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
YEARS = r"(?:20|19)\d\d\s?(?:[-/–]|to)\s?(?:(?:20|19)\d\d|\d\d)(?!\d)"
QUARTER = r"(?:q|qtr\.?|quarter)\s?[1-4]"
WITHIN_TEXT = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\w){QUARTER}[ ,:-]*(?:of )?(?:fy ?)?(?:{YEARS}|\d\d\s?[-/]\s?\d\d)(?!\w)",
        rf"(?<!\w)(?:{YEARS}|\d\d/\d\d)[ ,:-]*{QUARTER}(?!\w)",
        rf"(?:rolling )?(?:12|twelve) months (?:to|ending|ended)(?: end)? {MONTH}[- ]\d{{4}}",
        rf"year (?:to|ending|ended) {MONTH}[- ]\d{{4}}",
        rf"as at \d\d?(?:st|nd|rd|th)? {MONTH} \d{{4}}",
        rf"\d\d?(?:st|nd|rd|th)? {MONTH} \d{{4}}",
        rf"(?<!\w){MONTH}\s?(?:-|to)\s?{MONTH}[- ]\d{{4}}",
        rf"(?<!\w){MONTH}[-/' ]\s?'?(?:(?:20|19)\d\d|\d\d)(?!\w)",
        rf"(?<!\w){YEARS}",
        r"(?<![\w.])(?:2[0-4]|1[5-9])/(?:2[0-5]|1[6-9])(?![\w.])",
        r"(?<![\w.])(?:20|19)\d\d-\d\d-\d\d(?!\w)",
        r"(?<![\w.])(?<!\d[-/])(?:20|19)\d\d(?![\w.]|\s?[-/–]\s?\d)",
    )
]
# A heading that means to be a period although it cannot be read as one.
MEANT_AS_PERIOD = re.compile(
    rf"{MONTH}[a-z]*[-/' ]?\s?'?\d+|{QUARTER}.*\d{{2}}|(?:20|19)\d\d.*|\d\d?[-/]\d\d?[-/]\d+"
    r"|\w{3,9}[-/ ](?:20)?[0-3]\d|q\d+.*",
    re.IGNORECASE,
)


class Heading(NamedTuple):
    """``role`` is empty where nothing is recognised; ``problem`` says why a period is not read."""

    role: str = ""
    period: PeriodSpec | None = None
    place: str = ""
    words: str = ""
    problem: str = ""


def plain(text: object) -> str:
    """Lower case words without punctuation: "Area_Code" is "area code"."""
    apart = re.sub(r"([a-z])([A-Z][a-z]|[A-Z]{2})", r"\1 \2", str(text))
    return " ".join(re.sub(r"[\W_]+", " ", apart).split()).lower()


def text_of(cell: object) -> str:
    """A heading as a person reads it; dates and whole numbers as spreadsheets show them."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return periods.month_label(cell) if cell.day == 1 else periods.day_label(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


@cache
def read_heading(texts: tuple[str, ...]) -> Heading:
    """The cells of a heading from top to bottom, bands first."""
    texts = tuple(dict.fromkeys(text for text in texts if text))
    if not texts:
        return Heading()
    bottom, whole = plain(texts[-1]), " ".join(texts)
    if len(texts) == 1 and bottom in ROLE_OF:
        return Heading(ROLE_OF[bottom], words=bottom)
    period, rest = find_period(texts)
    place, words = find_place(plain(rest))
    role = role_of(words, bottom, has_period=period is not None, has_place=bool(place))
    if not role and (problem := why_no_period(whole, words if period else "")):
        return Heading(words=bottom, problem=problem)
    return Heading(role, period, place, plain(rest))


# --- periods ----------------------------------------------------------------------------------


def find_period(texts: tuple[str, ...]) -> tuple[PeriodSpec | None, str]:
    """The period said anywhere in a heading, and the words that are left."""
    for joined in (" ".join(texts), " ".join(reversed(texts))):
        if len(texts) > 1 and (found := parsed(joined)):
            return found, ""
    if len(texts) > 1 and (part := part_of_a_year(texts)):
        return part
    for number in reversed(range(len(texts))):
        others = " ".join(texts[:number] + texts[number + 1 :])
        if found := parsed(texts[number]):
            return found, others
        for pattern in WITHIN_TEXT:
            if (match := pattern.search(texts[number])) and (found := parsed(match[0])):
                rest = texts[number][: match.start()] + " " + texts[number][match.end() :]
                return found, f"{others} {rest}"
    return None, " ".join(texts)


def part_of_a_year(texts: tuple[str, ...]) -> tuple[PeriodSpec, str] | None:
    """A quarter or month under the band of its year: 2023-24 over Q1, over Apr."""
    year = next((found for text in texts if (found := parsed(text)) and is_year(found)), None)
    for number in reversed(range(len(texts))):
        if year and (found := periods.within(year, texts[number])):
            rest = [text for text in texts if text != texts[number] and parsed(text) != year]
            return found, " ".join(rest)
    return None


def is_year(period: PeriodSpec) -> bool:
    return period.kind in ("financial_year", "calendar_year")


def parsed(text: str) -> PeriodSpec | None:
    try:
        return periods.parse_text(text.strip(" ()[]:-–"))
    except ValueError:
        return None


def why_no_period(text: str, words: str) -> str:
    """A sentence where a heading means to be a period and is not; else nothing."""
    if words and get_close_matches(words, MONTHS_IN_WORDS, cutoff=0.8):
        return f"“{text}” is not a period we can read. “{words.capitalize()}” is not a month."
    if words or not MEANT_AS_PERIOD.fullmatch(text.strip()):
        return ""
    try:
        periods.parse_text(text)
    except ValueError as error:
        return str(error)
    return ""


# --- places -----------------------------------------------------------------------------------


@cache
def place_names() -> dict[str, str]:
    """Spellings of England, its regions and councils, to their codes."""
    with AREAS.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in PLACE_KINDS]
    return {
        spelling(name): row["code"]
        for row in rows
        for name in (row["name"], *row["other_names"].split("|"))
        if len(name) > len("SE")
    }


def is_place(name: str) -> bool:
    return spelling(name) in place_names()


PLACE_KINDS = {"england", "region", "council"}
PLACE_FILLERS = (set(FILLERS) | EVERYDAY_WORDS) - {"of", "and", "the", "city", "county", "london"}


def find_place(words: str) -> tuple[str, str]:
    """England, a region or a council named in a heading, and the words that are left."""
    if found := re.search(rf"\b(?:{ENGLAND_WORDS})\b", words):
        return ENGLAND, remove(words, found)
    if found := re.search(rf"\b(?:{REGION_WORDS})\b", words):
        return OWN_REGION, remove(words, found)
    kept = " ".join(word for word in words.split() if word not in PLACE_FILLERS)
    for named in (words, kept):
        if code := place_names().get(named):
            return code, ""
    return "", words


def remove(words: str, found: re.Match) -> str:
    return " ".join((words[: found.start()] + words[found.end() :]).split())


# --- roles ------------------------------------------------------------------------------------


def role_of(words: str, bottom: str, *, has_period: bool, has_place: bool) -> str:
    """What is left when period and place are taken out."""
    for role, pattern in INSIDE:
        if re.search(rf"\b(?:{pattern})\b", words):
            return "value" if role == "comparator" and has_place else role
    left = [word for word in words.split() if not is_filler(word)]
    if (has_period or has_place) and not left:
        return "value"
    return ROLE_OF.get(words) or ROLE_OF.get(bottom) or ""


def is_filler(word: str) -> bool:
    return word in FILLERS or word.isdigit() or bool(re.fullmatch(MONTH, word))
