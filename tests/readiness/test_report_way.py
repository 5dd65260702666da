"""A report set up, written, approved by another, issued, and kept as it was."""

import hashlib
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from config.second_editor import MOVED_ON
from indicators.models import Outturn
from indicators.suppression import Sum
from readiness.models import Audience, EditionState, IssuedCopy, PerformanceReport, ReportSection
from readiness.quarters import Quarter
from readiness.reports import editions, set_up
from readiness.reports.earlier_copies import Earlier, Kept, known_outside
from readiness.reports.report import from_content
from readiness.reports.shipped_forms import shipped_forms
from readiness.round_record import fingerprint
from tests.factories import (
    EditionStepFactory,
    EditionTextFactory,
    IssuedCopyFactory,
    IssuedFileFactory,
    OutturnFactory,
    ReportEditionFactory,
    ReportSectionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = date(2026, 11, 22)


@pytest.fixture
def edition(home_council):
    return ReportEditionFactory()


@pytest.fixture
def approved(edition):
    EditionStepFactory(edition=edition, state=EditionState.APPROVED)
    return edition


@pytest.mark.parametrize("form", shipped_forms())
def test_each_shipped_form_makes_a_report_with_a_front_sheet(form, director):
    report = set_up.set_up(title="Quarterly report", form=form, by=director)
    titles = [section.title for section in report.sections.all()]
    assert titles[:2] == ["Summary", "Recommendations"]
    assert {"Equality implications", "Legal implications", "Glossary"} <= set(titles)
    assert report.sections.exclude(kind="text").exists()


def test_two_reports_cannot_have_one_title(director):
    about = {"form": "scrutiny-report", "by": director}
    set_up.set_up(title="Quarterly report", **about)
    with pytest.raises(ValidationError, match="already a report"):
        set_up.set_up(title="quarterly report ", **about)
    assert PerformanceReport.objects.count() == 1


def test_a_second_editor_of_a_section_is_told(director):
    section = ReportSectionFactory()
    fields = {name: getattr(section, name) for name in set_up.FIELDS}
    set_up.change_section(section, seen_revision=1, by=director, **fields)
    with pytest.raises(ValidationError, match="has changed this section") as refusal:
        set_up.change_section(section, seen_revision=1, by=director, **fields)
    assert refusal.value.code == MOVED_ON


def titles_of(report):
    return [section.title for section in report.sections.filter(is_wanted=True)]


@pytest.fixture
def sections():
    first = ReportSectionFactory(title="Summary", position=10)
    about = {"report": first.report, "position": 10}  # two at one place: their order is told apart
    return [first, *(ReportSectionFactory(title=title, **about) for title in ("Figures", "Plan"))]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (0, ["Complaints", "Summary", "Figures", "Plan"]),
        (None, ["Summary", "Figures", "Plan", "Complaints"]),
        ("first", ["Summary", "Complaints", "Figures", "Plan"]),
    ],
)
def test_a_new_section_stands_where_it_is_put(sections, director, after, expected):
    after = sections[0].pk if after == "first" else after
    report = sections[0].report
    set_up.add_section(report, title=" Complaints ", kind="figures", after=after, by=director)
    assert titles_of(report) == expected


def test_a_section_moves_past_its_neighbour_and_not_beyond_the_ends(sections, director):
    summary, figures, plan = sections
    set_up.move_section(plan, up=True, by=director)
    assert titles_of(summary.report) == ["Summary", "Plan", "Figures"]
    with pytest.raises(ValidationError, match="the last section already"):
        set_up.move_section(figures, up=False, by=director)
    with pytest.raises(ValidationError, match="the first section already"):
        set_up.move_section(summary, up=True, by=director)


def test_a_section_left_out_keeps_its_words_and_is_put_back_where_it_stood(sections, director):
    summary, figures, plan = sections
    text = EditionTextFactory(edition__report=summary.report, section=figures)
    set_up.show_section(figures, is_wanted=False, by=director)
    assert titles_of(summary.report) == ["Summary", "Plan"]
    with pytest.raises(ValidationError, match="Put it back"):
        set_up.move_section(figures, up=True, by=director)
    set_up.move_section(plan, up=True, by=director)  # past what is not seen, in one step
    assert titles_of(summary.report) == ["Plan", "Summary"]
    set_up.show_section(figures, is_wanted=True, by=director)
    assert set(titles_of(summary.report)) == {"Plan", "Summary", "Figures"}
    assert figures.texts.get() == text


