"""Packs of an information return: what would go today, what was submitted, and what came since."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from config.wording import day_in_words
from readiness.models import ReturnDocument, SubmittedItem
from readiness.navigation import council_name
from readiness.pack_contents import put, versions_not_intact
from readiness.packs import Contents, Entry, Group, LeftOut, Section
from readiness.return_items import ItemRow
from readiness.return_page import NO_THEME, ReturnPage


def as_it_stands(page: ReturnPage, *, made_at: datetime) -> Contents:
    """What would be submitted now."""
    about = "As it stands: it is not submitted yet."
    lost = versions_not_intact()
    groups = [group_of_today(row, [each.use for each in row.uses], lost) for row in page.rows]
    return contents(page, page.row.title, about, made_at, groups)


def since_submission(page: ReturnPage, *, made_at: datetime) -> Contents:
    """What was added after the return had gone."""
    assert page.submission is not None  # noqa: S101 - the view answers 404 before
    about = (
        f"Added after the return was submitted on {day_in_words(page.submission.submitted_at)}. "
        "No part of what was submitted."
    )
    lost = versions_not_intact()
    groups = [group_of_today(row, row.since, lost) for row in page.rows if row.since]
    return contents(page, f"{page.row.title}: since submission", about, made_at, groups)


def as_submitted(page: ReturnPage) -> Contents:
    """From the rows that were frozen: the same documents and words whenever it is made."""
    submission = page.submission
    assert submission is not None  # noqa: S101 - the view answers 404 before
    about = f"As submitted on {day_in_words(submission.submitted_at)}."
    if submission.note:
        about += f"\n{submission.note}"
    not_intact = versions_not_intact()
    items = submission.items.prefetch_related("documents__document", "documents__version")
    groups = [(item.theme, group_of_submitted(item, not_intact)) for item in items]
    title = f"{page.row.title}: as submitted"
    return contents(page, title, about, submission.submitted_at, groups)


def contents(
    page: ReturnPage,
    title: str,
    about: str,
    made_at: datetime,
    groups: Iterable[tuple[str, Group]],
) -> Contents:
    """Themes in the order in which they first come, as on the page."""
    order: dict[str, int] = {}
    found = list(groups)
    for theme, _ in found:
        order.setdefault(theme, len(order))
    by_theme = groupby(sorted(found, key=lambda each: order[each[0]]), key=lambda each: each[0])
    return Contents(
        title=title,
        council=council_name(),
        about=about,
        made_at=made_at,
        group_word="Item",
        sections=tuple(
            Section(theme or NO_THEME, tuple(group for _, group in of_theme))
            for theme, of_theme in by_theme
        ),
    )


def group_of_today(
    row: ItemRow, uses: Iterable[ReturnDocument], not_intact: set[int]
) -> tuple[str, Group]:
    found = [
        put(
            Entry(
                title=use.document.title,
                pointer=use.pointer,
                says=use.note,
                dated=use.document.evidence_date,
                address=use.document.address,
            ),
            use.document.latest_version,
            use.document,
            not_intact,
        )
        for use in uses
    ]
    item = row.item
    statements = ", ".join(statement.title for statement in item.statements.all())
    words = words_of(statements, item.guidance, item.note)
    return item.theme, group(f"{item.code} {item.title}", words, found)


def group_of_submitted(item: SubmittedItem, not_intact: set[int]) -> Group:
    found = [
        put(
            Entry(
                title=each.title,
                pointer=each.pointer,
                says=each.note,
                dated=each.evidence_date,
                address=each.address,
            ),
            each.version,
            each.document,
            not_intact,
        )
        for each in item.documents.all()
    ]
    words = words_of(", ".join(item.statements), item.guidance, item.note)
    return group(f"{item.code} {item.title}", words, found)


def words_of(statements: str, guidance: str, note: str) -> tuple[tuple[str, str], ...]:
    said = (("Quality statements", statements), ("What is asked", guidance), ("Note", note))
    return tuple((heading, text) for heading, text in said if text)


def group(title: str, words, found: list[Entry | LeftOut]) -> Group:
    return Group(
        title,
        words=words,
        entries=tuple(each for each in found if isinstance(each, Entry)),
        left_out=tuple(each for each in found if isinstance(each, LeftOut)),
    )
