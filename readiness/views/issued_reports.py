"""Copies of reports as they were issued: nothing about them is worked out again."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from indicators import list_files
from readiness.models import IssuedFile
from readiness.reports import files, pages
from readiness.reports.lists import WithheldResource
from readiness.reports.report import from_content
from readiness.round_record import fingerprint
from readiness.views.editions import download

may_read = permission_required("readiness.view_issued_report", raise_exception=True)
may_draft = permission_required("readiness.view_report_draft", raise_exception=True)


@require_GET
@may_read
def issued_report(request, pk):
    copy = get_object_or_404(pages.copies_for(request.user).defer(None), pk=pk)
    context = {
        "copy": copy,
        "report": from_content(copy.content),
        "is_intact": fingerprint(copy.content) == copy.sha256,
        "kinds": files.TITLES,
    }
    return render(request, "readiness/reports/issued.html", context)


@require_GET
@may_draft
def issued_withheld(request, pk, kind=None):
    copy = get_object_or_404(pages.copies_for(request.user).defer("content", "figures"), pk=pk)
    if kind:
        name = f"left-out-of-issued-copy-{pk}"
        return list_files.download(WithheldResource(), copy.withheld, kind=kind, name=name)
    context = {"copy": copy, "edition": copy.edition, "left_out": copy.withheld}
    return render(request, "readiness/reports/withheld.html", context)


@require_GET
@may_read
def issued_file(request, pk, kind) -> HttpResponse:
    """Byte for byte what was issued."""
    copy = get_object_or_404(pages.copies_for(request.user).defer(None), pk=pk)
    file = get_object_or_404(IssuedFile, copy=copy, kind=kind)
    return download(bytes(file.content), from_content(copy.content), kind)
