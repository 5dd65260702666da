"""Feeds for other programs, read with a key; and the page on which an administrator makes keys."""

import base64
import binascii
import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import wraps
from itertools import chain, islice

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from indicators import list_files
from indicators.compared import UnknownError
from indicators.figures_file import safe
from readiness import feed_description, feed_keys, navigation
from readiness.feed_forms import KeyForm
from readiness.feed_tables import FeedKeyResource, FeedReadResource
from readiness.feeds import AT_ONCE, FEEDS, MOST_AT_ONCE, Asked, Feed
from readiness.models import FeedKey, FeedRead
from readiness.views.accounts import submitted
from readiness.views.assessments import shows_and_saves

may_manage = permission_required("readiness.manage_feeds", raise_exception=True)
LONGEST_NUMBER = 18
READS_SHOWN = 20
ROWS_AT_ONCE = 500


# --- for programs ---------------------------------------------------------------------------


def with_key(view):
    """Nobody is signed in here: the key opens it, and each answer is noted."""

    @require_GET
    @login_not_required
    @never_cache
    @wraps(view)
    def answered(request, **about):
        key = feed_keys.find(key_of(request))
        if key is None:
            return refused(401, "Send a key that is in force: Authorization: Bearer gt-…")
        response = view(request, **about)
        feed_keys.note_read(
            key, feed=about.get("name", "description"), asked=request.GET.urlencode()
        )
        return response

    return answered


def key_of(request) -> str:
    """From a bearer token, or the password of basic sign-in, which Excel and Power BI offer."""
    scheme, _, said = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return said.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(said, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def refused(status: int, words: str) -> JsonResponse:
    response = JsonResponse({"problem": words}, status=status)
    if status == 401:  # noqa: PLR2004 - HTTP's own number
        response["WWW-Authenticate"] = 'Basic realm="Golden Thread", charset="UTF-8"'
    return response


@with_key
def api_description(request):
    address = request.build_absolute_uri("/api")
    found = feed_description.description(council=navigation.council_name(), address=address)
    return JsonResponse(found)


@with_key
def feed_rows(request, name, kind):
    feed = FEEDS.get(name)
    if feed is None:
        raise Http404
    try:
        asked = what_is_asked(request)
        limit = number(request, "limit", AT_ONCE)
        rows = iter(feed.rows(asked))
        first = list(islice(rows, 1))  # a period that is not known is refused before it begins
    except (ValidationError, UnknownError) as problem:
        return refused(400, problem.message if hasattr(problem, "message") else str(problem))
    if kind == "csv":
        return as_csv(feed, first, rows)
    return as_json(request, feed, first, rows, min(max(limit, 1), MOST_AT_ONCE))


def what_is_asked(request) -> Asked:
    return Asked(
        on=timezone.localdate(),
        changed_since=moment(request.GET.get("changed_since", "")),
        after=number(request, "after", 0),
        period=request.GET.get("period", "").replace("\x00", ""),
    )


def number(request, name: str, otherwise: int) -> int:
    said = request.GET.get(name, "")
    if not said:
        return otherwise
    if not (said.isascii() and said.isdecimal() and len(said) <= LONGEST_NUMBER):
        raise ValidationError(f"“{name}” is a whole number.")
    return int(said)


def moment(said: str) -> datetime | None:
    """A day begins at midnight here; a moment without a place is here too."""
    if not said:
        return None
    try:
        found = parse_datetime(said) or datetime.combine(date.fromisoformat(said), time.min)
        return found.astimezone(UTC) if timezone.is_aware(found) else timezone.make_aware(found)
    except (ValueError, OverflowError) as problem:
        raise ValidationError("“changed_since” is a day such as 2026-11-22.") from problem


def as_json(request, feed: Feed, first, rows, limit: int) -> JsonResponse:
    if not feed.is_paged:
        return JsonResponse({"rows": [*first, *rows], "next": None})
    found = [*first, *islice(rows, limit)]
    more = len(found) > limit
    found = found[:limit]
    return JsonResponse(
        {"rows": found, "next": next_page(request, found[-1]["id"]) if more else None}
    )


def next_page(request, last: int) -> str:
    query = request.GET.copy()
    query["after"] = str(last)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def as_csv(feed: Feed, first, rows) -> StreamingHttpResponse:
    response = StreamingHttpResponse(
        lines(feed, first, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{feed.name}.csv"'
    return response


def lines(feed: Feed, first, rows) -> Iterator[str]:
    """Some rows at a time, so that a long feed takes no more memory than a short one."""
    yield "\ufeff" + written([feed.fields])
    cells = ([safe(row[name]) for name in feed.fields] for row in chain(first, rows))
    while some := list(islice(cells, ROWS_AT_ONCE)):
        yield written(some)


def written(rows) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


# --- for administrators ---------------------------------------------------------------------


@shows_and_saves
@never_cache
@may_manage
def feed_key_list(request, kind=None):
    """The keys; a new one is shown here once, in the answer to the form that made it."""
    keys = FeedKey.objects.select_related("made_by", "revoked_by")
    if kind:
        name = f"feed-keys-{timezone.localdate()}"
        return list_files.download(FeedKeyResource(), keys, kind=kind, name=name)
    form, secret = submitted(KeyForm, request), ""
    if request.method == "POST" and form.is_valid():
        try:
            _, secret = feed_keys.make(**form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            form = KeyForm()
    context = {
        "form": form,
        "secret": secret,
        "keys": keys,
        "answering": set(feed_keys.who_answer().values_list("pk", flat=True)),
        "reads": FeedRead.objects.select_related("key")[:READS_SHOWN],
        "feeds": FEEDS.values(),
        "site": request.build_absolute_uri("/api/"),
    }
    return render(request, "readiness/feeds/keys.html", context)


@require_POST
@may_manage
def revoke_feed_key(request, pk):
    try:
        key = feed_keys.revoke(get_object_or_404(FeedKey, pk=pk), by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Revoked. Nothing can be read with the key for {key} any more.")
    return redirect("feed_key_list")


@require_GET
@may_manage
def feed_reads_export(request, kind):
    rows = FeedRead.objects.select_related("key")
    return list_files.download(
        FeedReadResource(), rows, kind=kind, name=f"feeds-read-{timezone.localdate()}"
    )
