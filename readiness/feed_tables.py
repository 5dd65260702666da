"""Keys of feeds, and what programs read with them, as files."""

from config.wording import name_of
from indicators.list_files import ListResource, column, moment


class FeedReadResource(ListResource):
    read_at = column("When", lambda read: moment(read.read_at))
    key = column("Key", "key__purpose")
    feed = column("Feed", "feed")
    asked = column("What was asked", "asked")


class FeedKeyResource(ListResource):
    purpose = column("For", "purpose")
    starts_with = column("Begins with", "starts_with")
    made_at = column("Made", lambda key: moment(key.made_at))
    made_by = column("Made by", lambda key: name_of(key.made_by))
    last_used_at = column("Last used", lambda key: moment(key.last_used_at))
    revoked_at = column("Revoked", lambda key: moment(key.revoked_at))
    revoked_by = column("Revoked by", lambda key: name_of(key.revoked_by) if key.revoked_by else "")
