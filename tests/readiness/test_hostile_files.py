"""Hostile files and hostile names through the upload page, in pieces and by an ordinary form.

However it comes, a file is saved or sent back in words, and what is saved is handed out as what it
is, to be kept and not opened. What is read out of files has tests of its own.
"""

import base64
import json
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from evidence import arriving
from evidence.file_types import BY_MEDIA_TYPE
from evidence.models import Document, DocumentVersion, Upload
from evidence.upload_views import PIECE
from tests.evidence import samples
from tests.factories import CategoryFactory, StatementFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]
ADD = "/evidence/add/"
HOSTILE = json.loads((samples.FOLDER / "hostile_names.json").read_text())["names"]
LARGEST_HERE = 3_000_000  # bytes; the whole corpus is for the command
QUICK = ("active", "bombs", "corrupt", "encrypted", "empty", "misnamed", "polyglot", "varied")
SAMPLES = sorted(path for path in samples.FOLDER.iterdir() if path.suffix not in {".md", ".json"})


@dataclass(frozen=True)
class Ended:
    """How a file ended: saved, or sent back with what its sender reads."""

    version: DocumentVersion | None
    said: str = ""


@pytest.fixture
def client(signed_in):
    return signed_in("contributor")


@pytest.fixture
def answers(client):
    statement = StatementFactory()
    return {
        "shows": "Waits fell",
        "statements": statement.pk,
        "category": CategoryFactory(framework=statement.framework).pk,
        "owner": client.person.pk,
    }


def by_form(client, name: str, content: bytes, answers: dict) -> Ended:
    """The bytes that a browser would send, whatever the name."""
    boundary = uuid4().hex
    said = name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in answers.items()
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{said}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = "".join([*parts, head]).encode() + content + f"\r\n--{boundary}--\r\n".encode()
    answer = client.generic("POST", ADD, body, f"multipart/form-data; boundary={boundary}")
    return ended(answer, error_summary(answer))


def in_pieces(client, name: str, content: bytes, answers: dict) -> Ended:
    coded = base64.b64encode(name.encode()).decode()
    about = {"Upload-Length": str(len(content)), "Upload-Metadata": f"filename {coded}"}
    begun = client.post(reverse("uploads"), headers=about)
    if begun.status_code != 201:
        return ended(begun, begun.content.decode())
    place = begun["Location"]
    client.patch(place, content, content_type=PIECE, headers={"Upload-Offset": "0"})
    upload = Upload.objects.get()
    if upload.is_refused:
        return ended(client.get(ADD), upload.problem)
    key = str(upload.key)
    return ended(client.post(ADD, answers | {"upload": key, "shown": key}), "")


def ended(answer, said: str) -> Ended:
    assert answer.status_code < 500
    return Ended(DocumentVersion.objects.order_by("-pk").first(), said)


def error_summary(answer) -> str:
    found = re.search(r'error-summary__list">(.*?)</ul>', answer.content.decode(), re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""


def hold_to_account(client, ended: Ended, name: str, settings) -> None:
    """Saved and safely handed out once it was scanned, or sent back in words with nothing kept."""
    left = [each.name for each in arriving.folder().iterdir() if each.suffix]
    assert left == [], "nothing is left of how it came"
    if ended.version is None:
        assert len(ended.said) > 20, f"{name}: {ended.said!r}"
        assert not Document.objects.exists()
        return
    assert ended.version.media_type in BY_MEDIA_TYPE
    stored = Path(ended.version.file.path).resolve()
    assert stored.is_relative_to(settings.MEDIA_ROOT.resolve())
    page = client.get(reverse("document", args=[ended.version.document_id]))
    assert page.status_code == 200
    assert "<img src=x" not in page.content.decode()
    address = reverse("download", args=[ended.version.pk])
    handed_out(client.get(address), ended.version.media_type)
    with override_settings(SCAN_FILES=True):
        held_back(client.get(address))


def handed_out(answer, media_type: str) -> None:
    b"".join(answer.streaming_content)
    assert answer["Content-Type"] == media_type
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def held_back(answer) -> None:
    assert (answer.status_code, answer.streaming) == (409, False)
    assert answer["Content-Type"].startswith("text/html")
    assert answer["X-Content-Type-Options"] == "nosniff"


def both_ways(client, name: str, content: bytes, answers: dict, settings) -> str:
    """How the file ended, which must be the same however it came."""
    saved = []
    for way in (by_form, in_pieces):
        with transaction.atomic():
            ended = way(client, name, content, answers)
            hold_to_account(client, ended, name, settings)
            saved.append(ended.version is not None)
            transaction.set_rollback(True)
    assert saved[0] == saved[1], name
    return "saved" if saved[0] else "sent back"


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_no_name_breaks_the_page_or_leaves_its_folder(client, answers, settings, name):
    content = (samples.FOLDER / samples.GROUPS).read_bytes()
    ended = both_ways(client, name, content, answers, settings)
    if name == "report.pdf.exe":
        assert ended == "sent back"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_each_sample_is_saved_or_sent_back_in_words(client, answers, settings, path):
    both_ways(client, path.name, path.read_bytes(), answers, settings)


@pytest.mark.shared_data
@pytest.mark.parametrize("kind", QUICK)
def test_each_published_file_is_saved_or_sent_back_in_words(
    client, answers, settings, shared_data, kind
):
    folder = shared_data / "documents" / kind
    files = [each for each in sorted(folder.iterdir()) if each.stat().st_size < LARGEST_HERE]
    assert files
    for path in files:
        both_ways(client, path.name, path.read_bytes(), answers, settings)
