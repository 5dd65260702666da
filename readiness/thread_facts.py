"""What was read of a golden thread, from the figure to the next score. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone

from config.addresses import address_of
from indicators.summaries import IndicatorSummary
from readiness.models import Status
from readiness.models.improvement import FINISHED
from readiness.overall_rating import ScoringRules


class Kind(StrEnum):
    """What a thread can begin at; the value is what one of them is called."""

    INDICATOR = "indicator"
    STATEMENT = "quality statement"
    DOCUMENT = "document"
    RECOMMENDATION = "recommendation"
    ACTION = "action"


PAGES = {
    Kind.INDICATOR: "indicator",
    Kind.STATEMENT: "statement",
    Kind.DOCUMENT: "document",
    Kind.RECOMMENDATION: "recommendation",
    Kind.ACTION: "action",
}
"""The names of their own pages' addresses."""


@dataclass(frozen=True)
class Start:
    """Where a thread begins. ``key`` is what its address takes; the home council's ids come along,
    None before the councils are loaded."""

    kind: Kind
    pk: int
    title: str
    key: str | int
    home_id: int | None
    home_region_id: int | None

    @property
    def address(self) -> str:
        """Its own page."""
        return address_of(PAGES[self.kind], self.key)

    def is_at(self, kind: Kind, pk: int | None) -> bool:
        return (self.kind, self.pk) == (kind, pk)


@dataclass(frozen=True)
class GivenScore:
    """``signed_on`` is None where nobody signed it, or where the signature was taken back."""

    pk: int
    round_id: int
    round_title: str
    value: int
    given_at: datetime
    signed_on: date | None
    signed_by: str

    @property
    def given_on(self) -> date:
        return timezone.localdate(self.given_at)


@dataclass(frozen=True)
class Judged:
    """A quality statement with its scores, oldest first. ``round_id`` is the current round's,
    with whether it takes scores and signatures."""

    pk: int
    slug: str
    title: str
    rules: ScoringRules | None
    scores: tuple[GivenScore, ...]
    round_id: int | None
    takes_scores: bool
    takes_signatures: bool

    def first(self, in_use_since: date | None) -> GivenScore | None:
        """The score the thread begins with: the last one before any action was in use."""
        before = [one for one in self.scores if in_use_since and one.given_on < in_use_since]
        if before:
            return before[-1]
        if in_use_since:
            return self.scores[0] if self.scores else None
        return self.scores[-1] if self.scores else None

    def again(self, in_use_since: date | None) -> GivenScore | None:
        """The latest score given since an action was in use, beside the one it began with."""
        if in_use_since is None or not self.scores:
            return None
        latest = self.scores[-1]
        is_later = latest.given_on >= in_use_since and latest != self.first(in_use_since)
        return latest if is_later else None


@dataclass(frozen=True)
class Shown:
    """A document put forward for a statement."""

    document_id: int
    statement_id: int
    title: str
    shows: str
    category: str
    day: date | None


@dataclass(frozen=True)
class Told:
    """A recommendation, with how many actions answer it."""

    pk: int
    words: str
    source: str
    source_title: str
    received_on: date
    answer_by: date
    state: str
    actions: int


@dataclass(frozen=True)
class Doing:
    """An action with what was last said of it."""

    pk: int
    title: str
    status: Status
    narrative: str
    owner: str
    due_on: date | None
    implemented_on: date | None
    has_impact: bool

    @property
    def is_finished(self) -> bool:
        return self.status in FINISHED

    @property
    def should_show_impact(self) -> bool:
        """In use, or called completed: somebody will ask what came of it."""
        if self.status == Status.STOPPED:
            return False
        return self.implemented_on is not None or self.status == Status.COMPLETED


@dataclass(frozen=True)
class Change:
    """What an action changed. ``document_id`` and ``code``: what shows it, one of the two;
    ``is_seen``: whether this person may open the document."""

    action_id: int
    shows: str
    title: str
    document_id: int | None
    code: str
    is_seen: bool
    recorded_on: date


@dataclass(frozen=True)
class Facts:
    """The whole thread. Lists hold the first few; ``counts`` says how many of a kind there are.
    ``answered``: indicators that an action which was not stopped is meant to move."""

    start: Start
    judged: tuple[Judged, ...]
    figures: tuple[IndicatorSummary, ...]
    evidence: tuple[Shown, ...]
    evidenced: frozenset[int]
    told: tuple[Told, ...]
    actions: tuple[Doing, ...]
    changes: tuple[Change, ...]
    answered: frozenset[int]
    counts: Mapping[str, int]

    @property
    def in_use_since(self) -> date | None:
        """When the first of the actions came into use."""
        days = [action.implemented_on for action in self.actions if action.implemented_on]
        return min(days, default=None)
