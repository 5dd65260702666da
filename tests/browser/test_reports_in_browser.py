"""A quarterly report set up, written, approved by another and issued: at a browser."""

import pytest
from django.utils import timezone

from indicators.models import Indicator
from readiness.quarters import reported_quarter
from tests.factories import ActionUpdateFactory, OutturnFactory, TargetFactory

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
