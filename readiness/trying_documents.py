"""What becomes of each file of a folder when it is sent through the upload page, and nothing kept.

Each file goes through the page itself as a contributor would send it, then through every step that
follows; the outcome is noted and all of it is taken back, rows and files.
"""

import re
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import unescape
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from evidence import reading
from evidence.models import DocumentVersion
from readiness.document_safety import safety_of
from readiness.models import EvidenceCategory, Statement
from readiness.roles import Role
from readiness.score_reads import frameworks_in_use_first

TAKEN, SENT_BACK, BROKEN = "taken in", "sent back", "broken"
NOT_SERVED = "not served"


@dataclass(frozen=True)
class Outcome:
    """``said`` is what the sender reads; ``served_as`` the type and manner of the download."""

    file: str
    size: int
    outcome: str
    said: str
    kind: str = ""
    served_as: str = NOT_SERVED
    viruses: str = ""
    text: str = ""
    personal_data: str = ""
    pictures: int = 0
    seconds: float = 0.0
    megabytes: int = 0

    @property
    def as_row(self) -> dict:
        return asdict(self)


def try_folder(folder: Path) -> Iterator[Outcome]:
    """One outcome for each file below the folder, in the order of their names."""
    statement = Statement.objects.filter(framework__in=frameworks_in_use_first()[:1]).first()
    if statement is None:
        raise ValidationError("Load CQC's framework first: manage.py load_framework")
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        yield try_file(path, str(path.relative_to(folder)), statement)


def try_file(path: Path, name: str, statement: Statement) -> Outcome:
    """Send one file and take everything back."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="trying-") as kept, transaction.atomic():
        places = {"MEDIA_ROOT": Path(kept), "ARRIVING_ROOT": Path(kept) / "arriving"}
        with override_settings(**places):
            outcome = outcome_of(path, name, statement)
        transaction.set_rollback(True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return Outcome(**outcome, seconds=round(time.monotonic() - began, 1), megabytes=peak)


def outcome_of(path: Path, name: str, statement: Statement) -> dict:
    client = sender()
    answer = send(client, path, statement)
    known = {"file": name, "size": path.stat().st_size}
    version = DocumentVersion.objects.order_by("-pk").first() if answer.status_code == 302 else None  # noqa: PLR2004
    if answer.status_code >= 500:  # noqa: PLR2004
        return known | {"outcome": BROKEN, "said": "The page broke."}
    if version is None:
        return known | {"outcome": SENT_BACK, "said": problem_on(answer)}
    reading.read_version(version.pk)
    version.refresh_from_db()
    return known | {"outcome": TAKEN, "said": "Saved."} | seen_of(client, version)


def sender() -> Client:
    person = get_user_model().objects.create(username="trying", email="trying@council.example")
    person.groups.add(Group.objects.get_or_create(name=Role.CONTRIBUTOR)[0])
    host = next((host for host in settings.ALLOWED_HOSTS if host != "*"), "testserver")
    client = Client(raise_request_exception=False, headers={"host": host.lstrip(".")})
    client.force_login(person, backend="readiness.roles.RoleBackend")
    return client


def send(client: Client, path: Path, statement: Statement):
    category = EvidenceCategory.objects.filter(framework=statement.framework).first()
    said = {
        "file": SimpleUploadedFile(path.name, path.read_bytes()),
        "shows": "Whether this file can be added",
        "statements": [statement.pk],
        "category": category.pk if category else "",
        "owner": client.session["_auth_user_id"],
    }
    return client.post(reverse("add_evidence"), said, secure=settings.HTTPS)


def problem_on(answer) -> str:
    """The first sentence of the page's error summary, as somebody would read it."""
    page = answer.content.decode()
    summary = re.search(r'error-summary__list">(.*?)</ul>', page, re.S)
    banner = re.search(r'notification-banner__title"[^>]*>(.*?)</h2>', page, re.S)
    found = summary or banner
    words = re.sub(r"<[^>]+>", " ", found[1]) if found else "Nothing is said."
    return " ".join(unescape(words).split())


def seen_of(client: Client, version: DocumentVersion) -> dict:
    """What its page says, and what is handed out."""
    safety = safety_of(version)
    answer = client.get(reverse("download", args=[version.pk]), secure=settings.HTTPS)
    page = client.get(reverse("document", args=[version.document_id]), secure=settings.HTTPS)
    if page.status_code != 200:  # noqa: PLR2004
        return {"outcome": BROKEN, "said": "The document's page broke."}
    if is_served_amiss(answer, version):
        return {"outcome": BROKEN, "said": "It is handed out as something it is not."}
    return {
        "kind": version.kind_of_file,
        "served_as": served_as(answer),
        "viruses": safety.scan,
        "text": safety.text,
        "personal_data": safety.personal,
        "pictures": version.pictures.count(),
    }


def is_served_amiss(answer, version: DocumentVersion) -> bool:
    """A file goes out as an attachment of its own type, which no browser guesses at or runs; where
    it is held, a page of ours says so."""
    if answer.status_code == 409 and not version.is_downloadable:  # noqa: PLR2004
        return not answer["Content-Type"].startswith("text/html")
    sent = [answer.get(name, "") for name in ("Content-Type", "X-Content-Type-Options")]
    return (
        answer.status_code != 200  # noqa: PLR2004
        or sent != [version.media_type, "nosniff"]
        or not answer.get("Content-Disposition", "").startswith("attachment")
        or "sandbox" not in answer.get("Content-Security-Policy", "")
    )


def served_as(answer) -> str:
    if answer.streaming:
        b"".join(answer.streaming_content)
    if answer.status_code != 200:  # noqa: PLR2004
        return NOT_SERVED
    manner = answer["Content-Disposition"].partition(";")[0]
    return f"{answer['Content-Type']}, {manner}, {answer['X-Content-Type-Options']}"


def counted(outcomes: list[Outcome]) -> dict[str, int]:
    return {each: sum(o.outcome == each for o in outcomes) for each in (TAKEN, SENT_BACK, BROKEN)}
