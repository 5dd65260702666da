"""What a director reads before signing a score: the score, its evidence, what stands against it."""

from dataclasses import dataclass
from datetime import date

from readiness.challenge_reads import ChallengesOf, challenges_of
from readiness.models import Score
from readiness.overall_rating import ScoringRules
from readiness.sign_off import reasons_against
from readiness.statement_evidence import CategoryEvidence, evidence_by_category
from readiness.statement_page import ScoreInWords, in_words


@dataclass(frozen=True)
class SignOffPage:
    score: ScoreInWords
    evidence: tuple[CategoryEvidence, ...]
    refusals: tuple[str, ...]
    """Why this person cannot sign; nothing where they can."""
    warnings: tuple[str, ...]
    """What to know before signing; it does not stop anybody."""
    challenges: ChallengesOf | None
    """What the facts ask; None where the round is closed or not scored."""

    @property
    def open_challenges(self) -> list[dict]:
        """As they are kept with the signature."""
        return [
            {"question": one.prompt.question, "reason": one.prompt.reason}
            for one in (self.challenges.open if self.challenges else ())
        ]

    @property
    def evidence_count(self) -> int:
        return sum(category.count for category in self.evidence)


def build(score, *, by, on: date) -> SignOffPage:
    """The score is read ``with_home_council``."""
    rules = ScoringRules.from_json(score.self_assessment.framework.rules)
    evidence = evidence_by_category(score.statement, user=by, on=on)
    return SignOffPage(
        score=in_words(score, rules) if rules else ScoreInWords(score, str(score.value), "grey"),
        evidence=evidence,
        refusals=tuple(reasons_against(score, by=by)),
        warnings=tuple(warnings(score, evidence, rules)),
        challenges=challenges_at(score, by=by, on=on),
    )


def challenges_at(score, *, by, on: date) -> ChallengesOf | None:
    """Five queries, most of them of indicators."""
    statement, self_assessment = score.statement, score.self_assessment
    if not self_assessment.is_open or not self_assessment.framework.rules:
        return None
    statement.home_id, statement.home_region_id = score.home_id, score.home_region_id
    scores = {statement.pk: score}
    read = challenges_of([statement], self_assessment, scores, user=by, on=on)
    return read[statement.pk]


def warnings(score: Score, evidence: tuple[CategoryEvidence, ...], rules: ScoringRules | None):
    for category in evidence:
        if category.is_required and not category.count:
            yield f"There is no evidence for {category.title.lower()}, which is required."
        elif (
            category.rows
            and not category.has_more
            and all(row.is_out_of_date for row in category.rows)
        ):
            yield f"All evidence for {category.title.lower()} is past its review date."
    if rules and rules.flag_level == score.value and rules.flag_text:
        yield rules.flag_text
