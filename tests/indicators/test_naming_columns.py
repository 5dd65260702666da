"""A file nobody can tell: its columns are named in the browser, and saved for the next one."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from indicators import data_packs, naming_columns
from indicators.models import DataPack, Outturn, SavedMapping
from indicators.reference_data import load_reference
from readiness.roles import Role
from tests.factories import DataPackFactory, SavedMappingFactory
from tests.indicators.packs import previewed, upload
from tests.indicators.workbooks import xlsx

State = DataPack.State
ROWS = [
    ["Things that were done"],
    ["Put together by hand"],
    ["Thing", "When", "Seen", "Remark"],
    ["Visits made", "2023-24", 12.0, "counted"],
    ["Visits made", "2024-25", 15.0, ""],
    ["Calls taken", "2023-24", 100.0, ""],
    ["Calls taken", "2024-25", "n/a", ""],
]
ODD = xlsx({"Sheet one": ROWS})
NEXT_QUARTER = xlsx({"Sheet one": [*ROWS, ["Letters sent", "2024-25", 7.0, ""]]})
TWO_SHEETS = xlsx({"First": ROWS, "Second": ROWS, "Empty": []})


@pytest.fixture(autouse=True)
def reference(db):
    load_reference()


@pytest.fixture
def desk(signed_in):
    return signed_in(Role.ANALYST, first_name="Asha", last_name="Patel")


@pytest.fixture
def work_is_done(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def columns(pack) -> str:
    return f"/indicators/data-packs/{pack.pk}/columns/"


def roles(*chosen, **more) -> dict:
    return (
        {f"role_{at}": role for at, role in enumerate(chosen)}
        | {"period": "", "measure": ""}
        | more
    )


NAMED = roles("title", "period", "value", "note")


def named(pack, desk, **more):
    """Headings in row 3, and each column named."""
    desk.post(f"{columns(pack)}1/headings/", {"rows": ["3"]})
    return desk.post(f"{columns(pack)}1/", NAMED | more)


def test_a_file_nobody_can_tell_waits_to_have_its_columns_named(desk):
    pack = previewed(desk.person, ODD)

    page = words(desk.get(f"/indicators/data-packs/{pack.pk}/"))

    assert pack.state == State.UNMAPPED
    assert "Needs its columns named" in page
    assert "we cannot tell what its columns are" in page
    assert f'href="{columns(pack)}"' in page


def test_the_first_rows_are_shown_to_find_the_headings(desk):
    pack = previewed(desk.person, ODD)

    page = words(desk.get(columns(pack), follow=True))

    assert "Which row holds the headings?" in page
    assert "Put together by hand" in page
    assert "Calls taken" in page


def test_headings_are_one_row_or_rows_that_follow_each_other(desk):
    pack = previewed(desk.person, ODD)

    page = words(desk.post(f"{columns(pack)}1/headings/", {"rows": ["1", "3"]}))

    assert "up to three rows that follow each other" in page
    assert "<title>Error:" in page


def test_each_column_stands_with_its_first_cells_and_a_list_to_choose_from(desk):
    pack = previewed(desk.person, ODD)
    desk.post(f"{columns(pack)}1/headings/", {"rows": ["3"]})

    page = words(desk.get(f"{columns(pack)}1/"))

    assert "B: When" in page
    assert "2023-24 · 2024-25 · 2023-24" in page
    assert '<label class="gt-cell-label" for="id_role_1">' in page
    assert "The headings are in row 3." in page


def test_what_is_still_missing_is_said_and_the_page_stays(desk):
    pack = previewed(desk.person, ODD)

    response = named(pack, desk, role_2="ignored")
    page = words(desk.get(response.url))

    assert response.url == f"{columns(pack)}1/"
    assert "Nothing can be read yet." in page
    assert "Say which column holds the figures." in page


def test_what_would_be_read_is_counted_after_each_save(desk):
    pack = previewed(desk.person, ODD)

    response = named(pack, desk, count="yes")

    assert response.url == f"{columns(pack)}1/"
    assert "4 figures of 2 indicators in 2 periods would be read." in words(desk.get(response.url))


def test_the_columns_are_used_saved_and_the_figures_previewed(desk, work_is_done):
    pack = previewed(desk.person, ODD)
    response = named(pack, desk)
    check = words(desk.get(response.url))

    assert response.url == f"{columns(pack)}check/"
    assert "Visits made" in check
    assert "2023-24" in check
    with work_is_done():
        response = desk.post(response.url, {"name": "Things we do"})
    page = words(desk.get(response.url))

    assert "does not say which council" in page
    assert not Outturn.objects.exists()
    saved = SavedMapping.objects.get()
    assert (saved.name, saved.changes.get().what) == (
        "Things we do", "Saved while reading release.xlsx"
    )  # fmt: skip


def test_the_next_file_with_the_same_headings_is_read_by_what_was_saved(desk, work_is_done):
    pack = previewed(desk.person, ODD)
    with work_is_done():
        desk.post(named(pack, desk).url, {"name": "Things we do"})

    later = previewed(desk.person, NEXT_QUARTER)

    assert later.state == State.PREVIEWED
    assert later.preview["saved_mapping"] == "Things we do"
    page = words(desk.get(f"/indicators/data-packs/{later.pk}/"))
    assert "By those saved as “Things we do”" in page


def test_a_text_table_is_known_by_its_headings_whatever_it_is_called(desk, work_is_done):
    text = "Thing,When,Seen\nVisits made,2023-24,12\nCalls taken,2023-24,100\n"
    pack, _ = data_packs.receive(file=upload(text.encode(), "quarter-1.csv"), by=desk.person)
    data_packs.preview(pack)
    desk.post(f"{columns(pack)}1/headings/", {"rows": ["1"]})
    said = roles("title", "period", "value")
    with work_is_done():
        desk.post(desk.post(f"{columns(pack)}1/", said).url, {"name": "Things"})

    later = upload(text.replace("2023-24", "2024-25").encode(), "quarter-2.csv")
    later = data_packs.preview(data_packs.receive(file=later, by=desk.person)[0])

    assert later.preview["saved_mapping"] == "Things"


def test_a_retired_mapping_is_used_no_more(desk, work_is_done):
    with work_is_done():
        desk.post(named(previewed(desk.person, ODD), desk).url, {"name": "Things we do"})
    naming_columns.retire(SavedMapping.objects.get(), by=desk.person)

    assert previewed(desk.person, NEXT_QUARTER).state == State.UNMAPPED


def test_of_several_sheets_those_that_hold_figures_are_chosen(desk):
    pack = previewed(desk.person, TWO_SHEETS)
    page = words(desk.get(columns(pack)))

    assert "First: 7 rows" in page
    assert "Empty" not in page
    assert "Choose the sheets that hold the figures" in words(desk.post(columns(pack), {}))
    response = desk.post(columns(pack), {"sheets": ["Second"]})
    assert response.url == f"{columns(pack)}2/headings/"
    pack.refresh_from_db()
    assert [table.sheet for table in naming_columns.draft_of(pack).tables] == ["Second"]


def test_a_file_that_was_recognised_can_be_named_otherwise(desk, work_is_done):
    pack = previewed(desk.person, recognised())
    assert pack.state == State.PREVIEWED
    before = pack.preview["new"]

    response = desk.post(f"{columns(pack)}1/", {**asked(pack), "role_3": "ignored"})
    pack.refresh_from_db()
    assert pack.preview["new"] == before  # what waits to be confirmed stays as it was shown
    with work_is_done():
        desk.post(f"{columns(pack)}check/", {"name": ""})

    pack.refresh_from_db()
    assert response.status_code == 302
    assert pack.mapping["tables"][0]["columns"][3]["role"] == "ignored"
    assert not SavedMapping.objects.exists()


def recognised() -> bytes:
    rows = [
        ["Area code", "Area", "Indicator", "Period", "Value"],
        ["E08000002", "Bury", "Visits made", "2023-24", 12.0],
        ["E08000002", "Bury", "Visits made", "2024-25", 13.0],
    ]
    return xlsx({"Sheet one": [[*row[:3], "note", *row[3:]] for row in rows]})


def asked(pack) -> dict:
    """The page's own form, as it was sent to the browser."""
    table = naming_columns.draft_of(pack).tables[0]
    said = {f"role_{column.index}": column.role for column in table.columns}
    return said | {"period": table.period, "measure": table.measure}