def test_sections_are_added_moved_and_left_out_on_the_page(signed_in, sections):
    client, address = signed_in("analyst"), f"/reports/{sections[0].report_id}/"
    added = {"kind": "figures", "title": "Complaints", "after": sections[0].pk}
    page = client.post(f"{address}sections/add/", added, follow=True).content.decode()
    assert "“Complaints” is added" in page
    assert titles_of(sections[0].report)[1] == "Complaints"
    plan = f"{address}sections/{sections[2].pk}/"
    assert "is moved up" in client.post(f"{plan}move/", {"way": "up"}, follow=True).content.decode()
    assert "Left out" in client.post(f"{plan}show/", {"show": "no"}, follow=True).content.decode()
    assert "Plan" not in titles_of(sections[0].report)
    client.post(f"{plan}show/", {"show": "yes"})
    assert "Plan" in titles_of(sections[0].report)
    refused = client.post(f"{address}sections/add/", {"title": ""}).content.decode()
    assert "Choose what the section holds." in refused
    assert "Give the section a heading." in refused


def test_what_a_table_shows_is_chosen_on_its_page(signed_in):
    about = {"columns": ["target", "figure"], "arranged_by": "team", "about": ["complaint"]}
    section = ReportSectionFactory(kind="figures", title="Figures", options=about)
    address = f"/reports/{section.report_id}/sections/{section.pk}/"
    client = signed_in("director")
    shown = client.get(address).content.decode()
    assert 'value="target"' in shown
    data = {
        "title": "Figures",
        "revision": "1",
        "columns": ["figure", "months", "target"],
        "months": "6",
        "about": "complaint\r\n ombudsman ",
        "counted": "on",
    }
    client.post(address, data)
    section.refresh_from_db()
    assert section.options == {
        "columns": ["target", "figure", "months"],
        "months": 6,
        "about": ["complaint", "ombudsman"],
        "counted": True,
    }
    refused = client.post(address, data | {"columns": [], "revision": "2"}).content.decode()
    assert "Choose at least one column." in refused


def test_a_report_is_made_once_for_a_quarter(edition, director):
    with pytest.raises(ValidationError, match="already being made"):
        editions.open_edition(edition.report, quarter=Quarter(date(2026, 7, 1)), by=director)


def test_texts_are_versions_and_a_second_writer_is_told(edition, contributor):
    section = ReportSectionFactory(report=edition.report)
    write = {"edition": edition, "section": section, "by": contributor}
    editions.write_text(**write, words="Reviews are late.", seen_number=0)
    editions.write_text(**write, words="Reviews are on time.", seen_number=1)
    with pytest.raises(ValidationError, match="saved this text on") as refusal:
        editions.write_text(**write, words="Reviews?", seen_number=1)
    assert refusal.value.code == MOVED_ON
    words = [text.words for text in edition.texts.all()]
    assert words == ["Reviews are on time.", "Reviews are late."]
    assert edition.texts.in_force().get().number == 2


def test_saving_the_same_words_makes_no_version(edition, contributor):
    text = EditionTextFactory(edition=edition)
    again = {"words": text.words, "seen_number": 1, "by": contributor}
    assert editions.write_text(edition, text.section, **again) is None


def test_a_director_who_wrote_none_of_it_approves(edition, director, person):
    EditionTextFactory(edition=edition, written_by=director)
    with pytest.raises(ValidationError, match="another director must approve"):
        editions.approve(edition, by=director)
    editions.approve(edition, by=person("director"))
    assert editions.state_of(edition) == EditionState.APPROVED


def test_what_must_be_written_is_written_before_approval(edition, director):
    ReportSectionFactory(report=edition.report, title="Recommendations", is_required=True)
    with pytest.raises(ValidationError, match="Nothing is written yet in: Recommendations"):
        editions.approve(edition, by=director)


