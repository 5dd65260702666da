"""Evidence packs: what one holds and leaves out, and the ZIP itself."""

from django.contrib.auth.decorators import permission_required
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from readiness import self_assessment_pack
from readiness.models import SelfAssessment
from readiness.pack_sending import sent
from readiness.packs import Pack

may_take = permission_required("readiness.take_pack", raise_exception=True)


def pack_of(pk) -> tuple[SelfAssessment, Pack]:
    rounds = SelfAssessment.objects.select_related("framework", "snapshot")
    round_ = get_object_or_404(rounds, pk=pk)
    return round_, Pack(self_assessment_pack.build(round_, made_at=timezone.localtime()))


@require_GET
@may_take
def pack_page(request, pk):
    round_, pack = pack_of(pk)
    context = {
        "pack": pack,
        "back": ("Self-assessment", reverse("self_assessment", kwargs={"pk": pk}), round_.title),
        "download": reverse("download_pack", kwargs={"pk": pk}),
    }
    return render(request, "readiness/packs/pack.html", context)


@require_GET
@never_cache
@may_take
def download_pack(request, pk):
    return as_download(pack_of(pk)[1])


def as_download(pack: Pack) -> StreamingHttpResponse:
    """Begins at once and takes no room: the browser knows how long it is and shows how far it
    has come. A stored file that is not what was added ends it half-way."""
    response = StreamingHttpResponse(sent(pack), content_type="application/zip")
    name = f"{slugify(pack.contents.title) or 'pack'}-{pack.contents.made_at:%Y-%m-%d}.zip"
    response["Content-Length"] = str(pack.length)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
