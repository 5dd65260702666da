"""Figures by the hundred: written whole, revised and undone with as many queries as a few."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators import data_packs
from indicators.models import Area, Indicator, IndicatorChange, Outturn
from indicators.reference_data import load_reference
from tests.indicators.packs import in_use

ODD = 23  # fills no statement of ten rows and no two
CELLS = ["12.5", "13.1[p]", "14.2[r]", "[c]", "[x]", "15.5*", "0"]


@pytest.fixture(autouse=True)
def reference(db):
    load_reference()


def councils(number: int) -> list[Area]:
    return list(Area.objects.councils().filter(ended_on=None).order_by("code")[:number])


def long_table(places: list[Area], cells: list[str], measures: int = 1) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Area code", "Area", "Indicator code", "Indicator", "Period", "Value"])
    for at, place in enumerate(places):
        for number in range(1, measures + 1):
            named = [f"LT{number}", f"Made-up measure {number}"]
            value = cells[at % len(cells)]
            writer.writerow([place.code, place.name, *named, "2023-24", value])
    return text.getvalue().encode()


def said(outturn: Outturn) -> tuple:
    return outturn.state, outturn.value, outturn.is_provisional, outturn.is_revised, outturn.note


def test_every_kind_of_figure_arrives_with_its_flags_note_pack_and_cell(analyst):
    places = councils(ODD)

    pack = in_use(analyst, long_table(places, CELLS))

    rows = {row.area_id: row for row in Outturn.objects.current()}
    assert [said(rows[place.pk]) for place in places[: len(CELLS)]] == [
        ("ok", 12.5, False, False, ""),
        ("ok", 13.1, True, False, ""),
        ("ok", 14.2, False, True, ""),
        ("suppressed", None, False, False, ""),
        ("missing", None, False, False, ""),
        ("ok", 15.5, False, False, "Published as 15.5*"),
        ("ok", 0.0, False, False, ""),
    ]
    assert [rows[place.pk].cell for place in places] == [f"F{at}" for at in range(2, ODD + 2)]
    assert {(row.data_pack_id, row.recorded_by, row.recorded_at) for row in rows.values()} == {
        (pack.pk, analyst, pack.confirmed_at)
    }


def test_the_same_text_in_two_cells_is_the_same_figure_of_each(analyst):
    places = councils(ODD)

    in_use(analyst, long_table(places, ["7.5"]))

    assert set(Outturn.objects.current().values_list("value", "state")) == {(7.5, "ok")}
    assert Outturn.objects.current().count() == ODD


def test_a_cell_that_cannot_be_read_is_told_wherever_it_stands(analyst):
    found = data_packs.load(long_table(councils(4), ["7.5", "about 7"]), "long.csv")

    assert [(one["row"], one["value"]) for one in found.summary["problems"]] == [
        (3, "about 7"),
        (5, "about 7"),
    ]


def test_a_revision_takes_the_place_of_each_figure_and_undoing_puts_each_back(analyst):
    places = councils(ODD)
    in_use(analyst, long_table(places, ["1.5"]))
    other = long_table(places, ["1.5", "2.5"])

    revision = in_use(analyst, other)

    changed = Outturn.objects.current().filter(data_pack=revision)
    assert {(row.value, row.replaces.value) for row in changed} == {(2.5, 1.5)}
    assert changed.count() == ODD // 2
    assert Outturn.objects.filter(is_current=False).count() == ODD // 2
    data_packs.undo(revision, by=analyst)
    assert set(Outturn.objects.current().values_list("value", flat=True)) == {1.5}
    assert Outturn.objects.current().count() == ODD


def test_revising_and_undoing_ask_as_much_for_one_figure_as_for_eleven(analyst):
    in_use(analyst, long_table(councils(12), ["1.5"]))

    one = questions_of_undoing(analyst, ["1.5"] * 11 + ["2.5"])
    eleven = questions_of_undoing(analyst, ["1.5"] + ["3.5"] * 11)

    assert one == eleven


def questions_of_undoing(by, cells: list[str]) -> tuple[int, int]:
    """Of writing and of undoing a pack with these figures of twelve councils."""
    with CaptureQueriesContext(connection) as writing:
        revision = in_use(by, long_table(councils(12), cells))
    with CaptureQueriesContext(connection) as undoing:
        data_packs.undo(revision, by=by)
    return len(writing), len(undoing)


def test_indicators_that_come_and_go_with_a_pack_are_told_of_one_by_one(analyst):
    pack = in_use(analyst, long_table(councils(2), ["1.5"], measures=3))

    data_packs.undo(pack, by=analyst)
    again = in_use(analyst, long_table(councils(2), ["1.5"], measures=3))

    told = IndicatorChange.objects.filter(indicator__code__startswith="LT").order_by("pk")
    assert [(row.indicator.code, row.kind, row.changed_by) for row in told[3:]] == [
        (f"LT{number}", kind, analyst)
        for kind in (IndicatorChange.Kind.DROPPED, IndicatorChange.Kind.RESTORED)
        for number in (1, 2, 3)
    ]
    assert told[3].after == told[6].before != ""
    assert {row.reason for row in told[3:6]} == {
        f"“{pack.title}”, the data pack that brought it, was undone"
    }
    brought = Indicator.objects.in_use().filter(code__startswith="LT")
    assert [(one.first_named_by, one.retired_reason) for one in brought] == [(again, "")] * 3


def test_undoing_asks_as_much_for_a_pack_of_one_new_indicator_as_of_eleven(analyst):
    asked = []
    for number in (1, 11):
        pack = in_use(analyst, long_table(councils(2), [f"{number}.5"], measures=number))
        with CaptureQueriesContext(connection) as undoing:
            data_packs.undo(pack, by=analyst)
        asked.append(len(undoing))

    assert asked[0] == asked[1]
