"""Everybody begins with what they came for, and can read what they can do here."""

import pytest
from django.urls import reverse

from readiness.roles import Role
from readiness.views.start import FIRST_PAGES

pytestmark = pytest.mark.django_db


def first_page(client):
    return client.get("/landing/")["Location"]


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.DIRECTOR, "overview"),
        (Role.CONTRIBUTOR, "my_work"),
        (Role.ANALYST, "data_pack_list"),
        (Role.REVIEWER, "statement_list"),
        (Role.ADMINISTRATOR, "account_list"),
    ],
)
def test_each_role_begins_with_what_it_came_for(signed_in, role, page):
    assert first_page(signed_in(role)) == reverse(page)


def test_every_role_has_a_first_page():
    assert set(FIRST_PAGES) == set(Role)


def test_somebody_without_a_role_is_told_what_to_do(signed_in):
    client = signed_in(None)
    assert first_page(client) == "/help/"
    assert "Your account has no role yet" in client.get("/help/").content.decode()


@pytest.mark.parametrize("role", Role)
def test_help_speaks_of_the_reader_s_own_role_in_five_lines(signed_in, role):
    page = signed_in(role).get("/help/").content.decode()
    headings = [other for other in Role if f'id="{other.value}"' in page]
    assert headings == [role]
    assert page.split(f'id="{role.value}"')[1].split("</ul>")[0].count("<li>") == 5


def test_help_of_somebody_with_two_roles_speaks_of_both(signed_in):
    client = signed_in(Role.ANALYST)
    client.person.groups.create(name=Role.DIRECTOR)
    page = client.get("/help/").content.decode()
    assert 'id="analyst"' in page
    assert 'id="director"' in page


def test_a_reviewer_s_help_offers_nothing_they_cannot_do(signed_in):
    page = signed_in(Role.REVIEWER).get("/help/").content.decode()
    assert "Add evidence" not in page
    assert "/admin/" not in page
