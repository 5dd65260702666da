"""The council's own words for the statuses of actions: choosing them, and which hold now."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Subquery
from django.db.models.functions import JSONObject

from config.second_editor import MOVED_ON
from config.wording import name_of
from readiness.models import StatusWords
from readiness.status_words import NAMES, STANDARD, StatusWordSet


def as_json() -> Subquery:
    """The words in force as a column of any query, so that a request need not ask apart."""
    newest = StatusWords.objects.order_by("-pk")
    return Subquery(newest.values(words=JSONObject(**{name: name for name in NAMES}))[:1])


def from_json(kept: dict | None) -> StatusWordSet:
    return StatusWordSet(**kept) if kept else STANDARD


def history() -> list[StatusWords]:
    """Newest first."""
    return list(StatusWords.objects.select_related("set_by").order_by("-pk"))


@transaction.atomic
def choose_status_words(*, words: dict[str, str], by, seen: int, reason: str = "") -> StatusWords:
    """``words`` has one for each of ``NAMES``. ``seen`` is the row its chooser saw in force, 0 for
    the standard words."""
    latest = next(iter(history()), None)
    if latest and latest.pk != seen:
        raise ValidationError(
            f"{name_of(latest.set_by)} chose other words while you were working. Look at them, "
            "then save again to use yours instead.",
            code=MOVED_ON,
        )
    tidy = {name: " ".join(words[name].split()) for name in NAMES}
    _refuse_what_confuses(tidy)
    in_force = latest or STANDARD
    if all(getattr(in_force, name) == word for name, word in tidy.items()):
        raise ValidationError("Nothing was changed: these are the words already.")
    chosen = StatusWords(**tidy, reason=reason.strip(), set_by=by)
    chosen.full_clean()
    chosen.save()
    return chosen


def _refuse_what_confuses(words: dict[str, str]) -> None:
    """A word for each meaning, and none for two: lists are sorted, filtered and read by them."""
    problems = {
        name: f"Give the word for “{STANDARD.of(name)}”."
        for name, word in words.items()
        if not word
    }
    seen: dict[str, str] = {}
    for name, word in words.items():
        first = seen.setdefault(word.casefold(), name)
        if word and first != name:
            problems[name] = f"“{word}” is the word for “{STANDARD.of(first)}” as well."
    if problems:
        raise ValidationError(problems)
