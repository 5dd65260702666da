"""Fixtures every test may use: one person per role, and a client signed in as each."""

import uuid
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from evidence import search
from evidence.models import Document
from readiness import navigation
from readiness.roles import Role
from tests import background, factories, object_storage, scanner, services
from tests.factories import HomeCouncilFactory, UserFactory

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_collection_modifyitems(items):
    """A browser on a busy machine may lose a race no reader would see: it is tried again."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=1))


def pytest_runtest_setup(item):
    services.require_what_is_marked(item)
    factories.begin_again()


@pytest.fixture(autouse=True)
def files_in_a_place_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ARRIVING_ROOT = tmp_path / "arriving"


@pytest.fixture(autouse=True)
def a_cache_of_its_own(request, settings):
    """Sign-in limits count in the cache, which no rolled-back transaction empties where it is
    Redis, shared by every process of the suite, or where the test commits."""
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if commits:
        request.getfixturevalue("transactional_db")
    if settings.REDIS_URL:
        redis = settings.CACHES["default"] | {"KEY_PREFIX": uuid.uuid4().hex}
        settings.CACHES = settings.CACHES | {"default": redis}
    yield
    if commits and not settings.REDIS_URL:
        cache.clear()
    if commits:  # the search's own table is no model's, so emptying the database leaves it
        for document_id in Document.objects.values_list("pk", flat=True):
            search.remove_document(document_id)


@pytest.fixture(name="object_storage")
def an_object_store():
    with object_storage.running() as storage:
        yield storage


@pytest.fixture
def background_worker(transactional_db):
    """Tasks leave the request for the worker the demo runs in its own process."""
    with background.embedded_worker() as worker:
        yield worker


@pytest.fixture
def redis_worker(transactional_db, settings):
    """Tasks go through Redis to a worker process like those of a real installation."""
    with background.worker_process(settings) as worker:
        yield worker


@pytest.fixture(autouse=True)
def the_council_is_known(monkeypatch, settings):
    """As in a process that has answered before: the header's name costs no query."""
    monkeypatch.setattr(navigation, "council_names", {settings.COUNCIL_CODE: "Bury"})


@pytest.fixture(scope="session")
def clamd():
    """The socket of a real daemon with signatures of our own."""
    with scanner.running() as socket:
        yield socket


@pytest.fixture
def scanned(settings, clamd):
    """Files are scanned, by a real daemon."""
    settings.SCAN_FILES, settings.CLAMAV_HOST = True, clamd


@pytest.fixture
def no_scanner(settings, tmp_path):
    """Files are to be scanned, and nothing answers."""
    settings.SCAN_FILES, settings.CLAMAV_HOST = True, str(tmp_path / "nobody-listens.socket")


@pytest.fixture
def home_council(db):
    return HomeCouncilFactory()


@pytest.fixture
def person(db):
    """``person("director")`` makes somebody with that role."""

    def make(role=None, **fields):
        return UserFactory(role=role, **fields)

    return make


@pytest.fixture
def signed_in(person):
    """``signed_in("director")`` is a test client; its ``.person`` is who is signed in."""

    def make(role, **fields):
        client = Client()
        client.person = person(role, **fields)
        client.force_login(client.person, backend="readiness.roles.RoleBackend")
        return client

    return make


@pytest.fixture
def contributor(person):
    return person(Role.CONTRIBUTOR)


@pytest.fixture
def director(person):
    return person(Role.DIRECTOR)


@pytest.fixture
def analyst(person):
    return person(Role.ANALYST)


@pytest.fixture
def reviewer(person):
    return person(Role.REVIEWER)


@pytest.fixture
def administrator(person):
    return person(Role.ADMINISTRATOR)


@pytest.fixture
def shared_data():
    """The folder of published files beside the project; the test is skipped where it is not."""
    if not SHARED_DATA.exists():
        pytest.skip("the published files (../shared/data) are not beside the project")
    return SHARED_DATA
