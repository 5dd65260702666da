"""Every address, asked for by every role and by somebody signed out (tests/permission_table.py)."""

from collections import Counter

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from readiness.roles import MAY, Role
from tests.permission_samples import Samples
from tests.permission_table import ADMIN_NAMESPACE, ANYONE, PAGES, SIGNED_OUT, Page

WHO = [*Role, SIGNED_OUT]
ACCEPTED = {200, 302}


def names_in(patterns, namespace=""):
    """The name of every address; the whole admin counts as one, ``admin``."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or f"(no name) {pattern.pattern}")
        elif pattern.namespace == ADMIN_NAMESPACE:
            yield ADMIN_NAMESPACE
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names_in(pattern.url_patterns, inner)


def test_every_address_is_in_the_table():
    missing = set(names_in(get_resolver().url_patterns)) - {page.name for page in PAGES}
    assert missing == {ADMIN_NAMESPACE}, "add a line to tests/permission_table.py for each"


def test_every_line_of_the_table_is_an_address():
    assert {page.name for page in PAGES} <= set(names_in(get_resolver().url_patterns))


def test_no_address_is_listed_twice():
    assert [name for name, count in Counter(p.name for p in PAGES).items() if count > 1] == []


@pytest.fixture
def ask(signed_in):
    """``ask(who, "get", page)``: the answer, as a status. What a POST changed is undone."""
    clients = {who: Client() if who == SIGNED_OUT else signed_in(who) for who in WHO}
    samples = Samples()

    def send(who, method, page):
        address = reverse(page.name, kwargs=page.at(samples))
        with transaction.atomic():
            response = getattr(clients[who], method)(address)
            if hasattr(response, "streaming_content"):
                b"".join(response.streaming_content)  # read, or the client closes the database
            transaction.set_rollback(True)
        if response.status_code == 302 and "/sign-in/?next=" in response["Location"]:
            return "sent to sign in"
        return response.status_code

    return send


def expected_get(page: Page, who: str):
    """The answers that are right, as a set."""
    if who in page.instead:
        return {page.instead[who]}
    if who in page.opens:
        return {302} if page.redirects else {200}
    if who == SIGNED_OUT:
        return {"sent to sign in"}
    return {403, 405} if page.only_post else {403}


def expected_post(page: Page, who: str):
    if who == SIGNED_OUT and SIGNED_OUT not in page.opens:
        return {"sent to sign in"}
    if page.changes is None:
        return {405} if who in page.opens else {403, 405}
    return ACCEPTED if who in page.changes else {403}


@pytest.mark.django_db
@pytest.mark.parametrize("line", PAGES, ids=lambda line: line.name)
def test_each_role_may_open_and_change_what_the_table_says_and_no_more(line, ask):
    opened = {who: ask(who, "get", line) for who in WHO}
    sent = {who: ask(who, "post", line) for who in WHO}
    wrong = {
        f"GET by {who}": got for who, got in opened.items() if got not in expected_get(line, who)
    } | {f"POST by {who}": got for who, got in sent.items() if got not in expected_post(line, who)}
    assert wrong == {}


def test_reviewers_change_nothing_but_their_own_password():
    open_to_reviewers = {p.name for p in PAGES if p.changes and Role.REVIEWER in p.changes}
    own = {"account_login", "account_logout", "account_change_password"}
    resets = {"account_reset_password", "account_reset_password_from_key"}
    assert open_to_reviewers == own | resets


def test_a_reviewer_holds_no_permission_but_to_view():
    held = {name for name, roles in MAY.items() if Role.REVIEWER in roles}
    assert {name for name in held if not name.split(".")[1].startswith("view_")} == set()


def test_only_pages_that_must_be_are_open_to_somebody_signed_out():
    open_pages = {page.name for page in PAGES if SIGNED_OUT in page.opens}
    of_any_site = {"accessibility", "council_style"}
    with_a_key = {"api_description", "feed_rows", "calendar_file"}
    others = open_pages - of_any_site - with_a_key
    assert all(name.startswith(("account_", "health_")) for name in others)
    assert {page.name for page in PAGES if page.opens == ANYONE} == open_pages


def admin_addresses():
    yield reverse("admin:index")
    for model in admin.site._registry:
        opts = model._meta
        yield reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
        yield reverse(f"admin:{opts.app_label}_{opts.model_name}_add")


@pytest.mark.django_db
@pytest.mark.parametrize("who", [who for who in WHO if who != Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_gets_into_the_admin(who, signed_in):
    client = Client() if who == SIGNED_OUT else signed_in(who)
    answers = {address: client.get(address).status_code for address in admin_addresses()}
    assert set(answers.values()) <= {302, 403}, answers
    followed = client.get(reverse("admin:index"), follow=True)
    assert followed.status_code == (200 if who == SIGNED_OUT else 403)


# Django's admin: model -> what an administrator may do there. Nothing may be deleted.
REFERENCE_DATA = {
    "readiness.evidencecategory": {"view", "change"},
    "indicators.area": {"view", "change"},
    "indicators.comparatorgroup": {"view"},
    "indicators.indicator": {"view", "add", "change"},
    "indicators.seriesbreak": {"view", "add", "change"},
}


@pytest.mark.django_db
def test_an_administrator_may_change_reference_data_and_nothing_else_in_the_admin(rf, person):
    request = rf.get("/admin/")
    request.user = person(Role.ADMINISTRATOR)
    open_to_them = {
        model._meta.label_lower: {
            verb for verb, may in registered.get_model_perms(request).items() if may
        }
        for model, registered in admin.site._registry.items()
    }
    assert {label: may for label, may in open_to_them.items() if may} == REFERENCE_DATA


@pytest.mark.django_db
def test_the_admin_pages_of_reference_data_open(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    assert client.get(reverse("admin:index")).status_code == 200
    for label in REFERENCE_DATA:
        name = label.replace(".", "_")
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200
