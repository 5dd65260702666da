"""What a document's own page says of how long it is kept, and whether its files are right."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from evidence.models import Document, FileAlarm, LegalHold
from readiness.models import EvidenceLink
from readiness.retention_rules import kept_until


@dataclass(frozen=True)
class Keeping:
    """For the council's own people. ``holds`` are those not lifted, newest first."""

    kept_until: date | None
    is_set_by_hand: bool
    holds: tuple[LegalHold, ...]
    lifted: tuple[LegalHold, ...]
    alarms: tuple[FileAlarm, ...]


def keeping_of(document: Document, links: tuple[EvidenceLink, ...]) -> Keeping:
    """Two queries; ``links`` are all that the document has or had."""
    holds = tuple(document.holds.select_related("placed_by", "lifted_by"))
    alarms = FileAlarm.objects.open().filter(version__document=document)
    return Keeping(
        kept_until=kept_until(
            set_by_hand=document.keep_until,
            dated=document.evidence_date,
            added=timezone.localdate(document.added_at),
            years=[link.category.keep_years for link in links],
        ),
        is_set_by_hand=document.keep_until is not None,
        holds=tuple(hold for hold in holds if hold.lifted_at is None),
        lifted=tuple(hold for hold in holds if hold.lifted_at is not None),
        alarms=tuple(alarms.select_related("version")),
    )
