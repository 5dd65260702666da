"""The demonstration: real figures, made-up documents that say so, six accounts, no other mode."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from evidence import intake, reading
from evidence.extraction import extract
from evidence.models import Document
from indicators.models import Area, DataPack, Indicator, Outturn, Target
from indicators.ratings import Rating
from indicators.reference_data import load_reference
from indicators.summaries import summarise
from readiness import retention_page
from readiness.coverage import coverage
from readiness.demo import accounts, files, loading
from readiness.demo.highlights import load_highlights
from readiness.demo.judgement import load_scores
from readiness.demo.library import load_documents
from readiness.management.commands.load_demo import Command
from readiness.models import (
    Action,
    EvidenceLink,
    EvidenceRequest,
    Framework,
    Score,
    SignOff,
    Strength,
    Voice,
)
from readiness.overall_rating import ScoringRules, overall_rating
from readiness.roles import roles_of

DAY = date(2026, 6, 30)
NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.fixture
def demo_mode(settings, tmp_path):
    settings.MODE = "demo"
    settings.VAR_DIR = tmp_path
    settings.DEMO_PASSWORD = ""


@pytest.fixture
def demo(db, demo_mode):
    """On its day, as a visit's last day is never in the past."""
    with time_machine.travel(NOON):
        loading.load(on=DAY, say=lambda what: None)
        yield


@pytest.fixture
def made_up(db, demo_mode):
    """The demonstration without the national figures, which take seconds to read."""
    load_reference()
    accounts.add_accounts()
    framework = loading.load_shipped_framework()
    worker, director = accounts.account("psw"), accounts.account("director")
    load_highlights(by=accounts.account("analyst"))
    load_documents(framework, owners=[worker], on=DAY)
    load_scores(framework, by=worker, signed_by=director, on=DAY)


@pytest.mark.parametrize("mode", ["production", "test"])
def test_it_is_never_loaded_outside_demo_mode(db, settings, mode):
    settings.MODE = mode
    with pytest.raises(CommandError, match="MODE=demo"):
        call_command("load_demo")
    assert not get_user_model().objects.exists()
    assert not Area.objects.exists()


def test_everything_it_promises_is_there_and_loading_it_again_changes_nothing(demo):
    assert Area.objects.home().name == "Bury"
    assert Outturn.objects.current().filter(area__code="E08000002").count() > 140
    assert Outturn.objects.current().values("area").distinct().count() > 153
    assert Indicator.objects.filter(code__startswith="BURY-").count() == 17  # 12 and 5 teams
    assert Action.objects.values("priority").distinct().count() == 6
    assert Document.objects.count() == 35
    before = everything_counted()
    loading.load(on=date(2026, 7, 9), say=lambda what: None)
    assert everything_counted() == before


def everything_counted():
    """Rows of every kind that people make; of events that are told and of work in the background
    there may be more."""
    ours = [
        *apps.get_app_config("readiness").get_models(),
        *apps.get_app_config("evidence").get_models(),
    ]
    models = [Area, Indicator, Outturn, DataPack, *ours]
    return {model.__name__: model.objects.count() for model in models}


def test_a_new_council_sees_each_state_that_evidence_can_be_in(demo):
    states = EvidenceRequest.objects.with_state().values_list("state", flat=True)
    assert set(states) == {"waiting", "answered", "returned", "accepted"}
    assert EvidenceRequest.objects.overdue(on=DAY).count() == 1
    links = EvidenceLink.objects.live()
    assert {links.of_strength(one).exists() for one in Strength.values} == {True}
    assert links.judged("returned").get().document.title == "Carers' strategy, working draft"
    assert [Voice.objects.run_out(on=DAY).count(), Voice.objects.exclude(words="").count()] == [
        1,
        5,
    ]
    assert Voice.objects.get(withdrawn_at__isnull=False).words == ""


def test_what_was_cleared_stays_cleared_when_the_background_work_gets_to_it(made_up):
    leaflet = Document.objects.get(title="How to reach us: leaflet for carers")
    assert leaflet.latest_version.personal_state == "cleared"
    reading.read_version(leaflet.latest_version_id)
    leaflet = Document.objects.get(pk=leaflet.pk)
    assert leaflet.latest_version.personal_state == "cleared"
    assert leaflet in Document.objects.shareable()


