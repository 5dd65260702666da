"""What the comparison of two rounds and the score wall say as files."""

from indicators.list_files import ListResource, column
from readiness.comparing_rounds import ComparedStatement, RoundCompared
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
