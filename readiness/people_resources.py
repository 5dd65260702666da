"""Accounts, digests, and documents that are held, as lists for a file."""

from django.utils import timezone

from config.wording import name_of
from indicators.list_files import ListResource, column
from readiness.account_list import AccountRow
from readiness.held_documents import Held


class AccountResource(ListResource):
    """Rows are ``account_list.AccountRow``."""

    name = column("Name", "name")
    email = column("E-mail address", "email")
    roles = column("Roles", "roles")
    last_signed_in = column("Last signed in")
    state = column("State", "state__words")

    def dehydrate_last_signed_in(self, row: AccountRow):
        return timezone.localdate(row.last_signed_in) if row.last_signed_in else "Not yet"


class HeldResource(ListResource):
    """Rows are ``held_documents.Held``."""

    title = column("Document", "document__title")
    waits_for = column("Waits for", "waits_for")
    words = column("Why", "words")
    owner = column("Owner")

    def dehydrate_owner(self, row: Held):
        return name_of(row.document.owner)


class DigestResource(ListResource):
    """Rows are weeks with how many digests were sent."""

    week = column("Week of", lambda row: row["week"])
    sent = column("Sent", lambda row: row["sent"])
    failed = column("Could not be sent", lambda row: row["failed"])
    sending = column("Cut off", lambda row: row["sending"])
