"""Where an indicator is used, for its page: the page's app knows nothing of statements."""

from django import template
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast

from readiness.models import Action, IndicatorLink

register = template.Library()


@register.inclusion_tag("readiness/indicator_uses.html")
def statement_links(indicator) -> dict:
    """The statements it speaks to and the actions meant to move it, in one query."""
    statements = (
        IndicatorLink.objects.live()
        .filter(indicator=indicator)
        .order_by()
        .values_list(Value("statement"), F("statement__title"), F("statement__slug"))
    )
    actions = (
        Action.objects.filter(indicators=indicator)
        .order_by()
        .values_list(Value("action"), F("title"), Cast("pk", CharField()))
    )
    uses = sorted(statements.union(actions, all=True))
    return {
        "code": indicator.code,
        "statements": [(title, slug) for kind, title, slug in uses if kind == "statement"],
        "actions": [(title, int(pk)) for kind, title, pk in uses if kind == "action"],
    }
