"""Every line of a preview: kept as it was shown, paged through, taken away."""

import pytest

from indicators import data_pack_page, data_pack_plan, data_packs, preview_lines
from indicators.models import DataPack
from indicators.reference_data import load_reference
from readiness.roles import Role
from tests.factories import DataPackFactory
from tests.indicators.packs import in_use, previewed
from tests.indicators.workbooks import BURY, ENGLAND, small_release
from tests.lists import rows_of_csv, rows_of_workbook

REVISED = [305, "Bury", "E08000002", 320, 18.9, 340, 19.1]
GONE = [305, "Bury", "E08000002", 320, 18.9, 340, "[c]"]


@pytest.fixture(autouse=True)
def reference(db):
    load_reference()


def test_a_line_for_every_figure_and_for_what_there_is_to_look_at(analyst):
    in_use(analyst, small_release(BURY))
    unknown = ["", "Atlantis", "", 1, 18.0, 1, 18.0]
    pack = previewed(analyst, small_release(ENGLAND, REVISED, unknown))

    lines = list(preview_lines.lines(pack))

    assert [line.what for line in lines] == ["Put right", "Changed", "New", "New", "Unchanged"]
    assert (lines[0].sheet, lines[0].row, lines[0].text) == ("Table_1a", 7, "Atlantis")
    change = lines[1]
    assert (change.indicator, change.place, change.period) == ("1A", "Bury", "2024-25")
    assert (change.before, change.after) == (19.0, 19.1)
    assert (change.sheet, change.column, change.row) == ("Table_1a", "G", 6)


def test_a_figure_that_there_is_no_longer_is_said_in_words(analyst):
    in_use(analyst, small_release(BURY))
    pack = previewed(analyst, small_release(GONE))

    [line] = [line for line in preview_lines.lines(pack) if line.what == "Changed"]
    page = data_pack_page.build(pack)

    assert (line.before, line.after) == (19.0, "Suppressed")
    assert (page.changes[0].old, page.changes[0].new) == ("19", "suppressed")
    assert page.changes[0].difference == ""


def test_what_was_written_without_being_shown_can_be_listed_as_well(analyst):
    first = in_use(analyst, small_release(BURY))
    DataPack.objects.filter(pk=first.pk).update(preview_file="")
    outcome = data_packs.load(small_release(ENGLAND, REVISED), "again.xlsx", write=True)

    lines = list(preview_lines.lines(outcome.pack))

    assert [line.what for line in lines] == ["Changed", "New", "New"]
    assert (lines[0].before, lines[0].after, lines[0].column) == (19.0, 19.1, "G")


def test_changes_are_shown_a_page_at_a_time_from_the_file(analyst, monkeypatch):
    """The first ones are with the pack; all of them are in the file."""
    monkeypatch.setattr(data_pack_plan, "MAX_LISTED", 1)
    monkeypatch.setattr(data_pack_page, "MAX_LISTED", 1)
    monkeypatch.setattr(data_pack_page, "CHANGES_ON_A_PAGE", 1)
    in_use(analyst, small_release())
    pack = previewed(analyst, small_release([*ENGLAND[:6], 20.0], [*BURY[:6], 18.5]))

    pages = [data_pack_page.find(pack.pk, page_number=number) for number in (1, 2, 77)]

    assert [page.page_number for page in pages] == [1, 2, 2]
    first, second = pages[0].changes[0], pages[1].changes[0]
    assert (first.place, first.old, first.new, first.difference) == (
        "England", "19.2", "20", "+0.8"
    )  # fmt: skip
    assert (second.place, second.old, second.new, second.difference) == (
        "Bury", "19", "18.5", "−0.5"
    )  # fmt: skip
    assert second.cell == "Table_1a, cell G6"
    assert (pages[1].first_change, pages[1].last_change, pages[1].pages) == (2, 2, 2)


def test_it_is_said_which_release_is_revised(analyst):
    first = in_use(analyst, small_release())
    pack = previewed(analyst, small_release(ENGLAND, REVISED))

    assert pack.preview["revises"] == [{"pack": first.pk, "title": first.title, "figures": 1}]


def test_the_states_of_new_changed_and_unchanged_figures_add_up(analyst):
    in_use(analyst, small_release(BURY))
    page = data_pack_page.build(previewed(analyst, small_release(ENGLAND, GONE)))

    rows = [(one.words, one.new, one.changed, one.unchanged, one.together) for one in page.by_state]
    assert rows == [("Figures", 2, 0, 1, 3), ("Suppressed", 0, 1, 0, 1)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_preview_can_be_taken_away_with_numbers_as_numbers(signed_in, kind):
    client = signed_in(Role.ANALYST)
    in_use(client.person, small_release(BURY))
    pack = previewed(client.person, small_release(REVISED))

    response = client.get(f"/indicators/data-packs/{pack.pk}/preview.{kind}")

    rows = (rows_of_csv if kind == "csv" else rows_of_workbook)(response)
    assert [row["What happens"] for row in rows] == ["Changed", "Unchanged"]
    change = rows[0]
    assert (float(change["Figure now"]), float(change["Figure in the file"])) == (19.0, 19.1)
    if kind == "xlsx":
        assert isinstance(change["Figure now"], float)
        assert change["Row"] == 5


def test_there_is_nothing_to_take_away_before_the_file_is_read(signed_in):
    pack = DataPackFactory(state=DataPack.State.RECEIVED)
    address = f"/indicators/data-packs/{pack.pk}/preview.csv"
    assert signed_in(Role.ANALYST).get(address).status_code == 404


def test_reading_a_file_anew_keeps_one_list_of_lines(analyst, django_capture_on_commit_callbacks):
    pack = previewed(analyst, small_release())
    earlier = pack.preview_file.name
    DataPack.objects.filter(pk=pack.pk).update(state=DataPack.State.RECEIVED)

    pack = data_packs.preview(DataPack.objects.get(pk=pack.pk))

    assert pack.preview_file.storage.exists(pack.preview_file.name)
    assert pack.preview_file.name == earlier or not pack.preview_file.storage.exists(earlier)
