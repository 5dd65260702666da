"""What is known of one statement, as the questions to its score are put to it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from config.addresses import address_of
from config.wording import day_in_words
from readiness.coverage_findings import Held as HeldOfCategory
from readiness.coverage_findings import listed
from readiness.overall_rating import ScoringRules
from readiness.rubric import Mark
from readiness.score_words import score_words


@dataclass(frozen=True)
class Held(HeldOfCategory):
    """What a statement has of one category of evidence."""

    slug: str = ""


@dataclass(frozen=True)
class Figure:
    """An indicator's latest figure as people read it. ``is_new``: recorded since the statement's
    last score of an earlier round."""

    code: str
    title: str
    value: str
    period: str
    is_judged: bool = False
    is_met: bool = False
    is_not_met: bool = False
    is_lowest_quarter: bool = False
    rank: str = ""
    moved: str = ""
    is_new: bool = False

    @property
    def is_poor(self) -> bool:
        return self.is_not_met or self.is_lowest_quarter

    @property
    def words(self) -> str:
        said = [f"{self.value} in {self.period}"]
        if self.is_judged:
            said.append("target met" if self.is_met else "target not met" * self.is_not_met)
        if self.rank:
            said.append(self.rank + (", lowest 25%" if self.is_lowest_quarter else ""))
        return f"{self.title}: {', '.join(part for part in said if part)}"

    @property
    def fact(self) -> str:
        """What an answer holds for: the next period's figure is another."""
        return f"{self.code} for {self.period}: {self.value}"


@dataclass(frozen=True)
class Promise:
    """An action of the plan. ``lacks``: what there is none of to show that it worked."""

    pk: int
    title: str
    is_behind: bool = False
    overdue_since: date | None = None
    lacks: tuple[str, ...] = ()

    @property
    def is_late(self) -> bool:
        return self.is_behind or self.overdue_since is not None

    @property
    def words(self) -> str:
        said = ["behind"] if self.is_behind else []
        if self.overdue_since:
            said.append(f"was due on {day_in_words(self.overdue_since)}")
        return f"{self.title}: {listed(said)}"


@dataclass(frozen=True)
class Before:
    """The statement's last score in an earlier round."""

    value: int
    title: str


@dataclass(frozen=True)
class Facts:
    """What is known of one statement. ``strengths`` is how many the score claims; ``voices`` how
    many quotes and stories may be used."""

    slug: str
    rules: ScoringRules | None
    score: int | None = None
    strengths: int = 0
    before: Before | None = None
    evidence: tuple[Held, ...] = ()
    voices: int = 0
    figures: tuple[Figure, ...] = ()
    actions: tuple[Promise, ...] = ()
    marks: tuple[Mark, ...] = ()
    """The rating characteristics, and which are shown to be met."""

    @property
    def is_high(self) -> bool:
        """In the upper half of the levels."""
        return self._beyond_the_middle > 0

    @property
    def is_low(self) -> bool:
        return self._beyond_the_middle < 0

    @property
    def _beyond_the_middle(self) -> int:
        if self.rules is None or self.score is None:
            return 0
        return 2 * self.score - self.rules.lowest - self.rules.highest

    @property
    def required(self) -> list[Held]:
        return [one for one in self.evidence if one.is_required]

    @property
    def poor(self) -> list[Figure]:
        return [figure for figure in self.figures if figure.is_poor]

    @property
    def late(self) -> list[Promise]:
        return [action for action in self.actions if action.is_late]

    @property
    def score_fact(self) -> str:
        return f"Scored {self.score}"

    @property
    def score_in_words(self) -> str:
        if self.rules is None or self.score is None:
            return "not scored"
        return score_words(self.score, self.rules)

    def at(self, place: str) -> str:
        return f"{address_of('statement', self.slug)}#{place}"
