"""Checking files, keeping, holding and deleting in a real browser: nothing in anybody's way."""

from datetime import date

import pytest
from django.urls import reverse

from evidence import integrity
from tests.browser.conftest import WIDTHS
from tests.factories import DocumentFactory, EvidenceLinkFactory, LegalHoldFactory, VersionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG_AGO = date(2015, 1, 1)


@pytest.fixture
def kept(home_council):
    """A document to keep and one that is held; a file that is missing, and one that may go."""
    held = LegalHoldFactory(document__keep_until=LONG_AGO)
    DocumentFactory(title="May go", keep_until=LONG_AGO)
    missing = VersionFactory()
    missing.file.storage.delete(missing.file.name)
    integrity.verify()
    EvidenceLinkFactory()
    return {"document": VersionFactory(document__title="W" * 60).document, "hold": held}


def test_no_page_for_keepers_of_documents_has_barriers(signed_in_page, live_server, barriers, kept):
    page = signed_in_page("director")
    of_one = ("place_hold", "keep_until", "delete_document", "personal_data")
    addresses = [
        *map(reverse, ("file_checks", "retention", "held_documents", "review_list")),
        *(reverse(name, args=[kept["document"].pk]) for name in of_one),
        reverse("lift_hold", args=[kept["hold"].pk]),
    ]
    wrong = {}
    for address in addresses:
        answer = page.goto(live_server.url + address)
        assert answer.ok, f"{address} answers {answer.status}"
        for width in WIDTHS:
            if found := barriers(page, width=width):
                wrong[address, width] = found
    assert wrong == {}


def test_no_page_for_those_who_bring_documents_has_barriers(
    signed_in_page, live_server, barriers, kept
):
    page = signed_in_page("contributor")
    wrong = {}
    for address in (
        reverse("supply_redacted", args=[kept["document"].pk]),
        reverse("replace_file", args=[kept["document"].pk]),
        reverse("register_imports"),
        reverse("evidence_needed"),
        reverse("request_list"),
        reverse("record_voice"),
    ):
        answer = page.goto(live_server.url + address)
        assert answer.ok, f"{address} answers {answer.status}"
        for width in WIDTHS:
            if found := barriers(page, width=width):
                wrong[address, width] = found
    assert wrong == {}
