"""Writing what was confirmed: rows first, invisible; then all of them at once.

Work that was cut off is started again under a new run; whatever is left of the old one notices at
its next batch and stops.
"""

import logging
from functools import partial
from itertools import chain

from django.db import DatabaseError, IntegrityError, transaction

from indicators import change_record, outturn_rows, pack_indicators, pack_targets, standings
from indicators.data_pack_plan import Plan
from indicators.data_pack_runs import (
    FiguresMovedError,
    TakenOverError,
    report_progress,
    settle,
    take,
)
from indicators.layouts.reading import Measure, Reading
from indicators.models import DataPack, Indicator, Period, ReleaseNote, SeriesBreak
from indicators.pack_reading import read_pack
from indicators.periods import PeriodSpec

log = logging.getLogger(__name__)
State = DataPack.State

MOVED = (
    "Other figures were changed since you checked this file. Look at it again before you confirm."
)
STOPPED = "Something went wrong while the figures were written. Nothing was changed. Try again."
LONGEST_REASON = 400  # characters of a break in a series


def write(pack: DataPack) -> DataPack:
    """Background work; safe to run twice, and after being cut off."""
    run = take(pack, [State.CONFIRMED, State.WRITING], State.WRITING)
    if run is None:
        return pack
    outturn_rows.remove_unfinished(pack)
    try:
        found = read_pack(pack)
        if found.fingerprint != (pack.preview or {})["fingerprint"]:
            fields = {
                "preview": found.preview() | {"revises": []},
                "confirmed_by": None,
                "confirmed_at": None,
            }
            return settle(pack, run, state=State.PREVIEWED, problem=MOVED, **fields)
        write_figures(pack, found, run)
    except TakenOverError:
        return leave(pack)
    except (FiguresMovedError, IntegrityError):
        return fail(pack, run, MOVED)
    except (DatabaseError, OSError, ValueError):
        log.exception("Data pack %s could not be written", pack.pk)
        return fail(pack, run, STOPPED)
    pack.refresh_from_db()
    return pack


def ask_again(pack: DataPack, run: str, found: Plan) -> DataPack:
    """Confirming would now do something else than was shown."""
    fields = {"preview": found.preview() | {"revises": []}, "preview_file": ""}
    return settle(
        pack,
        run,
        state=State.PREVIEWED,
        problem=MOVED,
        confirmed_by=None,
        confirmed_at=None,
        **fields,
    )


def write_figures(pack: DataPack, found: Plan, run: str) -> None:
    """Rows first, invisible; then all of them at once."""
    measures = make_measures(found, pack)
    ids = measures | make_periods(found.reading)
    pack_row = DataPack.objects.filter(pk=pack.pk, run=run)
    pack_row.update(progress=0, progress_of=len(found.rows))
    report = partial(report_progress, pack_row)
    outturn_rows.write_rows(found.rows, pack=pack, ids=ids, report=report)
    replaced = [row.replaces for row in found.rows if row.replaces]
    with transaction.atomic():
        report_progress(pack_row, len(found.rows), state=State.IN_USE, run="", problem="")
        outturn_rows.make_current(pack, replaced)
        named = Indicator.objects.filter(pk__in=measures.values(), first_named_by=pack)
        change_record.record_added(named, by=pack.confirmed_by, source=f"Data pack “{pack.title}”")
        pack_indicators.take_up(found, pack=pack)
        pack_targets.write(found.targets, pack=pack, ids=ids)
        write_notes(pack, found.reading)
    standings.keep_for_home()


@transaction.atomic
def leave(pack: DataPack) -> DataPack:
    """Another run has taken over, and its rows stay; where somebody stopped the work, none do."""
    pack = DataPack.objects.select_for_update().get(pk=pack.pk)
    if not pack.run and pack.state != State.IN_USE:
        outturn_rows.remove_unfinished(pack)
    return pack


@transaction.atomic
def fail(pack: DataPack, run: str, problem: str) -> DataPack:
    """Nothing of a run that failed stays. The rows of another run that has taken over do."""
    if DataPack.objects.select_for_update().filter(pk=pack.pk, run=run).first():
        outturn_rows.remove_unfinished(pack)
    return settle(pack, run, state=State.FAILED, problem=problem)


def make_measures(found: Plan, pack: DataPack) -> dict[str, int]:
    """Indicators the file has and we do not. What a breakdown is of comes before it."""
    new = found.new_measures
    parents_first = sorted(new, key=lambda code: new[code].parent in new)
    return {code: make_measure(new[code], pack).pk for code in parents_first}


def make_measure(measure: Measure, pack: DataPack) -> Indicator:
    """As the file describes it: for information where it does not say which way is better."""
    defaults = described(measure) | {
        "parent": Indicator.objects.filter(code=measure.parent or None).first(),
        "position": Indicator.objects.count() + 1,
        "first_named_by": pack,
    }
    return Indicator.objects.get_or_create(code=measure.code[:40], defaults=defaults)[0]


def described(measure: Measure) -> dict:
    says = measure.polarity in (Indicator.Polarity.HIGHER, Indicator.Polarity.LOWER)
    return {
        "title": measure.title[:300],
        "source": measure.source[:200],
        "unit": measure.unit or Indicator.Unit.NUMBER,
        "decimals": measure.decimals,
        "group": measure.group[:120],
        "heading": measure.heading[:200],
        "definition": measure.definition,
        "polarity": measure.polarity if says else Indicator.Polarity.NONE,
        "frequency": measure.frequency or Indicator.Frequency.ANNUAL,
        "build_up": measure.build_up or Indicator.BuildUp.PERIOD,
        "reporting_lag": measure.reporting_lag,
    }


def make_periods(reading: Reading) -> dict[PeriodSpec, int]:
    made = {}
    figures = (figure.period for figure in chain(reading.figures, reading.comparators))
    targets = (target.period for target in reading.targets)
    for spec in dict.fromkeys(chain(figures, targets)):
        period, _ = Period.objects.get_or_create(**spec._asdict())
        made[spec] = period.pk
    return made


def write_notes(pack: DataPack, reading: Reading) -> None:
    """What the publisher printed with the figures, and the breaks it tells of."""
    ids = dict(Indicator.objects.values_list("code", "pk"))
    ReleaseNote.objects.bulk_create(
        ReleaseNote(data_pack=pack, indicator_id=ids[measure], label=label, text=text)
        for measure, label, text in reading.notes
        if measure in ids
    )
    SeriesBreak.objects.bulk_create(
        (
            SeriesBreak(
                indicator_id=ids[measure],
                begins_on=begins_on,
                reason=in_whole_sentences(reason),
                data_pack=pack,
            )
            for measure, begins_on, reason in reading.breaks
            if measure in ids
        ),
        ignore_conflicts=True,  # a break its sheets tell of twice
    )


def in_whole_sentences(text: str, longest: int = LONGEST_REASON) -> str:
    """As much of a publisher's note as there is room for, not ending in the middle of a word."""
    if len(text) <= longest:
        return text
    sentences = text[:longest].rpartition(". ")[0]
    return f"{sentences}." if sentences else f"{text[: longest - 1].rpartition(' ')[0]}…"
