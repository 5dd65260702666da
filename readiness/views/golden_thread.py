"""The golden thread, from whichever page somebody was on."""

from collections.abc import Callable

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from readiness import golden_thread, thread_reach


def shown(request, find: Callable, key):
    try:
        start, statements = find(key, user=request.user)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    thread = golden_thread.build(start, statements, user=request.user, on=timezone.localdate())
    return render(request, "readiness/thread.html", {"thread": thread, "start": start})


@require_GET
@permission_required("indicators.view_indicator", raise_exception=True)
def thread_of_indicator(request, code):
    return shown(request, thread_reach.at_indicator, code)


@require_GET
@permission_required("readiness.view_statement", raise_exception=True)
def thread_of_statement(request, slug):
    return shown(request, thread_reach.at_statement, slug)


@require_GET
@permission_required("evidence.view_document", raise_exception=True)
def thread_of_document(request, pk):
    return shown(request, thread_reach.at_document, pk)


@require_GET
@permission_required("readiness.view_recommendation", raise_exception=True)
def thread_of_recommendation(request, pk):
    return shown(request, thread_reach.at_recommendation, pk)


@require_GET
@permission_required("readiness.view_plan", raise_exception=True)
def thread_of_action(request, pk):
    return shown(request, thread_reach.at_action, pk)
