"""Blocks of a report on the page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from readiness.reports.report import Block, Cell, kind_of

register = template.Library()


@register.filter
def block_template(block: Block) -> str:
    return f"readiness/reports/blocks/{kind_of(block)}.html"


@register.filter
def picture(svg: str) -> SafeString:
    """A chart drawn by ``indicators.charts``, which escapes all that is written in it."""
    return mark_safe(svg)  # noqa: S308


@register.simple_tag
def cell_words(cell: Cell) -> SafeString:
    if cell.picture:
        return picture(cell.picture)
    if cell.colour:
        return format_html(
            '<strong class="govuk-tag govuk-tag--{}">{}</strong>', cell.colour, cell.words
        )
    return format_html("{}", cell.words)


@register.simple_tag
def heading(words: str, level: int) -> SafeString:
    """GOV.UK's sizes from the second level down."""
    size = {2: "l", 3: "m"}.get(level, "s")
    return format_html('<h{0} class="govuk-heading-{1}">{2}</h{0}>', level, size, words)
