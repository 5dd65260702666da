"""What the comparison of two rounds and the score wall say as files."""

from collections.abc import Callable
from functools import partial

from indicators.list_files import ListResource, column
from readiness.closed_overview import ClosedOverview, RowThen
from readiness.comparing_rounds import ComparedStatement, RoundCompared
from readiness.overview import SHOWN_STATUSES
from readiness.score_wall import WallRow


class ComparisonResource(ListResource):
    """Rows are ``ComparedStatement``; the headings carry the rounds' titles."""

    theme = column("Theme", "theme")
    title = column("Quality statement", "title")
    then_score = column("Score then")
    now_score = column("Score now")
    change = column("Change", "change")
    then_reasons = column("Reasons then")
    now_reasons = column("Reasons now")

    def __init__(self, *, then: RoundCompared, now: RoundCompared, **options):
        super().__init__(**options)
        for name, about in (("then", then), ("now", now)):
            self.fields[f"{name}_score"].column_name = f"Score in {about.title}"
            self.fields[f"{name}_reasons"].column_name = f"Reasons in {about.title}"

    def dehydrate_then_score(self, row: ComparedStatement):
        return row.then.words if row.then else ""

    def dehydrate_now_score(self, row: ComparedStatement):
        return row.now.words if row.now else ""

    def dehydrate_then_reasons(self, row: ComparedStatement):
        return "\n".join(row.then.rationale) if row.then else ""

    def dehydrate_now_reasons(self, row: ComparedStatement):
        return "\n".join(row.now.rationale) if row.now else ""


class WallResource(ListResource):
    """Rows are ``WallRow``."""

    title = column("Quality statement", "statement__title")
    own = column("Our score", "own__words")
    own_day = column("Our score date", "own__day")
    own_reason = column("Our reasons", "own__reason")
    director = column("Signed by a director", "director__words")
    director_day = column("Signed date", "director__day")
    director_who = column("Signed by", "director__who")
    peer = column("Peer review", "peer__words")
    peer_day = column("Peer review date", "peer__day")
    peer_source = column("Peer review report", "peer__source")
    peer_reason = column("Peer review reasons", "peer__reason")
    cqc = column("CQC", "cqc__words")
    cqc_day = column("CQC date", "cqc__day")
    cqc_source = column("CQC report", "cqc__source")
    cqc_reason = column("CQC reasons", "cqc__reason")
    beside = column("Beside the others")
    drift = column("Over the rounds", "drift")

    def dehydrate_beside(self, row: WallRow):
        return "; ".join(row.comparisons)


class OverviewThenResource(ListResource):
    """A closed round's overview. Rows are ``RowThen``; its categories are columns of their own."""

    theme = column("Theme", "statement__theme")
    title = column("Quality statement", "statement__title")
    score = column("Our score", "statement__score__words")
    signed_on = column("Signed off")
    met = column("Indicators met", "met")
    within_tolerance = column("Indicators within tolerance", "within_tolerance")
    not_met = column("Indicators not met", "statement__not_met")
    not_rated = column("Indicators not rated", "not_rated")
    lowest = column("Indicators in the lowest 25%", "statement__lowest")
    attention = column("Most wrong", "attention__words")

    def __init__(self, page: ClosedOverview, **options):
        super().__init__(**options)
        last = self.fields.pop("attention")
        for place, category in enumerate(page.categories):
            self.count(f"Documents: {category.title}", partial(documents_at, place))
        for place, status in enumerate(SHOWN_STATUSES):
            self.count(f"Actions: {status.label.lower()}", partial(actions_at, place))
        self.fields["attention"] = last

    def count(self, heading: str, counted: Callable[[RowThen], int]) -> None:
        """A column more, which the class cannot name: categories are the framework's, status words
        the council's."""
        name = f"counted_{len(self.fields)}"
        self.fields[name] = column(heading)
        setattr(self, f"dehydrate_{name}", counted)

    def dehydrate_signed_on(self, row: RowThen):
        score = row.statement.score
        return score.sign_off.at.date() if score and score.sign_off and score.is_signed else ""


def documents_at(place: int, row: RowThen) -> int:
    return row.evidence[place][1].count


def actions_at(place: int, row: RowThen) -> int:
    return row.action_columns[place][1]
