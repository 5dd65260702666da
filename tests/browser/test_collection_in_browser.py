"""Entering figures in a real browser: pasted from a spreadsheet, by keyboard, without scripts."""

import pytest
from playwright.sync_api import expect

from indicators.models import FigureEntry, OwedFigure
from readiness.roles import Role
from tests.browser.conftest import WIDTHS
from tests.factories import (
    HomeCouncilFactory,
    OutturnFactory,
    OwedFigureFactory,
    TargetFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASTE = """(cell, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const how = { clipboardData: data, bubbles: true, cancelable: true };
  cell.dispatchEvent(new ClipboardEvent("paste", how));
}"""

BLOCK = "88\t44\t50\n145\n"


@pytest.fixture
def owed(transactional_db):
    """Two figures that the person who is signed in owes."""
    HomeCouncilFactory()
    first = OwedFigureFactory(indicator__code="L1", indicator__title="People asked")
    OwedFigureFactory(
        round=first.round, owner=first.owner, indicator__code="L2", indicator__title="People seen"
    )
    return first


@pytest.fixture
def owner_page(signed_in_page, owed):
    page = signed_in_page(Role.CONTRIBUTOR)
    person = type(owed.owner).objects.get(groups__name=Role.CONTRIBUTOR)
    OwedFigure.objects.update(owner=person)
    return page


def grid(live_server, owed):
    return f"{live_server.url}/indicators/collection/{owed.round_id}/enter/"


def test_a_block_of_cells_is_pasted_and_each_row_saved(owner_page, live_server, owed):
    page = owner_page
    page.goto(grid(live_server, owed))
    cell = page.get_by_label("Figure: People asked")
    cell.evaluate(PASTE, BLOCK)
    expect(page.get_by_text("Saved: 88,")).to_be_visible()
    expect(page.get_by_text("A percentage is 100 at most, not 145.")).to_be_visible()
    second = page.get_by_label("Figure: People seen")
    second.fill("95")
    second.press("ArrowUp")
    expect(page.get_by_text("Saved: 95,")).to_be_visible()
    expect(cell).to_be_focused()
    assert FigureEntry.objects.count() == 2


def test_the_grid_works_without_scripts(browser, owner_page, live_server, owed):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(owner_page.context.cookies())
    page = context.new_page()
    page.goto(grid(live_server, owed))
    page.get_by_text("Paste rows from a spreadsheet").click()
    page.get_by_label("Paste rows here").fill("L2\t95\nL1\t88\t44\t50\n")
    page.get_by_role("button", name="Fill the grid").click()
    expect(page.get_by_text("2 rows are filled in.")).to_be_visible()
    page.get_by_role("button", name="Save and hand in what is entered").click()
    expect(page.get_by_text("2 handed in, to be checked and signed off.")).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_stands_in_anybodys_way(signed_in_page, live_server, barriers, owed, width):
    missed = OutturnFactory(indicator__code="M1", value=50, indicator__owner=UserFactory())
    TargetFactory(indicator=missed.indicator, period=missed.period, value=60)
    missed.indicator.changes.create(kind="added", what="Indicator", after="People seen")
    page = signed_in_page(Role.ANALYST)
    OwedFigure.objects.filter(pk=owed.pk).update(
        owner=type(owed.owner).objects.get(groups__name=Role.ANALYST)
    )
    for address in (
        "/indicators/changes/",
        "/indicators/commentary/",
        f"/indicators/M1/commentary/{missed.period_id}/",
        "/indicators/M1/",
        "/indicators/M1/change/",
        "/indicators/M1/drop/",
        "/indicators/add/",
        "/indicators/collection/",
        "/indicators/collection/open/",
        f"/indicators/collection/{owed.round_id}/",
        f"/indicators/collection/{owed.round_id}/enter/",
        f"/indicators/collection/figures/{owed.pk}/",
    ):
        page.goto(live_server.url + address)
        assert barriers(page, width=width) == [], address
