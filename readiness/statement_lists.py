"""Lists of quality statements and of rounds as files: the columns of their pages."""

from collections.abc import Iterable, Sequence

from config.wording import name_of
from indicators.list_files import ListResource, column, moment
from readiness.closed_round import StatementThen
from readiness.coverage import Category
from readiness.models import RoundState, Statement
from readiness.overall_rating import Level
from readiness.self_assessment_page import RoundRow, ScoredStatement
from readiness.statement_index import StatementIndex, StatementRow


class StatementResource(ListResource):
    """Rows are ``statement_index.StatementRow``; a column for each kind of evidence."""

    theme = column("Theme", "statement__theme__title")
    title = column("Quality statement", "statement__title")
    key_line = column("Key line", "statement__key_line")
    score = column("Our score", "score__words")
    signed_at = column("Signed off", lambda row: moment(signed(row.score)))

    def __init__(self, categories: Iterable[Category], **options):
        super().__init__(**options)
        for place, category in enumerate(categories):
            self.fields[category.slug] = column(
                category.title, lambda row, place=place: row.evidence[place][1].count
            )
        self.fields["indicators"] = column("Indicators", "indicators")
        self.fields["actions"] = column("Actions", "actions")


def signed(score):
    """When; None where there is no score, or nobody has signed it off."""
    return score.sign_off.signed_at if score and score.sign_off else None


def statements_shown(page: StatementIndex) -> list[StatementRow]:
    return [row for theme in page.themes for row in theme.rows]


class RoundListResource(ListResource):
    """Rows are ``self_assessment_page.RoundRow``."""

    title = column("Round", "self_assessment__title")
    framework = column("Framework", "self_assessment__framework__title")
    words = column("Overall rating", "words")
    percent = column("Percent", "result__percent")
    of = column("Statements", "of")
    scored = column("Scored", "scored")
    signed_off = column("Signed off", "signed_off")
    starts_on = column("Started", "self_assessment__starts_on")
    due_on = column("Due", "self_assessment__due_on")
    state = column("State")
    closed_at = column("Closed", lambda row: moment(row.self_assessment.closed_at))

    def dehydrate_state(self, row: RoundRow):
        return RoundState(row.self_assessment.state).label


class RoundResource(ListResource):
    """Rows are ``self_assessment_page.ScoredStatement``: the round as it stands."""

    theme = column("Theme", "statement__theme__title")
    title = column("Quality statement", "statement__title")
    score = column("Score", "latest__words")
    scored_by = column("Scored by")
    scored_at = column("Scored on", lambda row: moment(row.latest and row.latest.score.scored_at))
    signed_by = column("Signed off by")
    signed_at = column("Signed off on", lambda row: moment(signed(row.latest)))
    evidence = column("Pieces of evidence", "evidence_count")
    gaps = column("No evidence of", lambda row: "; ".join(row.gaps))

    def dehydrate_scored_by(self, row: ScoredStatement):
        return name_of(row.latest.score.scored_by) if row.latest else ""

    def dehydrate_signed_by(self, row: ScoredStatement):
        sign_off = row.latest.sign_off if row.latest else None
        return name_of(sign_off.signed_by) if sign_off else ""


class ClosedRoundResource(ListResource):
    """Rows are ``closed_round.StatementThen``: the round as it was."""

    theme = column("Theme", "theme")
    title = column("Quality statement", "title")
    score = column("Score", "score__words")
    scored_by = column("Scored by", "score__by")
    scored_at = column("Scored on", lambda row: moment(row.score and row.score.at))
    signed_by = column("Signed off by", lambda row: row.score.sign_off.by if is_signed(row) else "")
    signed_at = column(
        "Signed off on", lambda row: moment(row.score.sign_off.at if is_signed(row) else None)
    )
    evidence = column("Pieces of evidence", "evidence_count")
    gaps = column("No evidence of", lambda row: "; ".join(row.gaps))
    indicators = column("Indicators", lambda row: len(row.indicators))
    not_met = column("Not met", "not_met")
    lowest = column("In the lowest 25%", "lowest")
    actions = column("Actions", lambda row: len(row.actions))
    behind = column("Behind or overdue", "behind")


def is_signed(row: StatementThen) -> bool:
    return row.score is not None and row.score.is_signed


class PublishedResource(ListResource):
    """Rows are ``published_page.Line``; a column for each level that councils were given."""

    title = column("Quality statement", "statement__title")

    def __init__(self, levels: Sequence[Level], **options):
        super().__init__(**options)
        for place, level in enumerate(levels):
            self.fields[f"level_{level.value}"] = column(
                f"Councils scored {level.value}, {level.title}",
                lambda line, place=place: line.distribution.counts[place][1],
            )
        self.fields["ours"] = column("Ours", "distribution__ours")


class PublishedFileResource(ListResource):
    """Rows are councils as a file of published results gives them."""

    authority = column("Council", lambda row: row["authority"])

    def __init__(self, statements: Iterable[Statement], **options):
        super().__init__(**options)
        for one in statements:
            self.fields[one.slug] = column(
                one.title, lambda row, slug=one.slug: row["scores"].get(slug)
            )
        self.fields["rating"] = column("Rating", lambda row: row.get("rating"))
        self.fields["percent"] = column("Percent", lambda row: row.get("percent"))
