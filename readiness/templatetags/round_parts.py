"""A round's state as a tag."""

from django import template

from readiness.models import RoundState
from readiness.templatetags.page import tag

register = template.Library()
COLOURS = {
    RoundState.OPEN: "blue",
    RoundState.SUBMITTED: "yellow",
    RoundState.SIGNED_OFF: "green",
    RoundState.CLOSED: "grey",
}


@register.simple_tag
def round_tag(state, words=""):
    state = RoundState(state)
    return tag(words or state.label, COLOURS[state])
