"""The rows of a scorecard on the screen: every figure leads to where it came from."""

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator, capfirst

from config.addresses import address_of
from config.wording import name_of
from indicators.exceptions import NO_COMMENTARY
from indicators.scorecard_row import Cell
from indicators.tables import NUMERIC, tag, under
from readiness.statement_indicators import drawn

LEFT_OUT_IN_CARDS = "gt-scorecard__undue"
QUARTERS = {
    "td": {
        "class": lambda bound_column, record: " ".join(
            ["govuk-table__cell--numeric", *bound_column.column.looks(record)]
        )
    },
    "th": {"class": "govuk-table__header--numeric gt-scorecard__earlier"},
}
COMMENTARY_SHOWN = 140
MOVED = {"td": {"class": "gt-scorecard__moved"}}


class PeriodColumn(tables.Column):
    """One of the periods side by side, by its place in the row's cells."""

    def __init__(self, place: int, heading: str):
        super().__init__(heading, empty_values=(), orderable=False, attrs=QUARTERS)
        self.place = place

    def render(self, record):
        return shown(record.cells[self.place])

    def looks(self, record) -> list[str]:
        """On a phone, where each is a line, one that nobody expects a figure in is left out."""
        undue = [] if record.cells[self.place].is_due else [LEFT_OUT_IN_CARDS]
        return ["gt-scorecard__earlier", *undue]


def shown(cell: Cell):
    """The figure as a link; why there is none, quieter, and a link where a file said so. Six times
    “Not due” in a row would be louder than the figure: it is a dash to the eye."""
    if not cell.is_due:
        return format_html(
            '<span class="gt-muted" aria-hidden="true">–</span>'
            '<span class="govuk-visually-hidden">{}</span>',
            cell.words,
        )
    if cell.pk is None:
        return format_html('<span class="gt-muted">{}</span>', cell.words)
    look = "gt-figure-link" if cell.number is not None else "gt-figure-link gt-muted"
    link = source_link(cell.pk, without_unit(cell.words), look)
    return format_html("{}{}", link, under(cell.own_period))


def without_unit(words: str) -> str:
    """A rate's unit is said once in its row."""
    return words.removesuffix(" per 100,000")


def source_link(pk: int, words: str, look: str = "gt-figure-link"):
    return format_html('<a class="{}" href="{}">{}</a>', look, address_of("figure", pk), words)


