"""A closed round read from its record, and from nothing else: the same page whatever has changed.

Only what a peer reviewer may be shown is asked of today: scores without a signature and documents
not shared with reviewers are withheld, and the page says how many.
"""

from dataclasses import dataclass
from datetime import date, datetime

from evidence.models import DocumentVersion
from readiness.library import documents_for
from readiness.models import RoundSnapshot, StatementSnapshot, Verdict
from readiness.overall_rating import ScoringRules, overall_rating, rule_in_words
from readiness.round_record import fingerprint
from readiness.score_reads import rounds_for
from readiness.score_words import range_sentence, rating_colour, score_colour
from readiness.self_assessment_page import RatingInWords, way_up
from readiness.statement_page import lines

ASK = "readiness.view_unsigned_scores"
HISTORY = "evidence.view_document_history"


@dataclass(frozen=True)
class SignatureThen:
    by: str
    at: datetime
    note: str


@dataclass(frozen=True)
class WithdrawalThen:
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class ScoreThen:
    value: int
    words: str
    colour: str
    rationale: list[str]
    strengths: list[str]
    areas_for_improvement: list[str]
    next_steps: list[str]
    by: str
    at: datetime
    sign_off: SignatureThen | None
    withdrawn: WithdrawalThen | None

    @property
    def is_signed(self) -> bool:
        return self.sign_off is not None and self.withdrawn is None


@dataclass(frozen=True)
class DocumentThen:
    """``is_withheld``: the page says only that there was one."""

    document: int
    title: str
    address: str
    evidence_date: date | None
    is_out_of_date: bool
    version: int | None
    number: int | None
    file: str
    sha256: str
    shows: str
    location: str
    verdict: str | None
    strength: str | None
    is_withheld: bool = False
    may_open: bool = True


@dataclass(frozen=True)
class CategoryThen:
    slug: str
    title: str
    short_title: str
    is_required: bool
    documents: tuple[DocumentThen, ...]

    @property
    def withheld(self) -> int:
        return sum(1 for document in self.documents if document.is_withheld)

    @property
    def count(self) -> int:
        """Without what a curator had sent back, which counts for nothing."""
        return sum(1 for document in self.documents if document.verdict != Verdict.RETURNED)


@dataclass(frozen=True)
class StatementThen:
    """``indicators`` and ``actions`` are as ``round_facts`` wrote them, days as days."""

    slug: str
    title: str
    theme: str
    key_line: str
    we: str
    i: list[str]
    topics: list[str]
    draft_parts: list[str]
    scores: tuple[ScoreThen, ...]
    evidence: tuple[CategoryThen, ...]
    indicators: tuple[dict, ...]
    actions: tuple[dict, ...]
    challenges: tuple[dict, ...]
    """What the facts asked; nothing for reviewers."""
    voices: int
    sha256: str
    is_intact: bool

    @property
    def score(self) -> ScoreThen | None:
        return self.scores[0] if self.scores else None

    @property
    def earlier_scores(self) -> tuple[ScoreThen, ...]:
        return self.scores[1:]

    @property
    def evidence_count(self) -> int:
        return sum(category.count for category in self.evidence)

    @property
    def gaps(self) -> list[str]:
        return [one.title for one in self.evidence if one.is_required and not one.count]

    @property
    def withheld(self) -> int:
        return sum(category.withheld for category in self.evidence)

    @property
    def not_met(self) -> int:
        return sum(1 for one in self.indicators if one["rating"] == "not_met")

    @property
    def lowest(self) -> int:
        return sum(1 for one in self.indicators if one["is_lowest_quarter"])

    @property
    def behind(self) -> int:
        return sum(1 for one in self.actions if one["status"] == "behind" or one["is_overdue"])


@dataclass(frozen=True)
class ThemeThen:
    title: str
    rows: tuple[StatementThen, ...]


@dataclass(frozen=True)
class StepThen:
    state: str
    label: str
    by: str
    at: datetime
    note: str


@dataclass(frozen=True)
class ClosedRound:
    pk: int
    title: str
    framework: str
    source: str
    rules: ScoringRules | None
    starts_on: date
    due_on: date | None
    opened_by: str
    closed: StepThen
    steps: tuple[StepThen, ...]
    """Nothing for reviewers: what was said between the steps is the council's own."""
    statements: tuple[StatementThen, ...]
    sees_all: bool
    sha256: str
    is_intact: bool

    @property
    def is_scored(self) -> bool:
        return self.rules is not None

    @property
    def themes(self) -> tuple[ThemeThen, ...]:
        rows: dict[str, list[StatementThen]] = {}
        for one in self.statements:
            rows.setdefault(one.theme, []).append(one)
        return tuple(ThemeThen(title, tuple(found)) for title, found in rows.items())

    @property
    def scored(self) -> int:
        return sum(1 for one in self.statements if one.score)

    @property
    def signed_off(self) -> int:
        return sum(1 for one in self.statements if one.score and one.score.is_signed)

    @property
    def rating(self) -> RatingInWords | None:
        """Worked out by the rule of the day from the scores of the day."""
        if self.rules is None or not self.statements:
            return None
        values = [one.score.value if one.score else None for one in self.statements]
        result = overall_rating(values, self.rules)
        return RatingInWords(
            result=result,
            colour=rating_colour(result.rating, self.rules) if result.rating else "grey",
            way_up=way_up(result, self.statements),
            range=range_sentence(result) if result.provisional else "",
            rule=rule_in_words(self.rules, result.of),
            flag_text=self.rules.flag_text,
            flagged=tuple(self.statements[place] for place in result.flagged),
        )