def test_nobody_but_a_director_approves_issues_or_takes_back(approved, contributor):
    with pytest.raises(ValidationError):
        editions.approve(approved, by=contributor)
    with pytest.raises(ValidationError, match="Only a director"):
        editions.issue(approved, audience=Audience.PUBLIC, by=contributor, on=TODAY)
    with pytest.raises(ValidationError, match="Only a director"):
        editions.take_back(approved, by=contributor, note="Wrong figure")


def test_an_approved_report_is_written_in_no_more_until_it_is_taken_back(
    approved, contributor, director
):
    section = ReportSectionFactory(report=approved.report)
    write = {"edition": approved, "section": section, "by": contributor, "seen_number": 0}
    with pytest.raises(ValidationError, match="A director can take it back"):
        editions.write_text(**write, words="One thing more.")
    with pytest.raises(ValidationError, match="Say why"):
        editions.take_back(approved, by=director, note=" ")
    editions.take_back(approved, by=director, note="A figure was wrong.")
    assert editions.write_text(**write, words="One thing more.")


def test_a_draft_is_not_issued(edition, director):
    with pytest.raises(ValidationError, match="Approve the report"):
        editions.issue(edition, audience=Audience.PUBLIC, by=director, on=TODAY)


def test_an_issued_copy_is_frozen_with_its_files_and_rules(approved, director):
    section = ReportSectionFactory(report=approved.report, title="Summary")
    EditionTextFactory(edition=approved, section=section, words="All is well.")
    copy = editions.issue(approved, audience=Audience.COMMITTEE, by=director, on=TODAY)
    before = {file.kind: bytes(file.content) for file in copy.files.all()}
    ReportSection.objects.update(title="Changed", standing_text="Everything is different.")
    kept = IssuedCopy.objects.get()
    report = from_content(kept.content)
    assert fingerprint(kept.content) == kept.sha256
    assert report.sections[0].title == "Summary"
    assert report.state == "Issued on 22 November 2026"
    assert any("from 1 to 4" in rule for rule in report.rules)
    assert set(before) == {"docx", "pdf", "xlsx"}
    for file in kept.files.all():
        assert bytes(file.content) == before[file.kind]
        assert hashlib.sha256(bytes(file.content)).hexdigest() == file.sha256


def test_sections_changed_after_approval_are_not_issued_unseen(approved, director):
    section = ReportSectionFactory(report=approved.report)
    set_up.show_section(section, is_wanted=False, by=director)
    with pytest.raises(ValidationError, match="changed after it was approved"):
        editions.issue(approved, audience=Audience.PUBLIC, by=director, on=TODAY)
    editions.take_back(approved, by=director, note="The sections changed.")
    EditionStepFactory(edition=approved, state=EditionState.APPROVED)
    assert editions.issue(approved, audience=Audience.PUBLIC, by=director, on=TODAY)


def test_a_second_copy_needs_the_report_to_have_been_taken_back(approved, director):
    issue = {"audience": Audience.PUBLIC, "by": director, "on": TODAY}
    first = editions.issue(approved, **issue)
    with pytest.raises(ValidationError, match="take the report back"):
        editions.issue(approved, **issue)
    IssuedCopy.objects.filter(pk=first.pk).update(issued_at="2026-11-01T12:00Z")
    editions.take_back(approved, by=director, note="A figure was wrong.")
    EditionStepFactory(edition=approved, state=EditionState.APPROVED)
    assert editions.issue(approved, **issue).number == 2
    assert first.files.count() == 3


QUARTER = {
    "period__kind": "quarter",
    "period__starts_on": date(2026, 7, 1),
    "period__ends_on": date(2026, 9, 30),
}


def part_of(whole, code, value):
    """A team's number for quarter 2 of 2026-27."""
    about = {"code": code, "unit": "number", "parent": whole, "breakdown": "Team" if whole else ""}
    about["frequency"] = "quarterly"
    fields = {f"indicator__{name}": given for name, given in about.items()}
    return OutturnFactory(value=value, **fields, **QUARTER)


def revise(outturn, value):
    Outturn.objects.filter(pk=outturn.pk).update(is_current=False)
    OutturnFactory(indicator=outturn.indicator, value=value, **QUARTER)


