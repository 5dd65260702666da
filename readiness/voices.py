"""Recording what people said and what they agreed to; keeping to it when they change their mind."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from config.second_editor import MOVED_ON
from config.wording import day_in_words, moment_in_words, name_of
from evidence import personal_data
from readiness.models import Statement, Voice, VoiceChange


@transaction.atomic
def record_voice(
    *,
    statement: Statement,
    kind: str,
    words: str,
    source: str,
    heard_on: date,
    heard_where: str,
    agreed_on: date,
    agreed_how: str,
    by,
    on: date,
    i_statement: str = "",
    agreed_until: date | None = None,
    for_assessment: bool = False,
    for_publication: bool = False,
) -> Voice:
    """Refuses words without consent: whoever said them gave it, on a day, in some way."""
    _refuse_later_than(on, heard_on=heard_on, agreed_on=agreed_on)
    _refuse_consent_that_is_over(agreed_on, agreed_until, on)
    if i_statement and i_statement not in statement.i_statements:
        raise ValidationError(
            {"i_statement": f"That is not one of the I statements of {statement.title}."}
        )
    _refuse_personal_data(words)
    voice = Voice(
        statement=statement,
        i_statement=i_statement,
        kind=kind,
        words=words.strip(),
        source=source,
        heard_on=heard_on,
        heard_where=" ".join(heard_where.split()),
        agreed_on=agreed_on,
        agreed_until=agreed_until,
        agreed_how=" ".join(agreed_how.split()),
        for_assessment=for_assessment,
        for_publication=for_publication,
        added_by=by,
    )
    voice.full_clean()
    voice.save()
    _record(voice, f"Recorded. {consent_in_words(voice)}", by=by)
    return voice


@transaction.atomic
def renew_consent(
    voice: Voice,
    *,
    agreed_on: date,
    agreed_how: str,
    by,
    on: date,
    seen_revision: int,
    agreed_until: date | None = None,
    for_assessment: bool = False,
    for_publication: bool = False,
) -> Voice:
    """The person was asked again: for how long it holds, and for what."""
    voice = _held(voice, seen_revision)
    _refuse_later_than(on, agreed_on=agreed_on)
    _refuse_consent_that_is_over(agreed_on, agreed_until, on)
    voice.agreed_on, voice.agreed_until = agreed_on, agreed_until
    voice.agreed_how = " ".join(agreed_how.split())
    voice.for_assessment, voice.for_publication = for_assessment, for_publication
    _save(voice)
    _record(voice, consent_in_words(voice), by=by)
    return voice


@transaction.atomic
def correct_words(voice: Voice, *, words: str, reason: str, by, seen_revision: int) -> Voice:
    """What stood there before is not kept: it may have named somebody."""
    voice = _held(voice, seen_revision)
    if not words.strip():
        raise ValidationError({"words": "Write what was said. To take it away, withdraw consent."})
    if not reason.strip():
        raise ValidationError({"reason": "Say why the words are changed."})
    _refuse_personal_data(words)
    if words.strip() == voice.words:
        return voice
    voice.words = words.strip()
    _save(voice)
    _record(voice, "Words changed", reason=reason, by=by)
    return voice


@transaction.atomic
def withdraw_consent(voice: Voice, *, reason: str = "", by) -> Voice:
    """The words are erased at once and cannot be brought back; that it happened is kept."""
    voice = Voice.objects.select_for_update().get(pk=voice.pk)
    _refuse_withdrawn(voice)
    voice.words, voice.withdrawn_by, voice.withdrawn_at = "", by, timezone.now()
    _save(voice)
    _record(voice, "Consent withdrawn; the words were erased", reason=reason, by=by)
    return voice


def consent_in_words(voice: Voice) -> str:
    """“Consent given on 3 March 2026, without an end, for: inside the council.”"""
    until = f"until {day_in_words(voice.agreed_until)}" if voice.agreed_until else "without an end"
    uses = ["inside the council"]
    if voice.for_assessment:
        uses.append("CQC and peer reviewers")
    if voice.for_publication:
        uses.append("publication")
    return f"Consent given on {day_in_words(voice.agreed_on)}, {until}, for: {', '.join(uses)}."


def _held(voice: Voice, seen_revision: int) -> Voice:
    voice = Voice.objects.select_for_update().get(pk=voice.pk)
    _refuse_withdrawn(voice)
    if voice.revision != seen_revision:
        last = voice.changes.select_related("changed_by").first()
        who = in_short(last) if last else ""
        raise ValidationError(
            f"Somebody else changed this while you were writing. {who}Nothing of yours is saved "
            "yet. Check it, then save again.",
            code=MOVED_ON,
        )
    return voice


def in_short(change: VoiceChange) -> str:
    """Who, when and what: “Ann Lee, 3 March 2026 at 14:05: Words changed. ”"""
    at = moment_in_words(change.changed_at)
    return f"{name_of(change.changed_by)}, {at}: {change.change.removesuffix('.')}. "


def _save(voice: Voice) -> None:
    voice.revision += 1
    voice.full_clean()
    voice.save()


def _record(voice: Voice, change: str, *, by, reason: str = "") -> None:
    VoiceChange.objects.create(
        voice=voice, change=change[:300], reason=" ".join(reason.split())[:300], changed_by=by
    )


def _refuse_personal_data(words: str) -> None:
    """What the rules for documents find. Names in a sentence they cannot see: the form says so."""
    found = personal_data.find([(personal_data.ABOUT, words)])
    if found:
        seen = ", ".join(dict.fromkeys(one.masked for one in found))
        raise ValidationError(
            {"words": f"Somebody could be known by this: {seen}. Take it out, then save again."}
        )


def _refuse_withdrawn(voice: Voice) -> None:
    if voice.withdrawn_at:
        raise ValidationError(
            f"Consent was withdrawn on {day_in_words(voice.withdrawn_at)} and the words were "
            "erased. If the person agrees again, record what they say as new."
        )


def _refuse_later_than(on: date, **days: date) -> None:
    for name, day in days.items():
        if day > on:
            raise ValidationError({name: f"{day_in_words(day)} has not come yet. Check the day."})


def _refuse_consent_that_is_over(agreed_on: date, until: date | None, on: date) -> None:
    if until and until < max(on, agreed_on):
        raise ValidationError(
            {"agreed_until": f"That consent ended on {day_in_words(until)}. Ask the person again."}
        )
