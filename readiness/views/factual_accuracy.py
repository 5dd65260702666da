"""A draft report from CQC, and our comments on its factual accuracy."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from config.second_editor import told
from indicators import list_files
from readiness import factual_accuracy, factual_accuracy_page, factual_accuracy_word
from readiness.factual_accuracy_forms import CommentForm, ReportForm
from readiness.factual_accuracy_page import AccuracyResource
from readiness.models import AccuracyComment, Assessment, DraftReport, ReportParagraph
from readiness.report_paragraphs import numbered
from readiness.views.accounts import submitted
from readiness.views.assessments import may_view, shows_and_saves
from readiness.views.editions import as_file

may_write = permission_required("readiness.comment_on_report", raise_exception=True)


@shows_and_saves
@may_write
def add_draft_report(request, pk):
    assessment = get_object_or_404(Assessment, pk=pk)
    form = submitted(ReportForm, request, assessment=assessment)
    if request.method == "POST":
        form = ReportForm(request.POST, request.FILES, assessment=assessment)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        upload, text = said.pop("file"), said.pop("text")
        try:
            read_file = upload and not text.strip()
            said["parts"] = (
                factual_accuracy.parts_of(upload)
                if read_file
                else numbered([text], are_pages=False)
            )
            report = factual_accuracy.take_in(assessment, **said, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"{report.paragraphs.count()} paragraphs. Comment on each.")
            return redirect("draft_report", pk=report.pk)
    context = {"assessment": assessment, "form": form}
    return render(request, "readiness/factual_accuracy/add.html", context)


@require_GET
@may_view
def draft_report(request, pk):
    report = get_object_or_404(DraftReport.objects.select_related("assessment"), pk=pk)
    page = factual_accuracy_page.build(
        report, on=timezone.localdate(), only_commented="commented" in request.GET
    )
    return render(request, "readiness/factual_accuracy/report.html", {"page": page})


@require_GET
@may_view
def accuracy_export(request, pk, kind):
    """The comments that have been checked, as CQC takes them."""
    report = get_object_or_404(DraftReport.objects.select_related("assessment"), pk=pk)
    rows = factual_accuracy_page.to_be_sent(report)
    name = f"factual-accuracy-{timezone.localdate()}"
    if kind == "docx":
        content = factual_accuracy_word.write(report, rows, on=timezone.localdate())
        return as_file(content, f"{name}.docx", kind)
    return list_files.download(AccuracyResource(), rows, kind=kind, name=name)


@shows_and_saves
@may_write
def comment_on_paragraph(request, pk):
    rows = ReportParagraph.objects.select_related("report__assessment")
    paragraph = get_object_or_404(rows, pk=pk)
    form = submitted(CommentForm, request)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        said.pop("revision")
        try:
            factual_accuracy.write_comment(paragraph, **said, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return saved(request, paragraph, "Saved. Somebody else checks it before it is sent.")
    return comment_page(request, paragraph, form, "Comment on this paragraph")


@shows_and_saves
@may_write
def change_accuracy_comment(request, pk):
    comment = fetch_comment(pk)
    form = submitted(CommentForm, request, comment=comment)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        seen = said.pop("revision")
        try:
            factual_accuracy.change_comment(comment, **said, by=request.user, seen=seen)
        except ValidationError as refusal:
            told(form, refusal, revision=fetch_comment(pk).revision)
        else:
            words = "Saved. It is checked anew before it is sent."
            return saved(request, comment.paragraph, words)
    return comment_page(request, comment.paragraph, form, "Change this comment")


@require_POST
@may_write
def check_accuracy_comment(request, pk):
    return settle(request, pk, factual_accuracy.check_comment, "Checked. It goes into the table.")


@require_POST
@may_write
def withdraw_accuracy_comment(request, pk):
    return settle(request, pk, factual_accuracy.withdraw_comment, "Withdrawn. It is not sent.")


def settle(request, pk, change, words):
    comment = fetch_comment(pk)
    seen = request.POST.get("revision", "")
    seen = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else -1  # noqa: PLR2004
    try:
        change(comment, by=request.user, seen=seen)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, words)
    return redirect("draft_report", pk=comment.paragraph.report_id)


def fetch_comment(pk) -> AccuracyComment:
    return get_object_or_404(factual_accuracy_page.comments(), pk=pk)


def saved(request, paragraph, words):
    messages.success(request, words)
    return redirect("draft_report", pk=paragraph.report_id)


def comment_page(request, paragraph, form, heading):
    context = {"paragraph": paragraph, "form": form, "heading": heading}
    return render(request, "readiness/factual_accuracy/comment.html", context)
