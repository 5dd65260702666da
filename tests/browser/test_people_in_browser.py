"""People in a real browser: a session that ends mid-form, an invitation, the account pages."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from playwright.sync_api import expect

from readiness.roles import Role
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page, email, password=PASSWORD):
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_what_was_typed_survives_the_end_of_a_session(page, live_server, administrator):
    page.goto(f"{live_server.url}/accounts/add/")
    sign_in(page, administrator.email)
    page.get_by_label("Full name").fill("Priya Shah")
    page.get_by_label("E-mail address").fill("priya@council.example")
    page.get_by_label("Director").check()

    Session.objects.all().delete()
    page.get_by_role("button", name="Add and invite").click()

    expect(page.get_by_text("what you typed will still be there")).to_be_visible()
    sign_in(page, administrator.email)
    expect(page.get_by_label("Full name")).to_have_value("Priya Shah")
    expect(page.get_by_label("Director")).to_be_checked()
    page.get_by_role("button", name="Add and invite").click()
    expect(page.get_by_role("heading", name="Priya Shah")).to_be_visible()


def test_somebody_invited_chooses_a_password_and_begins(page, live_server, administrator):
    page.goto(f"{live_server.url}/accounts/add/")
    sign_in(page, administrator.email)
    page.get_by_label("Full name").fill("Ruth Okafor")
    page.get_by_label("E-mail address").fill("ruth@council.example")
    page.get_by_label("Peer reviewer").check()
    page.get_by_role("button", name="Add and invite").click()
    expect(page.get_by_text("Invited", exact=True)).to_be_visible()
    page.get_by_text(administrator.get_full_name()).first.click()
    page.get_by_role("button", name="Sign out").click()

    page.goto(re.search(r"http\S+/reset/\S+", mail.outbox[0].body).group())
    page.get_by_label("New password", exact=True).fill("seven green bicycles")
    page.get_by_label("New password again", exact=True).fill("seven green bicycles")
    page.get_by_role("button", name="Save the new password").click()
    page.goto(f"{live_server.url}/account/sign-in/")
    sign_in(page, "ruth@council.example", "seven green bicycles")

    expect(page).to_have_url(f"{live_server.url}/statements/")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_account_pages_have_no_barriers(
    signed_in_page, live_server, barriers, contributor, width
):
    page = signed_in_page(Role.ADMINISTRATOR)
    found = {}
    for address in ("", "add/", f"{contributor.pk}/", f"{contributor.pk}/change/"):
        page.goto(f"{live_server.url}/accounts/{address}")
        found[address] = barriers(page, width=width)
    page.goto(f"{live_server.url}/help/")
    found["help"] = barriers(page, width=width)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}
