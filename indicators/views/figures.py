"""Where a figure came from."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from indicators import figure_source
from indicators.models import Outturn


@require_GET
@permission_required("indicators.view_indicator", raise_exception=True)
def figure(request, pk):
    try:
        page = figure_source.build(pk)
    except Outturn.DoesNotExist:
        raise Http404 from None
    return render(request, "indicators/figure.html", {"page": page, "figure": page.figure})