def test_a_later_copy_withholds_what_an_earlier_one_withheld(home_council, director):
    """By itself it would withhold the number that was revised, as the smallest beside P1."""
    edition = ReportEditionFactory()
    ReportSectionFactory(report=edition.report, kind="figures", options={"columns": ["figure"]})
    EditionStepFactory(edition=edition, state=EditionState.APPROVED)
    whole = part_of(None, "W", 55)
    _, _, third = (
        part_of(whole.indicator, code, value) for code, value in (("P1", 3), ("P2", 12), ("P3", 40))
    )
    first = editions.issue(edition, audience=Audience.COMMITTEE, by=director, on=TODAY)
    revise(third, 6)
    revise(whole, 21)
    second = editions.issue(edition, audience=Audience.PUBLIC, by=director, on=TODAY)
    before, after = (
        {line["what"].partition(" ")[0] for line in copy.withheld if "Quarter" in line["what"]}
        for copy in (first, second)
    )
    assert before == after == {"P1", "P2"}


def test_what_is_kept_of_an_issued_copy_is_read_back(home_council):
    kept = Kept(
        counts={(1, "value"): 3, ("left", (1, "value"), (2, "value")): 9},
        sums=(Sum((1, "value"), ((2, "value"), ("left", (1, "value"), (2, "value")))),),
        never_shown=frozenset({("left", (1, "value"), (2, "value"))}),
        withheld=frozenset({(1, "value")}),
        shown=frozenset({2}),
    )
    IssuedCopyFactory(figures=kept.as_json())
    IssuedCopyFactory()  # issued before such things were kept
    IssuedCopyFactory(figures=kept.as_json(), audience=Audience.INTERNAL)
    assert known_outside() == Earlier((kept,))


# --- pages ----------------------------------------------------------------------------------


def test_issued_pages_and_files_are_as_they_were(signed_in, edition):
    copy = IssuedFileFactory(copy__edition=edition).copy
    client = signed_in("reviewer")
    page = client.get(f"/reports/issued/{copy.pk}/").content.decode()
    assert "All is well." in page
    assert "What was left out" not in page
    file = client.get(f"/reports/issued/{copy.pk}/report.xlsx")
    assert hashlib.sha256(file.content).hexdigest() == copy.files.get().sha256
    assert client.get(f"/reports/issued/{copy.pk}/report.pdf").status_code == 404


def test_reviewers_read_nothing_that_is_for_the_council_alone(signed_in, edition):
    copy = IssuedCopyFactory(edition=edition, audience=Audience.INTERNAL)
    client = signed_in("reviewer")
    assert client.get(f"/reports/issued/{copy.pk}/").status_code == 404
    assert str(edition.report) not in client.get("/reports/").content.decode()


def test_a_copy_that_was_tampered_with_says_so(signed_in, edition):
    copy = IssuedCopyFactory(edition=edition)
    copy.content["title"] = "Something else"
    IssuedCopy.objects.filter(pk=copy.pk).update(content=copy.content)
    page = signed_in("director").get(f"/reports/issued/{copy.pk}/").content.decode()
    assert "not as it was issued" in page


def test_writing_a_text_on_the_page(signed_in, edition):
    section = ReportSectionFactory(report=edition.report, title="Summary")
    client = signed_in("analyst")
    address = f"/reports/editions/{edition.pk}/write/{section.pk}/"
    answer = client.post(address, {"words": "All is well.", "revision": "0"}, follow=True)
    assert "“Summary” is saved." in answer.content.decode()
    answer = client.post(address, {"words": "Mine.", "revision": "0", "initial-words": ""})
    page = answer.content.decode()
    assert "saved this text on" in page
    assert "All is well." in page


@pytest.mark.parametrize("address", ["/reports/", "/reports/{report}/"])
def test_lists_cost_the_same_however_many(
    address, signed_in, edition, django_assert_max_num_queries
):
    for _ in range(11):
        IssuedCopyFactory(edition=ReportEditionFactory(quarter_starts_on=date(2026, 4, 1)))
        ReportSectionFactory(report=edition.report)
    client = signed_in("director")
    with django_assert_max_num_queries(7):
        client.get(address.format(report=edition.report.pk))
