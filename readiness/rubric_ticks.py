"""Writing rating characteristics in the council's own words, and ticking what evidence shows."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from config.second_editor import MOVED_ON
from config.wording import name_of
from readiness.models import (
    Characteristic,
    CharacteristicTick,
    EvidenceLink,
    SelfAssessment,
    Statement,
)
from readiness.overall_rating import ScoringRules
from readiness.round_states import SIGNABLE, state_of
from readiness.scoring import lock


@transaction.atomic
def add_characteristic(statement: Statement, *, level: int, text: str, by) -> Characteristic:
    refuse_unless_may_write(by)
    # Statements are few and seldom written to: whoever adds to one waits for the other.
    statement = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    text = words_or_refuse(statement, level, text)
    return Characteristic.objects.create(statement=statement, level=level, text=text, added_by=by)


@transaction.atomic
def change_characteristic(found: Characteristic, *, level: int, text: str, by) -> Characteristic:
    """Other words are a new row; what was ticked of the old ones is ticked anew."""
    refuse_unless_may_write(by)
    found = own_and_in_force(found)
    if (found.level, found.text) == (level, " ".join(text.split())):
        return found
    text = words_or_refuse(found.statement, level, text)
    end(found, by)
    return Characteristic.objects.create(
        statement=found.statement, level=level, text=text, added_by=by, replaces=found
    )


@transaction.atomic
def end_characteristic(found: Characteristic, *, by) -> Characteristic:
    """It is asked about no more; its ticks stay to be read."""
    refuse_unless_may_write(by)
    return end(own_and_in_force(found), by)


@transaction.atomic
def tick(
    characteristic: Characteristic,
    *,
    self_assessment: SelfAssessment,
    is_met: bool,
    links: Sequence[EvidenceLink],
    by,
    note: str = "",
    seen_tick: int = 0,
) -> CharacteristicTick:
    """Say that evidence shows it, or that it is not met. ``seen_tick``: the latest tick when the
    form was opened, 0 for none."""
    if not by.has_perm("readiness.tick_characteristic"):
        raise ValidationError("Your role cannot judge characteristics. Ask whoever scores.")
    state = state_of(lock(self_assessment))
    if state not in SIGNABLE:
        raise ValidationError(f"“{self_assessment}” is {state.label.lower()}: nothing can change.")
    if characteristic.ended_at is not None:
        raise ValidationError("This characteristic is no longer in use. Look at the list again.")
    refuse_bad_links(characteristic, links, is_met)
    latest = CharacteristicTick.objects.filter(
        characteristic=characteristic, self_assessment=self_assessment
    ).select_related("ticked_by")[:1]
    for last in latest:
        if last.pk != seen_tick:
            raise ValidationError(
                f"{name_of(last.ticked_by)} found it {'met' if last.is_met else 'not met'} while "
                "you were looking. Nothing of yours is saved yet: save again if yours should "
                "follow.",
                code=MOVED_ON,
            )
    ticked = CharacteristicTick.objects.create(
        characteristic=characteristic,
        self_assessment=self_assessment,
        is_met=is_met,
        note=" ".join(note.split()),
        ticked_by=by,
    )
    ticked.links.set(links)
    return ticked


def refuse_bad_links(characteristic, links: Sequence[EvidenceLink], is_met: bool) -> None:
    if is_met and not links:
        raise ValidationError({"links": "Choose the evidence that shows it."})
    for link in links:
        if link.statement_id != characteristic.statement_id or link.ended_at is not None:
            raise ValidationError(
                {"links": f"“{link.document}” is not linked to this statement any more."}
            )


def words_or_refuse(statement: Statement, level: int, text: str) -> str:
    rules = ScoringRules.from_json(statement.framework.rules)
    if rules is None or rules.level(level) is None:
        raise ValidationError({"level": "Choose one of the framework’s levels."})
    text = " ".join(text.split())
    if not text:
        raise ValidationError({"text": "Say what it looks like."})
    if statement.characteristics.live().filter(level=level, text__iexact=text).exists():
        raise ValidationError({"text": "This level has a characteristic in these words already."})
    return text


def own_and_in_force(found: Characteristic) -> Characteristic:
    found = Characteristic.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if not found.is_ours:
        raise ValidationError("These are the framework’s words: they change with its file.")
    if found.ended_at is not None:
        raise ValidationError(
            "Somebody else has just changed or removed it. Nothing of yours is saved: look again."
        )
    return found


def end(found: Characteristic, by) -> Characteristic:
    found.ended_at, found.ended_by = timezone.now(), by
    found.save(update_fields=["ended_at", "ended_by"])
    return found


def refuse_unless_may_write(by) -> None:
    if not by.has_perm("readiness.write_characteristic"):
        raise ValidationError("Your role cannot write characteristics. Ask whoever scores.")
