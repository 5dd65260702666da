"""How requests for evidence and what is thought of evidence look: a word, never colour alone."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from readiness.models import RequestState, Strength, Verdict

register = template.Library()

STATE_COLOURS = {
    RequestState.WAITING: "yellow",
    RequestState.ANSWERED: "blue",
    RequestState.RETURNED: "orange",
    RequestState.ACCEPTED: "green",
    RequestState.WITHDRAWN: "grey",
}
STRENGTH_COLOURS = {
    Strength.STRONG: "green",
    Strength.PARTIAL: "yellow",
    Strength.WEAK: "orange",
}


def tag(words: str, colour: str) -> SafeString:
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, words)


@register.simple_tag
def request_tag(state: str) -> SafeString:
    return tag(RequestState(state).label, STATE_COLOURS[RequestState(state)])


@register.simple_tag
def appraisal_tag(verdict: str | None, strength: str | None) -> SafeString | str:
    """“Strong”, or “Sent back”; nothing where nobody has judged it yet."""
    if verdict == Verdict.RETURNED:
        return tag(Verdict.RETURNED.label, "orange")
    if not strength:
        return ""
    return tag(Strength(strength).label, STRENGTH_COLOURS[Strength(strength)])
