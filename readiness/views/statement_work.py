"""The work on the statements of a round: the list of it, one statement, and what is done to it."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.second_editor import refused
from indicators import list_files
from readiness import carried_review, round_work, statement_work, work_page
from readiness.models import Score, SelfAssessment, StatementComment, StatementWork
from readiness.resources import WorkResource
from readiness.work_forms import AssignForm, CommentForm, ReasonForm

shows_and_saves = require_http_methods(["GET", "HEAD", "POST"])
may_view = permission_required("readiness.view_statement_work", raise_exception=True)
may_work = permission_required("readiness.record_score", raise_exception=True)
may_comment = permission_required("readiness.comment_on_statement", raise_exception=True)
may_return = permission_required("readiness.sign_off_score", raise_exception=True)


def listed(request, pk: int) -> round_work.RoundWork:
    """The round's work under the filter in the address."""
    rounds = SelfAssessment.objects.select_related("framework")
    return round_work.build(
        get_object_or_404(rounds, pk=pk),
        user=request.user,
        on=timezone.localdate(),
        mine=request.GET.get("whose") == "mine",
    )


@require_GET
@may_view
def work_list(request, pk):
    return render(request, "readiness/work/list.html", {"page": listed(request, pk)})


@require_GET
@may_view
def work_export(request, pk, kind):
    page = listed(request, pk)
    name = f"work-on-statements-{timezone.localdate()}"
    return list_files.download(WorkResource(), page.rows, kind=kind, name=name)


@shows_and_saves
@may_view
def statement_work_page(request, pk, slug):
    """The page, and the comment form at its end."""
    page = page_or_404(request, pk, slug)
    form = CommentForm(typed(request), by=request.user)
    if request.method == "POST" and form.is_valid() and said(request, page, form):
        return redirect(f"{address_of(page)}#comments")
    context = {"page": page, "form": form, "row": page.row}
    answer = render(request, "readiness/work/statement.html", context)
    work_page.note_look(page.self_assessment, page.statement, by=request.user, at=timezone.now())
    return answer


def said(request, page, form) -> bool:
    """Keep the comment; False with the reason on the form where it is refused."""
    try:
        statement_work.comment(
            page.statement,
            self_assessment=page.self_assessment,
            by=request.user,
            **form.cleaned_data,
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(request, "Your comment is kept.")
    return True


@shows_and_saves
@may_work
def assign_statement(request, pk, slug):
    page = page_or_404(request, pk, slug)
    form = AssignForm(typed(request), work=page.work)
    if request.method == "POST" and form.is_valid():
        try:
            statement_work.assign(
                page.statement,
                self_assessment=page.self_assessment,
                by=request.user,
                **form.cleaned_data,
            )
        except ValidationError as refusal:
            form = refused(form, refusal, again=partial(AssignForm, work=work_now(page)))
        else:
            messages.success(request, "Saved.")
            return redirect(address_of(page))
    return render(request, "readiness/work/assign.html", {"page": page, "form": form})


def work_now(page) -> StatementWork | None:
    return StatementWork.objects.filter(
        self_assessment=page.self_assessment, statement=page.statement
    ).first()


@shows_and_saves
@may_work
def block_statement(request, pk, slug):
    page = page_or_404(request, pk, slug)
    form = ReasonForm(
        typed(request),
        label="What stands in the way?",
        hint="And who could clear it. Everybody who works on the round sees this.",
    )
    if request.method == "POST" and form.is_valid():
        about = {"self_assessment": page.self_assessment, "by": request.user}
        try:
            statement_work.block(page.statement, **about, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"“{page.statement}” is shown as blocked.")
            return redirect(address_of(page))
    context = {"page": page, "form": form, "heading": "Say what blocks it"}
    return render(request, "readiness/work/reason.html", context)


@require_POST
@may_work
def unblock_statement(request, pk, slug):
    page = page_or_404(request, pk, slug)
    try:
        statement_work.unblock(
            page.statement, self_assessment=page.self_assessment, by=request.user
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"“{page.statement}” is no longer blocked.")
    return redirect(address_of(page))


@require_POST
@may_work
def confirm_carried(request, pk, slug):
    """What came from an earlier round is still right."""
    page = page_or_404(request, pk, slug)
    part = request.POST.get("part", "")
    about = {"self_assessment": page.self_assessment, "part": part, "by": request.user}
    try:
        said = carried_review.confirm(page.statement, **about)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"{said.get_part_display()}: kept as still right.")
    return redirect(address_of(page))


@shows_and_saves
@may_return
def return_score(request, pk):
    scores = Score.objects.select_related(
        "self_assessment", "statement", "scored_by", "sign_off__withdrawal"
    )
    score = get_object_or_404(scores, pk=pk)
    page = page_or_404(request, score.self_assessment_id, score.statement.slug)
    form = ReasonForm(
        typed(request),
        label="What has to change?",
        hint="The score stays in the history. Whoever leads the statement is told this.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            statement_work.return_score(score, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Returned: “{score.statement}”, {score.value}.")
            return redirect(address_of(page))
    context = {"page": page, "form": form, "heading": "Return the score", "score": score}
    return render(request, "readiness/work/reason.html", context)


@require_POST
@may_comment
def settle_comment(request, pk):
    comment = get_object_or_404(comments(), pk=pk)
    try:
        statement_work.settle_comment(comment, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(address_of_comment(comment))


@require_GET
@may_view
def open_comment(request, pk):
    """Where a mention on My work or in an e-mail leads."""
    return redirect(address_of_comment(get_object_or_404(comments(), pk=pk)))


@require_GET
@may_view
def open_work(request, pk):
    """Where a statement on My work or in an e-mail leads."""
    work = get_object_or_404(StatementWork.objects.select_related("statement"), pk=pk)
    return redirect("statement_work", pk=work.self_assessment_id, slug=work.statement.slug)


def comments():
    return StatementComment.objects.select_related("statement", "self_assessment")


def address_of_comment(comment: StatementComment) -> str:
    about = {"pk": comment.self_assessment_id, "slug": comment.statement.slug}
    return f"{reverse('statement_work', kwargs=about)}#comment-{comment.pk}"


def address_of(page: work_page.WorkPage) -> str:
    about = {"pk": page.self_assessment.pk, "slug": page.statement.slug}
    return reverse("statement_work", kwargs=about)


def page_or_404(request, pk: int, slug: str) -> work_page.WorkPage:
    now = timezone.now()
    try:
        return work_page.build(pk, slug, user=request.user, on=timezone.localdate(now), at=now)
    except ObjectDoesNotExist as error:
        raise Http404 from error


def typed(request):
    """What the person typed: now, or before their session ended."""
    return request.POST if request.method == "POST" else request.held_form
