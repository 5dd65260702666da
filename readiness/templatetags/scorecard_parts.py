"""What the scorecard says above its rows."""

from django import template
from django.utils.html import format_html, format_html_join

from indicators.ratings import Rating
from indicators.scorecard import Counts
from indicators.travel import Trend

register = template.Library()

TRENDS = (Trend.IMPROVED, Trend.SAME, Trend.WORSENED)


@register.filter
def in_words(counts: Counts) -> str:
    """``11 indicators: 5 met, 3 not met. Since the last period 7 are improving.``"""
    if not counts.total:
        return "No indicators."
    rated = [f"{number} {as_said(rating)}" for rating, number in counts.rating.items() if number]
    moved = [f"{number} {trend.word}" for trend, number in counts.short_term.items() if number]
    ending = "" if counts.total == 1 else "s"
    return (
        f"{counts.total} indicator{ending}: {', '.join(rated)}. "
        f"Since the last period: {', '.join(moved)}."
    )


def as_said(rating: Rating) -> str:
    word = rating.word
    return word[:1].lower() + word[1:]


@register.simple_tag(takes_context=True)
def section_counts(context, arrangement, sections, ratings):
    """A row for each heading: how many indicators, how they are rated and how they moved. Each
    number leads to exactly those."""
    asked = context["request"].GET.copy()
    heads = ["Indicators", *(rating.word for rating in ratings)]
    heads += [trend.word.capitalize() for trend in TRENDS]
    head = format_html_join(
        "",
        '<th scope="col" class="govuk-table__header govuk-table__header--numeric">{}</th>',
        ((words,) for words in heads),
    )
    body = format_html_join(
        "\n", "{}", ((counts_row(section, arrangement, ratings, asked),) for section in sections)
    )
    return format_html(
        '<div class="gt-scroll" role="region" tabindex="0" aria-label="Counts by {0}">'
        '<table class="govuk-table gt-table"><caption class="govuk-table__caption '
        'govuk-visually-hidden">Counts by {0}</caption><thead class="govuk-table__head">'
        '<tr class="govuk-table__row"><th scope="col" class="govuk-table__header">{1}</th>{2}</tr>'
        '</thead><tbody class="govuk-table__body">{3}</tbody></table></div>',
        arrangement.label.lower(),
        arrangement.label,
        head,
        body,
    )


def counts_row(section, arrangement, ratings, asked):
    counts = section.counts
    cells = [linked(asked, counts.total, arrangement.name, section)]
    cells += [
        linked(asked, counts.rating[rating], arrangement.name, section, rating=rating.value)
        for rating in ratings
    ]
    cells += [str(counts.short_term[trend]) for trend in TRENDS]
    return format_html(
        '<tr class="govuk-table__row"><th scope="row" class="govuk-table__header '
        'gt-table__row-header">{}</th>{}</tr>',
        section.heading.title,
        format_html_join(
            "",
            '<td class="govuk-table__cell govuk-table__cell--numeric">{}</td>',
            ((cell,) for cell in cells),
        ),
    )


def linked(asked, number: int, name: str, section, **more):
    if not number:
        return "0"
    narrowed = asked.copy()
    narrowed.pop("page", None)
    for key, value in {name: section.heading.key, **more}.items():
        narrowed[key] = value
    return format_html('<a class="govuk-link" href="?{}">{}</a>', narrowed.urlencode(), number)
