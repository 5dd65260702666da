"""A quarterly report set up, written, approved by another and issued: at a browser."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from indicators.models import Indicator
from readiness.quarters import reported_quarter
from tests.browser.visitor import PHONE, Keyboard
from tests.factories import (
    ActionUpdateFactory,
    OutturnFactory,
    PerformanceReportFactory,
    ReportLookFactory,
    ReportSectionFactory,
    TargetFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def quarter():
    """The last one that has ended, whatever day it is."""
    return reported_quarter(timezone.localdate())


@pytest.fixture(autouse=True)
def figures(transactional_db, home_council, quarter):
    indicator = None
    for each, value in ((quarter.previous, 6), (quarter, 3)):
        outturn = OutturnFactory(
            **({"indicator": indicator} if indicator else {"indicator__unit": "number"}),
            period__kind="quarter",
            period__starts_on=each.starts_on,
            period__ends_on=each.ends_on,
            value=value,
        )
        indicator = outturn.indicator
        TargetFactory(indicator=indicator, period=outturn.period, value=10)
    Indicator.objects.update(title="Reviews late", short_title="", frequency="quarterly")
    ActionUpdateFactory(action__title="Begin a forum")


@BOTH
def test_a_report_is_made_and_issued(visitor, person, quarter, scripts):
    analyst = visitor(person("analyst"), scripts=scripts)
    analyst.go("/reports/")
    analyst.follow("Set up a report")
    analyst.choose("Corporate quarterly scorecard")
    analyst.fill("What is it called?", "Performance report")
    analyst.press("Set it up")
    analyst.follow("Glossary")
    analyst.fill("Words that stand in every", "- ADASS: directors of adult social services")
    analyst.press("Save")
    analyst.pick("Quarter", str(quarter))
    analyst.press("Make it for this quarter")
    titles = ("Summary", "Recommendations", "Reasons for the recommendations", "Executive summary")
    for title in titles:
        analyst.page.get_by_role("link", name=title, exact=True).first.click()
        analyst.fill(title, "Reviews are done sooner.")
        analyst.press("Save")
    analyst.sees("Still missing")
    analyst.follow("As the public copy")
    analyst.sees("Suppressed")
    analyst.follow("What is left out, and why")
    analyst.sees("It is from 1 to 4.")

    director = visitor(person("director"), scripts=scripts)
    director.go("/reports/")
    director.follow(f"Performance report, {quarter}")
    director.press("Approve this report")
    director.press("Issue the public copy")
    director.sees("Issued on")
    assert director.downloads("PDF").read_bytes().startswith(b"%PDF")

    reviewer = visitor(person("reviewer"), scripts=scripts)
    reviewer.go("/reports/")
    reviewer.follow(f"Performance report, {quarter}, public copy")
    reviewer.sees("Reviews are done sooner.")
    reviewer.sees_no_way_to_change_anything()


@pytest.fixture
def report():
    """With two sections, and one that was left out."""
    made = PerformanceReportFactory(title="Performance report")
    for title in ("Summary", "Risks"):
        ReportSectionFactory(report=made, title=title)
    ReportSectionFactory(report=made, title="Glossary", is_wanted=False)
    return made


def test_the_pages_where_a_report_is_set_up_have_no_barriers(signed_in_page, barriers_at, report):
    ReportLookFactory()
    section = report.sections.first()
    addresses = [
        reverse("report_list"),
        reverse("report_look"),
        reverse("set_up_report"),
        reverse("report", args=[report.pk]),
        reverse("edit_report_words", args=[report.pk]),
        reverse("add_report_section", args=[report.pk]),
        reverse("edit_report_section", args=[report.pk, section.pk]),
    ]
    assert barriers_at(signed_in_page("director"), addresses) == {}


def test_sections_are_put_in_order_by_keyboard(visitor, director, report):
    page = visitor(director).page
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.goto(reverse("report", args=[report.pk]))
    keys, rows = Keyboard(page), page.locator("tbody tr th")
    expect(rows).to_have_text(["Summary", "Risks"])
    for press, section, then in (
        ("Down", "Summary", ["Risks", "Summary"]),
        ("Leave out", "Risks", ["Summary"]),
        ("Put back", "Glossary", ["Summary", "Glossary"]),
    ):
        name = re.compile(f"^{press} ?: {section}$")  # browsers set a space before hidden words
        keys.go_to(page.get_by_role("button", name=name))
        keys.press("Enter")
        expect(rows).to_have_text(then)
