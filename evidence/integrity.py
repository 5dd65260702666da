"""Whether every stored file is what was added: looked at by the clock and on each download.

A file is read to its end and hashed; only the same SHA-256 as on the day it was added is right.
What is found is an alarm that stays until the file is right again. Nobody can wave it away.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from evidence import unclaimed_files
from evidence.models import DocumentVersion, FileAlarm, FileCheck

CHUNK = 1024 * 1024
AT_LEAST_EVERY = timedelta(hours=26)
RIGHT_AGAIN = "The file is there again, as it was added."
DELETED = "The document was deleted."
Kind = FileAlarm.Kind


@dataclass
class Report:
    """What one look found. ``problems`` are alarms open now."""

    check: FileCheck
    problems: list[FileAlarm] = field(default_factory=list)
    unclaimed: list[unclaimed_files.Unclaimed] = field(default_factory=list)


def is_due() -> bool:
    """Whether the last whole look is too long ago, as when nothing ran in the night."""
    since = timezone.now() - AT_LEAST_EVERY
    return not FileCheck.objects.filter(finished_at__gte=since).exists()


def verify(*, asked_by: int | None = None, clear: bool = True) -> Report:
    """Look at every stored file; files that belong to no document are named, and cleared."""
    report = Report(FileCheck.objects.create(asked_by_id=asked_by))
    for version in stored_versions():
        if alarm := check_version(version, check=report.check):
            report.problems.append(alarm)
        report.check.files += 1
        report.check.size += version.size
    report.unclaimed = unclaimed_files.find(clear=clear)
    finish(report)
    return report


def finish(report: Report) -> None:
    check = report.check
    check.missing = sum(alarm.kind == Kind.MISSING for alarm in report.problems)
    check.changed = sum(alarm.kind == Kind.CHANGED for alarm in report.problems)
    check.unclaimed = [[file.name, file.size] for file in report.unclaimed]
    check.cleared = sum(file.is_cleared for file in report.unclaimed)
    check.finished_at = timezone.now()
    check.save()


def stored_versions() -> Iterator[DocumentVersion]:
    kept = DocumentVersion.objects.filter(document__deleted_at=None).order_by("pk")
    return kept.select_related("document__owner").iterator(chunk_size=500)


def check_version(version: DocumentVersion, *, check: FileCheck | None = None) -> FileAlarm | None:
    """The alarm where the stored file is not what was added; settles an old one where it is."""
    wrong = what_is_wrong(version)
    if wrong is None:
        settle(version, RIGHT_AGAIN)
        return None
    return raise_alarm(version, wrong, check=check)


def what_is_wrong(version: DocumentVersion) -> FileAlarm.Kind | None:
    try:
        with version.file.open("rb") as file:
            digest = hashlib.sha256()
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except FileNotFoundError:
        return Kind.MISSING
    return None if digest.hexdigest() == version.sha256 else Kind.CHANGED


def raise_alarm(
    version: DocumentVersion, kind: FileAlarm.Kind, *, check: FileCheck | None
) -> FileAlarm:
    """One open alarm for a version; another kind of wrong is another alarm."""
    with transaction.atomic():
        DocumentVersion.objects.select_for_update().get(pk=version.pk)
        known = version.alarms.open().first()
        if known and known.kind == kind:
            return known
        settle(version, f"It is {Kind(kind).label.lower()} now.")
        return FileAlarm.objects.create(version=version, kind=kind, found_in=check)


def settle(version: DocumentVersion, how: str, *, at: datetime | None = None) -> None:
    version.alarms.open().update(settled_at=at or timezone.now(), settled_how=how)
