"""``{% csrf_token %}`` for every template: Django's, and whose form it is.

Loaded for all templates (``settings.TEMPLATES``), so that no form can forget it.
"""

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from readiness.held_forms import TYPED_BY, signature_of

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context):
    return format_html(
        "{}{}", CsrfTokenNode().render(context), typed_by_field(context.get("request"))
    )


def typed_by_field(request) -> str:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return format_html('<input type="hidden" name="{}" value="{}">', TYPED_BY, signature_of(user))
