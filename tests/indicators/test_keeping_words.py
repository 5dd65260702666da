"""Cells that are no exact figure: named, and kept as words where a person says so."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from indicators import data_pack_page, data_pack_writing, data_packs, indicator_page
from indicators.models import Area, DataPack, Outturn
from indicators.reference_data import load_reference
from readiness.roles import Role
from tests.indicators.packs import previewed, upload
from tests.indicators.workbooks import xlsx

State = DataPack.State
ROWS = [
    ["Code", "Indicator", "2023-24", "2024-25"],
    ["PI.1", "People supported each day", 55.0, "60 to 70"],
    ["PI.2", "Share going on to full assessment", "about 25%", 24.0],
]


@pytest.fixture(autouse=True)
def reference(db):
    load_reference()


@pytest.fixture
def bury():
    return Area.objects.get(code="E08000002")


def waiting(by, council, rows=ROWS) -> DataPack:
    pack = previewed(by, xlsx({"Scorecard": rows}))
    return data_packs.preview(data_packs.say_whose(pack, council=council, by=by))


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_each_is_named_by_row_and_column_and_holds_up_the_file(analyst, bury):
    pack = waiting(analyst, bury)

    named = [(one["row"], one["column"], one["value"]) for one in pack.preview["problems"]]
    assert named == [(2, "D", "60 to 70"), (3, "C", "about 25%")]
    with pytest.raises(ValidationError, match="has problems"):
        data_packs.confirm(pack, by=analyst)


def test_kept_as_words_they_are_no_figure_and_the_rest_goes_in(analyst, bury):
    pack = data_packs.preview(data_packs.keep_words(waiting(analyst, bury), by=analyst))
    assert pack.preview["problems"] == []
    assert pack.preview["states"] == {"ok": 2, "missing": 2}

    data_pack_writing.write(data_packs.confirm(pack, by=analyst))

    held = Outturn.objects.current().filter(value=None).order_by("indicator__code")
    assert list(held.values_list("state", "note")) == [
        ("missing", "Not an exact figure: “60 to 70”"),
        ("missing", "Not an exact figure: “about 25%”"),
    ]


def test_the_words_are_shown_with_the_indicator(analyst, bury):
    pack = data_packs.preview(data_packs.keep_words(waiting(analyst, bury), by=analyst))
    data_pack_writing.write(data_packs.confirm(pack, by=analyst))

    latest = indicator_page.build("PI.1", council=bury).rows[0]

    assert latest.value_text == "Not available"
    assert "60 to 70" in latest.remarks


def test_who_said_so_is_kept_and_told(analyst, bury):
    pack = data_packs.keep_words(waiting(analyst, bury), by=analyst)

    assert pack.words_kept_by == analyst
    assert any("kept as words" in line for line in data_pack_page.find(pack.pk).history)


def test_read_again_they_are_kept_as_before(analyst, bury):
    pack = data_packs.preview(data_packs.keep_words(waiting(analyst, bury), by=analyst))
    data_packs.discard(pack, by=analyst)
    pack.refresh_from_db()

    again = data_packs.preview(data_packs.receive_again(pack, by=analyst))

    assert (again.preview["problems"], again.words_kept_by) == ([], analyst)


def test_it_can_be_said_on_the_page(signed_in, bury, django_capture_on_commit_callbacks):
    desk = signed_in(Role.ANALYST)
    pack = waiting(desk.person, bury)
    address = f"/indicators/data-packs/{pack.pk}/"
    assert "Keep these cells as words" in words(desk.get(address))

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"{address}keep-words/")

    page = words(desk.get(address))
    assert "Write 4 figures" in page
    assert "This is no exact figure. Its words are kept" in page
    assert "Keep these cells as words" not in page


def test_a_pack_that_has_moved_on_is_not_read_again(analyst, bury):
    pack = data_packs.preview(data_packs.keep_words(waiting(analyst, bury), by=analyst))
    data_packs.confirm(pack, by=analyst)

    with pytest.raises(ValidationError, match="has moved on"):
        data_packs.keep_words(pack, by=analyst)


def test_other_problems_still_hold_up_the_file(analyst, bury):
    rows = [*ROWS, ["", "", 3.0, 4.0]]

    pack = data_packs.preview(data_packs.keep_words(waiting(analyst, bury, rows), by=analyst))

    assert [one["row"] for one in pack.preview["problems"]] == [4]


def test_the_command_keeps_them_where_it_is_told_to(tmp_path, capsys):
    file = tmp_path / "scorecard.xlsx"
    file.write_bytes(xlsx({"Scorecard": ROWS}))

    call_command(
        "import_data_pack",
        str(file),
        "--council",
        "E08000002",
        "--keep-words",
        "--json",
        "--confirm",
    )

    said = json.loads(capsys.readouterr().out)
    assert (said["written"], said["states"]) == (True, {"ok": 2, "missing": 2})


# --- every published file ------------------------------------------------------------------------

GOES_IN = (
    ("published/bury-2024-25-q3-highlight.csv", 12),
    ("published/bury-2024-25-q3-tables.csv", 44),
    ("published/dudley-2023-24-q2.csv", 74),
    ("published/dudley-2023-24-q2-panels.csv", 8),
    ("published/leicester-2017-18-q2-text.csv", 24),
    ("published/leicester-ascof-2017-18-q2.csv", 146),
    ("published/southampton-2022-09.csv", 54),
    ("published/west-northamptonshire-2023-11.csv", 36),
    ("lginform/trafford_admissions_care_homes_65p.csv", 170),
    ("lginform/trafford_care_homes_rating.csv", 510),
    ("lginform/trafford_healthy_life_expectancy.csv", 2128),
    ("lginform/trafford_social_care_satisfaction.csv", 187),
    ("messy/File_11_-_IoD2019_Local_Authority_District_Summaries__upper-tier__.xlsx", 5134),
    ("messy/bbc_social_care_in_crisis.xlsx", 1928),
)
ASKS_FOR_ITS_COLUMNS = (
    "published/bury-strategic-plan-2023-26.csv",
    "messy/govuk_imported_links_many_errors.csv",
    "messy/lpdp_ELGIN saves money.ods",
    "messy/lpdp_ELGIN saves money.xlsx",
    "messy/unstructured_semicolon-delimited.csv",
    "messy/unstructured_stanley-cups-utf-16.csv",
)
EMPTY = "messy/unstructured_empty.xlsx"


@pytest.fixture
def received(shared_data, analyst):
    """``received("published/….csv")`` is that file, read."""

    def receive(name):
        path = shared_data / name
        pack, _ = data_packs.receive(file=upload(path.read_bytes(), path.name), by=analyst)
        return data_packs.preview(pack)

    return receive


@pytest.mark.shared_data
@pytest.mark.parametrize(("name", "figures"), GOES_IN, ids=[name for name, _ in GOES_IN])
def test_each_file_of_figures_goes_in_by_what_an_analyst_can_answer(
    received, analyst, bury, name, figures
):
    pack = received(name)
    if pack.preview["needs_council"]:
        pack = data_packs.preview(data_packs.say_whose(pack, council=bury, by=analyst))
    if pack.preview["not_figures"]:
        pack = data_packs.preview(data_packs.keep_words(pack, by=analyst))

    pack = data_pack_writing.write(data_packs.confirm(pack, by=analyst))

    assert (pack.state, pack.outturns.count()) == (State.IN_USE, figures)


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ASKS_FOR_ITS_COLUMNS)
def test_each_file_that_is_not_recognised_asks_for_its_columns(received, name):
    pack = received(name)

    assert (pack.state, bool(pack.first_look["sheets"])) == (State.UNMAPPED, True)
    assert "do not recognise the layout" in pack.problem


@pytest.mark.shared_data
def test_an_empty_workbook_says_what_is_wrong_with_it(received):
    pack = received(EMPTY)

    assert (pack.state, "every sheet in it is empty" in pack.problem) == (State.REFUSED, True)


@pytest.mark.shared_data
def test_every_file_has_an_outcome_here(shared_data):
    held = {
        f"{folder}/{path.name}"
        for folder in ("published", "lginform", "messy")
        for path in (shared_data / folder).iterdir()
        if path.suffix != ".json"
    }

    assert held == {*(name for name, _ in GOES_IN), *ASKS_FOR_ITS_COLUMNS, EMPTY}
