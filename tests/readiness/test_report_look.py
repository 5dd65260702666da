"""How reports look: the council's name and logo, and a report's own words for ratings."""

import io
from datetime import date

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from PIL import Image, PngImagePlugin

from readiness.models import Audience, EditionState, ReportLook
from readiness.reports import editions, look, pdf, set_up, word
from readiness.reports.making import make
from readiness.reports.report import as_content, from_content
from tests.factories import (
    EditionStepFactory,
    OutturnFactory,
    PerformanceReportFactory,
    ReportEditionFactory,
    ReportSectionFactory,
    TargetFactory,
    a_report,
)
from tests.readiness.test_report_files import structure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = date(2026, 11, 22)


def picture(size=(1800, 400), kind="PNG", **how) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", size, "navy").save(content, kind, **how)
    return SimpleUploadedFile(f"logo.{kind.lower()}", content.getvalue())


def choose(by, *, name="Bury Council", logo=None, without_logo=False, seen=0):
    about = {"name": name, "logo": logo, "without_logo": without_logo}
    return look.choose_look(**about, by=by, seen=seen)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_drawn_anew_no_larger_than_is_needed(director, kind):
    found = choose(director, logo=picture(kind=kind))
    assert look.size_of(found.logo) == (900, 200)
    assert look.in_force().name == "Bury Council"


def test_nothing_hidden_in_the_file_comes_along(director):
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "the secret")
    logo = picture(pnginfo=notes)
    logo_and_more = SimpleUploadedFile("logo.png", logo.read() + b"<script>the secret</script>")
    assert b"the secret" not in choose(director, logo=logo_and_more).logo


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "save it as PNG"),
        (b"GIF89a" + b"x" * 40, "must be a PNG or JPEG"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 40, "picture"),
        (b"", "must be a PNG or JPEG"),
        (b"\x89PNG\r\n" + b"x" * look.LARGEST_FILE, "larger than 2 MB"),
    ],
)
def test_what_is_no_safe_picture_is_refused_with_the_way_out(director, content, why):
    with pytest.raises(ValidationError, match=why) as refusal:
        choose(director, logo=SimpleUploadedFile("logo.png", content))
    assert "logo" in refusal.value.message_dict
    assert not ReportLook.objects.exists()


def test_a_logo_too_small_to_print_is_refused(director):
    with pytest.raises(ValidationError, match="only 40 by 20 pixels"):
        choose(director, logo=picture((40, 20)))


def test_a_second_chooser_is_told_and_the_logo_stays_until_it_is_taken_away(director):
    first = choose(director, logo=picture())
    with pytest.raises(ValidationError, match="changed how reports look"):
        choose(director, name="Bury")
    second = choose(director, name="Bury", seen=first.pk)
    assert second.logo == first.logo
    with pytest.raises(ValidationError, match="Nothing was changed"):
        choose(director, name="Bury", seen=second.pk)
    with pytest.raises(ValidationError, match="not both"):
        choose(director, logo=picture(), without_logo=True, seen=second.pk)
    assert choose(director, name="Bury", without_logo=True, seen=second.pk).logo == b""


def test_the_logo_stands_in_every_form_with_the_councils_name_as_its_words(director):
    choose(director, logo=picture())
    report = a_report(council="Bury Council", logo=look.in_force().logo)
    assert from_content(as_content(report)) == report
    (shape,) = Document(io.BytesIO(word.write(report))).inline_shapes
    assert shape._inline.docPr.get("descr") == "Bury Council"
    printed = pikepdf.open(io.BytesIO(pdf.write(report)))
    found = structure(printed.Root.StructTreeRoot.K, [])
    assert [words for kind, words, _ in found if kind == "/Figure"] == ["Bury Council"]


def test_a_copy_keeps_the_look_of_the_day_it_was_issued(signed_in, person, home_council):
    director = person("director")
    edition = ReportEditionFactory()
    ReportSectionFactory(report=edition.report, is_required=False)
    EditionStepFactory(edition=edition, state=EditionState.APPROVED)
    before = choose(director, name="Bury Council", logo=picture())
    copy = editions.issue(edition, audience=Audience.PUBLIC, by=director, on=TODAY)
    choose(director, name="New Bury", without_logo=True, seen=before.pk)
    page = signed_in("reviewer").get(f"/reports/issued/{copy.pk}/").content.decode()
    assert 'alt="Bury Council"' in page
    assert "New Bury" not in page
    preview = signed_in("director").get(f"/reports/editions/{edition.pk}/public/").content.decode()
    assert "New Bury" in preview
    assert "gt-report__logo" not in preview


def test_name_and_logo_are_chosen_on_one_page(signed_in):
    client = signed_in("administrator")
    answer = client.post(
        "/reports/look/", {"name": "Bury Council", "logo": picture(), "seen": "0"}, follow=True
    )
    page = answer.content.decode()
    assert "Reports made from now on look like this." in page
    assert 'alt="Bury Council"' in page
    svg = SimpleUploadedFile("logo.svg", b"<svg/>")
    refused = client.post("/reports/look/", {"name": "Bury", "logo": svg, "seen": "0"})
    assert "changed how reports look" in refused.content.decode()


# --- words ----------------------------------------------------------------------------------

WORDS = {"met": "On target", "within_tolerance": "Slightly below", "not_met": "Off target"}


def change(report, by, *, seen=1, words=WORDS, title="Quarterly report", group=""):
    return set_up.change_report(report, title=title, group=group, words=words, seen=seen, by=by)


def test_a_reports_own_words_stand_in_it_and_nowhere_else(home_council, director):
    edition = ReportEditionFactory()
    options = {"columns": ["figure", "rating"], "counted": True}
    ReportSectionFactory(report=edition.report, kind="figures", options=options)
    quarter = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 9, 30), "kind": "quarter"}
    outturn = OutturnFactory(value=6, **{f"period__{k}": v for k, v in quarter.items()})
    TargetFactory(indicator=outturn.indicator, period=outturn.period, value=10)
    edition.report = change(edition.report, director)
    written = str(as_content(make(edition, audience=Audience.PUBLIC, on=TODAY).report))
    assert "Off target" in written or "On target" in written
    assert "Not met" not in written
    edition.report = change(edition.report, director, seen=2, words=dict.fromkeys(WORDS, " "))
    written = str(as_content(make(edition, audience=Audience.PUBLIC, on=TODAY).report))
    assert "Off target" not in written
    assert "On target" not in written


def test_words_that_confuse_are_refused(director):
    report = PerformanceReportFactory()
    with pytest.raises(ValidationError, match="another rating as well"):
        change(report, director, words=WORDS | {"met": "off target"})
    with pytest.raises(ValidationError, match="Give the word"):
        change(report, director, words=WORDS | {"met": ""})
    PerformanceReportFactory(title="Scorecard")
    with pytest.raises(ValidationError, match="already a report called"):
        change(report, director, title="scorecard")


def test_a_second_editor_of_the_words_is_told(signed_in, director):
    report = PerformanceReportFactory()
    change(report, director)
    data = {"title": "Mine", "group": "", "revision": "1", **WORDS}
    page = signed_in("analyst").post(f"/reports/{report.pk}/words/", data).content.decode()
    assert "has changed this report since you opened it" in page


def test_name_and_words_are_changed_on_their_page(signed_in):
    report = PerformanceReportFactory()
    data = {"title": "Committee report", "group": "", "revision": "1", **WORDS}
    answer = signed_in("analyst").post(f"/reports/{report.pk}/words/", data, follow=True)
    page = answer.content.decode()
    assert "Committee report" in page
    assert "Slightly below" in page
