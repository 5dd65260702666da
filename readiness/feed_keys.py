"""Keys for other programs: made by an administrator for a purpose, shown once, revoked at will."""

import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from readiness.models import FeedKey, FeedRead
from readiness.roles import people_who_may

SHOWN = 8
"""How many letters of a key stay readable, to tell one from another."""


@transaction.atomic
def make(*, purpose: str, by) -> tuple[FeedKey, str]:
    """The row, and the key itself, which nobody can read again afterwards."""
    if not purpose.strip():
        raise ValidationError({"purpose": "Say what the key is for."})
    secret = f"gt-{secrets.token_urlsafe(32)}"
    key = FeedKey(
        purpose=purpose.strip(), starts_with=secret[:SHOWN], sha256=fingerprint(secret), made_by=by
    )
    key.full_clean()
    key.save()
    return key, secret


@transaction.atomic
def revoke(key: FeedKey, *, by) -> FeedKey:
    held = FeedKey.objects.select_for_update().get(pk=key.pk)
    if held.revoked_at:
        raise ValidationError(f"The key for {held} was revoked already.")
    held.revoked_at, held.revoked_by = timezone.now(), by
    held.save()
    return held


def find(secret: str) -> FeedKey | None:
    """None for a key that is not one, was revoked, or has nobody left to answer for it. Looked up
    by fingerprint, so that how long the answer takes says nothing of the key."""
    keys = FeedKey.objects.filter(sha256=fingerprint(secret), revoked_at=None)
    return keys.filter(made_by__in=who_answer().values("pk")).first()


def who_answer():
    """Whoever made a key answers for it. It stops with their account, their last day or their role,
    so that nobody who left reads on with a key they know."""
    return people_who_may("readiness.manage_feeds")


def note_read(key: FeedKey, *, feed: str, asked: str) -> None:
    FeedRead.objects.create(key=key, feed=feed, asked=asked[:300])
    FeedKey.objects.filter(pk=key.pk).update(last_used_at=timezone.now())


def fingerprint(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
