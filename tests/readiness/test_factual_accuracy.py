"""Comments on a draft report: by paragraph, with evidence of the time, by two people."""

import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from readiness import assessments, factual_accuracy, factual_accuracy_word
from readiness.models import DraftReport
from readiness.report_paragraphs import Part, numbered, paragraphs
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

    def test_of_broken_lines_end_where_a_line_stops_short(self):
        text = """Assessing needs
People told us that they had waited for many weeks before
anybody came to see them, and that nobody rang.
Staff knew the area well and were kind to the people whom they met
on every day of the week.
• The first thing to say of waits is that they were long and that
they grew longer."""
        assert paragraphs(text) == [
            "Assessing needs",
            "People told us that they had waited for many weeks before anybody came to see them, "
            "and that nobody rang.",
            "Staff knew the area well and were kind to the people whom they met on every day of "
            "the week.",
            "• The first thing to say of waits is that they were long and that they grew longer.",
        ]

    def test_know_their_page_and_go_on_over_its_end(self):
        pages = [
            "Draft report of a council\n\nPeople waited.\n\nStaff were kind and\n\n1",
            "Draft report of a council\n\nrang back.\n\nCarers were tired.\n\n2",
            "Draft report of a council\n\nOne.\n\nTwo.\n\nPage 3 of 4",
            "Draft report of a council\n\nThree.\n\nFour.\n\n4",
        ]
        assert numbered(pages, are_pages=True)[:4] == [
            Part("People waited.", 1),
            Part("Staff were kind and rang back.", 1),
            Part("Carers were tired.", 2),
            Part("One.", 3),
        ]

    @given(st.lists(st.text(alphabet="Ab .1•\n", max_size=200), min_size=1, max_size=6))
    def test_lose_no_word_of_a_text_without_pages(self, texts):
        words = " ".join(" ".join(texts).split()).split()
        found = " ".join(part.text for part in numbered(texts, are_pages=False)).split()
        assert found == words


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
            parts=numbered([REPORT], are_pages=False),
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

    def test_go_to_cqc_as_a_word_table_with_headings_on_every_page(self, signed_in, paragraph):
        paragraph.page = 7
        paragraph.save()
        survey = DocumentFactory(title="Waits survey", evidence_date=date(2026, 9, 1))
        checker = UserFactory(first_name="Chris", last_name="Checker")
        AccuracyCommentFactory(
            paragraph=paragraph,
            kind="inaccuracy",
            text="It was 20 days.",
            document=survey,
            location="p. 4",
            checked_by=checker,
        )
        at = {"pk": paragraph.report_id, "kind": "docx"}
        answer = signed_in(Role.ANALYST).get(reverse("accuracy_export", kwargs=at))
        written = Document(io.BytesIO(answer.content))
        assert written.sections[0].orientation == WD_ORIENT.LANDSCAPE
        [table] = written.tables
        heading, row = ([cell.text for cell in row.cells] for row in table.rows)
        assert heading == [words for words, _ in factual_accuracy_word.COLUMNS]
        assert row == [
            str(paragraph.number),
            "7",
            "Inaccuracy that bears on the judgement",
            "People waited 30 days.",
            "It was 20 days.",
            "Waits survey, p. 4, 1 September 2026",
        ]
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert "Chris Checker" not in "".join(each.text for each in written.paragraphs)

    def test_make_a_word_table_that_says_so_while_none_is_checked(self, signed_in, paragraph):
        AccuracyCommentFactory(paragraph=paragraph)
        at = {"pk": paragraph.report_id, "kind": "docx"}
        answer = signed_in(Role.ANALYST).get(reverse("accuracy_export", kwargs=at))
        written = Document(io.BytesIO(answer.content))
        assert len(written.tables[0].rows) == 1
        assert factual_accuracy_word.NONE_CHECKED in [each.text for each in written.paragraphs]

    def test_start_the_clock_of_ten_working_days_and_keep_a_day_of_the_letter(self, director):
        clock = AssessmentFactory()

        def draft_of(day):
            about = {"title": "Draft", "position_on": day, "by": director}
            parts = [Part("One.")]
            return factual_accuracy.take_in(clock, received_on=day, parts=parts, **about)

        first = draft_of(date(2026, 11, 20))
        clock.refresh_from_db()
        assert clock.comments_due_on == first.due_on == date(2026, 12, 4)
        days = {name: getattr(clock, name) for name in assessments.DAYS}
        days["comments_due_on"] = date(2026, 12, 7)
        assessments.set_days(clock, days=days, by=director, seen=clock.revision)
        assert DraftReport.objects.get().due_on == date(2026, 12, 7)
        second = draft_of(date(2026, 12, 1))
        assert second.due_on == date(2026, 12, 15)
        assert DraftReport.objects.get(pk=first.pk).due_on == date(2026, 12, 4)

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
