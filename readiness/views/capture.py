"""Adding evidence: files that arrive while the form is filled in, a photo, or a link."""

import json

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.wording import day_in_words
from evidence import intake, link_titles, uploads, waiting
from evidence.models import Upload
from evidence.refusals import RefusedFileError
from readiness import capture, capture_page, linking
from readiness.capture_forms import AddEvidenceForm
from readiness.views.evidence import listed, saved_words, typed

may_add = permission_required("evidence.add_document", raise_exception=True)
ANSWERS = (
    "address",
    "title",
    "shows",
    "statements",
    "category",
    "location",
    "evidence_date",
    "evidence_from",
    "owner",
    "review_by",
)


@require_http_methods(["GET", "POST"])
@may_add
def add_evidence(request):
    refused = hold_files(request) if request.method == "POST" else []
    files = capture_page.files_of(request.user)
    rows = capture_page.rows_of(files)
    form = form_for(request, rows)
    for sentence in refused:
        form.add_error("file", sentence)
    context = {
        "form": form,
        "rows": rows,
        "chosen": {row.upload.pk for row in chosen(request, rows)},
    }
    if "look_up" in request.POST:
        look_up_title(request, form)
    elif request.method == "POST" and form.is_valid() and (answer := save(request, form, context)):
        return answer
    context["reviews"] = json.dumps(form.proposed_reviews(on=timezone.localdate()))
    context["may_look_up"] = settings.LOOK_UP_LINK_TITLES
    context["suggestions"] = capture_page.suggestions_for(files, form.statements, form.categories)
    return render(request, "readiness/add_evidence.html", context)


def look_up_title(request, form) -> None:
    """Only when somebody presses for it, and where the council's settings let it."""
    if not settings.LOOK_UP_LINK_TITLES:
        raise PermissionDenied
    form.data = form.data.copy()
    form.errors.clear()  # nothing is saved, so nothing is missing yet
    try:
        address = intake.checked_address(request.POST.get("address", ""))
        form.data["title"] = link_titles.title_of_page(address)
    except ValidationError as problem:
        form.add_error("address", problem)
    except link_titles.NoTitleError:
        form.add_error("title", "That page gives no title. Write one, or leave this empty.")


def form_for(request, rows) -> AddEvidenceForm:
    """With what was typed, now or before; a new one begins with the answers of last time."""
    ready = chosen(request, rows)
    about = {
        "statement": request.GET.get("statement", ""),
        "category": request.GET.get("category", ""),
    }
    about |= {
        "by": request.user,
        "files": [row.upload for row in ready],
        "held": {row.upload.sha256: row.known for row in ready},
    }
    data = typed(request)
    if data is not None:
        return AddEvidenceForm(data, request.FILES if request.method == "POST" else None, **about)
    return AddEvidenceForm(initial=initial_answers(request), **about)


def initial_answers(request) -> dict:
    known = capture_page.remembered(request.user)
    several = {"statements"}
    initial = {
        name: values if name in several else values[0]
        for name, values in known.answers.items()
        if name in ANSWERS and values
    }
    if request.GET.get("statement"):
        initial.pop("statements", None)
    if request.GET.get("category"):
        initial.pop("category", None)
    elif known.category:
        initial.setdefault("category", known.category)
    if known.owner:
        initial.setdefault("owner", known.owner)
    return initial


def chosen(request, rows) -> list:
    """The files the answers are about: those ticked, and those that came with the form."""
    ready = [row for row in rows if row.upload.is_ready]
    if request.method != "POST":
        return ready
    shown, ticked = set(request.POST.getlist("shown")), set(request.POST.getlist("upload"))
    keys = {row.upload.pk: str(row.upload.key) for row in ready}
    return [
        row for row in ready if keys[row.upload.pk] in ticked or keys[row.upload.pk] not in shown
    ]


def hold_files(request) -> list[str]:
    """Keep the files that came with the form; sentences for those that cannot be added."""
    problems = []
    for file in [*request.FILES.getlist("file"), *request.FILES.getlist("photo")]:
        try:
            upload = uploads.hold_file(file, by=request.user)
        except ValidationError as refusal:
            problems += refusal.messages
            continue
        if upload.is_refused:
            problems.append(upload.problem)
            waiting.forget(upload)
    return problems


