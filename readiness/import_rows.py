"""What the lists that come in as spreadsheets have in common: rows read whole or refused with a
sentence, and a report that tells of each row what it does."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from config.wording import name_of
from indicators.workbook import UnreadableFileError
from readiness.register_file import NoHeadingsError, Problem, plain
from readiness.roles import people_who_may

ADD, CHANGE, NOTHING, REFUSED = "add", "change", "nothing", "refused"


Row = TypeVar("Row")
Taken = tuple[str, str, Collection[Problem]]
"""What a row does, about that in words, and what is wrong with it."""


def read_rows(read: Callable[[], list[Row]], *, no_headings: str, most: int) -> list[Row]:
    """Raises ValidationError on ``file`` where it cannot be read, or has no rows or too many."""
    try:
        rows = read()
    except UnreadableFileError as problem:
        raise ValidationError({"file": str(problem)}) from problem
    except NoHeadingsError:
        raise ValidationError({"file": no_headings}) from None
    if not rows:
        raise ValidationError({"file": "The file has headings and no rows under them."})
    if len(rows) > most:
        raise ValidationError({"file": f"It has more than {most:,} rows. Split it."})
    return rows


def report_of(
    rows: Iterable[Row], take: Callable[[Row], Taken], *, place: Callable[[Row], dict]
) -> dict:
    """``take`` does what a row says, each in turn, within the caller's transaction; ``place`` is
    {"sheet", "row", "title"}."""
    lines, problems = [], []
    for row in rows:
        does, about, wrong = take(row)
        problems += [asdict(problem) for problem in wrong]
        lines.append(place(row) | {"does": does, "about": about})
    counts = Counter(line["does"] for line in lines)
    return {
        "rows": lines,
        "counts": {does: counts[does] for does in (ADD, CHANGE, NOTHING, REFUSED)},
        "problems": problems,
    }


def taken(settle: Callable[[], tuple[str, str]], wrong: Callable[[str], Problem]) -> Taken:
    """What a row does, or what is wrong with it: then nothing of it is done."""
    try:
        with transaction.atomic():
            return *settle(), ()
    except ValidationError as problem:
        return REFUSED, "", (wrong(" ".join(problem.messages)),)


def differs(value, is_now) -> bool:
    """Lines end as each program likes; that is no change."""
    if isinstance(value, str):
        return value.strip().splitlines() != is_now.strip().splitlines()
    return value != is_now


def people_by_name(permission: str) -> dict:
    """Those who may, by e-mail address; by name where only one of them is called so."""
    people = list(people_who_may(permission))
    names = Counter(plain(name_of(person)) for person in people)
    return {plain(name_of(each)): each for each in people if names[plain(name_of(each))] == 1} | {
        person.email.casefold(): person for person in people
    }
