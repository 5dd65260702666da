"""The list of indicators, and the figures of one."""

import django_tables2 as tables
from django.utils.html import format_html
from django_tables2.data import TableListData

from config.addresses import address_of
from config.wording import day_in_words
from indicators.charts import sparkline
from indicators.models import Outturn
from indicators.summaries import with_histories
from indicators.travel import Point

NUMERIC = {
    "td": {"class": "govuk-table__cell--numeric"},
    "th": {"class": "govuk-table__header--numeric"},
}


def tag(words: str, colour: str):
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, words)


def under(words: str):
    """A second, quieter line in a cell."""
    return format_html('<br><span class="gt-muted">{}</span>', words) if words else ""


def skipped_in(points: tuple[Point, ...]) -> frozenset[int]:
    """The places where nothing was due, which a line may cross."""
    return frozenset(
        i for i, point in enumerate(points) if point.state == Outturn.State.NOT_APPLICABLE
    )


def history_words(points: tuple[Point, ...], write) -> str:
    """``64.2% in 2015-16 to 66.2% in 2024-25``."""
    held = [point for point in points if point.has_figure]
    if not held:
        return "No figures"
    ends = [held[0], held[-1]] if len(held) > 1 else held
    return " to ".join(f"{write(point.value, point.state)} in {point.label}" for point in ends)


class Summaries(TableListData):
    """Summaries to sort and page, whose histories are read only for the page that is shown."""

    def __init__(self, data, *, council):
        super().__init__(data)
        self.council = council

    def __getitem__(self, key):
        found = super().__getitem__(key)
        return with_histories(found, council=self.council) if isinstance(key, slice) else found


class IndicatorTable(tables.Table):
    """Rows are ``IndicatorSummary``. Figures carry their unit and their own period."""

    code = tables.Column(accessor="indicator__code")
    title = tables.Column("Indicator", accessor="indicator__title")
    latest = tables.Column("Latest", accessor="value_text", order_by="value", attrs=NUMERIC)
    rating = tables.Column("Against target", accessor="rating", order_by="rating_order")
    direction = tables.Column("Direction", accessor="short_term", order_by="trend_order")
    england = tables.Column("England", accessor="england_text", orderable=False, attrs=NUMERIC)
    rank = tables.Column("Rank in England", accessor="rank_text", order_by="rank_share")
    trend = tables.Column("Over time", accessor="points", orderable=False)

    row_header = "title"

    class Meta:
        attrs = {"class": "gt-table--cards gt-table--indicators"}
        order_by = ()

    def render_title(self, record):
        indicator = record.indicator
        return format_html(
            '<a class="govuk-link{}" href="{}">{}</a>{}{}',
            " gt-part" if indicator.parent_id else "",
            address_of("indicator", indicator.code),
            indicator.name,
            under(part_words(indicator)),
            under(dropped_words(indicator)),
        )

    def render_latest(self, record):
        if record.has_figure:
            return format_html(
                "<strong>{}</strong>{}{}{}",
                record.value_text,
                under(record.period_text),
                under(record.few_people_text.capitalize()),
                under(record.forecast_text),
            )
        return format_html(
            '<span class="gt-muted">{}</span>{}', record.value_text, under(record.period_text)
        )

    def render_rating(self, record):
        rating = record.rating
        if not rating.is_judged:
            return format_html('<span class="gt-muted">{}</span>', rating.word)
        target = f"Target {record.target_text}"
        return format_html("{}{}", tag(rating.word, rating.colour), under(target))

    def render_direction(self, record):
        return direction_words(record.short_term)

    def render_england(self, record):
        """With how far ours is from it."""
        return beside_ours(record.england_text, record.england_difference_number)

    def render_rank(self, record):
        if record.is_lowest_quarter:
            return format_html("{}<br>{}", record.rank_text, tag("Lowest 25%", "orange"))
        return record.rank_text

    def render_trend(self, record):
        points = record.points
        return sparkline(
            [point.number if point.has_figure else None for point in points],
            words=history_words(points, record.write),
            skipped=skipped_in(points),
        )


def beside_ours(figure: str, gap: str):
    """A comparator's figure, and how far ours is from it."""
    return format_html("{}{}", figure, under(f"ours {gap}" if gap else ""))


def direction_words(direction):
    """Arrow and word; for figures that cannot be compared, the words alone, quieter."""
    if not direction.arrow:
        return format_html('<span class="gt-muted">{}</span>', direction.word.capitalize())
    return format_html(
        '<span class="gt-arrow" aria-hidden="true">{}</span> {}', direction.arrow, direction.words
    )


def part_words(indicator) -> str:
    """``Team: Hospital team`` for an indicator that divides another."""
    return ": ".join(filter(None, (indicator.breakdown, indicator.breakdown_label)))


def dropped_words(indicator) -> str:
    return f"Dropped from {day_in_words(indicator.retired_from)}" if indicator.is_dropped else ""


class FigureTable(tables.Table):
    """Rows are ``indicator_page.FigureRow``, newest first."""

    period = tables.Column(accessor="period_text", attrs={"th": {"class": "gt-whole"}})
    value = tables.Column(
        "Figure",
        accessor="value_text",
        attrs=NUMERIC | {"td": {"class": "govuk-table__cell--numeric gt-whole"}},
    )
    numerator = tables.Column(accessor="numerator_text", attrs=NUMERIC)
    denominator = tables.Column(accessor="denominator_text", attrs=NUMERIC)
    base = tables.Column("People who answered", accessor="base_text", attrs=NUMERIC)
    margin = tables.Column("Margin of error", accessor="margin_text", attrs=NUMERIC)
    england = tables.Column(accessor="england_text", attrs=NUMERIC)
    region = tables.Column(accessor="region_text", attrs=NUMERIC)
    group = tables.Column("Group mean", accessor="group_text", attrs=NUMERIC)
    rank = tables.Column(accessor="rank_text", attrs={"td": {"class": "gt-whole"}})
    rating = tables.Column("Against target", accessor="rating")
    source = tables.Column(accessor="source_text")

    class Meta:
        orderable = False
        caption = "Figures by period"

    def render_value(self, record):
        return format_html(
            '<span class="{}">{}</span>{}',
            "gt-number" if record.has_figure else "gt-muted",
            record.value_text,
            under(record.remarks),
        )

    def render_england(self, record):
        return beside_ours(record.england_text, record.england_difference_number)

    def render_rating(self, record):
        rating = record.rating
        if rating.is_judged:
            return format_html("{}{}", tag(rating.word, rating.colour), under(record.target_text))
        return format_html('<span class="gt-muted">{}</span>', rating.word)


def figure_columns_to_hide(page) -> tuple[str, ...]:
    """Columns that would say "Not given" in every row, or have no target to speak of."""
    figures = [row.figure for row in page.rows]
    hidden = [
        name
        for name in ("numerator", "denominator", "base", "margin")
        if all(getattr(figure, name) is None for figure in figures)
    ]
    if not page.has_england:
        hidden.append("england")
    if not page.has_region:
        hidden.append("region")
    if not any(row.rank for row in page.rows):
        hidden.append("rank")
    if not page.draws_group:
        hidden.append("group")
    if not any(row.rating.is_judged for row in page.rows):
        hidden.append("rating")
    return tuple(hidden)
