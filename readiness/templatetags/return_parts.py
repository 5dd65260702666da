"""How the state of an item of an information return is shown."""

from django import template

from readiness.models import ReturnState
from readiness.templatetags.page import tag

register = template.Library()
COLOURS = {
    ReturnState.NOT_STARTED: "grey",
    ReturnState.IN_PROGRESS: "blue",
    ReturnState.READY: "green",
    ReturnState.SUBMITTED: "turquoise",
}


@register.simple_tag
def return_tag(state: str):
    known = ReturnState(state)
    return tag(known.label, COLOURS[known])