def find(pk: int, *, user) -> RoundSnapshot | None:
    """The record of a round that is theirs to read; None where it was not closed with one."""
    theirs = rounds_for(user).filter(pk=pk).order_by().values("pk")
    return RoundSnapshot.objects.filter(self_assessment__in=theirs).first()


def build(snapshot: RoundSnapshot, *, user) -> ClosedRound:
    """The whole round: one query, two more for reviewers."""
    return closed_round(snapshot, list(snapshot.statements.order_by("position")), user)


def build_statement(snapshot: RoundSnapshot, slug: str, *, user) -> ClosedRound:
    """The round with this statement alone. Raises ObjectDoesNotExist."""
    return closed_round(snapshot, [snapshot.statements.get(statement__slug=slug)], user)


def closed_round(snapshot: RoundSnapshot, kept: list[StatementSnapshot], user) -> ClosedRound:
    about, rules = snapshot.content, ScoringRules.from_json(snapshot.content["rules"])
    steps = tuple(step_then(step) for step in about["steps"])
    shared = shared_with(user, kept)
    sees_all = user.has_perm(ASK)
    return ClosedRound(
        pk=snapshot.self_assessment_id,
        title=about["title"],
        framework=about["framework"]["title"],
        source=about["framework"]["source"],
        rules=rules,
        starts_on=date.fromisoformat(about["starts_on"]),
        due_on=day_of(about["due_on"]),
        opened_by=about["opened_by"],
        closed=steps[0],
        steps=steps if sees_all else (),
        statements=tuple(
            statement_then(one, rules, sees_all=sees_all, shared=shared) for one in kept
        ),
        sees_all=sees_all,
        sha256=snapshot.sha256,
        is_intact=fingerprint(about) == snapshot.sha256,
    )


def statement_then(kept: StatementSnapshot, rules, *, sees_all: bool, shared) -> StatementThen:
    content = kept.content
    scores = (score_then(score, rules) for score in content["scores"])
    plain = ("slug", "title", "key_line", "we", "i", "topics", "draft_parts", "voices")
    return StatementThen(
        **{name: content[name] for name in plain},
        theme=content["theme"]["title"],
        scores=tuple(score for score in scores if sees_all or score.is_signed),
        evidence=tuple(category_then(one, shared) for one in content["evidence"]),
        indicators=tuple(content["indicators"]),
        actions=tuple(one | {"due_on": day_of(one["due_on"])} for one in content["actions"]),
        challenges=challenges_then(content) if sees_all else (),
        sha256=kept.sha256,
        is_intact=fingerprint(content) == kept.sha256,
    )


def challenges_then(content: dict) -> tuple[dict, ...]:
    """Records of rounds closed before anything was asked have none."""
    return tuple(
        one | {"at": one["at"] and datetime.fromisoformat(one["at"])}
        for one in content.get("challenges", ())
    )


def score_then(kept: dict, rules: ScoringRules | None) -> ScoreThen:
    texts = ("rationale", "strengths", "areas_for_improvement", "next_steps")
    signed, gone = kept["sign_off"], kept["withdrawn"]
    return ScoreThen(
        value=kept["value"],
        words=kept["words"],
        colour=score_colour(kept["value"], rules) if rules else "grey",
        **{name: lines(kept[name]) for name in texts},
        by=kept["by"],
        at=datetime.fromisoformat(kept["at"]),
        sign_off=signed and SignatureThen(**at_read(signed)),
        withdrawn=gone and WithdrawalThen(**at_read(gone)),
    )


def step_then(kept: dict) -> StepThen:
    return StepThen(**at_read(kept))


def at_read(kept: dict) -> dict:
    return kept | {"at": datetime.fromisoformat(kept["at"])}


def day_of(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


# --- what reviewers may see -----------------------------------------------------------------


Shared = dict[tuple[int, int | None], bool]
"""(document, version) of those that may be shown today -> whether that version may be opened."""


def shared_with(user, kept: list[StatementSnapshot]) -> Shared | None:
    """None for staff, who see them all."""
    if user.has_perm(HISTORY):
        return None
    pairs = {
        (document["document"], document["version"])
        for one in kept
        for category in one.content["evidence"]
        for document in category["documents"]
    }
    theirs = documents_for(user).filter(pk__in={document for document, _ in pairs})
    safe = DocumentVersion.objects.shareable().filter(
        pk__in={version for _, version in pairs if version},
        document__in=theirs.order_by().values("pk"),
    )
    links = theirs.filter(latest_version__isnull=True).values_list("pk", flat=True)
    return {(pk, None): True for pk in links} | {
        (document, version): version == latest
        for document, version, latest in safe.values_list(
            "document_id", "pk", "document__latest_version_id"
        )
    }


def category_then(kept: dict, shared) -> CategoryThen:
    documents = (document_then(one, shared) for one in kept["documents"])
    return CategoryThen(**(kept | {"documents": tuple(documents)}))


def document_then(kept: dict, shared) -> DocumentThen:
    names = DocumentThen.__dataclass_fields__.keys() & kept.keys()
    fields = {name: kept[name] for name in names}
    fields["evidence_date"] = day_of(kept["evidence_date"])
    if shared is None:
        return DocumentThen(**fields)
    key = (kept["document"], kept["version"])
    withheld = key not in shared or kept["verdict"] == Verdict.RETURNED
    if withheld:
        fields |= {"title": "", "shows": "", "location": "", "file": "", "address": ""}
    return DocumentThen(**fields, is_withheld=withheld, may_open=shared.get(key, False))
