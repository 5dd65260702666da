"""Sections of a report that are made of figures: tables, charts with commentary, exceptions,
sources. From material that is masked already."""

from collections.abc import Iterable, Iterator, Sequence

from config.wording import day_in_words
from indicators.chart_shapes import LineChart, Series
from indicators.charts import NARROW, Part, line_chart, status_bar, status_words
from indicators.control_panel import short
from indicators.models import Commentary, Indicator, Outturn
from indicators.periods import financial_year_label
from indicators.ratings import JUDGED, Rating
from indicators.scorecard import Scorecard, counts_of
from indicators.scorecard_row import ScorecardRow
from indicators.travel import Point
from readiness import scorecard_page
from readiness.models import ReportSection, SectionKind
from readiness.reports.figure_columns import figures_table, wanted_of
from readiness.reports.material import Figures, Material
from readiness.reports.report import (
    Block,
    Cell,
    Chart,
    Column,
    Note,
    Paragraph,
    Points,
    Subheading,
    Table,
)
from readiness.score_words import counted

NOTHING = Paragraph("There are no figures for this quarter.")
USUAL = ("figure", "period", "target", "rating", "short_term")
ABOUT_COMPLAINTS = ("complaint", "ombudsman", "lgsco", "compliment")
MOST_CHARTS = 12
POINTS_DRAWN = 16
FEWEST_POINTS = 2


def figures(section: ReportSection, material: Material) -> Iterator[Block]:
    """One table, or one under each heading of an arrangement."""
    rows = rows_about(section, material.figures)
    if material.figures is None or not rows:
        yield NOTHING
        return
    found, names = material.figures, section.options.get("columns", USUAL)
    wanted = wanted_of(found.scorecard, section.options)
    if section.options.get("counted"):
        yield from how_many(rows)
    arrangement = found.arranged.get(section.options.get("arranged_by", ""))
    if arrangement is None or not arrangement.choices(rows):
        yield figures_table(rows, names, wanted, title=section.title)
        return
    for under in scorecard_page.sections(rows, arrangement):
        yield Subheading(under.heading.title)
        about = under.heading.title
        yield figures_table(under.rows, names, wanted, about=about)


def rows_about(section: ReportSection, figures: Figures | None) -> Sequence[ScorecardRow]:
    rows = figures.scorecard.rows if figures else ()
    words = [word.casefold() for word in about_of(section)]
    return [row for row in rows if not words or is_about(row.indicator, words)]


def about_of(section: ReportSection) -> Sequence[str]:
    """As its set-up says; of complaints, words that name them where it says nothing."""
    usual = ABOUT_COMPLAINTS if section.kind == SectionKind.COMPLAINTS else ()
    return section.options.get("about") or usual


def is_about(indicator: Indicator, words: Iterable[str]) -> bool:
    """One of the words is in its title, heading or group, or is its code."""
    said = f"{indicator.title} {indicator.heading} {indicator.group}".casefold()
    return any(word in said or word == indicator.code.casefold() for word in words)


def how_many(rows: Iterable[ScorecardRow]) -> Iterator[Block]:
    """How many met their targets, of those that are shown."""
    counts = counts_of(rows).rating
    parts = [Part(rating.word, counts[rating], rating.colour) for rating in JUDGED]
    if not sum(part.count for part in parts):
        return
    rated = counted(sum(part.count for part in parts), "indicator")
    sentence = f"Of {rated} with a target: {status_words(parts)}."
    picture = status_bar(parts, label="Against target")
    yield Chart("Against target", sentence, str(picture), is_small=True)


# --- charts ---------------------------------------------------------------------------------


def charts(section: ReportSection, material: Material) -> Iterator[Block]:
    """Those that need attention first, each with its line, comparison and commentary."""
    rows = rows_about(section, material.figures)
    drawn = [row for row in scorecard_page.exceptions_first(rows) if can_be_drawn(row)]
    if material.figures is None or not drawn:
        yield NOTHING
        return
    chosen = drawn[: section.options.get("most", MOST_CHARTS)]
    arrangement = material.figures.arranged[section.options.get("arranged_by", "set")]
    shown: set[int] = set()
    for under in scorecard_page.sections(chosen, arrangement):
        fresh = [row for row in under.rows if row.indicator.pk not in shown]
        shown |= {row.indicator.pk for row in fresh}
        if fresh:
            yield Subheading(under.heading.title)
        for row in fresh:
            yield from about_one(row, material)
    if left := len(drawn) - len(chosen):
        yield Note(
            f"{counted(left, 'more indicator')} can be drawn; those to look at first are here."
        )


def points_to_draw(row: ScorecardRow) -> list[Point]:
    points = list(row.summary.points)[-POINTS_DRAWN:]
    while points and not points[-1].has_figure:
        points.pop()
    while points and not points[0].has_figure:
        points.pop(0)
    return points


def can_be_drawn(row: ScorecardRow) -> bool:
    return sum(point.has_figure for point in points_to_draw(row)) >= FEWEST_POINTS


