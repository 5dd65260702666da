"""How the state of a recommendation looks in a page."""

from django import template
from django.utils.safestring import SafeString

from readiness.models import RecommendationState
from readiness.templatetags.page import tag

register = template.Library()

COLOURS = {
    RecommendationState.RECEIVED: "orange",
    RecommendationState.ACCEPTED: "green",
    RecommendationState.PARTLY: "turquoise",
    RecommendationState.NOT_ACCEPTED: "purple",
    RecommendationState.CLOSED: "blue",
    RecommendationState.MERGED: "grey",
}


@register.simple_tag
def recommendation_tag(state: str) -> SafeString:
    return tag(RecommendationState(state).label, COLOURS[RecommendationState(state)])
