"""The clock of an assessment by CQC: days, tasks, interviews, cases, and what if it came today."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readiness import assessment_page, assessments
from readiness.assessment_clock import CALL_LIST, Milestone, comments_due, return_due
from readiness.models import Assessment, AssessmentTask, TrackedCase
from readiness.roles import Role
from tests.factories import (
    AssessmentFactory,
    AssessmentInterviewFactory,
    AssessmentTaskFactory,
    CategoryFactory,
    EvidenceLinkFactory,
    ReturnItemFactory,
    ScoreFactory,
    SignOffFactory,
    TrackedCaseFactory,
)
from tests.lists import rows_of_csv

TODAY = date(2026, 11, 22)


class TestDays:
    def test_the_return_is_due_three_weeks_on_or_the_working_day_after(self):
        assert return_due(date(2026, 11, 16)) == date(2026, 12, 7)
        assert return_due(date(2026, 12, 4)) == date(2026, 12, 29), "past Christmas and Boxing Day"

    def test_comments_are_due_ten_working_days_on_without_bank_holidays(self):
        assert comments_due(date(2026, 12, 18)) == date(2027, 1, 6)

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (date(2026, 11, 20), "today"),
            (date(2026, 11, 23), "in 1 working day"),
            (date(2026, 11, 18), "2 working days ago"),
            (date(2026, 11, 21), "before the next working day"),
            (None, ""),
        ],
    )
    def test_what_is_left_is_said_in_working_days(self, day, words):
        assert Milestone("Visit begins", day, date(2026, 11, 20)).words == words

    def test_a_visit_that_began_over_the_weekend_has_passed(self):
        visit = Milestone("Visit begins", date(2026, 11, 21), date(2026, 11, 22))
        assert visit.is_past
        assert visit.words == "since the last working day"


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
class TestTheClock:
    def test_begins_with_the_list_of_what_to_do_and_its_days(self, director):
        one = assessments.begin(notified_on=date(2026, 11, 20), by=director, on=TODAY)
        assert one.return_due_on == date(2026, 12, 11)
        assert one.tasks.count() == len(CALL_LIST)
        assert one.tasks.last().due_on == date(2026, 12, 9)

    def test_refuses_a_day_to_come_and_a_second_at_once(self, director):
        with pytest.raises(ValidationError, match="still to come"):
            assessments.begin(notified_on=TODAY + timedelta(days=1), by=director, on=TODAY)
        assessments.begin(notified_on=TODAY, by=director, on=TODAY)
        with pytest.raises(ValidationError, match="under way already"):
            assessments.begin(notified_on=date(2026, 11, 2), by=director, on=TODAY)

    def test_works_out_when_comments_are_due_unless_the_letter_says_otherwise(self, director):
        one = AssessmentFactory()
        days = {"return_due_on": one.return_due_on, "report_received_on": date(2026, 11, 20)}
        one = assessments.set_days(one, days=days, by=director, seen=0)
        assert one.comments_due_on == date(2026, 12, 4)
        days["comments_due_on"] = date(2026, 12, 7)
        assert assessments.set_days(one, days=days, by=director, seen=1).comments_due_on == (
            date(2026, 12, 7)
        )

    def test_tells_the_second_editor(self, director):
        task = AssessmentTaskFactory()
        said = {"title": "Call the chief executive"}
        assessments.save_row(task, said=said, by=director, seen=0)
        with pytest.raises(ValidationError, match="Somebody else changed this"):
            assessments.save_row(task, said={"title": "Nothing"}, by=director, seen=0)
        assert AssessmentTask.objects.get().title == "Call the chief executive"

    @pytest.mark.parametrize(
        ("field", "words"),
        [
            ("about", "Born 3 March 1941"),
            ("note", "Ring 07700 900123"),
            ("reference", "NHS 943 476 5919"),
        ],
    )
    def test_keeps_no_personal_data_of_a_case(self, director, field, words):
        case = TrackedCaseFactory.build(assessment=AssessmentFactory())
        with pytest.raises(ValidationError, match="Somebody could be known by this"):
            assessments.save_row(case, said={field: words}, by=director)
        assert not TrackedCase.objects.exists()

    @pytest.mark.parametrize(
        ("field", "words"), [("about", "Margaret moved"), ("note", "Ask Fatima")]
    )
    def test_names_nobody_in_a_case(self, director, field, words):
        case = TrackedCaseFactory.build(assessment=AssessmentFactory())
        with pytest.raises(ValidationError, match="looks like a name"):
            assessments.save_row(case, said={field: words}, by=director)
        interview = AssessmentInterviewFactory.build(assessment=AssessmentFactory())
        said = {"who": "Margaret Hill, lead member"}
        assert assessments.save_row(interview, said=said, by=director).pk

    def test_is_kept_in_the_browser_from_the_call_to_the_log(self, signed_in):
        client = signed_in(Role.DIRECTOR)
        client.post(reverse("begin_assessment"), {"notified_on": "2026-11-20"})
        one = Assessment.objects.get()
        task = one.tasks.first()
        client.post(reverse("finish_assessment_task", args=[task.pk]))
        sent = {
            "who": "Lead member",
            "starts_at_0": "2026-12-15",
            "starts_at_1": "10:30",
            "learning": "They asked about waits.",
            "revision": 0,
        }
        add = reverse("add_assessment_row", kwargs={"pk": one.pk, "kind": "interviews"})
        page = client.post(add, sent, follow=True).content.decode()
        assert "1 of 10 done" in page
        assert "Tuesday 15 December 2026, 10:30" in page
        at = {"pk": one.pk, "kind": "interviews", "form": "csv"}
        [line] = rows_of_csv(client.get(reverse("assessment_export", kwargs=at)))
        assert line["What was asked, and what we learnt"] == "They asked about waits."

    def test_names_the_nearest_day_to_be_ready_for(self):
        one = AssessmentFactory(
            notified_on=TODAY,
            report_received_on=TODAY,
            comments_due_on=date(2026, 12, 4),
            visit_starts_on=date(2026, 12, 1),
        )
        page = assessment_page.build(one, on=TODAY)
        assert (page.next.title, page.next.words) == ("Visit begins", "in 7 working days")

    def test_costs_the_same_with_eleven_of_everything(self, signed_in):
        client, one = signed_in(Role.DIRECTOR), AssessmentFactory()

        def asked(count):
            for make in (AssessmentTaskFactory, AssessmentInterviewFactory, TrackedCaseFactory):
                make.create_batch(count, assessment=one)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse("assessment", args=[one.pk])).status_code == 200
            return len(queries)

        with_one = asked(1)
        assert asked(10) == with_one <= 10


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
class TestWhatIf:
    def test_says_of_each_statement_what_would_be_missing_on_the_day(
        self, statement, this_round, director
    ):
        category = CategoryFactory(framework=statement.framework)
        missing = assessment_page.what_if(user=director, notified_on=TODAY)
        assert missing.due_on == date(2026, 12, 14)
        [row] = missing.rows
        assert row.wanting == (
            "It has no score.",
            f"It has no evidence of: {category.short_title.lower()}.",
        )
        link = EvidenceLinkFactory(
            statement=statement, category=category, document__review_by=date(2026, 12, 1)
        )
        score = ScoreFactory(statement=statement, self_assessment=this_round)
        [row] = assessment_page.what_if(user=director, notified_on=TODAY).rows
        assert row.wanting[0] == "Its score is not signed off."
        assert "past its review date" in row.wanting[1]
        SignOffFactory(score=score)
        link.document.review_by = date(2027, 12, 1)
        link.document.save()
        found = assessment_page.what_if(user=director, notified_on=TODAY)
        assert found.rows[0].is_ready
        assert "1 of 1 statements would be ready" in found.sentence

    def test_names_the_items_of_a_return_that_are_not_ready(self, statement, this_round, director):
        for code, state in (("X1", "in_progress"), ("X2", "ready"), ("X3", "not_started")):
            ReturnItemFactory(code=code, state=state).statements.add(statement)
        [row] = assessment_page.what_if(user=director, notified_on=TODAY).rows
        assert row.wanting[-1] == "2 items of the information return are not ready: X1, X3."

    def test_lays_out_the_first_days(self, statement, this_round, director):
        found = assessment_page.what_if(user=director, notified_on=date(2026, 12, 24))
        assert found.first_days[1] == (date(2026, 12, 29), CALL_LIST[1][1])

    def test_the_page_takes_a_day_to_try(self, signed_in, statement, this_round):
        client = signed_in(Role.ANALYST)
        page = client.get(reverse("what_if_assessment"), {"notified_on": "2027-01-04"})
        assert "What if the call came on 4 January 2027?" in page.content.decode()
