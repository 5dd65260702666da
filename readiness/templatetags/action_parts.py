"""How actions look in a page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.charts import Part, status_bar
from readiness.action_words import LOOKS
from readiness.models import Status
from readiness.quarters import Quarter

register = template.Library()


@register.simple_tag
def status_tag(status: str) -> SafeString:
    """The status as a word and a shape; the colour repeats them."""
    status = Status(status)
    look = LOOKS[status]
    words = '<strong class="govuk-tag govuk-tag--{}"><span aria-hidden="true">{}</span> {}</strong>'
    return format_html(words, look.colour, look.shape, status.word)


@register.filter
def quarter(starts_on) -> str:
    """The quarter that starts on a day, in words."""
    return str(Quarter(starts_on)) if starts_on else ""


@register.simple_tag
def actions_bar(counts, label: str) -> SafeString:
    """A whole in its statuses; ``counts`` are pairs of status and number."""
    parts = [Part(status.word, number, LOOKS[status].colour) for status, number in counts]
    return status_bar(parts, label=label)
