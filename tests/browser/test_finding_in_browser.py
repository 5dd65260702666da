"""Finding evidence, keeping a search, renewing and reading coverage in a real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from evidence import search
from tests.browser.conftest import WIDTHS
from tests.factories import (
    CategoryFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    HomeCouncilFactory,
    LensFactory,
    StatementFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def evidence():
    HomeCouncilFactory()
    late = timezone.localdate() - timedelta(days=3)
    document = DocumentFactory(title="Safeguarding procedure", review_by=late)
    search.index_document(document)
    statement = StatementFactory(title="Safeguarding", slug="safeguarding")
    LensFactory(framework=statement.framework, title="Unpaid carers", slug="unpaid-carers")
    EvidenceLinkFactory(
        document=document,
        statement=statement,
        category=CategoryFactory(framework=statement.framework),
    )
    return document


def test_a_misspelt_search_is_put_right_saved_and_found_again(
    signed_in_page, live_server, barriers
):
    page = signed_in_page("contributor")
    page.goto(f"{live_server.url}/evidence/")
    page.get_by_label("Search titles").fill("safegaurding")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No document holds “safegaurding”.")).to_be_visible()
    expect(page.get_by_role("link", name="Safeguarding procedure")).to_be_visible()
    for width in WIDTHS:
        assert barriers(page, width=width) == []
    page.get_by_role("link", name="Save this search").click()
    page.get_by_label("Name", exact=True).fill("Safeguarding papers")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved as “Safeguarding papers”.")).to_be_visible()
    page.goto(f"{live_server.url}/my-work/")
    kept = page.get_by_role("link", name="Safeguarding papers", exact=True)
    expect(kept).to_be_visible()
    page.get_by_role("link", name="Your saved searches, and what is new in them").click()
    expect(page.get_by_role("heading", name="Saved searches", level=1)).to_be_visible()
    expect(kept).to_be_visible()
    for width in WIDTHS:
        assert barriers(page, width=width) == []


def test_several_are_given_a_lens_that_coverage_then_counts(signed_in_page, live_server, barriers):
    page = signed_in_page("director")
    page.goto(f"{live_server.url}/evidence/")
    page.get_by_label("Choose Safeguarding procedure").check()
    page.get_by_role("button", name="Add a lens").click()
    page.get_by_label("Lens").select_option("Unpaid carers")
    for width in WIDTHS:
        assert barriers(page, width=width) == []
    page.get_by_role("button", name="Save for all of them").click()
    expect(page.get_by_text("Unpaid carers: given to 1 document.")).to_be_visible()
    page.goto(f"{live_server.url}/coverage/?by=lens")
    expect(page.get_by_role("row", name="Unpaid carers")).to_contain_text("1")
    for width in WIDTHS:
        assert barriers(page, width=width) == []


def test_what_is_out_of_date_is_renewed_with_one_press(signed_in_page, live_server, barriers):
    page = signed_in_page("contributor")
    page.goto(f"{live_server.url}/evidence/review/")
    for width in WIDTHS:
        assert barriers(page, width=width) == []
    page.get_by_role("button", name="Still current").click()
    expect(page.get_by_text("“Safeguarding procedure” is still current.")).to_be_visible()
    expect(page.get_by_text("Nothing is out of date")).to_be_visible()


@pytest.mark.parametrize("address", ["/coverage/", "/coverage/needed/", "/my-work/digest/"])
def test_the_pages_have_no_barriers(signed_in_page, live_server, barriers, address):
    page = signed_in_page("director")
    page.goto(f"{live_server.url}{address}")
    for width in WIDTHS:
        assert barriers(page, width=width) == []
