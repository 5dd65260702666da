"""Deciding which kinds of evidence each statement needs. A decision is ended by the next one."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from config.wording import name_of
from readiness.coverage import Level, categories_and_needs
from readiness.models import EvidenceNeed, Framework

Key = tuple[int, int]
"""(statement id, category id)"""


def needs_now(framework: Framework) -> dict[Key, Level]:
    """What each statement needs of each category, decided or by the framework. Two queries."""
    categories, decided = categories_and_needs(framework)
    return {
        (statement_id, category.pk): decided.get(
            (statement_id, category.pk),
            Level.REQUIRED if category.is_required else Level.OPTIONAL,
        )
        for statement_id in framework.statements.order_by("position").values_list("pk", flat=True)
        for category in categories
    }


@transaction.atomic
def decide_needs(
    framework: Framework,
    *,
    chosen: Mapping[Key, str],
    shown: Mapping[Key, str],
    by,
    reason: str = "",
) -> int:
    """Write what was changed, and return how many. ``shown`` is what stood there when the page was
    opened: a place somebody else has decided meanwhile is not overwritten."""
    framework = Framework.objects.select_for_update().get(pk=framework.pk)
    now = needs_now(framework)
    changed = {key: level for key, level in chosen.items() if key in now and level != shown[key]}
    refuse_what_moved_on(changed, shown, now)
    writing = {key: Level(level) for key, level in changed.items() if level != now[key]}
    if writing and not reason.strip():
        raise ValidationError({"reason": "Say why, so that others can follow it."}, code="reason")
    for statement_id, category_id in writing:
        EvidenceNeed.objects.live().filter(statement=statement_id, category=category_id).update(
            ended_at=timezone.now()
        )
    EvidenceNeed.objects.bulk_create(
        EvidenceNeed(
            statement_id=statement_id,
            category_id=category_id,
            level=level,
            reason=" ".join(reason.split())[:300],
            decided_by=by,
        )
        for (statement_id, category_id), level in writing.items()
    )
    return len(writing)


def refuse_what_moved_on(changed: Mapping[Key, str], shown: Mapping[Key, str], now) -> None:
    moved = [key for key in changed if now[key] != shown[key] and now[key] != changed[key]]
    if not moved:
        return
    needs = EvidenceNeed.objects.live().select_related("statement", "category", "decided_by")
    said = [
        f"{name_of(need.decided_by)} has meanwhile decided that {need.category} is "
        f"{need.get_level_display().lower()} for {need.statement}."
        for need in needs.filter(statement__in={key[0] for key in moved})
        if (need.statement_id, need.category_id) in moved
    ]
    raise ValidationError([*said, "Nothing of yours has been saved. Look again, then save."])


def history(framework: Framework, *, shown: int = 30) -> list[EvidenceNeed]:
    """The latest decisions, newest first, in one query."""
    needs = EvidenceNeed.objects.filter(statement__framework=framework)
    return list(needs.select_related("statement", "category", "decided_by")[:shown])
