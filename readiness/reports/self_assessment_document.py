"""A round of self-assessment as a document: context, then for each statement the argument, what is
strong and what is to improve, with references to numbered evidence, data used and actions.

Of a closed round it is made from the record of that day. What an audience may not see is left out
here, and each thing left out is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.conf import settings

from config.wording import day_in_words
from evidence.models import Document
from indicators import council_words
from readiness.models import (
    Audience,
    ContextText,
    EvidenceLink,
    SelfAssessment,
    Verdict,
)
from readiness.overall_rating import ScoringRules, overall_rating
from readiness.reports.audiences import SHOWN, Rules
from readiness.reports.closed_figures import SUPPRESSED, without_small_numbers
from readiness.reports.earlier_copies import known_outside
from readiness.reports.look import in_force
from readiness.reports.making import Made
from readiness.reports.report import (
    Block,
    Cell,
    Column,
    Note,
    Paragraph,
    Points,
    Report,
    Section,
    Subheading,
    Table,
    paragraphs,
)
from readiness.reports.withholding import LeftOut, masked_summaries
from readiness.round_facts import (
    actions_by_statement,
    evidence_by_statement,
    indicators_by_statement,
    scores_by_statement,
)
from readiness.round_record import round_content, statement_content
from readiness.score_words import rating_sentence


@dataclass
class Numbered:
    """Documents in the order they are first named, each with its number."""

    numbers: dict[int, int] = field(default_factory=dict)
    kept: dict[int, dict] = field(default_factory=dict)

    def number_of(self, document: dict) -> int:
        pk = document["document"]
        self.kept.setdefault(pk, document)
        return self.numbers.setdefault(pk, len(self.numbers) + 1)


@dataclass
class Writer:
    """What is written for an audience, and what is left out on the way."""

    rules: Rules
    with_scores: bool
    shown: set[int] | None
    """Documents that may be named; None for all."""
    numbered: Numbered = field(default_factory=Numbered)
    left_out: list[LeftOut] = field(default_factory=list)

    def leave_out(self, what: str, why: str) -> None:
        self.left_out.append(LeftOut(what, why))


def make_document(
    self_assessment: SelfAssessment, *, audience: str, with_scores: bool, on: date
) -> Made:
    """As many queries for one document or action as for hundreds."""
    rules = SHOWN[audience]
    about, statements = contents(self_assessment, rules, on=on)
    writer = Writer(rules, with_scores, None if rules.unsigned_scores else documents_outside())
    scoring = ScoringRules.from_json(about["rules"])
    body = [section_of(statement, writer) for statement in statements]
    opening = context_of(self_assessment, about, statements, scoring, writer)
    look = in_force()
    state = about["steps"][0] if about["steps"] else None
    report = Report(
        title=about["title"],
        subtitle="Self-assessment of adult social care",
        council=look.name,
        audience=Audience(audience).label,
        state=f"Round {state['label'].lower()}" if state else "Round open",
        made_on=day_in_words(on),
        sections=(opening, *body, evidence_list(writer)),
        accent=settings.ACCENT_COLOUR,
        logo=look.logo,
        rules=(rules.words, f"Quality statements are those of {about['framework']['title']}."),
    )
    return Made(report, tuple(writer.left_out))


def contents(self_assessment: SelfAssessment, rules: Rules, *, on: date):
    """The round and its statements as plain values: from its record where it is closed."""
    snapshot = getattr(self_assessment, "snapshot", None)
    if snapshot:
        kept = snapshot.statements.order_by("position").values_list("content", flat=True)
        found = list(kept)
        if not rules.small_numbers:
            found = without_small_numbers(found)
        return snapshot.content, found
    statements = self_assessment.framework.statements.all()
    masked = None
    if not rules.small_numbers:
        masked = partial(masked_summaries, earlier=known_outside())
    with council_words.in_use():
        parts = {
            "scores": scores_by_statement(self_assessment),
            "evidence": evidence_by_statement(self_assessment, on=on),
            "indicators": indicators_by_statement(statements, masked=masked),
            "actions": actions_by_statement(statements, on=on),
        }
    in_order = statements.select_related("theme").prefetch_related("topics").order_by("position")
    return round_content(self_assessment), [
        statement_content(statement)
        | {name: known.get(statement.pk, []) for name, known in parts.items()}
        for statement in in_order
    ]


def documents_outside() -> set[int]:
    """Those that people outside the council may be told of."""
    linked = EvidenceLink.objects.live().not_sent_back().order_by().values("document")
    return set(Document.objects.shareable().filter(pk__in=linked).values_list("pk", flat=True))


# --- the opening ----------------------------------------------------------------------------


def context_of(self_assessment, about, statements, scoring, writer: Writer) -> Section:
    blocks: list[Block] = []
    text = ContextText.objects.filter(self_assessment=self_assessment).first()
    blocks += paragraphs(text.words) if text else ()
    if scoring and writer.with_scores:
        scores = [score_shown(one, writer) for one in statements]
        values = [score["value"] if score else None for score in scores]
        done = "scored" if writer.rules.unsigned_scores else "signed off"
        titles = [one["title"] for one in statements]
        blocks.append(Paragraph(rating_sentence(overall_rating(values, scoring), titles, done)))
        blocks.append(scores_table(statements, scores))
    return Section("Context", tuple(blocks) or (Note("No context has been written yet."),))


def scores_table(statements: list[dict], scores: list[dict | None]) -> Table:
    return Table(
        "Score of each quality statement",
        (Column("Quality statement"), Column("Theme"), Column("Score")),
        tuple(
            (
                Cell(one["title"]),
                Cell(one["theme"]["title"]),
                Cell(score["words"] if score else "Not scored"),
            )
            for one, score in zip(statements, scores, strict=True)
        ),
    )


def score_shown(statement: dict, writer: Writer) -> dict | None:
    """The newest that the audience may see."""
    scores = statement["scores"]
    if not writer.rules.unsigned_scores:
        scores = [one for one in scores if one["sign_off"] and not one["withdrawn"]]
    return scores[0] if scores else None


# --- a statement ----------------------------------------------------------------------------


def section_of(statement: dict, writer: Writer) -> Section:
    return Section(
        statement["title"], tuple(statement_blocks(statement, writer)), statement["theme"]["title"]
    )


def statement_blocks(statement: dict, writer: Writer) -> Iterator[Block]:
    score = score_shown(statement, writer)
    if statement["scores"] and score != statement["scores"][0]:
        writer.leave_out(f"Newest score of {statement['title']}", "It is not signed off.")
    if statement["we"]:
        yield Note(statement["we"])
    if score is None:
        yield Note("Nothing has been written on this statement yet.")
    else:
        yield from narrative(score, writer)
    yield from evidence(statement, writer)
    yield from data_used(statement, writer)
    yield from actions(statement, writer)


def narrative(score: dict, writer: Writer) -> Iterator[Block]:
    if writer.with_scores:
        signed = score["sign_off"] and not score["withdrawn"]
        yield Paragraph(f"Score: {score['words']}{'' if signed else ', not signed off yet'}.")
    yield from paragraphs(score["rationale"])
    for title, name in (
        ("Strengths", "strengths"),
        ("Areas for improvement", "areas_for_improvement"),
        ("What we will do next", "next_steps"),
    ):
        said = [line.strip() for line in score[name].splitlines() if line.strip()]
        if said:
            yield Subheading(title)
            yield Points(tuple(line.lstrip("-•* ") for line in said))


def evidence(statement: dict, writer: Writer) -> Iterator[Block]:
    lines = []
    for category in statement["evidence"]:
        shown = [one for one in category["documents"] if may_be_named(one, writer)]
        if len(shown) < len(category["documents"]):
            left = len(category["documents"]) - len(shown)
            what = f"{left} of the documents under {category['title']} for {statement['title']}"
            writer.leave_out(what, "Sent back, or not cleared for people outside the council.")
        if shown:
            said = "; ".join(reference(one, writer.numbered) for one in shown)
            lines.append(f"{category['title']}: {said}")
    if lines:
        yield Subheading("Evidence")
        yield Points(tuple(lines))


def may_be_named(document: dict, writer: Writer) -> bool:
    if document["verdict"] == Verdict.RETURNED:
        return False
    return writer.shown is None or document["document"] in writer.shown


def reference(document: dict, numbered: Numbered) -> str:
    """``Waiting times fell [3, page 4]``"""
    place = f", {document['location']}" if document["location"] else ""
    return f"{document['shows'] or document['title']} [{numbered.number_of(document)}{place}]"


def data_used(statement: dict, writer: Writer) -> Iterator[Block]:
    if not statement["indicators"]:
        return
    if any(one["value"] == SUPPRESSED for one in statement["indicators"]):
        writer.leave_out(f"Figures of {statement['title']}", "Small numbers are suppressed.")
    heads = ("Indicator", "Figure", "Period", "Target", "Direction", "England")
    yield Subheading("Data used")
    yield Table(
        "Figures behind this statement",
        tuple(Column(words, words in {"Figure", "Target", "England"}) for words in heads),
        tuple(indicator_row(one) for one in statement["indicators"]),
        statement["title"],
    )


def indicator_row(one: dict) -> tuple[Cell, ...]:
    target = one["target"] or "Not shown"
    return (
        Cell(f"{one['code']} {one['title']}"),
        Cell(one["value"]),
        Cell(one["period"] or "None"),
        Cell(f"{target}, {one['rating_word'].lower()}" if one["rating_colour"] else target),
        Cell(one["travel"] or "Not comparable"),
        Cell(one["england"] or "Not shown"),
    )


def actions(statement: dict, writer: Writer) -> Iterator[Block]:
    if not statement["actions"]:
        return
    names = [Column("Owner")] if writer.rules.names else []
    yield Subheading("Actions")
    yield Table(
        "Actions that serve it",
        (Column("Action"), *names, Column("Due"), Column("Measure"), Column("Status")),
        tuple(action_row(one, writer) for one in statement["actions"]),
        statement["title"],
    )


def action_row(one: dict, writer: Writer) -> tuple[Cell, ...]:
    owner = [Cell(one["owner"])] if writer.rules.names else []
    due = day_in_words(date.fromisoformat(one["due_on"])) if one["due_on"] else "No date"
    measure = one["measure"] or "Not set"
    return (Cell(one["title"]), *owner, Cell(due), Cell(measure), Cell(one["status_word"]))


def evidence_list(writer: Writer) -> Section:
    """Every document that was named, by its number."""
    kept, numbers = writer.numbered.kept, writer.numbered.numbers
    if not kept:
        return Section("Evidence", (Note("No evidence is named."),), "Appendix")
    rows = tuple(
        (
            Cell(f"[{number}] {kept[pk]['title']}"),
            Cell(day_in_words(date.fromisoformat(kept[pk]["evidence_date"])))
            if kept[pk]["evidence_date"]
            else Cell("No date"),
            Cell(kept[pk]["address"] or kept[pk]["file"] or "Not given"),
        )
        for pk, number in numbers.items()
    )
    heads = (Column("Document"), Column("Speaks to"), Column("Where it is"))
    return Section("Evidence", (Table("Evidence by number", heads, rows),), "Appendix")
