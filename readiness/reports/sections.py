"""What stands in each kind of section, from masked material: blocks for the report."""

from collections.abc import Callable, Iterator
from itertools import groupby

from django.utils.text import Truncator

from config.wording import day_in_words
from indicators.charts import Part, status_bar, status_words
from readiness.action_words import LOOKS
from readiness.models import Action, ReportSection, SectionKind, Status
from readiness.overall_rating import ScoringRules
from readiness.reports import complaints_section, figure_sections
from readiness.reports.material import Material, Readiness
from readiness.reports.report import (
    Block,
    Cell,
    Chart,
    Column,
    Note,
    Paragraph,
    Quote,
    Section,
    Subheading,
    Table,
    paragraphs,
)
from readiness.score_words import counted, rating_sentence, score_colour, score_words

LONGEST_NARRATIVE = 900

Build = Callable[[ReportSection, Material], Iterator[Block]]


def stands(section: ReportSection, material: Material) -> bool:
    """What may be left unwritten, and is, is not in the report."""
    is_text = section.kind == SectionKind.TEXT
    is_optional = is_text and not section.is_required
    return section.is_wanted and not (is_optional and not material.words_of(section))


def section_of(section: ReportSection, material: Material) -> Section:
    """What was written, then what flows in; of complaints, the figures come first."""
    written = paragraphs(material.words_of(section))
    flows = tuple(BUILDERS[section.kind](section, material)) if section.kind in BUILDERS else ()
    if section.kind == SectionKind.COMPLAINTS and written:
        flows, written = written, (*flows, Subheading("Commentary"))
    blocks = (*written, *flows) or (Note("Nothing has been written here yet."),)
    return Section(section.title, blocks, section.part)


# --- the plan -------------------------------------------------------------------------------


def plan(section: ReportSection, material: Material) -> Iterator[Block]:
    if not material.actions:
        yield Paragraph("The plan has no actions yet.")
        return
    yield status_chart(f"Actions of {material.actions[0].priority.plan}", material.actions)
    for priority, found in groupby(material.actions, key=lambda action: action.priority):
        actions = list(found)
        yield Subheading(str(priority))
        if priority.outcome:
            yield Paragraph(priority.outcome)
        yield status_chart("How its actions stand", actions)
        yield actions_table(str(priority), actions, material)


def status_chart(title: str, actions: list[Action]) -> Chart:
    parts = [
        Part(
            status.word,
            sum(action.status == status for action in actions),  # type: ignore[attr-defined, misc] # annotated
            LOOKS[status].colour,
        )
        for status in Status
    ]
    sentence = f"{counted(len(actions), 'action')}: {status_words(parts)}."
    return Chart(title, sentence, str(status_bar(parts, label=title)), is_small=True)


def actions_table(about: str, actions: list[Action], material: Material) -> Table:
    owner = [Column("Owner")] if material.rules.names else []
    columns = (Column("Action"), *owner, Column("Due"), Column("Status"), Column("This quarter"))
    rows = tuple(action_row(action, material) for action in actions)
    return Table("Actions", columns, rows, about)


def action_row(action, material: Material) -> tuple[Cell, ...]:
    look, status = LOOKS[Status(action.status)], Status(action.status)
    owner = [Cell(material.named(action.owner))] if material.rules.names else []
    is_this_quarter = action.said_in == material.quarter.starts_on
    said = (action.narrative, action.changed, action.next_steps) if is_this_quarter else ()
    words = " ".join(part.strip() for part in said if part) or "Nothing was said this quarter."
    return (
        Cell(action.title),
        *owner,
        Cell(day_in_words(action.due_on) if action.due_on else "No date"),
        Cell(f"{look.shape} {status.word}", colour=look.colour),
        Cell(Truncator(words).chars(LONGEST_NARRATIVE)),
    )


# --- readiness ------------------------------------------------------------------------------


def readiness(section: ReportSection, material: Material) -> Iterator[Block]:
    found = material.readiness
    if found is None:
        yield Paragraph("No round of self-assessment has been opened yet.")
        return
    rules = ScoringRules.from_json(found.self_assessment.framework.rules)
    yield Paragraph(standing(found, material))
    yield Table(
        title=f"{found.self_assessment}: score and evidence of each quality statement",
        columns=(
            Column("Quality statement"),
            Column("Theme"),
            Column("Score"),
            Column("Documents", True),
            Column("Kinds of evidence missing"),
        ),
        rows=tuple(statement_row(one, found, rules) for one in found.statements),
    )
    yield Note(f"Framework: {found.self_assessment.framework}. Scores are the council’s own.")


def standing(found: Readiness, material: Material) -> str:
    done = "scored" if material.rules.unsigned_scores else "signed off"
    titles = [statement.title for statement in found.statements]
    if found.rating is None:
        return f"{found.self_assessment} is not scored."
    return f"{found.self_assessment}: {rating_sentence(found.rating, titles, done)}"


def statement_row(statement, found: Readiness, rules: ScoringRules | None) -> tuple[Cell, ...]:
    score = found.scores.get(statement.pk)
    documents = sum(cell.count for _, cell in found.coverage.of_statement(statement.pk))
    gaps = ", ".join(category.short_title for category in found.coverage.gaps(statement.pk))
    words = score_words(score.value, rules) if score and rules else "Not scored"
    return (
        Cell(statement.title),
        Cell(statement.theme.title),
        Cell(words, colour=score_colour(score.value, rules) if score and rules else ""),
        Cell(str(documents), documents),
        Cell(gaps or "None"),
    )


# --- voices ---------------------------------------------------------------------------------


def voices(section: ReportSection, material: Material) -> Iterator[Block]:
    if not material.voices:
        yield Paragraph("No voices of this quarter may be shown here.")
    for voice in material.voices:
        source = f"{voice.get_source_display()}, on {voice.statement.title.lower()}"
        yield Quote(voice.words, source)


BUILDERS: dict[str, Build] = {
    SectionKind.PLAN: plan,
    SectionKind.READINESS: readiness,
    SectionKind.VOICES: voices,
    SectionKind.FIGURES: figure_sections.figures,
    SectionKind.CHARTS: figure_sections.charts,
    SectionKind.EXCEPTIONS: figure_sections.exceptions,
    SectionKind.COMPLAINTS: complaints_section.complaints,
    SectionKind.SOURCES: figure_sections.sources,
}
