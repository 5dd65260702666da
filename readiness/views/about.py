"""Pages about the product itself, open to people who have not signed in."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET


@login_not_required
@require_GET
def accessibility(request):
    return render(request, "readiness/accessibility.html")


@login_not_required
@require_GET
@cache_control(public=True, max_age=3600)
def council_style(request):
    """The council's colour as a style sheet: no page may carry a style of its own."""
    rule = f":root {{ --gt-accent: {settings.ACCENT_COLOUR}; }}\n"
    return HttpResponse(rule, content_type="text/css")
