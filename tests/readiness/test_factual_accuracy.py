"""Comments on a draft report: by paragraph, with evidence of the time, by two people."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readiness import factual_accuracy
from readiness.models import DraftReport
from readiness.report_paragraphs import paragraphs
from readiness.roles import Role
from tests.factories import (
    AccuracyCommentFactory,
    AssessmentFactory,
    DocumentFactory,
    ReportParagraphFactory,
    UserFactory,
)
from tests.lists import rows_of_csv

REPORT = "The council\nwas slow.\n\n\nPeople waited 30 days.\r\n\r\nStaff were kind."


class TestParagraphs:
    def test_stand_between_blank_lines_with_their_lines_joined(self):
        split = ["The council was slow.", "People waited 30 days.", "Staff were kind."]
        assert paragraphs(REPORT) == split

    def test_are_lines_where_no_line_is_blank(self):
        assert paragraphs("One.\nTwo.\nThree.") == ["One.", "Two.", "Three."]

    def test_are_none_of_nothing(self):
        assert paragraphs(" \n\n ") == []


@pytest.fixture
def paragraph():
    return ReportParagraphFactory(report__position_on=date(2026, 10, 1))


@pytest.fixture
def write(paragraph, contributor):
    def make(**about):
        words = {"kind": "inaccuracy", "text": "It was 20 days.", "by": contributor}
        return factual_accuracy.write_comment(paragraph, **(words | about))

    return make


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
class TestComments:
    def test_the_report_is_numbered_and_due_in_ten_working_days(self, director):
        report = factual_accuracy.take_in(
            AssessmentFactory(),
            title="Draft",
            received_on=date(2026, 12, 18),
            position_on=date(2026, 12, 1),
            text=REPORT,
            by=director,
        )
        assert report.due_on == date(2027, 1, 6)
        assert list(report.paragraphs.values_list("number", flat=True)) == [1, 2, 3]

    def test_refuse_evidence_from_after_the_assessment(self, write):
        later = DocumentFactory(title="Waits in November", evidence_date=date(2026, 11, 1))
        with pytest.raises(ValidationError) as refused:
            write(document=later)
        assert "speaks to 1 November 2026, after the assessment (1 October 2026)" in str(
            refused.value
        )

    def test_take_evidence_of_the_very_day(self, write):
        same_day = DocumentFactory(evidence_date=date(2026, 10, 1))
        assert write(document=same_day).document == same_day

    @pytest.mark.parametrize("kind", ["inaccuracy", "omission"])
    def test_need_evidence_with_a_date_unless_it_is_a_typing_error(self, write, kind):
        with pytest.raises(ValidationError, match="Only a typing error needs none"):
            write(kind=kind)
        with pytest.raises(ValidationError, match="has no date of evidence"):
            write(kind=kind, document=DocumentFactory(evidence_date=None))
        assert write(kind="typing").document is None

    def test_are_checked_by_somebody_else(self, write, contributor, director):
        comment = write(kind="typing")
        with pytest.raises(ValidationError, match="You wrote this comment"):
            factual_accuracy.check_comment(comment, by=contributor, seen=0)
        checked = factual_accuracy.check_comment(comment, by=director, seen=0)
        assert checked.checked_by == director

    def test_are_checked_anew_once_they_change(self, write, contributor, director):
        comment = factual_accuracy.check_comment(write(kind="typing"), by=director, seen=0)
        changed = factual_accuracy.change_comment(
            comment, kind="typing", text="It was 21 days.", by=director, seen=1
        )
        assert changed.checked_by is None
        with pytest.raises(ValidationError, match="changed while you were looking"):
            factual_accuracy.check_comment(changed, by=contributor, seen=1)

    def test_only_those_that_are_checked_go_into_the_table(self, signed_in, paragraph):
        AccuracyCommentFactory(paragraph=paragraph, text="Not yet")
        AccuracyCommentFactory(
            paragraph=paragraph,
            text="It was 20 days.",
            checked_by=UserFactory(first_name="Chris", last_name="Checker"),
        )
        client = signed_in(Role.ANALYST)
        at = {"pk": paragraph.report_id, "kind": "csv"}
        [line] = rows_of_csv(client.get(reverse("accuracy_export", kwargs=at)))
        assert line["Our comment"] == "It was 20 days."
        assert line["What the draft report says"] == paragraph.text
        assert line["Checked by"] == "Chris Checker"

    def test_are_written_in_the_browser_from_the_file_to_the_check(self, signed_in):
        writer, checker = signed_in(Role.CONTRIBUTOR), signed_in(Role.DIRECTOR)
        sent = {
            "title": "Draft report",
            "received_on": "2026-11-20",
            "position_on": "2026-10-01",
            "text": "",
            "file": SimpleUploadedFile("draft.txt", REPORT.encode(), "text/plain"),
        }
        add = reverse("add_draft_report", args=[AssessmentFactory().pk])
        page = writer.post(add, sent, follow=True).content.decode()
        assert "Friday 4 December 2026" in page
        paragraph = DraftReport.objects.get().paragraphs.first()
        comment = {"kind": "typing", "text": "Slow is spelt slow.", "revision": 0}
        writer.post(reverse("comment_on_paragraph", args=[paragraph.pk]), comment)
        made = paragraph.comments.get()
        check = reverse("check_accuracy_comment", args=[made.pk])
        refused = writer.post(check, {"revision": 0}, follow=True).content.decode()
        assert "You wrote this comment" in refused
        assert "✓ Checked" in checker.post(check, {"revision": 0}, follow=True).content.decode()

    def test_cost_the_same_number_of_queries_with_eleven(self, signed_in, paragraph):
        client = signed_in(Role.DIRECTOR)

        def asked(count):
            for _ in range(count):
                other = ReportParagraphFactory(report=paragraph.report)
                AccuracyCommentFactory(paragraph=other)
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("draft_report", args=[paragraph.report_id]))
            return len(queries)

        with_one = asked(1)
        assert asked(10) == with_one <= 10
