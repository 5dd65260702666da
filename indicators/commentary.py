"""Commentary on a figure: what happened, why, what we are doing, by when.

Each save is a new version with who and when. A draft is a version that only those who write see;
what was published before it stays in force until it is published too.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from config.second_editor import MOVED_ON
from config.wording import moment_in_words, name_of
from indicators.models import Commentary, Indicator, Period

PARTS = {
    "what_happened": "What happened",
    "why": "Why",
    "what_we_are_doing": "What we are doing",
    "by_when": "By when",
    "is_sensitive": "Sensitive",
}


@transaction.atomic
def write_commentary(
    indicator: Indicator,
    period: Period,
    *,
    what_happened: str,
    why: str = "",
    what_we_are_doing: str = "",
    by_when: date | None = None,
    is_sensitive: bool = False,
    is_draft: bool = False,
    source: str = "",
    seen_version: int,
    by,
) -> Commentary:
    """``seen_version`` is the number of the newest version its writer saw, 0 for none."""
    Indicator.objects.select_for_update().get(pk=indicator.pk)  # versions are numbered in turn
    latest = newest_version(indicator, period)
    refuse_unseen(latest, seen_version)
    version = Commentary(
        indicator=indicator,
        period=period,
        number=(latest.number if latest else 0) + 1,
        what_happened=what_happened.strip(),
        why=why.strip(),
        what_we_are_doing=what_we_are_doing.strip(),
        by_when=by_when,
        is_sensitive=is_sensitive,
        is_draft=is_draft,
        source=source,
        written_by=by,
    )
    refuse_empty(version)
    refuse_unchanged(version, latest)
    version.full_clean()
    version.save()
    return version


def newest_version(indicator: Indicator, period: Period) -> Commentary | None:
    versions = indicator.commentary.filter(period=period).order_by("-number")
    return versions.select_related("written_by").first()


def refuse_unseen(latest: Commentary | None, seen_version: int) -> None:
    if latest is None or latest.number == seen_version:
        return
    who = name_of(latest.written_by) if latest.written_by else "Somebody"
    kind = "a draft" if latest.is_draft else "commentary"
    raise ValidationError(
        f"{who} saved {kind} on this figure while you were writing "
        f"({moment_in_words(latest.written_at)}). Nothing of yours is saved yet: the form now "
        "holds their words and yours. Check it, then save again.",
        code=MOVED_ON,
    )


def refuse_empty(version: Commentary) -> None:
    if not version.is_draft and not version.what_happened:
        raise ValidationError({"what_happened": "Say what happened, in a sentence or two."})
    if not (version.what_happened or version.why or version.what_we_are_doing):
        raise ValidationError({"what_happened": "There is nothing to keep yet: write a few words."})


def refuse_unchanged(version: Commentary, latest: Commentary | None) -> None:
    if latest is None or latest.is_draft != version.is_draft:
        return
    if all(getattr(latest, name) == getattr(version, name) for name in PARTS):
        raise ValidationError("Nothing has changed since it was last saved.")
