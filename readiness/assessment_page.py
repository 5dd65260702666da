"""The clock of one assessment, and what would be ready were the call to come today."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from config.wording import day_in_words
from evidence.models import Document
from readiness import return_page
from readiness.assessment_clock import CALL_LIST, Milestone, return_due
from readiness.coverage import coverage
from readiness.models import (
    Assessment,
    AssessmentChange,
    AssessmentInterview,
    AssessmentTask,
    DraftReport,
    EvidenceLink,
    Framework,
    ReturnItem,
    Statement,
    TrackedCase,
)
from readiness.return_page import ListedReturn
from readiness.score_reads import current_self_assessment, latest_scores
from readiness.working_days import add_working_days

NOTIFICATION, RECEIVED, PUBLISHED = "Notification", "Draft report received", "Report published"
FROM_CQC = (NOTIFICATION, RECEIVED, PUBLISHED)


@dataclass(frozen=True)
class AssessmentPage:
    assessment: Assessment
    milestones: tuple[Milestone, ...]
    tasks: list[AssessmentTask]
    interviews: list[AssessmentInterview]
    cases: list[TrackedCase]
    changes: list[AssessmentChange]
    reports: list[DraftReport]
    returns: list[ListedReturn]
    on: date

    @property
    def next(self) -> Milestone | None:
        return next_of(self.milestones)

    @property
    def late(self) -> list[AssessmentTask]:
        return [task for task in self.tasks if task.is_open and task.due_on < self.on]

    @property
    def done(self) -> int:
        return sum(1 for task in self.tasks if task.done_on)


@dataclass(frozen=True)
class Readiness:
    """``wanting``: what stands between the statement and the return, in words."""

    statement: Statement
    wanting: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        return not self.wanting


@dataclass(frozen=True)
class WhatIf:
    """Were the notification to come on ``notified_on``."""

    notified_on: date
    due_on: date
    rows: tuple[Readiness, ...]

    @property
    def ready(self) -> int:
        return sum(1 for row in self.rows if row.is_ready)

    @property
    def first_days(self) -> list[tuple[date, str]]:
        """What would have to be done by when."""
        return [(add_working_days(self.notified_on, after), what) for after, what in CALL_LIST]

    @property
    def sentence(self) -> str:
        return (
            f"The return would be due on {day_in_words(self.due_on)}. As things stand "
            f"{self.ready} of {len(self.rows)} statements would be ready."
        )


def build(assessment: Assessment, *, on: date) -> AssessmentPage:
    """Six queries."""
    return AssessmentPage(
        assessment=assessment,
        milestones=milestones(assessment, on=on),
        tasks=list(assessment.tasks.select_related("owner")),
        interviews=list(assessment.interviews.all()),
        cases=list(assessment.cases.select_related("lead")),
        changes=list(assessment.changes.select_related("changed_by")[:20]),
        reports=list(assessment.draft_reports.all()),
        returns=return_page.listed(on=on, assessment=assessment),
        on=on,
    )


def milestones(assessment: Assessment, *, on: date) -> tuple[Milestone, ...]:
    return (
        Milestone(NOTIFICATION, assessment.notified_on, on),
        Milestone("Information return due", assessment.return_due_on, on, is_due=True),
        Milestone("Visit begins", assessment.visit_starts_on, on),
        Milestone("Visit ends", assessment.visit_ends_on, on),
        Milestone(RECEIVED, assessment.report_received_on, on),
        Milestone("Comments on factual accuracy due", assessment.comments_due_on, on, is_due=True),
        Milestone(PUBLISHED, assessment.published_on, on),
    )


def next_of(days: tuple[Milestone, ...]) -> Milestone | None:
    """The nearest to be ready for; what comes from CQC is known once it has come."""
    ahead = [one for one in days if one.day and not one.is_past and one.title not in FROM_CQC]
    return min(ahead, key=lambda one: one.day or date.max, default=None)


@dataclass(frozen=True)
class Clock:
    """``next`` is None where every day that is known has passed."""

    assessment: Assessment
    next: Milestone | None


def clock(*, user, on: date) -> Clock | None:
    """The assessment under way, for pages about something else. One query."""
    if not user.has_perm("readiness.view_assessment"):
        return None
    assessment = Assessment.objects.under_way()
    if assessment is None:
        return None
    return Clock(assessment, next_of(milestones(assessment, on=on)))


def what_if(*, user, notified_on: date) -> WhatIf | None:
    """None without a framework. Evidence is looked at as of the day the return is due."""
    round_ = current_self_assessment()
    if round_ is None:
        return None
    due_on, framework = return_due(notified_on), round_.framework
    covered = coverage(framework, on=due_on)
    scores = latest_scores(round_, user=user)
    held, unready = held_documents(framework), unready_items(framework)
    rows = []
    for statement in framework.statements.select_related("theme").order_by("position"):
        wanting = (
            *wanting_score(scores.get(statement.pk), framework),
            *wanting_evidence(covered, statement, due_on),
            *wanting_clearance(held.get(statement.pk, 0)),
            *wanting_items(unready.get(statement.pk, [])),
        )
        rows.append(Readiness(statement, wanting))
    return WhatIf(notified_on, due_on, tuple(rows))


def wanting_score(score, framework: Framework) -> Iterable[str]:
    if not framework.rules:
        return
    if score is None:
        yield "It has no score."
    elif score.signature is None:
        yield "Its score is not signed off."


def wanting_evidence(covered, statement: Statement, due_on: date) -> Iterable[str]:
    if gaps := covered.gaps(statement.pk):
        yield f"It has no evidence of: {in_words(gaps)}."
    if stale := covered.stale(statement.pk):
        day = day_in_words(due_on)
        yield f"On {day} all evidence is past its review date of: {in_words(stale)}."


def wanting_clearance(held: int) -> Iterable[str]:
    if held:
        documents = "1 document is" if held == 1 else f"{held} documents are"
        yield f"{documents} not cleared for sharing."


def wanting_items(codes: list[str]) -> Iterable[str]:
    if codes:
        items = (
            "1 item of the information return is"
            if len(codes) == 1
            else (f"{len(codes)} items of the information return are")
        )
        yield f"{items} not ready: {', '.join(codes)}."


def in_words(categories) -> str:
    return ", ".join(category.short_title.lower() for category in categories)


def unready_items(framework: Framework) -> dict[int, list[str]]:
    """Statement's id -> codes of the items of returns that are not submitted."""
    waiting = ReturnItem.objects.unfinished().filter(statements__framework=framework)
    found: dict[int, list[str]] = defaultdict(list)
    for statement, code in waiting.order_by("position").values_list("statements", "code"):
        found[statement].append(code)
    return found


def held_documents(framework: Framework) -> dict[int, int]:
    """Statement's id -> how many of its documents may not leave the house as they are."""
    links = EvidenceLink.objects.live().not_sent_back().filter(statement__framework=framework)
    held = links.exclude(document__in=Document.objects.shareable().order_by().values("pk"))
    counted = held.order_by().values_list("statement").annotate(Count("document", distinct=True))
    return dict(counted)
