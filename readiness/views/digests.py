"""The weekly digest: one's own, and for administrators whether the mail went out."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from indicators import list_files
from readiness import digest, digest_sending
from readiness.models import Digest
from readiness.people_resources import DigestResource

may_see = permission_required("readiness.see_digests", raise_exception=True)
WEEKS = 12
FAILED_SHOWN = 50


@require_http_methods(["GET", "POST"])
@permission_required("readiness.view_my_work", raise_exception=True)
def my_digest(request):
    if request.method == "POST":
        wants = "extras" in request.POST
        digest_sending.choose_extras(request.user, wants_extras=wants)
        said = "has" if wants else "no longer has"
        messages.success(request, f"Saved. Your digest {said} the news of the library.")
        return redirect("my_digest")
    context = {
        "digest": digest.of_person(request.user, on=timezone.localdate()),
        "wants_extras": digest.choice_of(request.user),
        "last": Digest.objects.filter(person=request.user).first(),
    }
    return render(request, "readiness/digest/mine.html", context)


@require_GET
@may_see
def digest_list(request, kind=None):
    of_state = {name: Count("pk", filter=Q(state=name)) for name in ("sent", "failed", "sending")}
    weeks = Digest.objects.order_by("-week").values("week").annotate(**of_state)
    if kind:
        name = f"digests-{timezone.localdate()}"
        return list_files.download(DigestResource(), weeks, kind=kind, name=name)
    failed = Digest.objects.filter(state=Digest.State.FAILED).select_related("person")
    context = {"weeks": list(weeks[:WEEKS]), "failed": list(failed[:FAILED_SHOWN])}
    return render(request, "readiness/digest/list.html", context)


@require_POST
@may_see
def send_digest_again(request, pk):
    row = get_object_or_404(Digest.objects.select_related("person"), pk=pk)
    site = request.build_absolute_uri("/")
    try:
        digest_sending.send_again(row, on=timezone.localdate(), site=site)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, f"Sent to {row.person.email}.")
    return redirect("digest_list")
