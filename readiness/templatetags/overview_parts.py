"""How the overview's rows and lists look."""

from django import template
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.addresses import address_of
from readiness.models import Status
from readiness.rating_scale import rating_scale
from readiness.recent import Event

register = template.Library()

PAGES = {
    "score": "statement",
    "sign_off": "statement",
    "evidence": "document",
    "update": "action",
    "data_pack": "data_pack",
}
NONE = SafeString('<span class="gt-none">0</span>')
register.simple_tag(rating_scale)


@register.simple_tag
def number(count: int, address: str, words: str) -> SafeString:
    """A count that leads to exactly what was counted; 0 leads nowhere."""
    if not count:
        return NONE
    return format_html(
        '<a class="govuk-link gt-count" href="{}">{}<span class="govuk-visually-hidden"> {}'
        "</span></a>",
        address,
        count,
        words,
    )


@register.simple_tag
def event_address(event: Event) -> str:
    try:
        return address_of(PAGES[event.kind], event.key)
    except NoReverseMatch:
        return ""


@register.filter
def event_words(event: Event) -> str:
    """What happened, to stand after the title of what it happened to."""
    if event.kind == "score":
        return f"scored {event.detail}"
    if event.kind == "sign_off":
        return f"score {event.detail} signed off"
    if event.kind == "evidence":
        return f"put forward for {event.detail}"
    if event.kind == "update":
        return f"updated: {Status(event.detail).word.lower()}"
    return "data pack confirmed"
