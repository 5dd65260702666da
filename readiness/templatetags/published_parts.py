"""How the spread of scores looks in a page."""

from django import template
from django.utils.safestring import SafeString

from indicators.charts import Part, status_bar

register = template.Library()


@register.simple_tag
def levels_bar(parts, label: str) -> SafeString:
    """``parts``: (words, number, colour of the tag), lowest first. The numbers stand beside it."""
    return status_bar([Part(*part) for part in parts], label=label)


@register.filter
def score_of(scores: dict, slug: str):
    """A council's score of one statement; a dash where it is not known."""
    return scores.get(slug) or "–"
