"""The overview of a closed round, from its record alone: nine statements and what was most wrong
with each on the day it was closed. Pure: a record in (``closed_round``), rows out."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from indicators.ratings import JUDGED, RATING_WORDS, Rating
from readiness.attention import Attention, Facts, most_wrong
from readiness.closed_round import CategoryThen, ClosedRound, StatementThen
from readiness.coverage import Cell
from readiness.models import Status, Verdict
from readiness.overview import SHOWN_STATUSES
from readiness.score_words import rating_sentence


@dataclass(frozen=True)
class RowThen:
    """What one line says of a statement; ``address`` is that of the statement in this round."""

    statement: StatementThen
    address: str
    attention: Attention

    @property
    def level(self) -> str:
        """ "Some shortfalls", of "2 Some shortfalls"."""
        return self.statement.score.words.partition(" ")[2] if self.statement.score else ""

    @cached_property
    def evidence(self) -> list[tuple[CategoryThen, Cell]]:
        return [(category, cell_of(category)) for category in self.statement.evidence]

    @cached_property
    def _rated(self) -> Counter:
        return Counter(one["rating"] for one in self.statement.indicators)

    @property
    def met(self) -> int:
        return self._rated[Rating.MET.value]

    @property
    def within_tolerance(self) -> int:
        return self._rated[Rating.WITHIN_TOLERANCE.value]

    @property
    def not_rated(self) -> int:
        judged = self.met + self.within_tolerance + self.statement.not_met
        return len(self.statement.indicators) - judged

    @property
    def action_columns(self) -> list[tuple[Status, int]]:
        counted = Counter(action["status"] for action in self.statement.actions)
        return [(status, counted[status.value]) for status in SHOWN_STATUSES]


@dataclass(frozen=True)
class ThemeRows:
    title: str
    rows: tuple[RowThen, ...]


@dataclass(frozen=True)
class ClosedOverview:
    record: ClosedRound
    themes: tuple[ThemeRows, ...]

    @property
    def rows(self) -> list[RowThen]:
        return [row for theme in self.themes for row in theme.rows]

    @property
    def categories(self) -> tuple[CategoryThen, ...]:
        """The record has the same ones for each statement."""
        statements = self.record.statements
        return statements[0].evidence if statements else ()

    @property
    def rating_words(self) -> list[str]:
        """As the council said them then; what no indicator came to, as the product says it."""
        kept = {
            one["rating"]: one["rating_word"]
            for statement in self.record.statements
            for one in statement.indicators
        }
        return [kept.get(rating.value, RATING_WORDS[rating]) for rating in JUDGED]

    @property
    def sentence(self) -> str:
        rating = self.record.rating
        if rating is None:
            return f"{self.record.title} was not scored."
        done = "scored" if self.record.sees_all else "signed off"
        if not rating.result.scored:
            return f"None of the {rating.result.of} quality statements was {done}."
        titles = [one.title for one in self.record.statements]
        return rating_sentence(rating.result, titles, done)

    @property
    def finding(self) -> str:
        """The first thing to read: "Requires improvement, 53% (19 of 36)"."""
        return self.sentence.partition(". ")[0].rstrip(".")

    @property
    def way_on(self) -> str:
        return self.sentence.partition(". ")[2]


def build(record: ClosedRound, *, address: Callable[[str], str]) -> ClosedOverview:
    """``address`` says where a statement is read, by its slug: it depends on who reads."""
    themes = (
        ThemeRows(
            theme.title, tuple(row_of(one, record, address=address(one.slug)) for one in theme.rows)
        )
        for theme in record.themes
    )
    return ClosedOverview(record, tuple(themes))


def row_of(one: StatementThen, record: ClosedRound, *, address: str) -> RowThen:
    score, rules = one.score, record.rules
    cells = [(category, cell_of(category)) for category in one.evidence]
    found = most_wrong(
        Facts(
            score=score.value if score else None,
            is_scored=rules is not None,
            done="scored" if record.sees_all else "signed off",
            flag_level=rules.flag_level if rules else None,
            awaits_sign_off=bool(score and not score.is_signed),
            documents=one.evidence_count,
            gaps=tuple(
                category.short_title
                for category, cell in cells
                if category.is_required and cell.state == "empty"
            ),
            stale=tuple(category.short_title for category, cell in cells if cell.state == "stale"),
            indicators=len(one.indicators),
            not_met=one.not_met,
            lowest=one.lowest,
            actions=len(one.actions),
            behind=sum(action["status"] == Status.BEHIND for action in one.actions),
            overdue=sum(action["is_overdue"] for action in one.actions),
        )
    )
    # Of a round that is over, nothing is still to come.
    return RowThen(one, address, Attention(found.about, found.words.replace(" yet.", ".")))


def cell_of(category: CategoryThen) -> Cell:
    """As the day's coverage said it."""
    counted = [one for one in category.documents if one.verdict != Verdict.RETURNED]
    return Cell(
        count=len(counted),
        out_of_date=sum(one.is_out_of_date for one in counted),
        sent_back=len(category.documents) - len(counted),
    )
