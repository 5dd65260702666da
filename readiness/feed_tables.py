"""What programs read with their keys, as a list for a file."""

from django.utils import timezone

from indicators.list_files import ListResource, column
from readiness.models import FeedRead


class FeedReadResource(ListResource):
    read_at = column("When")
    key = column("Key", "key__purpose")
    feed = column("Feed", "feed")
    asked = column("What was asked", "asked")

    def dehydrate_read_at(self, row: FeedRead):
        return timezone.localtime(row.read_at).replace(tzinfo=None, microsecond=0)
