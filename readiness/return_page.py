"""What the pages of an information return need, in a fixed number of queries."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from config.wording import name_of
from readiness.models import (
    InformationReturn,
    ReturnImport,
    ReturnItem,
    ReturnItemChange,
    ReturnState,
    ReturnSubmission,
    SubmittedItem,
)
from readiness.return_items import ItemRow, rows_of, with_documents
from readiness.working_days import countdown

NO_THEME = "Not under a theme"


@dataclass(frozen=True)
class ListedReturn:
    row: InformationReturn
    items: int
    ready: int
    is_submitted: bool
    countdown: str


@dataclass(frozen=True)
class Theme:
    title: str
    rows: list[ItemRow]


@dataclass(frozen=True)
class ReturnPage:
    row: InformationReturn
    submission: ReturnSubmission | None
    rows: list[ItemRow]
    themes: list[Theme]
    dropped: list[ReturnItem]
    countdown: str
    is_overdue: bool

    @property
    def counts(self) -> Counter:
        return Counter(row.state for row in self.rows)

    @property
    def sentence(self) -> str:
        """ "12 items: 4 ready, 5 in progress, 3 not started." """
        counts = self.counts
        parts = [
            f"{counts[state.value]} {state.label.lower()}"
            for state in reversed(ReturnState)
            if counts[state.value]
        ]
        noun = "item" if len(self.rows) == 1 else "items"
        return f"{len(self.rows)} {noun}: {', '.join(parts)}." if self.rows else "No items yet."

    @property
    def to_mend(self) -> int:
        return sum(row.needs_mending for row in self.rows)

    @property
    def unready(self) -> list[ItemRow]:
        """What keeps the return from being submitted."""
        return [row for row in self.rows if row.state != ReturnState.READY or row.wrong]


def listed(*, on: date, **of: object) -> list[ListedReturn]:
    """All, or those ``of`` an assessment. One query."""
    live = Q(items__ended_at__isnull=True)
    ready = Count("items", filter=live & Q(items__state=ReturnState.READY))
    returns = InformationReturn.objects.filter(**of).select_related("submission", "assessment")
    returns = returns.annotate(number=Count("items", filter=live), ready=ready)
    return [
        ListedReturn(
            row,
            row.number,
            row.ready,
            is_submitted := hasattr(row, "submission"),
            "" if is_submitted else countdown(row.due_on, on=on),
        )
        for row in returns
    ]


def returns() -> QuerySet[InformationReturn]:
    return InformationReturn.objects.select_related("submission__submitted_by", "assessment")


def submission_of(row: InformationReturn) -> ReturnSubmission | None:
    return getattr(row, "submission", None)


def build(row: InformationReturn, *, on: date) -> ReturnPage:
    """Five queries, for one of ``returns()``."""
    submission = submission_of(row)
    items = list(with_documents(ReturnItem.objects.filter(information_return=row)))
    live = [item for item in items if item.ended_at is None]
    rows = rows_of(live, row, on=on, is_submitted=submission is not None)
    return ReturnPage(
        row=row,
        submission=submission,
        rows=rows,
        themes=by_theme(rows),
        dropped=[item for item in items if item.ended_at],
        countdown=countdown(row.due_on, on=on),
        is_overdue=submission is None and row.due_on < on,
    )


def by_theme(rows: list[ItemRow]) -> list[Theme]:
    found: dict[str, list[ItemRow]] = defaultdict(list)
    for row in rows:
        found[theme_of(row)].append(row)
    return [Theme(title, rows) for title, rows in found.items()]


def theme_of(row: ItemRow) -> str:
    return row.item.theme or NO_THEME


# --- one item ------------------------------------------------------------------------------


@dataclass(frozen=True)
class ItemPage:
    row: ItemRow
    information_return: InformationReturn
    submission: ReturnSubmission | None
    submitted: SubmittedItem | None
    changes: list[ReturnItemChange]
    countdown: str
    is_open: bool
    """Still worked on: neither submitted nor taken off the list."""


def items() -> QuerySet[ReturnItem]:
    one = ReturnItem.objects.select_related(
        "information_return__submission__submitted_by",
        "information_return__assessment",
        "ended_by",
    )
    return with_documents(one)


def build_item(item: ReturnItem, *, on: date) -> ItemPage:
    """Three or four queries, for one of ``items()``."""
    row = item.information_return
    submission = submission_of(row)
    found = rows_of([item], row, on=on, is_submitted=submission is not None)[0]
    frozen = SubmittedItem.objects.filter(submission=submission, item=item)
    return ItemPage(
        row=found,
        information_return=row,
        submission=submission,
        submitted=frozen.prefetch_related("documents").first() if submission else None,
        changes=list(item.changes.select_related("changed_by")[:50]),
        countdown=countdown(found.due_on, on=on),
        is_open=submission is None and item.ended_at is None,
    )


# --- gaps by owner -------------------------------------------------------------------------


@dataclass(frozen=True)
class OwnersGaps:
    """``person`` None: nobody's yet."""

    name: str
    rows: list[ItemRow]

    @property
    def late(self) -> int:
        return sum(row.is_overdue for row in self.rows)


def gaps_by_owner(page: ReturnPage) -> list[OwnersGaps]:
    """Those with most to do first, and what is nobody's before all."""
    found: dict[int | None, list[ItemRow]] = defaultdict(list)
    for row in page.unready:
        found[row.item.owner_id].append(row)
    gaps = [
        OwnersGaps(name_of(rows[0].item.owner) if pk else "Nobody yet", rows)
        for pk, rows in found.items()
    ]
    return sorted(gaps, key=lambda gap: (gap.name != "Nobody yet", -len(gap.rows), gap.name))


# --- what was submitted --------------------------------------------------------------------


@dataclass(frozen=True)
class SubmittedTheme:
    title: str
    items: list[SubmittedItem]


def submitted_themes(submission: ReturnSubmission) -> list[SubmittedTheme]:
    """From the rows that were frozen, and nothing else: two queries."""
    by_theme: dict[str, list[SubmittedItem]] = defaultdict(list)
    for item in submission.items.prefetch_related("documents"):
        by_theme[item.theme or NO_THEME].append(item)
    return [SubmittedTheme(title, items) for title, items in by_theme.items()]


def imports_of(row: InformationReturn) -> QuerySet[ReturnImport]:
    return row.imports.select_related("received_by")[:10]
