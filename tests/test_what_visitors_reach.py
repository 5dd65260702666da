"""Every address with every method, tried by an invited reviewer: before, during and after the
visit, once it is withdrawn, and with the ids of another's. Nothing answers but what is theirs."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from readiness import visits
from readiness.roles import Role
from tests import factories
from tests.permission_samples import Samples
from tests.permission_table import ANYONE, PAGES, SIGNED_IN
from tests.test_permissions import admin_addresses

pytestmark = pytest.mark.django_db
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
SECRET = "Not-For-Visitors"
NOTHING = {400, 403, 404, 405}
OF_THEIR_OWN = {"account_change_password", "landing", "help", "my_visit", "overview"}


@pytest.fixture
def samples():
    """Everything there is, with a mark in what another reviewer was invited to."""
    samples = Samples()
    samples.document.title = f"{SECRET} document"
    samples.document.save()
    assert samples.visit
    return samples


def addresses(samples):
    """Of everything but what is open to anybody and what is each person's own."""
    for line in PAGES:
        if line.opens not in (ANYONE, SIGNED_IN) and line.name not in OF_THEIR_OWN:
            yield reverse(line.name, kwargs=line.at(samples))
    yield from admin_addresses()


def pages_of(visit, version):
    at = {"pk": visit.pk}
    yield reverse("visit", kwargs=at)
    yield reverse("visit_still_open", kwargs=at)
    for kept in visit.snapshot.statements.select_related("statement"):
        yield reverse("visit_statement", kwargs=at | {"slug": kept.statement.slug})
    yield from documents_of(visit, version)


def documents_of(visit, version):
    at = {"pk": visit.pk, "version": version.pk}
    yield from (reverse(f"visit_{what}", kwargs=at) for what in ("document", "pdf", "original"))
    yield reverse("visit_picture", kwargs=at | {"number": 1})


def link_of(visit, document):
    return reverse("visit_link", kwargs={"pk": visit.pk, "document": document.pk})


def answers(client, tried):
    """(method, address) -> what came back, where anything did."""
    given = {}
    for address in tried:
        for method in METHODS:
            with transaction.atomic():
                response = getattr(client, method)(address)
                streamed = b"".join(getattr(response, "streaming_content", ()))
                transaction.set_rollback(True)
            body = streamed or getattr(response, "content", b"")
            refused = response.status_code in NOTHING or sent_to_sign_in(response)
            if not refused or SECRET.encode() in body:
                given[method, address] = response.status_code
    return given


def sent_to_sign_in(response):
    ways_in = ("/account/sign-in/?next=", "/admin/login/?next=")
    return response.status_code == 302 and response["Location"].startswith(ways_in)


@pytest.fixture
def own(samples):
    """``own(client)``: a visit of theirs to another round than the samples', with a web page in
    it, and a file in it."""

    def make(client, **about):
        version = factories.PagePictureFactory().version
        other = factories.FrameworkFactory(slug="another", title="Another framework")
        statement = factories.StatementFactory(
            theme__framework=other, theme__slug="another", slug="of-their-own"
        )
        category, web_page = factories.CategoryFactory(framework=other), factories.DocumentFactory()
        for document in (version.document, web_page):
            factories.EvidenceLinkFactory(document=document, statement=statement, category=category)
        visit = factories.VisitFactory(
            reviewer=client.person,
            snapshot__self_assessment__framework=other,
            downloads="originals",
            **about,
        )
        visit.web_page = web_page
        return visit, version

    return make


def test_during_a_visit_only_what_is_theirs_answers(signed_in, samples, own):
    client = signed_in(Role.VISITOR)
    visit, version = own(client)
    assert answers(client, addresses(samples)) == {}
    mine = [client.get(address) for address in pages_of(visit, version)]
    assert {response.status_code for response in mine} == {200, 204}
    gone_to = client.get(link_of(visit, visit.web_page))
    assert (gone_to.status_code, gone_to["Location"]) == (302, visit.web_page.address)
    others = [*documents_of(visit, samples.version), link_of(visit, samples.web_page)]
    assert answers(client, others) == {}, "a file of another's set under one's own visit"
    statement = {"pk": visit.pk, "slug": samples.statement.slug}
    assert answers(client, [reverse("visit_statement", kwargs=statement)]) == {}
    theirs = [*documents_of(samples.visit, version), link_of(samples.visit, samples.web_page)]
    assert answers(client, theirs) == {}


def nothing_is_left(client, samples, visit, version):
    tried = [*addresses(samples), *pages_of(visit, version), *documents_of(visit, samples.version)]
    tried += [link_of(visit, visit.web_page), link_of(visit, samples.web_page)]
    own_pages = [reverse(name) for name in sorted(OF_THEIR_OWN)]
    return answers(client, [*tried, *own_pages])


def test_after_the_last_day_nothing_answers_in_a_session_that_is_still_open(
    signed_in, samples, own
):
    client = signed_in(Role.VISITOR)
    on = timezone.localdate()
    visit, version = own(client)
    visits.accounts.set_last_day(client.person, last_day=visit.last_day, by=visit.invited_by)
    assert all(client.get(address).status_code < 300 for address in pages_of(visit, version))
    with time_machine.travel(timezone.now() + timedelta(days=(visit.last_day - on).days + 1)):
        assert nothing_is_left(client, samples, visit, version) == {}


def test_after_the_last_day_nothing_answers_even_if_the_account_were_left_open(
    signed_in, samples, own
):
    client = signed_in(Role.VISITOR)
    visit, version = own(client)
    tried = [*addresses(samples), *pages_of(visit, version), *documents_of(visit, samples.version)]
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert answers(client, tried) == {}


def test_once_withdrawn_nothing_answers_in_a_session_that_is_still_open(signed_in, samples, own):
    client = signed_in(Role.VISITOR)
    visit, version = own(client)
    assert all(client.get(address).status_code < 300 for address in pages_of(visit, version))
    visits.withdraw(visit, reason="Ended early", by=visit.invited_by)
    assert nothing_is_left(client, samples, visit, version) == {}


def test_before_the_first_day_only_the_day_is_told(signed_in, samples, own):
    client = signed_in(Role.VISITOR)
    tomorrow = timezone.localdate() + timedelta(days=1)
    visit, version = own(client, starts_on=tomorrow)
    start = reverse("visit", kwargs={"pk": visit.pk})
    tried = {*pages_of(visit, version), link_of(visit, visit.web_page)} - {start}
    assert answers(client, [*addresses(samples), *tried]) == {}
    page = client.get(start)
    assert "Your visit begins on" in page.content.decode()
    assert version.document.title not in page.content.decode()
    assert visit.about_the_council not in page.content.decode()


def test_a_standing_reviewer_gets_nothing_after_their_last_day(signed_in, samples):
    client = signed_in(Role.REVIEWER)
    yesterday = timezone.localdate() - timedelta(days=1)
    visits.accounts.Access.objects.create(person=client.person, last_day=yesterday)
    assert answers(client, addresses(samples)) == {}
