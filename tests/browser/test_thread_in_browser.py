"""The golden thread in a real browser: from each of its five starts, on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS
from tests.factories import (
    FrameworkFactory,
    RecommendationFactory,
    SelfAssessmentFactory,
    StatementFactory,
    UserFactory,
    four_levels,
)
from tests.golden_threads import ARGUMENTS, address, whole_thread

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STEPS = [
    *("The figure", "The quality statement and its score", "The evidence that shows it"),
    *("What others recommended", "What is being done", "In use", "What it changed"),
    "Scored again",
]


@pytest.fixture
def chain(home_council):
    """A whole thread, and a recommendation that breaks it."""
    framework = FrameworkFactory(rules=four_levels())
    statement = StatementFactory(theme__framework=framework, title="Safeguarding")
    this_round = SelfAssessmentFactory(framework=framework)
    people = {"scored_by": UserFactory(), "signed_by": UserFactory()}
    RecommendationFactory(state="accepted").statements.add(statement)
    return whole_thread(statement, this_round, **people)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_thread_has_no_barriers_from_any_of_its_starts(
    chain, signed_in_page, live_server, barriers, width
):
    page = signed_in_page("director")
    for kind in ARGUMENTS:
        page.goto(live_server.url + address(kind, chain[kind]))
        steps = page.locator("ol.gt-thread").get_by_role("heading", level=2)
        expect(steps).to_have_text(STEPS)
        assert barriers(page, width=width) == [], kind


def test_a_break_is_found_from_the_top_and_mended_from_its_step(chain, signed_in_page, live_server):
    page = signed_in_page("director")
    page.goto(live_server.url + address("statement", chain["statement"]))
    page.get_by_role("link", name="Go to “What others recommended”").click()
    step = page.get_by_role("listitem").filter(
        has=page.get_by_role("heading", name="What others recommended")
    )
    expect(step).to_be_in_viewport()
    step.get_by_role("link", name="Add an action").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Add an action for recommendation")


def test_a_thread_reads_the_same_without_scripts(browser, chain, signed_in_page, live_server):
    signed_in = signed_in_page("reviewer").context.storage_state()
    with browser.new_context(java_script_enabled=False, storage_state=signed_in) as context:
        page = context.new_page()
        page.goto(live_server.url + address("action", chain["action"]))
        steps = page.locator("ol.gt-thread").get_by_role("heading", level=2)
        expect(steps).to_have_text(STEPS)
