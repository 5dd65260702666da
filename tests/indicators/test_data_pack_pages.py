"""The pages of data packs: upload, preview, progress, confirm, undo."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from indicators import data_packs
from indicators.models import DataPack, Outturn
from indicators.reference_data import load_reference
from readiness.roles import Role
from tests.factories import DataPackFactory
from tests.indicators.workbooks import BURY, ENGLAND, small_release

State = DataPack.State
LIST = "/indicators/data-packs/"


pytestmark = pytest.mark.django_db


@pytest.fixture
def reference(db):
    load_reference()


@pytest.fixture
def desk(signed_in):
    return signed_in(Role.ANALYST, first_name="Asha", last_name="Patel")


@pytest.fixture
def send(desk, reference, django_capture_on_commit_callbacks):
    """Upload a file as the form does, and let the background work run."""

    def upload(content, name="release.xlsx"):
        file = SimpleUploadedFile(name, content)
        with django_capture_on_commit_callbacks(execute=True):
            response = desk.post(LIST, {"file": file})
        return desk.get(response.url)

    return upload


@pytest.fixture
def press(desk, django_capture_on_commit_callbacks):
    """Press a button of a pack's page."""

    def post(pack, name):
        with django_capture_on_commit_callbacks(execute=True):
            response = desk.post(reverse(name, args=[pack.pk]))
        return desk.get(response.url)

    return post


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_file_is_uploaded_read_and_previewed_in_a_sentence(send):
    response = send(small_release())

    assert response.request["PATH_INFO"] == f"{LIST}{DataPack.objects.get().pk}/"
    assert (
        "1 table recognised. 4 figures: 4 new, 0 changed, 0 unchanged. "
        "Nothing needs a second look." in words(response)
    )
    assert "This adds 4 figures. Nothing else changes, and it can be undone." in words(response)
    assert not Outturn.objects.exists()


def test_confirming_writes_and_offers_to_undo(send, press):
    send(small_release())

    response = press(DataPack.objects.get(), "confirm_data_pack")

    assert "4 figures written and in use" in words(response)
    assert "Undo this data pack" in words(response)
    assert "Confirmed" in words(response)
    assert Outturn.objects.current().count() == 4


def test_a_change_is_shown_with_old_and_new(send, press):
    send(small_release())
    press(DataPack.objects.get(), "confirm_data_pack")

    response = send(small_release(ENGLAND, [*BURY[:6], 19.5]), "revised.xlsx")

    assert "0 new, 1 changed, 3 unchanged" in words(response)
    row = words(response).split("Figures that change</h2>")[1]
    assert [row.index(text) for text in ("1A", "Bury", "2024-25", ">19<", ">19.5<", "cell G6")]
    assert "replaces 1 figure and keeps the old one." in words(response)


def test_what_to_look_at_comes_with_its_place_and_text(send):
    response = send(small_release([*BURY[:4], "about 19", *BURY[5:]]))

    assert "1 thing to look at" in words(response)
    assert "Table_1a, cell E5" in words(response)
    assert "about 19" in words(response)
    assert "must be put right before anything can be written" in words(response)
    assert "Discard this data pack" in words(response)
    assert "Write " not in words(response).split("<main")[1].split("</main>")[0]


def test_an_unreadable_file_says_so_on_its_page(send):
    response = send(b"%PDF-1.7", "report.pdf")

    assert "report.pdf is a PDF, not a spreadsheet. Add it as evidence." in words(response)
    assert "Could not be read" in words(response)


def test_the_same_file_again_leads_to_the_pack_we_have(send):
    send(small_release())

    response = send(small_release(), "renamed.xlsx")

    assert "You already have this file: it was loaded on" in words(response)
    assert "by Asha Patel, as “ASCOF 2024-25 workbook”" in words(response)
    assert DataPack.objects.count() == 1


def test_no_file_is_an_error_beside_the_field(desk):
    response = desk.post(LIST, {})

    assert "Choose a file of figures" in words(response)
    assert "<title>Error: Data packs" in words(response)


def test_a_refused_file_is_an_error_beside_the_field(desk, monkeypatch):
    monkeypatch.setattr(data_packs, "MAX_FILE", 3)

    response = desk.post(LIST, {"file": SimpleUploadedFile("large.csv", b"a,b,c\n")})

    assert "large.csv is larger than" in words(response)
    assert not DataPack.objects.exists()


def test_discarding_says_that_nothing_changed(send, press):
    send(small_release())

    response = press(DataPack.objects.get(), "discard_data_pack")

    assert "Discarded. No figures were changed." in words(response)
    assert re.search(r"Discarded \d+ \w+ \d{4} at \d\d:\d\d by ", words(response))


