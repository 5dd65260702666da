"""What nobody means to type, sent to every address: each gets a page, never a failure.

NUL bytes, which PostgreSQL refuses to store or compare; numbers no database column holds; days a
calendar ends before; words without end. A failure in a view is raised here by the test client.
"""

import pytest
from django.db import transaction
from django.urls import reverse

from readiness.roles import Role
from tests.permission_samples import Samples
from tests.permission_table import PAGES

pytestmark = pytest.mark.django_db

ANSWERED = {200, 204, 302, 401, 404}
STRANGE = {
    "NUL": "a\x00b",
    "markup": "<script>alert(1)</script>",
    "right to left, and a picture": "\u202eשלום \U0001f9f5",
    "marks": "'\"%_\\*()[]{}:-^",
    "a superscript": "²",
    "less than nothing": "-1",
    "too large for a column": "9" * 30,
    "more digits than Python reads": "9" * 5000,
    "the end of time": "9999-12-31",
    "the beginning of time": "0001-01-01",
    "no such day": "2026-02-31",
    "many words": " ".join(f"word{number}" for number in range(600)),
}
LISTS = "q text words search sort page per_page statement category owner kind review linked"
OTHERS = "added_from added_to status priority due round key_line group polarity unit rating rank"
ASKED = [*LISTS.split(), *OTHERS.split(), "lowest", "next", "role", "state", "existing"]


def named(pages):
    return [pytest.param(page, id=page.name) for page in pages]


def someone_of(roles, signed_in, client):
    role = next((role for role in Role if role in roles), None)
    return signed_in(role) if role else client


@pytest.mark.parametrize("address", named(page for page in PAGES if page.opens))
def test_strange_questions_in_an_address_are_answered(address, signed_in, client):
    at = reverse(address.name, kwargs=address.at(Samples()))
    someone = someone_of(address.opens, signed_in, client)
    for value in STRANGE.values():
        assert someone.get(at, dict.fromkeys(ASKED, value)).status_code in ANSWERED, value[:40]


@pytest.mark.parametrize("address", named(page for page in PAGES if page.changes))
def test_strange_answers_in_a_form_are_refused_or_kept_as_they_are(
    address, signed_in, client, settings
):
    settings.ACCOUNT_RATE_LIMITS = False  # so many answers in a row would be too many to look at
    at = reverse(address.name, kwargs=address.at(Samples()))
    someone = someone_of(address.changes, signed_in, client)
    page = someone.get(at)
    form = page.context.get("form") if page.context else None
    names = list(form.fields) if form else ["file", "revision", "login", "password"]
    for value in STRANGE.values():
        with transaction.atomic():
            answer = someone.post(at, dict.fromkeys(names, value))
            transaction.set_rollback(True)
        assert answer.status_code in ANSWERED, value[:40]


@pytest.mark.parametrize(
    "address",
    [
        "/indicators/{}/",
        "/indicators/{}/figures.csv",
        "/indicators/{}/target/",
        "/statements/{}/",
        "/evidence/{}/",
        "/plan/actions/{}/",
        "/self-assessments/{}/",
        "/self-assessments/1/{}/score/",
        "/indicators/data-packs/{}/",
        "/account/password/reset/{}-x/",
        "/account/password/reset/0-{}/",
    ],
)
def test_an_address_of_nothing_is_not_found(address, signed_in):
    director = signed_in(Role.DIRECTOR)
    for name in ("%00", "1A%00", "²", "%F0%9F%A7%B5", "9" * 300, "../..", "%3Cb%3E"):
        assert director.get(address.format(name)).status_code in ANSWERED, name


@pytest.mark.parametrize("address", named(PAGES))
def test_a_number_of_nothing_is_not_found(address, signed_in, client):
    at = address.at(Samples())
    roles = address.opens | (address.changes or set()) or {Role.DIRECTOR}
    someone = someone_of(roles, signed_in, client)
    ask = someone.post if address.only_post else someone.get
    for number in (0, 2**31, 2**63, 10**30) if "pk" in at else ():
        answer = ask(reverse(address.name, kwargs=at | {"pk": number}))
        assert answer.status_code == 404, number
