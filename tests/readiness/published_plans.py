"""A council's printed plan, beside the plan in our report of the same quarter: action by action."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from readiness.reports.report import Cell, Report
from tests.factories import ActionFactory, ActionUpdateFactory, PlanFactory, PriorityFactory
from tests.readiness.published_reports import (
    BURY,
    NOT_SHOWN,
    Column,
    Line,
    Paper,
    Row,
    report_of,
    same_words,
)

BURY_PLAN = Paper(
    council="Bury",
    code=BURY.code,
    title="the same report, its strategic plan",
    file="bury-strategic-plan-2023-26.csv",
    form="highlight-report",
    quarter=BURY.quarter,
    columns=(
        Column("priority_number", "Number", "Number of its priority", same_words),
        Column("priority", "Priority", "Priority", same_words),
        Column("narrative", "This quarter", "Highlight of the quarter", same_words),
    ),
)


def rows_of(folder: Path) -> list[Row]:
    with (folder / "published" / BURY_PLAN.file).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_plan(rows: list[Row]) -> None:
    """Each action under its priority, with what was said of it in the quarter of the paper."""
    plan, priorities = PlanFactory(starts_on=date(2023, 4, 1)), {}
    for row in rows:
        number = int(row["priority_number"])
        if number not in priorities:
            priorities[number] = PriorityFactory(plan=plan, number=number, title=row["priority"])
        action = ActionFactory(priority=priorities[number], title=row["action"])
        ActionUpdateFactory(
            action=action,
            narrative=row["narrative"],
            quarter_starts_on=BURY_PLAN.quarter.starts_on,
        )


def plan_compared(folder: Path, *, by) -> list[Line]:
    rows = rows_of(folder)
    write_plan(rows)
    shown = actions_shown(report_of(BURY_PLAN, by=by))
    return [line for row in rows for line in lines_of(row, shown.get(row["action"], {}))]


def actions_shown(report: Report) -> dict[str, dict[str, Cell]]:
    """Action -> heading -> cell; its priority stands over the table, as ``1. Its title``."""
    found = {}
    for _, table in report.tables:
        if table.columns[0].words == "Action":
            number, _, title = table.about.partition(". ")
            over = {"Number": Cell(number), "Priority": Cell(title)}
            for row in table.rows:
                cells = dict(zip((column.words for column in table.columns), row, strict=True))
                found[row[0].words] = cells | over
    return found


def lines_of(row: Row, shown: dict[str, Cell]) -> Iterator[Line]:
    for column in BURY_PLAN.columns:
        cell = shown.get(column.ours, NOT_SHOWN)
        printed = row[column.printed]
        is_same = column.is_alike(printed, cell)
        yield Line(row["action"], column.name, printed, cell.words, is_same)
