"""Files, handed out only through here and only to people who may see the document."""

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.files.storage import FileSystemStorage
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from evidence import integrity
from evidence.models import DocumentVersion, PagePicture

SANDBOX = "default-src 'none'; sandbox"


@require_GET
@never_cache
@permission_required("evidence.view_document", raise_exception=True)
def download(request, pk):
    version = get_object_or_404(DocumentVersion.objects.select_related("document"), pk=pk)
    if not may_download(request.user, version):
        raise PermissionDenied
    if version.document.is_deleted:
        return render(request, "evidence/not_here.html", {"version": version}, status=410)
    if not version.is_downloadable:
        return held_back(request, version)
    # Read to its end before the first byte goes out: a changed file is refused, never half sent.
    if integrity.check_version(version):
        return render(request, "evidence/not_here.html", {"version": version}, status=409)
    if isinstance(version.file.storage, FileSystemStorage):
        return file_itself(version)
    return signed_address(version)


def held_back(request, version):
    """Nobody gets a file that no scanner has found clean: the page says what it waits for."""
    return render(request, "evidence/held_back.html", {"version": version}, status=409)


def may_download(user, version) -> bool:
    """The latest version goes with the document; earlier ones are its history."""
    document = version.document
    if version.pk != document.latest_version_id and not user.has_perm(
        "evidence.view_document_history"
    ):
        return False
    return user.has_perm("evidence.view_document", document)


@require_GET
@never_cache
@permission_required("evidence.view_document", raise_exception=True)
def page_picture(request, pk, number):
    """A picture of a page, made by us: shown where the file itself never is."""
    pictures = PagePicture.objects.select_related("version__document")
    picture = get_object_or_404(pictures, version__pk=pk, number=number)
    if not may_download(request.user, picture.version) or not picture.version.is_downloadable:
        raise PermissionDenied
    try:
        content = picture.file.open("rb")
    except FileNotFoundError as problem:
        raise Http404("The picture could not be found.") from problem
    return guarded(FileResponse(content, content_type="image/webp"))


def guarded(response):
    """Whatever it holds, a browser neither guesses at its type nor runs anything in it."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response


def file_itself(version) -> FileResponse:
    """As an attachment: a browser saves it and never shows or runs it in our pages."""
    response = FileResponse(
        version.file.open("rb"),
        as_attachment=True,
        filename=version.original_name,
        content_type=version.media_type,
    )
    return guarded(response)


def signed_address(version) -> HttpResponseRedirect:
    """Object storage hands the file out itself, for a few minutes, under the same terms."""
    name = content_disposition_header(as_attachment=True, filename=version.original_name)
    return HttpResponseRedirect(
        version.file.storage.url(
            version.file.name,
            parameters={
                "ResponseContentDisposition": name,
                "ResponseContentType": version.media_type,
            },
            expire=300,
        )
    )
