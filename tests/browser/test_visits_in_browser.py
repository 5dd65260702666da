"""A reviewer's visit in a real browser, and how it ends while a page is open."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from readiness import visits
from tests.browser.conftest import WIDTHS
from tests.factories import UserFactory
from tests.permission_samples import Samples

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visit(home_council):
    samples = Samples()
    visit = samples.visit
    visit.version = samples.version
    visit.slug = samples.statement.slug
    return visit


def test_a_visit_is_read_page_by_page_and_is_gone_at_once_when_withdrawn(visitor, visit):
    peer = visitor(visit.reviewer)
    peer.sees("3 days left")
    peer.follow("Statement 0")
    peer.sees_no_way_to_change_anything()
    peer.follow("Read it")
    peer.sees("Download the file")
    visits.withdraw(visit, reason="Ended early", by=UserFactory(role="director"))
    peer.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(peer.page.get_by_role("textbox", name="Password")).to_be_visible()
    assert "Download the file" not in peer.page.content()


def test_no_page_for_those_who_invite_has_barriers(signed_in_page, live_server, barriers, visit):
    page, wrong = signed_in_page("director"), {}
    of_one = ("visit", "manage_visit", "change_visit", "withdraw_visit")
    addresses = [
        *map(reverse, ("visit_list", "visit_reads", "invite_reviewer")),
        *(reverse(name, args=[visit.pk]) for name in of_one),
        reverse("visit_statement", args=[visit.pk, visit.slug]),
        reverse("visit_document", args=[visit.pk, visit.version.pk]),
    ]
    for address in addresses:
        answer = page.goto(live_server.url + address)
        assert answer.ok, f"{address} answers {answer.status}"
        for width in WIDTHS:
            if found := barriers(page, width=width):
                wrong[address, width] = found
    assert wrong == {}


def test_before_the_first_day_the_page_says_when_it_is(visitor, visit):
    visit.starts_on = visit.last_day
    visit.save()
    peer = visitor(visit.reviewer)
    peer.sees("Your visit begins on")
