"""What a person had typed when their session ended, kept until they have signed in again.

``request.held_form`` is a ``QueryDict`` on the first GET of the same address after signing in,
else ``None``. Form views of every app build their form from
``request.POST if request.method == "POST" else request.held_form``.

Every form says who it was made for: ``{% csrf_token %}`` adds a signed ``typed_by`` beside the
token (``templatetags/form_tokens.py``). Only that person gets the text back, however many people
use the same browser, and nobody can make a form that says it is somebody else's.
"""

import time
from urllib.parse import unquote, urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

SESSION_KEY = "held_form"
TYPED_BY = "typed_by"
NEVER_HELD = {"csrfmiddlewaretoken", TYPED_BY}
LONGEST = 100_000
"""Characters; what is longer is not kept, and the person is told."""
KEPT_FOR = 60 * 60
"""Seconds between the session's end and signing in again."""
SIGNED_FOR = 7 * 24 * 60 * 60
"""Seconds for which an open page's forms are known as its reader's."""

signer = signing.TimestampSigner(salt="readiness.held_forms")


def signature_of(user) -> str:
    return signer.sign(user.pk)


class HeldFormMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.held_form = give_back(request) if request.method == "GET" else None
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Runs before Django's own ``LoginRequiredMiddleware`` would send the person away."""
        if not getattr(view, "login_required", True) or request.user.is_authenticated:
            return None
        if request.method == "POST" and (person := typed_by(request)):
            return whole_page(request, hold_until_signed_in(request, person))
        if request.headers.get("HX-Request"):
            return whole_page(request, redirect_to_login(address_of_form(request)))
        return None


def hold_until_signed_in(request, person: str):
    """Keeps what was typed and asks to sign in; afterwards the person is back at the form."""
    address = address_of_form(request)
    kept = hold(request, person, address)
    messages.warning(request, "Your session had ended. " + after_signing_in(request, kept))
    return redirect_to_login(address)


def hold_for_another_try(request):
    """For a form refused because its page is from before the person last signed in.

    Returns where the form is, or ``None`` where it is not this person's to send again.
    """
    person = typed_by(request)
    if not person or not request.user.is_authenticated or person != str(request.user.pk):
        return None
    address = address_of_form(request)
    if not hold(request, person, address):
        return None
    messages.warning(
        request,
        "Nothing was saved: you had signed in again since this page was opened. "
        "What you typed is still here. Check it and save." + about_files(request),
    )
    return redirect(address)


def hold(request, person: str, address: str) -> bool:
    """Whether it was kept: not if there is nothing to keep or too much."""
    fields = worth_keeping(request.POST)
    text = fields.urlencode()
    if not fields or len(text) > LONGEST:
        return False
    request.session[SESSION_KEY] = {
        "person": person,
        "address": address,
        "text": text,
        "at": time.time(),
    }
    return True


def give_back(request) -> QueryDict | None:
    """What this person typed at this address, once. Somebody else's is thrown away unseen."""
    held = request.session.get(SESSION_KEY)
    if held is None or not request.user.is_authenticated:
        return None
    theirs = held["person"] == str(request.user.pk) and time.time() - held["at"] < KEPT_FOR
    if theirs and unquote(held["address"]) != unquote(request.get_full_path()):
        return None
    del request.session[SESSION_KEY]
    return QueryDict(held["text"]) if theirs else None


def worth_keeping(posted: QueryDict) -> QueryDict:
    fields = posted.copy()
    for name in posted:
        if name in NEVER_HELD or "password" in name.lower():
            del fields[name]
    return fields


def typed_by(request) -> str:
    """The key of the person the form was made for; empty where it does not say, or not truly."""
    try:
        return signer.unsign(request.POST.get(TYPED_BY, ""), max_age=SIGNED_FOR)
    except signing.BadSignature:
        return ""


def address_of_form(request) -> str:
    """The page the form is on: some forms are sent to an address that cannot be opened."""
    came_from = request.headers.get("Referer", "")
    if came_from and url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        parts = urlsplit(came_from)
        path = "/" + parts.path.lstrip("/")  # "//host" would lead away
        return path + (f"?{parts.query}" if parts.query else "")
    return request.get_full_path()


def after_signing_in(request, kept: bool) -> str:
    if kept:
        return "Sign in and what you typed will still be there." + about_files(request)
    if worth_keeping(request.POST):
        return (
            "What you typed was too long to be kept: go back in your browser and copy it "
            "before you sign in."
        )
    return "Sign in and try again."


def about_files(request) -> str:
    return " Files have to be chosen again." if request.FILES else ""


def whole_page(request, response):
    """A part of a page is not to be replaced by the sign-in page: the browser goes there whole."""
    if not request.headers.get("HX-Request"):
        return response
    return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