def save(request, form, context):
    """Save what the form is about; nothing where the page has to be shown again."""
    said = {name: form.cleaned_data[name] for name in ANSWERS if name in form.cleaned_data}
    if existing := form.cleaned_data.get("existing"):
        return link_existing(request, form, existing, said)
    said["review_from"] = timezone.localdate()
    if form.files_ready:
        return save_files(request, form, said)
    try:
        document = capture.save_link(**said, by=request.user)
    except intake.AlreadyHereError as problem:
        form.add_error(None, problem)
        context["already"] = problem.document
    except ValidationError as problem:
        form.add_error("address" if getattr(problem, "code", "") == "address" else None, problem)
    else:
        messages.success(request, f"{saved_words(said['statements'])} {review_words(document)}")
        return redirect("document", pk=document.pk)
    return None


def link_existing(request, form, existing, said):
    about = {name: said[name] for name in ("statements", "category", "shows", "location")}
    try:
        linking.link_to_statements(existing, **about, by=request.user)
    except ValidationError as problem:
        form.add_error(None, problem)
        return None
    capture.forget_draft(request.user)
    messages.success(request, saved_words(said["statements"]))
    return redirect("document", pk=existing.pk)


def save_files(request, form, said):
    said.pop("address", None)
    titles = {
        str(upload.key): request.POST.get(f"title-{upload.key}", "").strip()[:200]
        for upload in form.files_ready
    }
    if len(form.files_ready) > 1:
        said.pop("title", None)
    saved = capture.save_files(
        form.files_ready,
        titles=titles,
        link_instead=set(request.POST.getlist("instead")),
        by=request.user,
        **said,
    )
    for problem in saved.problems:
        form.add_error("file" if isinstance(problem, RefusedFileError) else None, problem)
    if saved.problems:
        if saved.documents:
            messages.success(request, how_many(saved, said["statements"]))
        return None
    return after_saving(request, saved, said["statements"])


def after_saving(request, saved, statements):
    """To the document; to the list where there are several; back here where files still wait."""
    messages.success(request, how_many(saved, statements))
    still = Upload.objects.filter(sent_by=request.user, state=Upload.State.READY).count()
    if still:
        words = "1 file is" if still == 1 else f"{still} files are"
        messages.info(request, f"{words} still here. Say what they show, or remove them.")
        return redirect("add_evidence")
    if len(saved.documents) == 1:
        return redirect("document", pk=saved.documents[0].pk)
    asked = {"statement": statements[0].slug, "sort": "newest"}
    return redirect(f"{reverse('library')}?{urlencode(asked)}")


def how_many(saved, statements) -> str:
    if len(saved.documents) == 1:
        return f"{saved_words(statements)} {review_words(saved.documents[0])}".strip()
    where = listed([statement.title for statement in statements])
    return f"{len(saved.documents)} documents saved. They now show under {where}."


def review_words(document) -> str:
    return f"Review by {day_in_words(document.review_by)}." if document.review_by else ""


@require_GET
@may_add
def uploaded_file(request, key):
    """One file's row, asked for by the page when the file has arrived."""
    upload = get_object_or_404(Upload, key=key, sent_by=request.user)
    [row] = capture_page.rows_of([upload])
    context = {"row": row, "is_chosen": True}
    return render(request, "readiness/parts/uploaded_file.html", context)


@require_GET
@may_add
def evidence_suggestions(request):
    """Asked for by the page while it is filled in: what the files that are here suggest."""
    files = capture_page.files_of(request.user)
    found = capture_page.suggestions_for(files, *capture_page.subjects())
    return render(request, "readiness/parts/evidence_suggestions.html", {"suggestions": found})


@require_POST
@may_add
def keep_evidence_draft(request):
    """Sent by the page as somebody types, so that going back loses nothing."""
    sent: QueryDict = request.POST
    capture.keep_draft(request.user, {name: sent.getlist(name) for name in ANSWERS})
    return HttpResponse(status=204) if "quietly" in sent else redirect("add_evidence")


@require_POST
@may_add
def begin_again(request):
    capture.begin_again(request.user)
    messages.success(request, "The page is empty again. Nothing was saved.")
    return redirect("add_evidence")
