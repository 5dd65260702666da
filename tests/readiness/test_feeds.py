"""Feeds for other programs: with a key, in parts, by what changed, and described."""

import base64
import csv
import io
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from readiness import accounts, feed_keys
from readiness.feeds import FEEDS
from readiness.models import Access, FeedKey, FeedRead
from readiness.roles import Role
from tests.factories import (
    ActionUpdateFactory,
    EvidenceLinkFactory,
    OutturnFactory,
    ScoreFactory,
    SignOffFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def key(administrator):
    return feed_keys.make(purpose="Power BI", by=administrator)


@pytest.fixture
def read(client, key):
    def ask(address, **asked):
        return client.get(address, asked, headers={"Authorization": f"Bearer {key[1]}"})

    return ask


def rows_in(response):
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def wrong_in(value, schema, described, at="") -> list[str]:
    """Where a value is not as its schema says: types, what is required, and nothing besides."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/components/schemas/")
        return wrong_in(value, described["components"]["schemas"][name], described, name)
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not isinstance(value, tuple(TYPES[kind] for kind in kinds)):
        return [f"{at}: {value!r} is not {kinds}"]
    if isinstance(value, dict):
        about = schema["properties"]
        wrong = [
            f"{at}.{name}: missing" for name in schema.get("required", ()) if name not in value
        ]
        wrong += [f"{at}.{name}: not described" for name in value if name not in about]
        return wrong + [
            each
            for name in value
            for each in wrong_in(value[name], about[name], described, f"{at}.{name}")
        ]
    if isinstance(value, list):
        return [each for one in value for each in wrong_in(one, schema["items"], described, at)]
    return []


class TestKeys:
    def test_are_kept_as_a_fingerprint_alone(self, key):
        row, secret = key
        assert secret not in str(FeedKey.objects.filter(pk=row.pk).values())
        assert feed_keys.find(secret) == row

    def test_need_a_purpose(self, administrator):
        with pytest.raises(ValidationError, match="what the key is for"):
            feed_keys.make(purpose=" ", by=administrator)

    def test_open_nothing_once_they_are_revoked(self, key, read, administrator):
        assert read("/api/scores.json").status_code == 200
        feed_keys.revoke(key[0], by=administrator)
        assert read("/api/scores.json").status_code == 401
        with pytest.raises(ValidationError, match="revoked already"):
            feed_keys.revoke(key[0], by=administrator)

    @pytest.mark.parametrize("said", ["", "Bearer wrong", "Bearer", "Basic %%%", "Basic d3Jvbmc="])
    def test_others_open_nothing(self, client, said):
        for address in ("/api/", "/api/outturns.json", "/api/actions.csv"):
            response = client.get(address, headers={"Authorization": said})
            assert response.status_code == 401
            assert "Basic" in response["WWW-Authenticate"]

    def test_a_session_opens_no_feed(self, signed_in):
        assert signed_in(Role.ADMINISTRATOR).get("/api/scores.json").status_code == 401

    @pytest.mark.parametrize("way", ["closed", "last day", "another role"])
    def test_end_with_whoever_made_them(self, key, read, signed_in, way):
        made_by, by = key[0].made_by, UserFactory(role=Role.ADMINISTRATOR)
        assert read("/api/scores.json").status_code == 200
        if way == "closed":
            accounts.close_account(made_by, reason="Left", by=by)
        elif way == "last day":
            Access.objects.create(person=made_by, last_day=timezone.localdate() - timedelta(days=1))
        else:
            accounts.change_roles(made_by, roles={Role.ANALYST}, by=by)
        assert read("/api/scores.json").status_code == 401
        page = signed_in(Role.ADMINISTRATOR).get(reverse("feed_key_list")).content.decode()
        assert "Opens nothing" in page
        assert "Make a new key for Power BI" in page

    def test_go_in_as_a_password_as_well(self, client, key):
        said = base64.b64encode(f"anybody:{key[1]}".encode()).decode()
        response = client.get("/api/", headers={"Authorization": f"Basic {said}"})
        assert response.status_code == 200

    def test_each_answer_is_noted(self, key, read):
        read("/api/scores.json", limit="1")
        noted = FeedRead.objects.get()
        assert (noted.feed, noted.asked, noted.key) == ("scores", "limit=1", key[0])
        assert FeedKey.objects.get().last_used_at

    def test_are_shown_once_on_the_page_that_makes_them(self, signed_in):
        client = signed_in(Role.ADMINISTRATOR)
        page = client.post(reverse("feed_key_list"), {"purpose": "Excel"})
        secret = page.context["secret"]
        assert secret in page.content.decode()
        assert feed_keys.find(secret)
        assert secret not in client.get(reverse("feed_key_list")).content.decode()
        client.post(reverse("revoke_feed_key", args=[FeedKey.objects.get().pk]))
        assert not feed_keys.find(secret)


class TestRows:
    def test_are_just_what_the_description_says(self, read, statement, this_round, home_council):
        OutturnFactory(area=home_council)
        ActionUpdateFactory()
        EvidenceLinkFactory(statement=statement)
        SignOffFactory(score=ScoreFactory(statement=statement, self_assessment=this_round))
        described = read("/api/").json()
        for name, feed in FEEDS.items():
            asked = {"period": "2024-25"} if name == "scorecard" else {}
            rows = read(f"/api/{name}.json", **asked).json()["rows"]
            schema = described["components"]["schemas"][name]
            assert rows or name == "scorecard", name
            for row in rows:
                assert list(row) == list(feed.fields) == schema["required"], name
            assert f"/{name}.csv" in described["paths"]
            if name != "scorecard":
                assert list(rows_in(read(f"/api/{name}.csv"))[0]) == list(feed.fields)

    def test_of_every_address_that_is_described_are_as_described(
        self, client, read, statement, this_round, home_council
    ):
        """Each path is opened with just what it needs, and refuses what it says it refuses."""
        OutturnFactory(area=home_council)
        ActionUpdateFactory()
        EvidenceLinkFactory(statement=statement)
        SignOffFactory(score=ScoreFactory(statement=statement, self_assessment=this_round))
        described = read("/api/").json()
        assert described["openapi"].startswith("3.1")
        [server] = described["servers"]
        base = urlsplit(server["url"]).path
        names = [one["get"]["operationId"] for one in described["paths"].values()]
        assert len(names) == len(set(names)) == 2 * len(FEEDS)
        for path, methods in described["paths"].items():
            assert list(methods) == ["get"]
            operation = methods["get"]
            assert client.get(base + path).status_code == 401, "as described"
            needed = [one for one in operation["parameters"] if one.get("required")]
            asked = {one["name"]: "2024-25" for one in needed}
            if needed:
                assert read(base + path).status_code == 400, "as described"
            answer = read(base + path, **asked)
            assert answer.status_code == 200, path
            [(media_type, about)] = operation["responses"]["200"]["content"].items()
            assert answer["Content-Type"].partition(";")[0] == media_type
            if media_type == "application/json":
                assert wrong_in(answer.json(), about["schema"], described) == []
            assert set(operation["responses"]) == {"200", "400", "401"}

    def test_come_in_parts_that_make_up_the_whole(self, read):
        made = {OutturnFactory().pk for _ in range(5)}
        found, address = [], "/api/outturns.json?limit=2"
        while address:
            part = read(address).json()
            assert len(part["rows"]) <= 2
            found += [row["id"] for row in part["rows"]]
            address = part["next"]
        assert sorted(found) == sorted(made)
        assert len(found) == 5

    def test_are_only_those_that_changed(self, read, statement, this_round):
        score = ScoreFactory(
            statement=statement,
            self_assessment=this_round,
            scored_at=timezone.now() - timedelta(days=30),
        )
        assert read("/api/scores.json", changed_since="2026-11-20").json()["rows"] == []
        SignOffFactory(score=score)
        [row] = read("/api/scores.json", changed_since="2026-11-20").json()["rows"]
        assert row["signed_off_at"]

    def test_of_a_table_that_holds_a_formula_begin_with_an_apostrophe(self, read):
        ActionUpdateFactory(action__title="=1+1")
        [row] = rows_in(read("/api/actions.csv"))
        assert row["title"] == "'=1+1"

    @pytest.mark.parametrize(
        ("name", "asked", "said"),
        [
            ("scores", {"changed_since": "soon"}, "changed_since"),
            ("scores", {"after": "-1"}, "after"),
            ("scores", {"limit": "many"}, "limit"),
            ("scorecard", {"period": "whenever"}, ""),
        ],
    )
    def test_are_refused_where_the_question_cannot_be_read(
        self, read, home_council, name, asked, said
    ):
        response = read(f"/api/{name}.json", **asked)
        assert response.status_code == 400
        assert said in response.json()["problem"]

    def test_of_no_feed_are_not_found(self, read):
        assert read("/api/nothing.json").status_code == 404

    @pytest.mark.parametrize("name", ["outturns", "actions", "scores"])
    def test_cost_the_same_number_of_queries_with_eleven(self, read, name, statement, this_round):
        make = {
            "outturns": OutturnFactory,
            "actions": ActionUpdateFactory,
            "scores": lambda: SignOffFactory(
                score=ScoreFactory(statement=statement, self_assessment=this_round)
            ),
        }[name]

        def asked():
            with CaptureQueriesContext(connection) as queries:
                assert read(f"/api/{name}.json").status_code == 200
            return len(queries)

        make()
        with_one = asked()
        for _ in range(10):
            make()
        assert asked() == with_one <= 10