def test_undoing_and_reading_the_file_again(send, press):
    send(small_release())
    pack = DataPack.objects.get()
    press(pack, "confirm_data_pack")

    assert "Undone. The figures it replaced are in use again." in words(
        press(pack, "undo_data_pack")
    )
    response = press(pack, "read_data_pack_again")

    assert "4 figures: 4 new" in words(response)
    assert DataPack.objects.count() == 2


def test_a_refusal_is_said_on_the_packs_page(press):
    pack = DataPackFactory(state=State.DISCARDED)

    assert "not ready to confirm" in words(press(pack, "confirm_data_pack"))


# --- progress ---------------------------------------------------------------------------------


def test_work_under_way_shows_how_far_it_is_and_asks_again_without_scripts(desk):
    pack = DataPackFactory(state=State.WRITING, progress=12_000, progress_of=24_744)

    page = words(desk.get(f"{LIST}{pack.pk}/"))

    assert "12,000 of 24,744 figures written" in page
    assert '<progress class="gt-progress__bar" value="48" max="100"' in page
    assert "Show how far it is" in page  # without scripts: a page that reloads itself is a barrier
    assert 'hx-trigger="every 1s"' in page


def test_the_page_asks_only_for_its_progress_and_for_itself_at_the_end(desk):
    pack = DataPackFactory(state=State.READING)
    ask = {"headers": {"HX-Request": "true"}}

    part = desk.get(f"{LIST}{pack.pk}/", **ask)
    assert words(part).startswith('<div class="gt-progress"')

    DataPack.objects.update(state=State.PREVIEWED)
    assert desk.get(f"{LIST}{pack.pk}/", **ask)["HX-Refresh"] == "true"


def test_a_page_at_rest_asks_for_nothing(desk):
    pack = DataPackFactory(state=State.IN_USE)

    page = words(desk.get(f"{LIST}{pack.pk}/"))

    assert "hx-get" not in page
    assert "http-equiv" not in page


@pytest.mark.parametrize("state", State.values)
def test_every_state_has_its_words(desk, state):
    pack = DataPackFactory(state=state)

    assert State(state).label in words(desk.get(f"{LIST}{pack.pk}/"))
    assert State(state).label in words(desk.get(LIST))


def test_a_pack_there_is_not(desk):
    assert desk.get(f"{LIST}77/").status_code == 404


# --- who may, and what it costs ---------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.DIRECTOR, Role.ADMINISTRATOR])
def test_others_see_packs_but_no_form_and_no_button(signed_in, role):
    pack = DataPackFactory(state=State.PREVIEWED)
    client = signed_in(role)

    for address in (LIST, f"{LIST}{pack.pk}/"):
        page = words(client.get(address)).split("<main")[1]
        assert "<form" not in page
    assert client.post(LIST, {}).status_code == 403


def test_reviewers_do_not_see_data_packs(signed_in):
    assert signed_in(Role.REVIEWER).get(LIST).status_code == 403


@pytest.mark.parametrize("name", ["confirm", "discard", "undo"])
def test_only_an_analyst_changes_a_pack(signed_in, name):
    pack = DataPackFactory(state=State.PREVIEWED)
    client = signed_in(Role.DIRECTOR)

    assert client.post(f"{LIST}{pack.pk}/{name}/").status_code == 403
    pack.refresh_from_db()
    assert pack.state == State.PREVIEWED


def test_the_list_costs_the_same_with_one_pack_as_with_eleven(
    desk, django_assert_max_num_queries, django_assert_num_queries
):
    DataPackFactory()
    desk.get(LIST)
    with django_assert_max_num_queries(12) as one:
        desk.get(LIST)
    DataPackFactory.create_batch(10)
    with django_assert_num_queries(len(one.captured_queries)):
        desk.get(LIST)


def test_a_pack_costs_the_same_with_one_change_as_with_eleven(
    desk, django_assert_max_num_queries, django_assert_num_queries
):
    change = {
        "measure": "1A", "place": "Bury", "period": "2024-25", "sheet": "Table_1a", "cell": "G6",
        "old": {"value": 19.0, "state": "ok", "note": ""},
        "new": {"value": None, "state": "suppressed", "note": ""}, "what": ["value", "state"],
    }  # fmt: skip
    preview = {"new": 0, "unchanged": 0, "states": {"ok": 1}, "warnings": [], "problems": [],
               "tables": 1}  # fmt: skip
    pack = DataPackFactory(
        state=State.PREVIEWED, preview=preview | {"changed": 1, "changes": [change]}
    )
    desk.get(f"{LIST}{pack.pk}/")
    with django_assert_max_num_queries(10) as one:
        desk.get(f"{LIST}{pack.pk}/")
    pack.preview |= {"changed": 11, "changes": [change] * 11}
    pack.save()
    with django_assert_num_queries(len(one.captured_queries)):
        page = words(desk.get(f"{LIST}{pack.pk}/"))
    assert "suppressed" in page
