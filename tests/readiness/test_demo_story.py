"""The demonstration's year: a closed round, reports, an assessment, a return and a visit, each at a
stage that shows what its pages are for, made by the functions that people's own work goes by."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from evidence.models import Document
from indicators.reference_data import load_reference
from readiness import closed_round, return_page
from readiness.demo import accounts, loading
from readiness.demo.assessment import load_assessment
from readiness.demo.dating import dated
from readiness.demo.judgement import load_scores
from readiness.demo.last_round import load_last_round, load_peer_scores
from readiness.demo.library import load_documents
from readiness.demo.reports import load_reports
from readiness.demo.returns import load_return
from readiness.demo.visit import load_visit
from readiness.models import (
    Audience,
    CarriedText,
    EditionState,
    InformationReturn,
    IssuedCopy,
    PerformanceReport,
    ReportEdition,
    ReturnState,
    RoundSnapshot,
    Score,
    SelfAssessment,
    Visit,
)
from readiness.quarters import Quarter
from readiness.reports.editions import unwritten
from readiness.roles import may_sign_in, roles_of
from readiness.working_days import working_days_between

DAY = date(2026, 6, 30)
CLOSED = DAY - timedelta(days=370)

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_mode(settings, tmp_path):
    settings.MODE = "demo"
    settings.VAR_DIR = tmp_path
    settings.DEMO_PASSWORD = "for-the-tests-only"


@pytest.fixture
def people(demo_mode):
    load_reference()
    accounts.add_accounts()
    return {name: accounts.account(name) for name in ("psw", "director", "analyst")}


@pytest.fixture
def rounds(people):
    """Last year's round closed and this year's open, without the national figures."""
    framework = loading.load_shipped_framework()
    worker, director = people["psw"], people["director"]
    load_last_round(framework, by=worker, signed_by=director, owners=[worker], on=DAY)
    load_documents(framework, owners=[worker], on=DAY)
    load_peer_scores(framework, by=director, on=DAY)
    load_scores(framework, by=worker, signed_by=director, on=DAY)


@pytest.fixture
def assessment(rounds, people):
    return load_assessment(by=people["director"], people=people, on=DAY)


def test_last_year_s_round_is_closed_as_it_was_on_its_day(rounds, people):
    record = closed_round.build(RoundSnapshot.objects.get(), user=people["director"])
    assert (record.title, timezone.localdate(record.closed.at)) == ("Self-assessment 2025", CLOSED)
    assert (record.scored, record.signed_off, record.rating.result.percent) == (9, 9, 53)
    assert all(one.evidence_count for one in record.statements)
    shown = [
        document
        for one in record.statements
        for category in one.evidence
        for document in category.documents
    ]
    assert max(document.evidence_date for document in shown) < CLOSED
    assert all(document.added_at.date() <= DAY for document in Document.objects.all())


def test_the_open_round_is_carried_forward_from_it_and_scored_over_weeks(rounds):
    carried = CarriedText.objects.filter(self_assessment__title="Self-assessment 2026")
    assert carried.count() == 9
    scored = Score.objects.filter(self_assessment__closed_at=None)
    days = {timezone.localdate(score.scored_at) for score in scored}
    assert len(days) == 9
    assert max(days) <= DAY


def test_the_newest_finished_quarter_is_issued_to_three_audiences_and_one_report_is_not_done(
    rounds, people
):
    load_reports(by=people["analyst"], approved_by=people["director"], on=DAY)
    issued = ReportEdition.objects.with_state().get(state=EditionState.ISSUED)
    assert issued.quarter == Quarter(date(2026, 1, 1))
    assert set(IssuedCopy.objects.values_list("audience", flat=True)) == set(Audience.values)
    assert all(copy.files.count() == 3 for copy in IssuedCopy.objects.all())
    draft = ReportEdition.objects.with_state().get(state=EditionState.DRAFT)
    assert "Recommendations" in unwritten(draft)
    load_reports(by=people["analyst"], approved_by=people["director"], on=DAY)
    assert PerformanceReport.objects.count() == 2


def test_the_assessment_is_some_days_old_with_most_early_tasks_done(assessment):
    assert working_days_between(assessment.notified_on, DAY) == 6
    done = [task for task in assessment.tasks.all() if not task.is_open]
    late = [task for task in assessment.tasks.all() if task.is_open and task.due_on < DAY]
    assert (len(done), len(late)) == (6, 1)
    assert assessment.interviews.exclude(briefing="").count() == 3
    assert assessment.interviews.exclude(learning="").count() == 1


def test_the_return_is_due_when_the_assessment_says_and_its_items_are_at_every_stage(
    assessment, people
):
    load_return(assessment, by=people["psw"], people=people, on=DAY)
    load_return(assessment, by=people["psw"], people=people, on=DAY)
    page = return_page.build(InformationReturn.objects.get(), on=DAY)
    assert (page.row.assessment, page.row.due_on) == (assessment, assessment.return_due_on)
    assert page.countdown.endswith("working days left")
    assert set(page.counts) == {
        ReturnState.READY,
        ReturnState.IN_PROGRESS,
        ReturnState.NOT_STARTED,
    }
    assert not any(row.needs_mending for row in page.rows)


def test_the_invited_reviewer_has_begun_to_read_and_is_invited_again_when_it_is_over(
    rounds, people
):
    director = people["director"]
    load_visit(by=director, on=timezone.localdate())
    visit = Visit.objects.get()
    assert roles_of(visit.reviewer) == {"visitor"}
    assert visit.reviewer.check_password("for-the-tests-only")
    assert visit.reads.count() == 3
    load_visit(by=director, on=timezone.localdate())
    assert Visit.objects.count() == 1
    load_visit(by=director, on=visit.last_day + timedelta(days=1))
    assert Visit.objects.count() == 2
    assert may_sign_in(accounts.account("visitor"))


def test_a_database_of_before_there_was_a_closed_round_has_no_visit(people):
    load_visit(by=people["director"], on=DAY)
    assert not Visit.objects.exists()


def test_rows_of_the_past_are_dated_a_minute_apart_and_those_after_them_are_not(people):
    framework = loading.load_shipped_framework()
    about = {"framework": framework, "starts_on": CLOSED, "opened_by": people["director"]}
    with dated(CLOSED):
        first, second = (
            SelfAssessment.objects.create(title=title, **about) for title in ("One", "Two")
        )
    now = SelfAssessment.objects.create(title="Three", **about)
    assert timezone.localdate(first.opened_at) == CLOSED
    assert second.opened_at - first.opened_at == timedelta(minutes=1)
    assert timezone.localdate(now.opened_at) == timezone.localdate()