def test_a_pack_that_has_moved_on_keeps_its_columns(desk):
    pack = previewed(desk.person, ODD)
    data_packs.discard(pack, by=desk.person)

    response = desk.post(f"{columns(pack)}1/", NAMED, follow=True)

    assert "cannot be named any more" in words(response)
    with pytest.raises(ValidationError, match="has moved on"):
        naming_columns.choose_sheets(pack, sheets=["Sheet one"], by=desk.person)


def test_nothing_is_read_by_columns_that_lack_something(desk):
    pack = previewed(desk.person, ODD)
    with pytest.raises(ValidationError, match="No sheet has a table of figures"):
        naming_columns.use(pack, name="", by=desk.person)


def test_a_period_nobody_can_read_is_said(desk):
    response = named(pack := previewed(desk.person, ODD), desk, period_2="Mar-232")
    assert "Mar-232" in words(desk.get(response.url))
    assert response.url == f"{columns(pack)}1/"


@pytest.mark.parametrize("at", ["", "1/headings/", "1/", "check/"])
def test_every_step_costs_a_handful_of_queries(desk, at, django_assert_max_num_queries):
    pack = previewed(desk.person, TWO_SHEETS)
    with django_assert_max_num_queries(10):
        desk.get(f"{columns(pack)}{at}")


