"""A person's calendar of what is due: the page that gives its address, and the file itself."""

from datetime import UTC

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from readiness import calendar_file, my_calendar
from readiness.models import CalendarAddress

may_have_one = permission_required(my_calendar.PERMISSION, raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may_have_one
def own_calendar(request):
    """A new address is shown here once, in the answer to the form that made it."""
    address = ""
    if request.method == "POST":
        key = my_calendar.make_address(by=request.user)
        address = request.build_absolute_uri(reverse("calendar_file", kwargs={"key": key}))
    in_force = CalendarAddress.objects.filter(person=request.user, ended_at=None).first()
    context = {"address": address, "in_force": in_force}
    return render(request, "readiness/calendar.html", context)


@require_POST
@may_have_one
def end_calendar(request):
    my_calendar.end_address(by=request.user)
    messages.success(request, "The address is over. Calendars that use it get nothing any more.")
    return redirect("own_calendar")


@require_GET
@login_not_required
@never_cache
def calendar_of(request, key):
    """Calendar programs cannot sign in: the address itself opens it."""
    person = my_calendar.person_of(key)
    if person is None:
        raise Http404
    site = request.build_absolute_uri("/")
    entries = my_calendar.entries(person, site=site, on=timezone.localdate())
    host = request.get_host().partition(":")[0]
    now = timezone.now().astimezone(UTC)
    content = calendar_file.calendar(entries, name="Golden Thread", host=host, at=now)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
