"""What the lists of documents to look at again, and of what is kept and deleted, say as files."""

from django.utils import timezone

from config.wording import name_of
from evidence.models import Document
from indicators.list_files import ListResource, column
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
