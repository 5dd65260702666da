"""The scorecard in a real browser: from the menu to the cell a figure came from."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS
from tests.factories import EnglandFactory, IndicatorLinkFactory, OutturnFactory, StatementFactory
from tests.indicators.published import load_dudley, period_row

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def published(home_council):
    """A published scorecard as if it were ours, one indicator of it under a statement."""
    load_dudley(home_council)
    safeguarding = StatementFactory(slug="safeguarding", title="Safeguarding")
    figure = home_council.outturns.filter(indicator__code="PI.2132").latest("period__ends_on")
    IndicatorLinkFactory(indicator=figure.indicator, statement=safeguarding)
    OutturnFactory(
        indicator=figure.indicator, area=EnglandFactory(), period=period_row("2023-24 Q2"), value=25
    )


def test_from_the_menu_to_the_cell_a_figure_came_from(signed_in_page, live_server):
    page = signed_in_page("analyst")
    page.goto(f"{live_server.url}/indicators/")
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Scorecard").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("scorecard for Quarter 2 2023-24")
    page.get_by_label("Arrange by").select_option("Quality statement")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="Safeguarding")).to_be_visible()
    page.get_by_role("link", name="28.0%").first.click()
    expect(page.get_by_text("dudley-2023-24-q2.csv")).to_be_visible()
    expect(page.get_by_text("L3", exact=True)).to_be_visible()


def test_the_workbook_is_downloaded_from_the_page(signed_in_page, live_server):
    page = signed_in_page("director")
    page.goto(f"{live_server.url}/indicators/scorecard/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename == "scorecard-bury-2023-24-q2.xlsx"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("query", ["", "?by=statement", "?rating=suppressed"])
def test_the_scorecard_has_no_barriers(signed_in_page, live_server, barriers, query, width):
    page = signed_in_page("director")
    page.goto(f"{live_server.url}/indicators/scorecard/{query}")
    assert barriers(page, width=width) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_source_of_a_figure_has_no_barriers(
    signed_in_page, live_server, barriers, home_council, width
):
    page = signed_in_page("reviewer")
    page.goto(f"{live_server.url}/indicators/figures/{home_council.outturns.first().pk}/")
    assert barriers(page, width=width) == []