def about_one(row: ScorecardRow, material: Material) -> Iterator[Block]:
    chart = chart_of(row, material.figures.scorecard) if material.figures else None
    if chart is not None:
        picture, narrow = line_chart(chart), line_chart(chart, width=NARROW)
        yield Chart(chart.title, chart.description, str(picture), str(narrow))
    yield Paragraph(compared(row, material))
    yield from said_of(row, material)


def chart_of(row: ScorecardRow, scorecard: Scorecard) -> LineChart:
    points, indicator = points_to_draw(row), row.indicator
    target = row.summary.target if indicator.polarity != Indicator.Polarity.RANGE else None
    years = [financial_year_label(point.starts_on) for point in points]
    restarts = indicator.build_up == Indicator.BuildUp.CUMULATIVE
    return LineChart(
        ident=f"indicator-{indicator.pk}",
        title=finding(row),
        description=read_out(row, points),
        periods=tuple(short(point.label) for point in points),
        at=tuple(float(point.ends_on.toordinal()) for point in points),
        series=(Series(scorecard.council.name, "home", tuple(p.number for p in points)),),
        unit=indicator.unit,
        decimals=indicator.decimals,
        target=target.value if target else None,
        breaks=tuple(i for i in places(points) if points[i].series != points[i - 1].series),
        skipped=frozenset(
            i for i, point in enumerate(points) if point.state == Outturn.State.NOT_APPLICABLE
        ),
        restarts=frozenset(i for i in places(points) if restarts and years[i] != years[i - 1]),
    )


def places(points: Sequence[Point]) -> range:
    return range(1, len(points))


def name_of_indicator(row: ScorecardRow) -> str:
    return row.indicator.short_title or row.indicator.title


def finding(row: ScorecardRow) -> str:
    """``Reviews in time: 64.2% in Quarter 2 2023-24, not met``"""
    summary = row.summary
    words = f"{name_of_indicator(row)}: {summary.value_text} in {row.point.label}"
    return f"{words}, {summary.rating.word.lower()}" if summary.rating.is_judged else words


def read_out(row: ScorecardRow, points: Iterable[Point]) -> str:
    said = ", ".join(
        f"{point.label} {row.summary.write(point.value, point.state)}" for point in points
    )
    return f"{name_of_indicator(row)}: {said}. Target: {row.summary.target_text}."


def compared(row: ScorecardRow, material: Material) -> str:
    """The direction of travel, England, and the place among others, in sentences."""
    summary = row.summary
    said = [f"{summary.short_term.words}." if summary.short_term.words else ""]
    if summary.england_difference_text:
        said.append(f"England: {summary.england_text}; ours is {summary.england_difference_text}.")
    if row.rank and material.figures:
        said.append(f"{row.rank.words(material.figures.scorecard.among.among)}.")
    if row.trend_words:
        said.append(f"{row.trend_words.rstrip('.')}.")
    return " ".join(filter(None, said))


def said_of(row: ScorecardRow, material: Material) -> Iterator[Block]:
    told = material.figures.commentary.get(row.indicator.pk) if material.figures else None
    if told is not None:
        yield Points(tuple(in_parts(told)))


def in_parts(told: Commentary) -> Iterator[str]:
    yield f"What happened: {told.what_happened}"
    if told.why:
        yield f"Why: {told.why}"
    if told.what_we_are_doing:
        yield f"What we are doing: {told.what_we_are_doing}"
    if told.by_when:
        yield f"By when: {day_in_words(told.by_when)}"


# --- exceptions and sources -----------------------------------------------------------------


def exceptions(section: ReportSection, material: Material) -> Iterator[Block]:
    """What missed its target, why, and what is being done."""
    rows = material.figures.scorecard.rows if material.figures else ()
    missed = [row for row in rows if row.summary.rating == Rating.NOT_MET]
    if not missed:
        yield Paragraph("No indicator with a target missed it.")
        return
    yield Paragraph(f"{counted(len(missed), 'indicator')} missed the target.")
    for row in scorecard_page.exceptions_first(missed):
        yield Subheading(name_of_indicator(row))
        summary = row.summary
        yield Paragraph(
            f"{summary.value_text} in {row.point.label}, against a target of "
            f"{summary.target_text}. {compared(row, material)}"
        )
        is_silent = material.figures and row.indicator.pk not in material.figures.commentary
        if is_silent and material.rules.sensitive_commentary:
            yield Note("Nobody has said why yet.")
        yield from said_of(row, material)


def sources(section: ReportSection, material: Material) -> Iterator[Block]:
    rows = material.figures.scorecard.rows if material.figures else ()
    if not rows:
        yield NOTHING
        return
    yield Table(
        title="What each indicator is",
        columns=tuple(
            Column(words)
            for words in ("Indicator", "Source", "Better is", "What good looks like", "Rule")
        ),
        rows=tuple(source_row(row) for row in rows),
    )


def source_row(row: ScorecardRow) -> tuple[Cell, ...]:
    indicator = row.indicator
    good = indicator.what_good_looks_like or "Not written yet"
    return (
        Cell(f"{indicator.code} {indicator.title}"),
        Cell(indicator.source or "Our own records"),
        Cell(indicator.get_polarity_display()),
        Cell(good),
        Cell(row.summary.rule_text or "Not rated"),
    )
