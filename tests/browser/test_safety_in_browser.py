"""A document with findings is looked at and cleared in a real browser, at a desk and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evidence import reading
from evidence.models import DocumentVersion
from readiness.demo import files
from tests.browser.conftest import WIDTHS
from tests.factories import HomeCouncilFactory, VersionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Picture = DocumentVersion.PictureState


@pytest.fixture
def held(db):
    """A PDF of two pages with a telephone number kept for drama, through every step."""
    HomeCouncilFactory()
    version = VersionFactory(
        document__title="Case example",
        content=files.pdf("Case example", ["One", "Two", "Ring 0161 496 0000."]),
        media_type="application/pdf",
        kind_of_file="PDF",
        original_name="Case example.pdf",
        personal_state="unchecked",
        picture_state=Picture.WAITING,
    )
    reading.read_version(version.pk)
    return version


def test_what_was_found_is_looked_at_and_cleared_with_a_reason(
    signed_in_page, live_server, held, barriers
):
    page = signed_in_page("contributor")
    page.goto(live_server.url + reverse("held_documents"))
    for width in WIDTHS:
        assert barriers(page, width=width) == []
    page.get_by_role("link", name="Case example").click()
    page.get_by_role("link", name="Look at what was found").click()
    expect(page.get_by_text("Phone number: 016•••00")).to_be_visible()
    for width in WIDTHS:
        assert barriers(page, width=width) == []
    page.get_by_role("button", name="Clear for sharing").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why it may be shared")
    assert barriers(page) == []
    page.get_by_label("Why may it be shared?").fill("A number for drama")
    page.get_by_label("I have looked through the whole document").check()
    page.get_by_role("button", name="Clear for sharing").click()
    expect(page.get_by_text("Cleared. Whoever may see the document")).to_be_visible()
    held.refresh_from_db()
    assert held.is_shareable


def test_pages_are_looked_at_as_pictures_one_after_the_other(
    signed_in_page, live_server, held, barriers
):
    page = signed_in_page("director")
    page.goto(live_server.url + reverse("document", args=[held.document_id]))
    page.get_by_role("link", name="Preview", exact=True).click()
    expect(page.get_by_role("heading", name="Page 1 of 2")).to_be_visible()
    picture = page.get_by_role("img", name="Page 1 of 2 of Case example")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("one => one.naturalWidth") > 0
    for width in WIDTHS:
        assert barriers(page, width=width) == []
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("heading", name="Page 2 of 2")).to_be_visible()