class ScorecardTable(tables.Table):
    """Rows are ``ScorecardRow``; the columns of periods are those of the scorecard."""

    title = tables.Column("Indicator", accessor="indicator__title", order_by="indicator__code")
    trend = tables.Column("Over time", empty_values=(), orderable=False)
    figure = tables.Column(
        accessor="summary__value_text", order_by="summary__value", attrs=NUMERIC, empty_values=()
    )
    rating = tables.Column(
        "Against target", accessor="summary__rating", order_by="summary__rating_order"
    )
    short_term = tables.Column(
        "Since last period",
        accessor="summary__short_term",
        order_by="summary__trend_order",
        attrs=MOVED,
    )
    annual = tables.Column(
        "Since last year", accessor="summary__annual", orderable=False, attrs=MOVED
    )
    england = tables.Column(accessor="summary__england_text", orderable=False, attrs=NUMERIC)
    rank = tables.Column(accessor="summary__rank_text", order_by="summary__rank_share")

    row_header = "title"

    class Meta:
        attrs = {"class": "gt-table--cards gt-table--scorecard"}
        order_by = ()
        caption = "Scorecard"

    def __init__(self, rows, *, scorecard, user=None, caption="", **options):
        periods = [
            (f"period{place}", PeriodColumn(place, label))
            for place, label in enumerate(scorecard.column_labels)
        ]
        after = ("rating", "short_term", "annual", "england", "rank")
        order = ("title", *(name for name, _ in periods), "trend", "figure", *after)
        super().__init__(rows, extra_columns=periods, sequence=order, **options)
        self.may_comment = user is not None and user.has_perm("indicators.write_commentary")
        self.caption = caption

    def render_title(self, record):
        indicator = record.indicator
        link = format_html(
            '<a class="govuk-link" href="{}">{}</a>',
            address_of("indicator", indicator.code),
            indicator.short_title or indicator.title,
        )
        whose = [indicator.team, name_of(indicator.owner) if indicator.owner else ""]
        said = ", ".join(filter(None, [indicator.code, *whose]))
        last = "" if record.pk else record.last_known_text
        parts = [link, under(said), under(record.part_text), under(last)]
        parts += [self.reasons(record), self.commentary(record)]
        return format_html_join("", "{}", ((part,) for part in parts))

    def reasons(self, record):
        """What the rating and the direction do not say by themselves."""
        said = [(word,) for word in record.extra_reasons]
        return format_html_join(
            "", '<br><strong class="govuk-tag govuk-tag--orange">{}</strong>', said
        )

    def commentary(self, record):
        """The beginning of what was said; where a figure not met has nothing said, the way to."""
        if record.commentary:
            return under(Truncator(record.commentary).chars(COMMENTARY_SHOWN))
        if not (self.may_comment and NO_COMMENTARY in record.extra_reasons):
            return ""
        period = record.summary.held.latest.period_id
        return format_html(
            '<br><a class="govuk-link gt-no-print" href="{}">Write commentary'
            '<span class="govuk-visually-hidden"> on {}</span></a>',
            address_of("write_commentary", record.indicator.code, period),
            record.indicator.short_title or record.indicator.title,
        )

    def render_trend(self, record):
        return format_html("{}{}", drawn(record.summary), under(record.clear_trend))

    def render_figure(self, record):
        summary, latest = record.summary, record.summary.held.latest
        if not record.pk:
            return format_html('<span class="gt-muted">{}</span>', summary.value_text)
        look = "gt-figure-link gt-number" if summary.has_figure else "gt-figure-link gt-muted"
        counted = counts(latest.numerator, latest.denominator)
        return format_html(
            "{}{}{}",
            source_link(record.pk, summary.value_text, look),
            under(record.own_period),
            under(counted),
        )

    def render_rating(self, record):
        rating = record.summary.rating
        target = f"Target {record.summary.target_text}" if rating.is_judged else ""
        words = (
            tag(rating.word, rating.colour)
            if rating.is_judged
            else format_html('<span class="gt-muted">{}</span>', rating.word)
        )
        return format_html("{}{}{}", words, under(target), under(record.summary.forecast_text))

    def render_short_term(self, record):
        return direction(record.summary.short_term)

    def render_annual(self, record):
        words = record.baseline_words
        baseline = f"Baseline: {words[0].lower()}{words[1:]}" if words else ""
        return format_html("{}{}", direction(record.summary.annual), under(baseline))

    def render_england(self, record):
        summary, pk = record.summary, record.group.england_pk
        words = summary.england_text
        shown_words = source_link(pk, words) if pk else format_html("{}", words)
        gap = under(summary.england_difference_text)
        return format_html("{}{}{}", shown_words, gap, under(capfirst(record.similar)))

    def render_rank(self, record):
        mean = f"Mean {without_unit(record.mean_text)}" if record.group.n > 1 else ""
        return format_html("{}{}", record.summary.rank_text, under(mean))


def counts(numerator, denominator) -> str:
    """``67 of 102``"""
    if numerator is None or denominator is None:
        return ""
    return f"{numerator:,.10g} of {denominator:,.10g}"


def direction(found):
    """Arrow and judgement, what moved under it; for what cannot be compared, why, quieter."""
    if not found.arrow:
        return format_html('<span class="gt-muted">{}</span>', found.word.capitalize())
    moved = found.words.partition(" since ")[0] if found.change else ""
    return format_html(
        '<span class="gt-arrow" aria-hidden="true">{}</span> {}{}',
        found.arrow,
        found.word.capitalize(),
        under(moved),
    )
