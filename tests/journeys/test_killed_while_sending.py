"""The web process killed (SIGKILL) while a file comes in: what is left is whole, or nothing.

A real server on the test database. Each moment is waited for, so that it is the same every time;
random ones, and many of them, are in ``benchmarks/kills.py``.
"""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings

from benchmarks import sending, web_server
from evidence import arriving, integrity, unclaimed_files
from evidence.models import Document, DocumentVersion, Upload
from tests.background import address_of_the_test_database, eventually
from tests.factories import CategoryFactory, StatementFactory

pytestmark = pytest.mark.usefixtures("transactional_db", "home_council", "no_file_is_too_new")
SIZE = 3_500_000  # more than is kept in memory
HALF = SIZE // 2
PIECE = "application/offset+octet-stream"


@pytest.fixture
def no_file_is_too_new(monkeypatch):
    monkeypatch.setattr(unclaimed_files, "JUST_NOW", 0)


@pytest.fixture
def start():
    """``start(port)`` is a server, killed at the end if nothing killed it before."""
    started = []

    def start(port):
        place = {"MEDIA_ROOT": str(settings.MEDIA_ROOT)}
        place |= {"ARRIVING_ROOT": str(settings.ARRIVING_ROOT)}
        place |= {"DATABASE_URL": address_of_the_test_database(), "MODE": "test"}
        started.append(web_server.start(port, place))
        return started[-1]

    yield start
    for server in started:
        if server.poll() is None:
            web_server.kill(server)


@pytest.fixture
def sender(contributor):
    statement = StatementFactory()
    answers = {
        "shows": "Waits fell",
        "statements": str(statement.pk),
        "category": str(CategoryFactory(framework=statement.framework).pk),
        "owner": str(contributor.pk),
    }
    return sending.Sender(web_server.free_port(), sending.signed_in(contributor), answers)


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "Carers survey.txt"
    file.write_text(("What carers told us about waiting.\n" * (SIZE // 35 + 1))[:SIZE])
    return file


def in_folder(pattern: str) -> list[Path]:
    return list(arriving.folder().glob(pattern))


def stored() -> list[Path]:
    return [each for each in Path(settings.MEDIA_ROOT).rglob("evidence/**/*") if each.is_file()]


def what_is_left() -> list[str]:
    """Names of what ``verify_evidence`` cleared; every document must be whole, and nothing else
    be there but what a sender can go on with."""
    report = integrity.verify()
    assert report.problems == []
    assert all(file.is_cleared for file in report.unclaimed)
    versions = DocumentVersion.objects.all()
    assert not Document.objects.filter(latest_version=None).exists()
    assert {str(each) for each in stored()} == {version.file.path for version in versions}
    for version in versions:
        assert hashlib.sha256(version.file.read()).hexdigest() == version.sha256
        assert version.size == SIZE
    keys = {str(key) for key in Upload.objects.values_list("key", flat=True)}
    assert {each.name for each in in_folder("*")} == keys
    return [file.name for file in report.unclaimed]


def test_killed_within_a_piece_the_sender_goes_on_where_it_broke_off(start, sender, file):
    server = start(sender.port)
    place = sender.begin(file)
    first = file.read_bytes()[:HALF]
    begun = sender.begin_to_send(
        "PATCH", place, first, of=SIZE, Upload_Offset="0", Content_Type=PIECE
    )
    key = place.split("/")[-2]
    eventually(lambda: arriving.arrived(key) > 0)
    web_server.kill(server)
    begun.close()
    assert what_is_left() == []
    assert not Document.objects.exists()

    start(sender.port)
    here = sender.arrived(place)
    assert 0 < here <= HALF
    sender.go_on(place, file, at=here)
    sender.save(place)
    assert what_is_left() == []
    assert Document.objects.get().title == "Carers survey"


def test_killed_within_a_form_nothing_is_left_but_a_file_that_is_cleared(start, sender, file):
    server = start(sender.port)
    head, tail, kind = sending.form_around(sender.answers, file)
    body = head + file.read_bytes() + tail
    begun = sender.begin_to_send(
        "POST", "/evidence/add/", body[:HALF], of=len(body), Content_Type=kind
    )
    eventually(lambda: [each for each in in_folder("*.upload") if each.stat().st_size])
    assert integrity.verify().unclaimed == [], "while it comes it is left alone"
    web_server.kill(server)
    begun.close()
    [cleared] = what_is_left()
    assert cleared.startswith("arriving/")
    assert not Document.objects.exists()
    assert not Upload.objects.exists()


@pytest.mark.parametrize("way", ["send_by_form", "pieces"])
def test_killed_while_it_is_saved_it_is_whole_or_still_there_to_save(start, sender, file, way):
    server = start(sender.port)
    if way == "pieces":
        place = sender.begin(file)
        sender.go_on(place, file)
        fields = sender.answers | {"upload": place.split("/")[-2], "shown": place.split("/")[-2]}
        body, kind = sending.form_body(fields, None)
    else:
        head, tail, kind = sending.form_around(sender.answers, file)
        body = head + file.read_bytes() + tail
    begun = sender.begin_to_send("POST", "/evidence/add/", body, of=len(body), Content_Type=kind)
    eventually(stored)
    web_server.kill(server)
    begun.close()
    what_is_left()
    # Before the change was made the file waits on the sender's page; after it, it is a document.
    assert Document.objects.count() + Upload.objects.count() == 1


def test_killed_once_it_was_said_to_be_saved_the_document_is_there(start, sender, file):
    server = start(sender.port)
    sender.send_by_form(file)
    web_server.kill(server)
    what_is_left()
    assert Document.objects.get().latest_version.size == SIZE
    assert not Upload.objects.exists()
