"""What an invited reviewer opens. Each address says whose visit it is, and each request asks anew
whether that visit is theirs and open today; whatever is not is not found."""

from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from evidence import integrity
from evidence.views import file_itself, guarded
from readiness import visit_page as reads
from readiness import visit_pages, visits
from readiness.models import Visit, VisitRead

What = VisitRead.What
may_view = permission_required("readiness.view_visit", raise_exception=True)


@dataclass(frozen=True)
class Page:
    number: int
    of: int

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.of else None

    @property
    def numbers(self) -> range:
        return range(1, self.of + 1)


def reviewers_page(view):
    """A page of an open visit: never kept by a browser, so that nothing is left to go back to."""

    @require_GET
    @never_cache
    @may_view
    @wraps(view)
    def shown(request, pk, **about):
        return view(request, fetch_visit(request, pk), **about)

    return shown


def fetch_visit(request, pk: int) -> Visit:
    on = timezone.localdate()
    visit = get_object_or_404(reads.visits_for(request.user, on=on), pk=pk)
    if visit.reviewer_id == request.user.pk and not visit.is_open(on=on):
        raise Http404
    return visit


def fetch_document(visit: Visit, version: int) -> reads.VisitedDocument:
    found = reads.document(visit, version)
    if found is None or is_out_of_reach(found):
        raise Http404
    return found


def is_out_of_reach(found: reads.VisitedDocument) -> bool:
    return found.version.document.is_deleted or not found.version.is_downloadable


@require_GET
@permission_required("readiness.view_own_visit", raise_exception=True)
def my_visit(request):
    """To the one that is open or comes next; whose account is open has one."""
    mine = reads.visits_for(request.user, on=timezone.localdate()).order_by("starts_on", "pk")
    visit = mine.first()
    return redirect("visit", pk=visit.pk) if visit else redirect("help")


@require_GET
@never_cache
@may_view
def visit(request, pk):
    """The start page, which before the first day says when that is."""
    on = timezone.localdate()
    found = get_object_or_404(reads.visits_for(request.user, on=on), pk=pk)
    page = reads.build(found, by=request.user, on=on)
    if page.record:
        visits.note_read(found, what=What.START, title=page.record.title, by=request.user)
    return render(request, "readiness/visits/start.html", {"page": page, "visit": found})


@reviewers_page
def still_open(request, visit):
    """Asked by pages that are open in a browser; they go when this does."""
    return HttpResponse(status=204)


@reviewers_page
def visit_statement(request, visit, slug):
    try:
        record = reads.statement(visit, slug)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    shown = record.statements[0]
    kept = visit.snapshot.statements.get(statement__slug=slug)
    visits.note_read(
        visit, what=What.STATEMENT, title=shown.title, statement=kept.statement, by=request.user
    )
    context = {"visit": visit, "page": record, "statement": shown}
    return render(request, "readiness/visits/statement.html", context)


@reviewers_page
def visit_document(request, visit, version):
    found = fetch_document(visit, version)
    visits.note_read(
        visit, what=What.DOCUMENT, title=found.title, version=found.version, by=request.user
    )
    shown = asked_page(request, found.pages.count)
    words = found.pages.words(shown.number) if found.pages.count else ""
    context = {"visit": visit, "page": found, "shown": shown, "words": words}
    return render(request, "readiness/visits/document.html", context)


def asked_page(request, count: int) -> Page:
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and len(asked) < len(str(count)) + 1 else 1
    return Page(min(max(number, 1), max(count, 1)), count)


def made(make, request, found: reads.VisitedDocument, *about) -> bytes:
    """With the name of whoever looks, and the time; not found where a picture is gone."""
    words = visit_pages.mark(request.user, timezone.now())
    try:
        return make(found.pages, *about, words=words)
    except OSError as problem:
        raise Http404 from problem


@reviewers_page
def visit_picture(request, visit, version, number):
    found = fetch_document(visit, version)
    if not 1 <= number <= found.pages.count:
        raise Http404
    content = made(visit_pages.page_with_name, request, found, number)
    visits.note_read(
        visit,
        what=What.PAGE,
        title=found.title,
        version=found.version,
        page=number,
        by=request.user,
    )
    return guarded(HttpResponse(content, content_type="image/webp"))


@reviewers_page
def visit_pdf(request, visit, version):
    """Its pages with the reviewer's name, where the council lets them take these."""
    found = fetch_document(visit, version)
    if not found.may_take_pages or integrity.check_version(found.version):
        raise Http404
    content = made(visit_pages.pdf_with_name, request, found)
    visits.note_read(
        visit, what=What.PDF, title=found.title, version=found.version, by=request.user
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{found.title[:100]}.pdf"
    )
    return guarded(response)


@reviewers_page
def visit_link(request, visit, document):
    """To a web page that was put forward, by way of us, so that it is noted like everything else.
    Only addresses of the record are gone to."""
    shown = reads.link(visit, document)
    if shown is None:
        raise Http404
    title = f"{shown.title}, {shown.address}"
    visits.note_read(visit, what=What.LINK, title=title, by=request.user)
    return redirect(shown.address)


@reviewers_page
def visit_original(request, visit, version):
    """Handed out by us, never by an address that the storage would still answer afterwards."""
    found = fetch_document(visit, version)
    if not found.may_take_original or integrity.check_version(found.version):
        raise Http404
    visits.note_read(
        visit, what=What.ORIGINAL, title=found.title, version=found.version, by=request.user
    )
    response: FileResponse = file_itself(found.version)
    return response
