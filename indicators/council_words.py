"""The council's own words for its ratings: choosing them, their history, and which hold now."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Subquery
from django.db.models.functions import JSONObject

from config.wording import name_of
from indicators.models import RatingWords
from indicators.rating_words import STANDARD, Words, used

NAMES = ("met", "within_tolerance", "not_met")
LABELS = {
    "met": "the target is met",
    "within_tolerance": "it is missed within tolerance",
    "not_met": "it is missed",
}


def as_json() -> Subquery:
    """The words in force as a column of any query, so that a request need not ask apart."""
    newest = RatingWords.objects.order_by("-pk")
    return Subquery(newest.values(words=JSONObject(**{name: name for name in NAMES}))[:1])


def from_json(kept: dict | None) -> Words:
    return Words(**kept) if kept else STANDARD


def newest() -> RatingWords | None:
    return RatingWords.objects.select_related("set_by").order_by("-pk").first()


@contextmanager
def in_use():
    """For work outside a request that writes ratings in words."""
    row = newest()
    words = Words(*(getattr(row, name) for name in NAMES)) if row else STANDARD
    with used(lambda: words):
        yield words


@transaction.atomic
def choose_words(
    *, met: str, within_tolerance: str, not_met: str, reason: str = "", by, seen: int
) -> RatingWords:
    """``seen`` is the row its chooser saw in force, 0 for the standard words."""
    latest = newest()
    _refuse_what_moved_on(latest, seen)
    given = {"met": met, "within_tolerance": within_tolerance, "not_met": not_met}
    words = {name: " ".join(word.split()) for name, word in given.items()}
    refuse_what_confuses(words)
    in_force = latest or STANDARD
    if all(getattr(in_force, name) == word for name, word in words.items()):
        raise ValidationError("Nothing was changed: these are the words already.")
    return RatingWords.objects.create(**words, reason=reason.strip(), set_by=by)


def _refuse_what_moved_on(latest: RatingWords | None, seen: int) -> None:
    if latest and latest.pk != seen:
        raise ValidationError(
            f"{name_of(latest.set_by)} chose “{latest.met}”, “{latest.within_tolerance}” and "
            f"“{latest.not_met}” while you were working. Save again to use yours instead."
        )


def refuse_what_confuses(words: dict[str, str]) -> None:
    """Raises ValidationError by field where a word is missing or stands for two ratings."""
    problems = {
        name: f"Give the word for when {LABELS[name]}." for name, word in words.items() if not word
    }
    seen: dict[str, str] = {}
    for name, word in words.items():
        if word and word.casefold() in seen:
            problems[name] = f"“{word}” is the word for another rating as well."
        seen[word.casefold()] = name
    if problems:
        raise ValidationError(problems)