def test_keeping_and_deleting_has_something_in_each_list(demo):
    page = retention_page.build(on=DAY)
    assert (page.due_count, len(page.holds), len(page.deleted)) == (1, 1, 1)


def test_the_published_figures_keep_their_ranks_as_notes(made_up):
    waiting = Outturn.objects.current().get(indicator__code="BURY-WL1")
    assert waiting.value == 62
    assert waiting.note == "Published rank 2 (Greater Manchester 10)"
    assert str(waiting.period) == "Quarter 3 2024-25"


def test_the_data_pack_of_the_published_figures_has_a_page(made_up, signed_in):
    page = signed_in("analyst").get(f"/indicators/data-packs/{DataPack.objects.get().pk}/")
    assert "12 figures" in page.content.decode()


def test_the_made_up_scores_come_out_two_points_below_good(made_up):
    framework = Framework.objects.get()
    values = list(Score.objects.values_list("value", flat=True))
    result = overall_rating(values, ScoringRules.from_json(framework.rules))
    assert (result.total, result.percent, result.points_to_next) == (21, 59, 2)


def test_one_statement_waits_for_the_director(made_up):
    assert Score.objects.count() == 9
    assert SignOff.objects.count() == 8
    waiting = Score.objects.get(sign_off=None)
    assert waiting.statement.slug == "learning-improvement-and-innovation"


def test_some_evidence_is_out_of_date_and_some_cells_are_empty(made_up):
    states = {cell.state for cell in coverage(Framework.objects.get(), on=DAY).values()}
    assert states >= {"fresh", "stale"}
    assert EvidenceLink.objects.values("statement", "category").distinct().count() < 36


def test_what_is_made_up_says_so(made_up):
    assert all(
        text.startswith("Made up") for text in Score.objects.values_list("rationale", flat=True)
    )
    assert set(Document.objects.values_list("description", flat=True)) == {files.MADE_UP}


@pytest.mark.parametrize("extension", ["pdf", "docx", "odt", "txt", "csv"])
def test_the_files_it_makes_can_be_read(extension):
    made = files.make(extension, "Carers", ["What people told us."], [["What people told us."]])
    upload = ContentFile(made, name=f"Carers.{extension}")
    received = intake.receive(upload)
    text = " ".join(extract(upload, received.type.media_type).pages)
    assert "What people told us." in text


def test_there_is_one_account_for_each_role_but_for_the_invited_reviewer(db, demo_mode):
    accounts.add_accounts()
    people = {person.email: roles_of(person) for person in get_user_model().objects.all()}
    assert people == {
        "psw@demo.example": {"contributor"},
        "director@demo.example": {"director"},
        "analyst@demo.example": {"analyst"},
        "reviewer@demo.example": {"reviewer"},
        "admin@demo.example": {"administrator"},
    }


def test_the_password_is_made_once_and_kept(db, demo_mode):
    accounts.add_accounts()
    first = accounts.password()
    accounts.add_accounts()
    assert accounts.password() == first
    assert len(first) >= 12
    assert accounts.account("psw").check_password(first)


def test_a_password_from_the_environment_is_the_one_that_counts(db, demo_mode, settings):
    accounts.add_accounts()
    settings.DEMO_PASSWORD = "chosen-by-the-operator"
    accounts.add_accounts()
    assert accounts.account("director").check_password("chosen-by-the-operator")


def test_the_accounts_and_the_password_are_printed(db, demo_mode, capsys):
    Command().print_accounts()
    said = capsys.readouterr().out
    assert all(accounts.address(name) in said for name in accounts.PEOPLE)
    assert accounts.password() in said


def test_its_targets_say_that_they_are_made_up_and_show_every_rating(demo):
    assert {target.reason for target in Target.objects.all()} == {"Made up for the demonstration."}
    council = Area.objects.home()
    indicators = Indicator.objects.filter(targets__isnull=False)
    ratings = {each.rating for each in summarise(list(indicators), council=council, history=False)}
    assert ratings == {Rating.MET, Rating.WITHIN_TOLERANCE, Rating.NOT_MET}
