"""What somebody new to data packs reads: whose figures, what waits, and where to go next."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from indicators.models import Area, DataPack, Indicator
from indicators.reference_data import load_reference
from readiness.roles import Role
from tests.factories import DataPackFactory

pytestmark = pytest.mark.django_db
State = DataPack.State
LIST = "/indicators/data-packs/"
SCORECARD = (
    "PI Ref,Indicator,Polarity,2023-24 Q1,2023-24 Q2,England\n"
    "R1,Reviews done in time,Bigger is better,61%,66%,70%\n"
    "R2,Visits made,,14,15,\n"
)


@pytest.fixture(autouse=True)
def reference(db):
    load_reference()


@pytest.fixture
def desk(signed_in):
    return signed_in(Role.ANALYST, first_name="Asha", last_name="Patel")


@pytest.fixture
def does(desk, django_capture_on_commit_callbacks):
    """Send something and read the page that it leads to, with the background work done."""

    def post(address, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            response = desk.post(address, fields)
        return words(desk.get(response.url if response.status_code == 302 else address))

    return post


@pytest.fixture
def upload(does):
    def send(name, text=SCORECARD):
        return does(LIST, file=SimpleUploadedFile(name, text.encode()))

    return send


def words(response) -> str:
    return " ".join(response.content.decode().split())


def here() -> str:
    return f"{LIST}{DataPack.objects.get().pk}/"


def test_the_name_of_the_file_suggests_whose_figures_they_are(upload):
    page = upload("dudley_2023-24_q2.csv")

    assert "Needs an answer" in page
    assert "The name of the file speaks of Dudley. Check that this is right" in page
    assert ">Dudley</option>" in page.split("selected")[1][:20]


def test_nothing_is_chosen_where_the_name_says_nothing_and_ours_stands_first(upload):
    page = upload("quarter two.csv")

    choices = page.split('name="council"')[1].split("</select>")[0]
    assert "selected" in choices.split("Choose a council")[0]
    assert choices.split("</option>")[1].endswith(">Bury")


def test_no_council_chosen_is_asked_for_again(upload, desk):
    upload("quarter two.csv")

    page = words(desk.post(f"{here()}whose/", {"council": ""}))

    assert "Choose the council" in page
    assert DataPack.objects.get().council is None


def test_the_preview_says_what_else_is_written_and_what_cannot_be_rated(upload, does):
    upload("bury-q2.csv")

    page = does(f"{here()}whose/", council=council("Bury"))

    assert "4 figures: 4 new, 0 changed, 0 unchanged. 1 more is of England or the region." in page
    assert "Write 5 figures" in page
    assert "For 1 of them the file does not say whether a higher or a lower figure" in page


def test_once_written_the_page_leads_to_the_scorecard_that_shows_it(upload, does, desk):
    upload("dudley-q2.csv")
    does(f"{here()}whose/", council=council("Dudley"))

    page = does(f"{here()}confirm/")

    assert "5 figures written and in use" in page
    address = page.split('href="/indicators/scorecard/?')[1].split('"')[0]
    assert address == "council=E08000027&amp;period=2023-24%20Q2"
    shown = words(desk.get(f"/indicators/scorecard/?{address.replace('&amp;', '&')}"))
    assert "Dudley: scorecard for Quarter 2 2023-24" in shown
    assert "Reviews done in time" in shown


def test_a_new_indicator_without_a_direction_leads_to_where_it_is_said(upload, does):
    upload("bury-q2.csv")
    does(f"{here()}whose/", council=council("Bury"))

    page = does(f"{here()}confirm/")

    assert "1 new indicator cannot be rated until somebody says" in page
    assert 'href="/indicators/R2/change/"' in page
    assert 'href="/indicators/R1/change/"' not in page
    Indicator.objects.filter(code="R2").update(polarity="higher")
    assert "cannot be rated until" not in does(here())


def test_a_file_that_must_be_put_right_does_not_say_it_is_ready(upload, does):
    upload("bury-q2.csv", SCORECARD.replace("66%", "about 60"))

    page = does(f"{here()}whose/", council=council("Bury"))

    assert "Needs putting right" in page
    assert "Ready to check" not in page


@pytest.mark.parametrize("state", [State.REFUSED, State.DISCARDED, State.UNDONE, State.FAILED])
def test_no_end_is_dead(desk, state):
    pack = DataPackFactory(state=state)

    assert "Load another file" in words(desk.get(f"{LIST}{pack.pk}/"))


def council(name: str) -> int:
    return Area.objects.get(name=name).pk
