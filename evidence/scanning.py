"""Whether a file is free of viruses, asked of ClamAV's daemon.

Nobody gets a file before it was found clean. Where no scanner answers, the file stays as it is,
waiting, and is asked about again (``tasks.scan_what_waits``): nothing is ever let through.
"""

import re
from dataclasses import dataclass

from clamav_client import clamd
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from config.wording import name_of
from evidence.models import DocumentVersion

State = DocumentVersion.ScanState
PORT = 3310
SECONDS_TO_ANSWER = 5
TOO_LARGE = (
    "It is larger than the virus scanner takes. Ask an administrator to raise the scanner's "
    "limits and have it checked again, or replace it with a smaller file."
)
TOO_SLOW = (
    "The virus scanner took too long over it. Have it checked again, or save it in a simpler form "
    "such as PDF and replace it."
)
UNREADABLE = (
    "The virus scanner could not look inside it. Save it again where it was made, and replace it."
)
FILE_GONE = "The stored file could not be found. Ask an administrator to check the file store."
# What ClamAV calls a file that it did not look at to the end, or could not open.
BEYOND_LIMITS = re.compile(r"Heuristics\.Limits\b")
NOT_OPENED = re.compile(r"Heuristics\.Encrypted\b")


class NoScannerError(Exception):
    """Nothing answered. It says nothing about the file."""


@dataclass(frozen=True)
class Verdict:
    """``result`` is the virus's name, or a sentence on why the file could not be scanned."""

    state: str
    result: str = ""


def scan_version(version: DocumentVersion) -> bool:
    """Ask about a version that waits; returns whether the file may be handed out now."""
    if settings.SCAN_FILES and version.scan_state == State.WAITING:
        try:
            with version.file.open("rb") as file:
                record(version, scan(file))
        except NoScannerError:
            return False
        except FileNotFoundError:
            record(version, Verdict(State.NOT_SCANNED, FILE_GONE))
    return version.is_downloadable


def scan_again(version: DocumentVersion) -> bool:
    """For a file that could not be scanned: perhaps the scanner's limits are wider now."""
    if version.scan_state == State.NOT_SCANNED:
        version.scan_state, version.scan_result = State.WAITING, ""
        version.save(update_fields=["scan_state", "scan_result"])
    return version.scan_state == State.WAITING


def scan(file) -> Verdict:
    """What ClamAV says of an open file; raises ``NoScannerError`` where nothing answers."""
    require_scanner()
    file.seek(0)
    try:
        answer = scanner(settings.CLAMAV_SECONDS).instream(file)
    except clamd.BufferTooLongError:
        return Verdict(State.NOT_SCANNED, TOO_LARGE)
    except clamd.ResponseError:
        return Verdict(State.NOT_SCANNED, UNREADABLE)
    except (clamd.CommunicationError, OSError) as problem:
        require_scanner()  # it still answers, so the trouble is with this file
        is_slow = "timed out" in str(problem)
        return Verdict(State.NOT_SCANNED, TOO_SLOW if is_slow else TOO_LARGE)
    return understood(answer)


def understood(answer: dict) -> Verdict:
    status, name = next(iter(answer.values()), ("ERROR", None))
    if status == "OK":
        return Verdict(State.CLEAN)
    if status != "FOUND" or NOT_OPENED.match(name or ""):
        return Verdict(State.NOT_SCANNED, UNREADABLE)
    if BEYOND_LIMITS.match(name or ""):
        return Verdict(State.NOT_SCANNED, TOO_LARGE)
    return Verdict(State.INFECTED, name or "A virus without a name")


def require_scanner() -> None:
    """Raises ``NoScannerError`` unless a scanner answers."""
    try:
        scanner(SECONDS_TO_ANSWER).ping()
    except (clamd.ClamdError, OSError, ValueError) as problem:
        raise NoScannerError(str(problem)) from problem


def answers() -> bool:
    try:
        require_scanner()
    except NoScannerError:
        return False
    return True


def scanner(seconds: int) -> clamd.ClamdNetworkSocket:
    address = settings.CLAMAV_HOST
    if not address:
        raise NoScannerError("CLAMAV_HOST is not set")
    if address.startswith("/"):
        return clamd.ClamdUnixSocket(address, timeout=seconds)
    host, _, port = address.partition(":")
    return clamd.ClamdNetworkSocket(host, int(port or PORT), timeout=seconds)


def record(version: DocumentVersion, verdict: Verdict) -> None:
    version.scan_state, version.scan_result = verdict.state, verdict.result
    version.scanned_at = timezone.now()
    version.save(update_fields=["scan_state", "scan_result", "scanned_at"])
    if verdict.state == State.INFECTED:
        transaction.on_commit(lambda: tell(version))


def tell(version: DocumentVersion) -> None:
    """The one who added it, the owner, and whoever looks after the installation."""
    send_mail(
        "A virus was found in a file added to Golden Thread",
        f"A virus ({version.scan_result}) was found in “{version.original_name}”, version "
        f"{version.number} of “{version.document.title}”, added by {name_of(version.added_by)}.\n\n"
        "The file is kept apart: nobody can download it, and it was not opened to read its words. "
        "Whoever added it should have their computer checked, and then replace the file with a "
        "clean copy or end its use as evidence.\n",
        None,
        sorted({person.email for person in those_to_tell(version) if person.email}),
        fail_silently=True,  # the page says it as well
    )


def those_to_tell(version: DocumentVersion) -> list:
    people = get_user_model().objects.filter(is_active=True)
    in_charge = [each for each in people if each.has_perm("evidence.hear_of_viruses")]
    return [version.added_by, version.document.owner, *in_charge]


def waiting() -> list[int]:
    """Versions that no scanner has looked at."""
    held = DocumentVersion.objects.filter(scan_state=State.WAITING, document__deleted_at=None)
    return list(held.order_by("pk").values_list("pk", flat=True))
