"""What the lists of documents to look at again, and of what is kept and deleted, say as files."""

from django.utils import timezone

from config.wording import name_of
from evidence.models import Document
from indicators.list_files import ListResource, column, moment
from readiness.retention_page import Kept


class ReviewResource(ListResource):
    """Rows are documents read with their owner."""

    title = column("Document", "title")
    owner = column("Owner")
    evidence_date = column("Date of evidence", "evidence_date")
    review_by = column("Review by", "review_by")

    def dehydrate_owner(self, document: Document):
        return name_of(document.owner)


class RetentionResource(ListResource):
    """Rows are ``retention_page.Kept``."""

    state = column("List", "state")
    title = column("Document", "document__title")
    owner = column("Owner")
    kept_until = column("To be kept until", "kept_until")
    on = column("On")
    by = column("By")
    reason = column("Why", "reason")

    def dehydrate_owner(self, row: Kept):
        return name_of(row.document.owner)

    def dehydrate_on(self, row: Kept):
        return timezone.localdate(row.at) if row.at else ""

    def dehydrate_by(self, row: Kept):
        return name_of(row.by) if row.by else ""


class FileCheckResource(ListResource):
    """Rows are looks at every stored file."""

    begun_at = column("When", lambda check: moment(check.begun_at))
    asked_by = column(
        "Asked for by", lambda check: name_of(check.asked_by) if check.asked_by else ""
    )
    finished_at = column("Finished", lambda check: moment(check.finished_at))
    files = column("Files", "files")
    missing = column("Missing", "missing")
    changed = column("Changed", "changed")
    unclaimed = column("Left behind", lambda check: "; ".join(name for name, _ in check.unclaimed))


class FileAlarmResource(ListResource):
    """Rows are alarms with their version and document."""

    document = column("Document", "version__document__title")
    version = column("Version", "version__number")
    kind = column("What is wrong", "get_kind_display")
    found_at = column("Found", lambda alarm: moment(alarm.found_at))
    owner = column("Owner", lambda alarm: name_of(alarm.version.document.owner))
    file = column("File", "version__file__name")
    sha256 = column("SHA-256 when it was added", "version__sha256")
    settled_at = column("Ended", lambda alarm: moment(alarm.settled_at))
    settled_how = column("How", "settled_how")
