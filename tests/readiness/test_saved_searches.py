"""Searches people keep: whose they are, who sees them, and what is new since they last looked."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evidence import search
from readiness import saved_searches
from readiness.models import SavedSearch, SearchLook
from tests.factories import (
    CategoryFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    SavedSearchFactory,
    StatementFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_council")]
LIBRARY, MINE = "/evidence/", "/my-work/searches/"


def filed(title, **fields):
    document = DocumentFactory(title=title, address=f"https://a.example/{title}", **fields)
    search.index_document(document)
    return document


def kept_on(client):
    return {one.search.name: one.new for one in client.get(LIBRARY).context["kept"]}


def text_of(response):
    return " ".join(response.content.decode().split())


def test_what_is_kept_is_the_words_and_filters_and_not_the_page():
    asked = QueryDict("q=carers&page=3&statement=&owner=5&exactly=yes")
    assert saved_searches.asked_of(asked) == "owner=5&q=carers"


def test_a_search_is_saved_from_the_list_it_made(signed_in):
    filed("Carers")
    client = signed_in("contributor")
    page = text_of(client.get(LIBRARY, {"q": "carers"}))
    assert 'href="/evidence/searches/save/?q=carers"' in page
    answer = client.post("/evidence/searches/save/?q=carers", {"name": "Carers"}, follow=True)
    assert "Saved as “Carers”." in text_of(answer)
    assert answer.redirect_chain[-1][0] == "/evidence/?q=carers"
    assert kept_on(client) == {"Carers": 0}


def test_nothing_searched_for_cannot_be_saved(signed_in):
    client = signed_in("contributor")
    assert "Save this search" not in text_of(client.get(LIBRARY))
    answer = client.post("/evidence/searches/save/", {"name": "All"})
    assert "Search for something" in text_of(answer)
    assert not SavedSearch.objects.exists()


def test_two_of_one_name_are_refused_in_words():
    by = UserFactory()
    saved_searches.save_search(name="Carers", asked="q=a", by=by)
    with pytest.raises(ValidationError, match="already"):
        saved_searches.save_search(name=" Carers ", asked="q=b", by=by)
    saved_searches.save_search(name="Carers", asked="q=b", by=UserFactory())


def test_a_private_search_is_seen_by_nobody_else(signed_in):
    SavedSearchFactory(name="Mine")
    SavedSearchFactory(name="Ours", is_shared=True)
    client = signed_in("analyst")
    assert set(kept_on(client)) == {"Ours"}
    private = SavedSearch.objects.get(name="Mine")
    assert client.get(f"/evidence/searches/{private.pk}/").status_code == 404


def test_peer_reviewers_are_shown_none(signed_in):
    SavedSearchFactory(is_shared=True)
    assert kept_on(signed_in("reviewer")) == {}


def test_what_was_added_since_the_last_look_is_new_and_opening_makes_it_old(signed_in):
    client = signed_in("contributor")
    kept = SavedSearchFactory(name="Carers", saved_by=client.person)
    SearchLook.objects.create(
        search=kept, person=client.person, looked_at=timezone.now() - timedelta(days=1)
    )
    filed("Carers old", added_at=timezone.now() - timedelta(days=2))
    filed("Carers new")
    filed("Parking new")
    assert kept_on(client) == {"Carers": 1}
    assert client.get(f"/evidence/searches/{kept.pk}/")["Location"] == "/evidence/?q=carers"
    assert kept_on(client) == {"Carers": 0}


def test_each_person_has_a_look_of_their_own(signed_in):
    kept = SavedSearchFactory(
        name="Carers", is_shared=True, saved_at=timezone.now() - timedelta(days=9)
    )
    filed("Carers new")
    saved_searches.look(kept, by=kept.saved_by)
    assert kept_on(signed_in("director")) == {"Carers": 1}


def test_filters_decide_what_is_new_as_they_decide_the_list(signed_in):
    client = signed_in("director")
    category = CategoryFactory()
    link = EvidenceLinkFactory(
        statement=StatementFactory(slug="safeguarding"), category=category, document=filed("Linked")
    )
    filed("Not linked")
    SavedSearchFactory(
        name="Safe",
        asked=f"statement={link.statement.slug}&category={category.slug}",
        saved_by=client.person,
        saved_at=timezone.now() - timedelta(days=1),
    )
    assert kept_on(client) == {"Safe": 1}


def test_its_owner_renames_shares_and_takes_it_away(signed_in):
    client = signed_in("contributor")
    kept = SavedSearchFactory(saved_by=client.person)
    address = f"/evidence/searches/{kept.pk}/change/"
    client.post(address, {"name": "Renamed", "is_shared": "on"})
    kept.refresh_from_db()
    assert (kept.name, kept.is_shared) == ("Renamed", True)
    answer = client.post(address, {"remove": "yes"}, follow=True)
    assert "has been taken away" in text_of(answer)
    assert kept_on(client) == {}
    assert client.get(address).status_code == 404


def test_nobody_changes_what_somebody_else_shared(signed_in):
    kept = SavedSearchFactory(is_shared=True)
    with pytest.raises(ValidationError, match="Only the person"):
        saved_searches.change_search(kept, name="Ha", is_shared=False, by=UserFactory())
    client = signed_in("director")
    assert client.post(f"/evidence/searches/{kept.pk}/change/", {"name": "Ha"}).status_code == 403


def test_the_library_costs_the_same_with_one_saved_search_as_with_eleven(signed_in):
    client = signed_in("contributor")
    filed("Carers")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIBRARY).status_code == 200
        return len(asked)

    SavedSearchFactory(saved_by=client.person)
    queries()
    with_one = queries()
    for _ in range(10):
        SavedSearchFactory(saved_by=client.person)
    assert queries() == with_one <= 10


def test_a_page_of_one_s_own_has_each_search_with_what_is_new(signed_in):
    client = signed_in("contributor")
    assert "No saved searches yet" in text_of(client.get(MINE))
    SavedSearchFactory(name="Carers", asked="q=carers", saved_by=client.person)
    SavedSearchFactory(name="Somebody else's", asked="q=carers")
    filed("Carers")
    page = text_of(client.get(MINE))
    assert "1 new" in page
    assert "Somebody else" not in page


def test_my_work_shows_them_where_scripts_run_and_leads_to_them_where_not(signed_in):
    client = signed_in("contributor")
    SavedSearchFactory(name="Carers", asked="q=carers", saved_by=client.person)
    work = text_of(client.get("/my-work/"))
    assert f'hx-get="{MINE}"' in work
    assert f'href="{MINE}"' in work
    part = text_of(client.get(MINE, headers={"HX-Request": "true"}))
    assert ">Carers</a>" in part
    assert "<html" not in part
