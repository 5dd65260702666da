"""No dead ends: nobody is shown a link they may not open or a form they may not send."""

import time
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.forms import FileField
from django.urls import Resolver404, resolve, reverse

from readiness import held_forms
from readiness.roles import Role
from tests.permission_samples import Samples
from tests.permission_table import PAGES

LINES = {line.name: line for line in PAGES}
OWN_PASSWORD = {"account_change_password", "account_reset_password_from_key"}


class Offers(HTMLParser):
    """The addresses a page offers: to open, and to send a form to."""

    def __init__(self, html, address):
        super().__init__()
        self.address, self.links, self.forms = address, set(), set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "a" and given.get("href", "").startswith("/"):
            self.links.add(urlsplit(given["href"]).path)
        if tag == "form" and given.get("method", "get").lower() == "post":
            self.forms.add(urlsplit(given.get("action") or self.address).path)


def name_at(path):
    try:
        match = resolve(path)
    except Resolver404:
        return f"nothing at {path}"
    return "admin" if match.app_names == ["admin"] else match.url_name


def offered_in_vain(offers, role):
    links = {name_at(path) for path in offers.links}
    forms = {name_at(path) for path in offers.forms}
    dead = {
        name for name in links if name in LINES and role not in LINES[name].opens | openers(name)
    }
    return (
        dead
        | {name for name in links if name.startswith("nothing at /")}
        | {name for name in links if name == "admin" and role != Role.ADMINISTRATOR}
        | {
            f"form {name}"
            for name in forms
            if name not in LINES or role not in (LINES[name].changes or set())
        }
    )


def openers(name):
    return {role for role, status in LINES[name].instead.items() if status in {200, 302}}


def pages_open_to(role):
    return [line for line in PAGES if role in line.opens and not line.redirects]


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_every_link_and_form_a_page_shows_works_for_its_reader(signed_in, role):
    client, samples, dead = signed_in(role), Samples(), {}
    for line in pages_open_to(role):
        address = reverse(line.name, kwargs=line.at(samples))
        response = client.get(address)
        if "text/html" not in response.get("Content-Type", "") or response.status_code != 200:
            continue
        found = offered_in_vain(Offers(response.content.decode(), address), role)
        if found:
            dead[line.name] = sorted(found)
    assert dead == {}


@pytest.mark.django_db
def test_a_reviewer_sees_no_form_but_for_signing_out_and_their_password(signed_in):
    client, samples, shown = signed_in(Role.REVIEWER), Samples(), {}
    for line in pages_open_to(Role.REVIEWER):
        address = reverse(line.name, kwargs=line.at(samples))
        response = client.get(address)
        if "text/html" not in response.get("Content-Type", "") or response.status_code != 200:
            continue
        forms = {name_at(path) for path in Offers(response.content.decode(), address).forms}
        if forms - {"account_logout"}:
            shown[line.name] = forms - {"account_logout"}
    assert set(shown) <= OWN_PASSWORD | {"account_reset_password"}


def hold_something(client, address):
    """As if the person had been typing at this address when their session ended."""
    session = client.session
    session[held_forms.SESSION_KEY] = {
        "person": str(client.person.pk),
        "address": address,
        "text": "note=Half+a+sentence",
        "at": time.time(),
    }
    session.save()


FORM_PAGES = [
    line
    for line in PAGES
    if line.changes
    and not line.only_post
    and not line.redirects
    and not line.name.startswith("account_")
]
"""Of the product's own pages: passwords are never held."""


@pytest.mark.django_db
@pytest.mark.parametrize("line", FORM_PAGES, ids=lambda line: line.name)
def test_every_form_comes_back_with_what_was_typed_when_a_session_ended(line, signed_in):
    client = signed_in(sorted(line.changes & line.opens)[0])
    address = reverse(line.name, kwargs=line.at(Samples()))
    hold_something(client, address)
    form = client.get(address).context.get("form")
    if form is not None and any(not isinstance(f, FileField) for f in form.fields.values()):
        assert form.is_bound
        assert form.data["note"] == "Half a sentence"
