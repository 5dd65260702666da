"""Figures from a file: all of it or nothing, and nothing before it is confirmed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils import timezone

from indicators import (
    data_pack_page,
    data_pack_writing,
    data_packs,
    outturn_rows,
    pack_reading,
    tasks,
)
from indicators.models import (
    Area,
    DataPack,
    Indicator,
    IndicatorChange,
    Outturn,
    ReleaseNote,
    SeriesBreak,
)
from indicators.reference_data import load_reference
from indicators.workbook import UnreadableFileError
from tests.factories import DataPackFactory
from tests.indicators.packs import SAMPLE, bury, in_use, previewed, upload
from tests.indicators.workbooks import ENGLAND, small_release

State = DataPack.State
REVISED = [305, "Bury", "E08000002", 320, 18.9, 340, 19.1]


@pytest.fixture(autouse=True)
def reference(db):
    load_reference()


# --- receiving --------------------------------------------------------------------------------


def test_a_file_is_kept_with_its_hash_and_who_brought_it(analyst):
    pack, is_new = data_packs.receive(file=upload(b"Council,2023-24\n", "q1.csv"), by=analyst)

    assert is_new
    assert (pack.state, pack.original_name, pack.size) == (State.RECEIVED, "q1.csv", 16)
    assert len(pack.sha256) == 64
    assert pack.received_by == analyst
    assert pack.file.read() == b"Council,2023-24\n"


def test_the_same_content_is_recognised_under_another_name(analyst, director):
    first, _ = data_packs.receive(file=upload(b"a,b\n", "one.csv"), by=analyst)

    again, is_new = data_packs.receive(file=upload(b"a,b\n", "two.csv"), by=director)

    assert (again, is_new) == (first, False)


@pytest.mark.parametrize("state", [State.DISCARDED, State.UNDONE, State.REFUSED, State.FAILED])
def test_content_that_is_not_in_use_may_come_again(analyst, state):
    data_packs.receive(file=upload(b"a,b\n"), by=analyst)
    DataPack.objects.update(state=state)

    _, is_new = data_packs.receive(file=upload(b"a,b\n"), by=analyst)

    assert is_new


def test_an_empty_file_is_refused_and_not_kept(analyst):
    with pytest.raises(ValidationError, match="is empty"):
        data_packs.receive(file=upload(b""), by=analyst)

    assert not DataPack.objects.exists()


def test_a_file_that_is_too_large_is_refused(analyst, monkeypatch):
    monkeypatch.setattr(data_packs, "MAX_FILE", 3)

    with pytest.raises(ValidationError, match="smaller files"):
        data_packs.receive(file=upload(b"a,b\n"), by=analyst)


# --- confirming -------------------------------------------------------------------------------


def test_confirmed_figures_know_their_file_and_cell(analyst):
    pack = in_use(analyst, small_release())

    outturn = bury()

    assert pack.state == State.IN_USE
    assert (outturn.value, outturn.base, outturn.state) == (19.0, 340, "ok")
    assert (outturn.data_pack, outturn.sheet, outturn.cell) == (pack, "Table_1a", "G6")
    assert (outturn.recorded_by, outturn.recorded_at) == (analyst, pack.confirmed_at)
    assert (pack.progress, pack.progress_of) == (4, 4)


def test_the_publishers_notes_and_breaks_come_along(analyst):
    in_use(analyst, SAMPLE.read_bytes())

    assert ReleaseNote.objects.filter(indicator__code="1A", label="note 1").exists()
    assert SeriesBreak.objects.filter(indicator__code="2B", begins_on=date(2024, 4, 1)).exists()


def test_a_revised_release_replaces_and_keeps_what_it_replaced(analyst):
    in_use(analyst, small_release())
    old = bury()

    in_use(analyst, small_release(ENGLAND, REVISED))

    assert (bury().value, bury().replaces) == (19.1, old)
    old.refresh_from_db()
    assert (old.value, old.is_current) == (19.0, False)
    assert Outturn.objects.count() == 5


def test_there_is_nothing_to_confirm_where_nothing_is_new(analyst):
    pack = in_use(analyst, small_release())
    again = data_packs.preview(data_packs.receive_again(pack, by=analyst))

    assert again.preview["unchanged"] == 4
    with pytest.raises(ValidationError, match="already here"):
        data_packs.confirm(again, by=analyst)


def test_a_file_with_problems_cannot_be_confirmed(analyst):
    pack = previewed(analyst, small_release([305, "Bury", "E08000002", 1, "about 19", 1, 19.0]))

    with pytest.raises(ValidationError, match="has problems"):
        data_packs.confirm(pack, by=analyst)


def test_the_second_of_two_people_is_told(analyst, person):
    pack = previewed(analyst, small_release())
    data_packs.confirm(pack, by=person(first_name="Ann", last_name="Lee"))

    with pytest.raises(ValidationError, match="Ann Lee has already confirmed"):
        data_packs.confirm(pack, by=analyst)


def test_a_pack_that_is_not_read_cannot_be_confirmed(analyst):
    pack, _ = data_packs.receive(file=upload(small_release()), by=analyst)

    with pytest.raises(ValidationError, match="not ready"):
        data_packs.confirm(pack, by=analyst)


def test_a_batch_that_fails_leaves_nothing(analyst, monkeypatch):
    load_reference()
    IndicatorChange.objects.all().delete()
    Indicator.objects.filter(code="1A").delete()  # so that the file names a new one
    monkeypatch.setattr(outturn_rows, "BATCH", 2)
    pack = data_packs.confirm(previewed(analyst, small_release()), by=analyst)
    batches = iter([outturn_rows.values_of] * 3)

    def values_of(row, ids):
        return next(batches)(row, ids) if batches.__length_hint__() else fail()

    def fail():
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(outturn_rows, "values_of", values_of)
    pack = data_pack_writing.write(pack)

    assert pack.state == State.FAILED
    assert "Nothing was changed" in pack.problem
    assert not Outturn.objects.exists()
    assert not ReleaseNote.objects.exists()
    assert not Indicator.objects.filter(code="1A").exists()


def test_figures_changed_since_the_preview_are_shown_again_first(analyst):
    in_use(analyst, small_release())
    pack = data_packs.confirm(previewed(analyst, small_release(ENGLAND, REVISED)), by=analyst)
    Outturn.objects.filter(pk=bury().pk).update(is_current=False)

    pack = data_pack_writing.write(pack)

    assert (pack.state, pack.confirmed_by) == (State.PREVIEWED, None)
    assert "since you checked this file" in pack.problem
    assert pack.preview["new"] == 1
    assert not Outturn.objects.filter(data_pack=pack).exists()


def test_figures_changed_while_writing_stop_it_with_nothing_changed(analyst, monkeypatch):
    in_use(analyst, small_release())
    pack = data_packs.confirm(previewed(analyst, small_release(ENGLAND, REVISED)), by=analyst)
    make_current = outturn_rows.make_current

    def somebody_is_faster(pack, replaced):
        Outturn.objects.filter(pk__in=replaced).update(is_current=False)
        make_current(pack, replaced)

    monkeypatch.setattr(outturn_rows, "make_current", somebody_is_faster)
    pack = data_pack_writing.write(pack)

    assert pack.state == State.FAILED
    assert bury().value == 19.0
    assert not Outturn.objects.filter(data_pack=pack).exists()


# --- cut off, run twice -----------------------------------------------------------------------


def test_work_that_was_cut_off_starts_again_from_its_beginning(analyst):
    pack = data_packs.confirm(previewed(analyst, small_release()), by=analyst)
    half = Outturn(
        indicator=Indicator.objects.get(code="1A"),
        area=Area.objects.get(code="E08000002"),
        period_id=data_pack_writing.make_periods(pack_reading.read_pack(pack).reading).popitem()[1],
        value=1,
        data_pack=pack,
    )
    half.save()
    DataPack.objects.filter(pk=pack.pk).update(state=State.WRITING, run="the run before")

    tasks.requeue_unfinished()

    pack.refresh_from_db()
    assert pack.state == State.IN_USE
    assert Outturn.objects.count() == Outturn.objects.current().count() == 4


def test_what_waited_to_be_read_is_read(analyst):
    pack, _ = data_packs.receive(file=upload(small_release()), by=analyst)

    tasks.requeue_unfinished()

    pack.refresh_from_db()
    assert pack.state == State.PREVIEWED


def test_a_run_that_was_taken_over_stops_at_its_next_batch(analyst, monkeypatch):
    pack = data_packs.confirm(previewed(analyst, small_release()), by=analyst)
    make_periods = data_pack_writing.make_periods

    def taken_over(reading):
        DataPack.objects.filter(pk=pack.pk).update(run="another")
        return make_periods(reading)

    monkeypatch.setattr(data_pack_writing, "make_periods", taken_over)
    pack = data_pack_writing.write(pack)

    assert (pack.state, pack.run) == (State.WRITING, "another")
    assert not Outturn.objects.exists()


def test_a_run_that_fails_after_it_was_taken_over_leaves_the_others_rows_alone(
    analyst, monkeypatch
):
    pack = data_packs.confirm(previewed(analyst, small_release()), by=analyst)
    make_current = outturn_rows.make_current

    def taken_over(*args):
        make_current(*args)
        Outturn.objects.filter(data_pack=pack).update(is_current=False)
        DataPack.objects.filter(pk=pack.pk).update(run="another", state=State.WRITING)

    def break_down():
        raise OSError("the disk is full")

    monkeypatch.setattr(outturn_rows, "make_current", taken_over)
    monkeypatch.setattr(data_pack_writing.standings, "keep_for_home", break_down)
    pack = data_pack_writing.write(pack)

    assert (pack.state, pack.run) == (State.WRITING, "another")
    assert Outturn.objects.filter(data_pack=pack).count() == 4


def test_tasks_may_run_twice(analyst):
    pack = in_use(analyst, small_release())

    tasks.preview_data_pack(pack.pk)
    tasks.write_data_pack(pack.pk)

    pack.refresh_from_db()
    assert pack.state == State.IN_USE
    assert Outturn.objects.count() == 4


# --- read again, stop -------------------------------------------------------------------------


def test_what_is_still_being_looked_at_is_not_read_again(analyst):
    with pytest.raises(ValidationError, match="still being looked at"):
        data_packs.receive_again(previewed(analyst, small_release()), by=analyst)


def test_a_file_is_not_read_again_twice(analyst):
    pack = in_use(analyst, small_release())
    data_packs.undo(pack, by=analyst)
    data_packs.receive_again(pack, by=analyst)

    with pytest.raises(ValidationError, match="has been read again already"):
        data_packs.receive_again(pack, by=analyst)


def test_writing_that_somebody_stops_leaves_nothing_and_can_be_confirmed_again(
    analyst, person, monkeypatch
):
    monkeypatch.setattr(outturn_rows, "BATCH", 2)
    monkeypatch.setattr(outturn_rows, "COPIED", 2)
    IndicatorChange.objects.all().delete()
    Indicator.objects.filter(code="1A").delete()  # so that the file names a new one
    pack = data_packs.confirm(previewed(analyst, small_release()), by=analyst)
    build = outturn_rows.build

    def stopped_before_the_second_batch(rows, ids):
        if Outturn.objects.exists():
            data_packs.stop(pack, by=person(first_name="Ann", last_name="Lee"))
        return build(rows, ids)

    monkeypatch.setattr(outturn_rows, "build", stopped_before_the_second_batch)
    pack = data_pack_writing.write(pack)

    assert (pack.state, pack.confirmed_by, pack.run) == (State.PREVIEWED, None, "")
    assert pack.problem == "Ann Lee stopped the writing. Nothing was changed."
    assert not Outturn.objects.exists()
    assert not Indicator.objects.filter(code="1A").exists()
    monkeypatch.setattr(outturn_rows, "build", build)
    pack = data_pack_writing.write(data_packs.confirm(pack, by=analyst))
    assert (pack.state, Outturn.objects.current().count()) == (State.IN_USE, 4)


def test_reading_that_somebody_stops_is_discarded(analyst):
    pack, _ = data_packs.receive(file=upload(small_release()), by=analyst)

    pack = data_packs.stop(pack, by=analyst)

    assert (pack.state, pack.discarded_by) == (State.DISCARDED, analyst)
    assert data_packs.preview(pack).state == State.DISCARDED


def test_work_that_has_ended_cannot_be_stopped(analyst):
    with pytest.raises(ValidationError, match="nothing to stop"):
        data_packs.stop(in_use(analyst, small_release()), by=analyst)


# --- discard and undo -------------------------------------------------------------------------


def test_discarding_changes_no_figure(analyst):
    pack = previewed(analyst, small_release())

    data_packs.discard(pack, by=analyst)

    pack.refresh_from_db()
    assert pack.state == State.DISCARDED


def test_who_discarded_a_pack_and_when_is_kept(analyst, person):
    pack = previewed(analyst, small_release())
    other = person("analyst", first_name="Ann", last_name="Lee")
    data_packs.discard(pack, by=other)
    pack.refresh_from_db()
    assert pack.discarded_by == other
    assert pack.discarded_at <= timezone.now()
    with pytest.raises(ValidationError, match="no longer be discarded"):
        data_packs.discard(pack, by=analyst)
    pack.refresh_from_db()
    assert pack.discarded_by == other


@pytest.mark.parametrize("state", State.values)
def test_the_page_offers_to_discard_exactly_what_can_be(analyst, state):
    pack = DataPackFactory(state=state)
    page = data_pack_page.build(pack)

    if page.pack.can_be_discarded:
        data_packs.discard(pack, by=analyst)
    else:
        with pytest.raises(ValidationError, match="no longer be discarded"):
            data_packs.discard(pack, by=analyst)


def test_what_is_in_use_cannot_be_discarded(analyst):
    with pytest.raises(ValidationError, match="can no longer be discarded"):
        data_packs.discard(in_use(analyst, small_release()), by=analyst)


def test_undoing_brings_back_what_was_replaced(analyst, director):
    in_use(analyst, small_release())
    pack = in_use(analyst, small_release(ENGLAND, REVISED))

    data_packs.undo(pack, by=director)

    pack.refresh_from_db()
    assert (pack.state, pack.undone_by) == (State.UNDONE, director)
    assert pack.undone_at <= timezone.now()
    assert bury().value == 19.0
    assert Outturn.objects.current().count() == 4


def test_undoing_takes_new_figures_out_of_use(analyst):
    data_packs.undo(in_use(analyst, small_release()), by=analyst)

    assert not Outturn.objects.current().exists()
    assert Outturn.objects.count() == 4


def test_a_pack_a_later_one_builds_on_cannot_be_undone_first(analyst):
    first = in_use(analyst, small_release())
    later = in_use(analyst, small_release(ENGLAND, REVISED))

    with pytest.raises(ValidationError, match=f"“{later.title}” has replaced some"):
        data_packs.undo(first, by=analyst)

    data_packs.undo(later, by=analyst)
    data_packs.undo(first, by=analyst)
    assert not Outturn.objects.current().exists()


def breaks_in_force():
    breaks = SeriesBreak.objects.in_force().filter(indicator__code="2B")
    return list(breaks.values_list("begins_on", flat=True))


def test_undoing_withdraws_the_breaks_that_only_this_pack_told_of(analyst):
    pack = in_use(analyst, SAMPLE.read_bytes())
    assert breaks_in_force() == [date(2024, 4, 1)]
    data_packs.undo(pack, by=analyst)
    assert breaks_in_force() == []
    assert pack.breaks.exists()


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_break_that_somebody_else_told_of_as_well_stays(analyst, by_hand):
    pack = in_use(analyst, SAMPLE.read_bytes())
    other = None if by_hand else DataPackFactory()
    begins_on = date(2024, 4, 1)
    indicator = Indicator.objects.get(code="2B")
    SeriesBreak.objects.create(indicator=indicator, begins_on=begins_on, data_pack=other)
    data_packs.undo(pack, by=analyst)
    assert breaks_in_force() == [begins_on]


def test_a_pack_put_in_use_again_tells_of_its_breaks_again(analyst):
    data_packs.undo(in_use(analyst, SAMPLE.read_bytes()), by=analyst)
    in_use(analyst, SAMPLE.read_bytes())
    assert breaks_in_force() == [date(2024, 4, 1)]


def test_only_what_is_in_use_can_be_undone(analyst):
    with pytest.raises(ValidationError, match="Only a data pack that is in use"):
        data_packs.undo(previewed(analyst, small_release()), by=analyst)


# --- at once ----------------------------------------------------------------------------------


def test_loading_without_writing_keeps_nothing():
    outcome = data_packs.load(small_release(), "release.xlsx")

    assert outcome.summary["new"] == 4
    assert not DataPack.objects.exists()


def test_loading_whose_writing_fails_leaves_nothing_visible(monkeypatch):
    def fail(*args):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(data_pack_writing, "write_notes", fail)

    with pytest.raises(DatabaseError):
        data_packs.load(small_release(), "release.xlsx", write=True)

    assert not Outturn.objects.exists()
    assert DataPack.objects.get().state == State.FAILED


def test_loading_an_unreadable_file_raises_its_sentence():
    with pytest.raises(UnreadableFileError, match="is a PDF"):
        data_packs.load(b"%PDF", "report.pdf", write=True)


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("Counted anew. From April.", "Counted anew. From April."),
        ("Counted anew. " + "very " * 10 + "long", "Counted anew."),
        ("a note without " + "any " * 10 + "end", "a note without any any any…"),
    ],
)
def test_a_long_note_ends_at_the_end_of_a_sentence_or_says_that_it_goes_on(note, kept):
    assert data_pack_writing.in_whole_sentences(note, longest=30) == kept
