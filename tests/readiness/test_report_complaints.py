"""Complaints and compliments in a report: figures by quarter, and what was learnt and done."""

import io
import zipfile
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Indicator
from readiness.models import Audience
from readiness.reports import files
from readiness.reports.making import make
from readiness.reports.report import Paragraph, as_content, from_content
from readiness.reports.report_forms import SectionForm
from tests.factories import (
    ActionFactory,
    ActionUpdateFactory,
    EditionTextFactory,
    OutturnFactory,
    RecommendationActionFactory,
    RecommendationFactory,
    ReportEditionFactory,
    ReportSectionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = date(2026, 11, 22)
EVERYBODY = [Audience.INTERNAL, Audience.COMMITTEE, Audience.PUBLIC]
OUTSIDE = [Audience.COMMITTEE, Audience.PUBLIC]


@pytest.fixture
def edition():
    edition = ReportEditionFactory()
    ReportSectionFactory(report=edition.report, kind="complaints", title="Complaints")
    return edition


def held(title, value, **fields):
    """A number for quarter 2 of 2026-27."""
    return OutturnFactory(
        value=value,
        indicator__title=title,
        period__kind="quarter",
        period__starts_on=date(2026, 7, 1),
        period__ends_on=date(2026, 9, 30),
        **{
            "indicator__unit": "number",
            "indicator__frequency": "quarterly",
            "indicator__decimals": 0,
        }
        | fields,
    )


def told(words, *, received=date(2026, 8, 3), state="accepted", source="complaint"):
    return RecommendationFactory(
        source=source,
        source_title="Mrs Oak’s complaint",
        words=words,
        received_on=received,
        state=state,
    )


def led_to(recommendation, title="Write letters anew", status="ahead"):
    action = ActionFactory(title=title, owner__first_name="Priscilla", owner__last_name="Oyelaran")
    ActionUpdateFactory(action=action, quarter_starts_on=date(2026, 7, 1), status=status)
    return RecommendationActionFactory(recommendation=recommendation, action=action)


def section_for(edition, audience=Audience.INTERNAL):
    return make(edition, audience=audience, on=TODAY).report.sections[0]


def tables(edition, audience=Audience.INTERNAL):
    """Title -> rows, each by the words of its column."""
    report = make(edition, audience=audience, on=TODAY).report
    return {
        table.title: [{column.words: cell.words for cell, column in line} for line in table.lines]
        for _, table in report.tables
    }


def figures(edition, audience=Audience.INTERNAL):
    return tables(edition, audience)["Complaints and compliments by quarter"]


def learnt(edition, audience=Audience.INTERNAL):
    return tables(edition, audience)["Recommendations from complaints, and the actions they led to"]


def left_out(edition, audience):
    return {one.what: one.why for one in make(edition, audience=audience, on=TODAY).left_out}


# --- figures --------------------------------------------------------------------------------


def names(edition):
    """Of the indicators, without their codes."""
    return [line["Indicator"].split(" ", 1)[1] for line in figures(edition)]


def test_indicators_that_name_complaints_stand_quarter_by_quarter(edition):
    held("Compliments", 44)
    held("Ombudsman findings against us", 6)
    held("Complaints received", 19)
    held("Reviews done", 90)
    assert names(edition) == [
        "Complaints received",
        "Ombudsman findings against us",
        "Compliments",
    ]
    line = figures(edition)[0]
    assert len(line) == 7
    assert list(line.values())[-1] == "19"


def test_a_section_may_name_others_by_word_or_code_and_their_order(edition):
    held("Complaints received", 19)
    held("Thanks given", 44, indicator__code="TY1")
    held("Apologies", 9)
    section = edition.report.sections.get()
    data = {"title": "Complaints", "about": "apolog\nty1", "revision": 1}
    form = SectionForm(data, section=section)
    assert form.is_valid(), form.errors
    edition.report.sections.update(options=form.cleaned_data["options"])
    assert names(edition) == ["Apologies", "Thanks given"]


def test_a_section_emptied_of_words_is_about_complaints_again(edition):
    held("Complaints received", 19)
    section = edition.report.sections.get()
    form = SectionForm({"title": "Complaints", "about": " ", "revision": 1}, section=section)
    assert form.is_valid()
    assert form.cleaned_data["options"] == {}
    assert "compliment" in form["about"].help_text
    assert names(edition) == ["Complaints received"]


@pytest.mark.parametrize("audience", OUTSIDE)
@pytest.mark.parametrize(("value", "shown"), [(1, False), (4, False), (5, True)])
def test_few_complaints_are_suppressed_outside_the_council(edition, audience, value, shown):
    held("Complaints upheld", value, indicator__code="C2")
    assert list(figures(edition)[0].values())[-1] == str(value)
    assert list(figures(edition, audience)[0].values())[-1] == (
        str(value) if shown else "Suppressed"
    )
    lines = left_out(edition, audience)
    assert ("C2 Complaints upheld, Quarter 2 2026-27" in lines) is not shown


def test_those_upheld_do_not_give_away_the_few_that_were_not(edition):
    received = held("Complaints received", 20, indicator__code="C1").indicator
    of = {"indicator__parent": received, "indicator__breakdown": "Outcome"}
    held("Complaints upheld", 18, indicator__code="C2", **of)
    assert Indicator.objects.filter(parent=received).exists()
    line = figures(edition, Audience.PUBLIC)[1]
    assert line["Indicator"] == "C2 Complaints upheld"
    assert list(line.values())[-1] == "Suppressed"


# --- what was learnt ------------------------------------------------------------------------


def test_what_was_learnt_stands_with_its_answer_and_each_action(edition):
    one = told("Say who to ring.")
    led_to(one)
    led_to(one, "Train the desk", "completed")
    first, second = learnt(edition)
    assert first == {
        "What was recommended": "Say who to ring. (Mrs Oak’s complaint)",
        "Our answer": "Accepted: Because.",
        "What we did": "Write letters anew",
        "Owner": "Priscilla Oyelaran",
        "Status": first["Status"],
    }
    assert first["Status"].endswith("Ahead")
    assert second["Status"].endswith("Completed")


@pytest.mark.parametrize("audience", OUTSIDE)
def test_what_may_speak_of_one_person_is_left_out_outside_the_council(edition, audience):
    led_to(told("Say who to ring."))
    report = str(as_content(make(edition, audience=audience, on=TODAY).report))
    for words in ("Say who to ring.", "Mrs Oak", "Because."):
        assert words not in report
    (line,) = learnt(edition, audience)
    assert line["What was recommended"] == "Recommendation 1"
    assert line["Our answer"] == "Accepted"
    assert line["What we did"] == "Write letters anew"
    why = left_out(edition, audience)["Words of 1 recommendation from complaints"]
    assert why == "They may speak of one person closely enough to know them."


def test_owners_are_named_to_committee_and_not_to_the_public(edition):
    led_to(told("Say who to ring."))
    assert learnt(edition, Audience.COMMITTEE)[0]["Owner"] == "Priscilla Oyelaran"
    assert "Owner" not in learnt(edition, Audience.PUBLIC)[0]
    report = make(edition, audience=Audience.PUBLIC, on=TODAY).report
    assert "Oyelaran" not in str(as_content(report))


@pytest.mark.parametrize("audience", EVERYBODY)
def test_what_led_to_no_action_says_so(edition, audience):
    told("Say who to ring.", state="received")
    (line,) = learnt(edition, audience)
    assert line["Our answer"] == "To be answered"
    assert line["What we did"] == "No action of the plan"
    assert line["Status"] == "None"


def test_an_action_taken_off_is_not_what_was_done(edition):
    link = led_to(told("Say who to ring."))
    link.ended_at, link.ended_by, link.ended_reason = link.linked_at, link.linked_by, "By mistake."
    link.save()
    assert learnt(edition)[0]["What we did"] == "No action of the plan"


def test_only_complaints_of_the_quarter_and_before_taught_it(edition):
    kept = told("On the last day.", received=date(2026, 9, 30))
    told("The day after.", received=date(2026, 10, 1))
    told("An audit.", source="audit")
    twice = told("Said twice.")
    about = {"merged_into": kept, "note": "The same.", "taken_by": twice.lead, "what": "Merged"}
    twice.steps.create(kind="merged", state="merged", **about)
    assert [line["What was recommended"].partition(" (")[0] for line in learnt(edition)] == [
        "On the last day."
    ]


def test_what_was_closed_stands_until_the_quarter_is_over(edition, today):
    closed = told("Say who to ring.", state="accepted")
    closed.steps.create(
        kind="closed", state="closed", what="Closed", note="Done", taken_by=closed.lead
    )
    assert learnt(edition)[0]["Our answer"] == "Accepted; closed: Because."
    later = ReportEditionFactory(report=edition.report, quarter_starts_on=date(2027, 1, 1))
    assert Paragraph("No recommendation from a complaint was open in this quarter.") in (
        section_for(later).blocks
    )


# --- the section whole ----------------------------------------------------------------------


def test_what_is_written_follows_what_flows_in(edition):
    held("Complaints received", 19)
    told("Say who to ring.")
    EditionTextFactory(
        edition=edition, section=edition.report.sections.get(), words="Most were about letters."
    )
    blocks = section_for(edition).blocks
    assert blocks[-1] == Paragraph("Most were about letters.")
    assert [type(block).__name__ for block in blocks] == [
        *("Table", "Subheading", "Table", "Subheading", "Paragraph")
    ]


@pytest.mark.parametrize("audience", EVERYBODY)
def test_where_nothing_is_held_it_says_so(edition, audience):
    said = [block.words for block in section_for(edition, audience).blocks]
    assert said == [
        "No figures about complaints or compliments are held.",
        "What we learnt and what we did",
        "No recommendation from a complaint was open in this quarter.",
    ]


def test_it_is_the_same_in_every_file(edition):
    held("Complaints received", 19)
    led_to(told("Say who to ring."))
    report = make(edition, audience=Audience.COMMITTEE, on=TODAY).report
    assert from_content(as_content(report)) == report
    written = {kind: write(report) for kind, write in files.WRITERS.items()}
    assert written["pdf"].startswith(b"%PDF")
    for kind, part in (("docx", "word/document.xml"), ("xlsx", "xl/sharedStrings.xml")):
        words = zipfile.ZipFile(io.BytesIO(written[kind])).read(part).decode()
        for expected in ("Complaints received", "Write letters anew", "What we did"):
            assert expected in words


def test_what_was_learnt_takes_two_queries_however_much_it_is(edition):
    def asked():
        with CaptureQueriesContext(connection) as found:
            make(edition, audience=Audience.INTERNAL, on=TODAY)
        return sum("readiness_recommendation" in query["sql"] for query in found)

    led_to(told("Say who to ring."))
    one = asked()
    for number in range(5):
        led_to(told(f"Say who to ring, {number}."), f"Letter {number}")
    assert asked() == one == 2
