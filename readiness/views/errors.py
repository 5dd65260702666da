"""Pages for what went wrong: each says what happened and what to do next."""

from django.conf import settings
from django.http import HttpResponseServerError
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import resolve, reverse

from readiness.held_forms import hold_for_another_try, hold_until_signed_in, typed_by


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    """Without the request: its context asks the database, which may be what failed."""
    return HttpResponseServerError(render_to_string("500.html"))


def too_many_requests(request, exception=None):
    return render(request, "429.html", status=429)


def csrf_failure(request, reason=""):
    """Most are a page that was open since before the person last signed in: nothing is lost."""
    if request.user.is_authenticated:
        if request.path == reverse("account_login"):
            return redirect(settings.LOGIN_REDIRECT_URL)
        again = hold_for_another_try(request)
        return again or render(request, "403_csrf.html", status=403)
    person = typed_by(request)
    if person and getattr(resolve(request.path).func, "login_required", True):
        return hold_until_signed_in(request, person)
    return render(request, "403_csrf.html", status=403)
