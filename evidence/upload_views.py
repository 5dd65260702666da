"""The tus protocol (tus.io, 1.0.0): files in pieces that go on where the connection broke off.

Creation, termination and the core; everybody reaches their own uploads only.
"""

import base64
import binascii
import re

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from evidence import arriving, uploads, waiting
from evidence.models import Upload
from evidence.refusals import RefusedFileError

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
may_add = permission_required("evidence.add_document", raise_exception=True)


def answer(status: int, words: str = "", **headers) -> HttpResponse:
    said = {name.replace("_", "-"): str(value) for name, value in headers.items()}
    response = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    for name, value in {"Tus-Resumable": VERSION, "Cache-Control": "no-store", **said}.items():
        response[name] = value
    return response


@never_cache
@require_http_methods(["POST"])
@may_add
def begin(request):
    """A place for one file; what cannot be taken in is refused before a byte of it is sent."""
    size = whole_number(request.headers.get("Upload-Length", ""))
    if size is None:  # no sender of pieces: somebody's browser, which has a page for this
        return redirect("add_evidence")
    said = metadata(request.headers.get("Upload-Metadata", ""))
    try:
        upload = uploads.begin_upload(
            name=said.get("filename", ""),
            size=size,
            modified=said.get("modified", ""),
            by=request.user,
        )
    except RefusedFileError as refusal:
        return answer(413 if refusal.code == "too_large" else 400, refusal.message)
    except ValidationError as refusal:
        return answer(400, refusal.message)
    return answer(201, Location=reverse("upload", args=[upload.key]), Upload_Offset=0)


@never_cache
@require_http_methods(["HEAD", "PATCH", "DELETE", "POST"])
@may_add
def upload(request, key):
    """Where a file has got to, a piece of it, or the end of it."""
    found = Upload.objects.filter(key=key, sent_by=request.user).first()
    if found is None:  # removed in another window, or somebody else's
        return redirect("add_evidence") if request.method == "POST" else answer(404)
    if request.method == "HEAD":
        return where(found)
    if request.method == "PATCH":
        return piece(request, found)
    waiting.forget(found)
    return answer(204) if request.method == "DELETE" else redirect("add_evidence")


def where(found: Upload) -> HttpResponse:
    arrived = arriving.arrived(found.key) if found.state == Upload.State.ARRIVING else found.size
    return answer(200, Upload_Offset=arrived, Upload_Length=found.size)


def piece(request, found: Upload) -> HttpResponse:
    begins_at = whole_number(request.headers.get("Upload-Offset", ""))
    if request.content_type != PIECE or begins_at is None:
        return answer(415, "Send a piece of a file, and where it begins.")
    if found.state != Upload.State.ARRIVING:
        return answer(409, "The file is here already.", Upload_Offset=found.size)
    try:
        arrived = uploads.receive_part(found, request, begins_at=begins_at)
    except uploads.WrongPlaceError as problem:
        return answer(409, "It goes on elsewhere.", Upload_Offset=problem.arrived)
    except arriving.InUseError:
        return answer(423, "Another piece of it is arriving.")
    return answer(204, Upload_Offset=arrived)


def whole_number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,15}", text) else None


def metadata(header: str) -> dict[str, str]:
    """``name dGVzdA==,modified MTI=`` as a dictionary; what cannot be read is left out."""
    said = {}
    for pair in header.split(","):
        name, _, coded = pair.strip().partition(" ")
        try:
            said[name] = base64.b64decode(coded, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return said