def test_a_sheet_there_is_not(desk):
    pack = previewed(desk.person, ODD)
    assert desk.get(f"{columns(pack)}7/").status_code == 404


# --- saved by name ----------------------------------------------------------------------------

SAVED = "/indicators/data-packs/saved-columns/"


def test_the_list_says_what_to_do_where_nothing_is_saved(desk):
    assert "No columns saved yet" in words(desk.get(SAVED))


def test_a_saved_mapping_is_renamed_and_its_history_says_so(desk):
    saved = SavedMappingFactory(name="Scorecard")

    response = desk.post(f"{SAVED}{saved.pk}/", {"name": " Quarterly  scorecard "}, follow=True)

    assert "It is now called “Quarterly scorecard”." in words(response)
    assert "Renamed from “Scorecard” to “Quarterly scorecard”" in words(
        desk.get(f"{SAVED}{saved.pk}/")
    )


def test_two_saved_mappings_do_not_share_a_name(desk):
    SavedMappingFactory(name="Scorecard")
    other = SavedMappingFactory()

    page = words(desk.post(f"{SAVED}{other.pk}/", {"name": "scorecard"}))

    assert "There is already a saved mapping with this name." in page


def test_a_second_person_is_told_that_it_was_retired(desk, person):
    saved = SavedMappingFactory()
    naming_columns.retire(saved, by=person(first_name="Ann", last_name="Lee"))

    response = desk.post(f"{SAVED}{saved.pk}/retire/", follow=True)

    assert "Ann Lee has retired this mapping" in words(response)


def test_the_list_of_saved_mappings_costs_the_same_with_one_as_with_eleven(
    desk, django_assert_max_num_queries, django_assert_num_queries
):
    SavedMappingFactory()
    desk.get(SAVED)
    with django_assert_max_num_queries(10) as one:
        desk.get(SAVED)
    SavedMappingFactory.create_batch(10)
    with django_assert_num_queries(len(one.captured_queries)):
        desk.get(SAVED)


def test_only_an_analyst_names_columns(signed_in):
    pack = DataPackFactory(state=State.UNMAPPED)
    client = signed_in(Role.DIRECTOR)

    assert client.get(columns(pack)).status_code == 403
    assert "A performance analyst can name them here." in words(
        client.get(f"/indicators/data-packs/{pack.pk}/")
    )


def test_a_file_that_breaks_the_reader_is_refused_in_a_sentence(analyst, monkeypatch):
    def broken(*args, **kwargs):
        raise IndexError("list index out of range")

    monkeypatch.setattr(data_packs, "read_pack", broken)
    pack, _ = data_packs.receive(file=SimpleUploadedFile("a.xlsx", ODD), by=analyst)

    pack = data_packs.preview(pack)

    assert pack.state == State.REFUSED
    assert pack.problem.startswith("This file is put together in a way we cannot follow.")
