"""The tus protocol: begin, send pieces, ask where, go on, end; each to their own files."""

import base64
import uuid

import pytest
from django.test import Client

from evidence import arriving
from evidence.models import Upload
from tests.evidence import samples

pytestmark = pytest.mark.django_db
WORDS = b"What carers told us."
SIZE = len(WORDS)
BEGIN = "/evidence/uploads/"
PIECE = "application/offset+octet-stream"


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def begin(client, *, name="Survey.txt", size=SIZE):
    said = f"filename {coded(name)},modified {coded('1700000000')}"
    return client.post(BEGIN, headers={"Upload-Length": str(size), "Upload-Metadata": said})


def send(client, address, content, *, at=0, content_type=PIECE):
    return client.patch(
        address, data=content, content_type=content_type, headers={"Upload-Offset": str(at)}
    )


@pytest.fixture
def client(signed_in):
    return signed_in("contributor")


@pytest.fixture
def address(client):
    return begin(client)["Location"]


def test_a_file_is_begun_sent_in_pieces_and_asked_for(client, address):
    assert send(client, address, WORDS[:5])["Upload-Offset"] == "5"
    asked = client.head(address)
    assert (asked["Upload-Offset"], asked["Upload-Length"]) == ("5", str(len(WORDS)))
    assert asked["Tus-Resumable"] == "1.0.0"
    assert "no-store" in asked["Cache-Control"]
    answer = send(client, address, WORDS[5:], at=5)
    assert (answer.status_code, answer["Upload-Offset"]) == (204, str(len(WORDS)))
    upload = Upload.objects.get()
    assert upload.is_ready
    assert (upload.original_name, upload.modified) == ("Survey.txt", "1700000000")
    assert upload.sent_by == client.person


def test_a_piece_that_begins_elsewhere_is_told_where_to_go_on(client, address):
    answer = send(client, address, WORDS, at=3)
    assert (answer.status_code, answer["Upload-Offset"]) == (409, "0")


def test_a_piece_while_another_arrives_is_to_be_tried_again(client, address):
    with arriving.locked(arriving.path_of(Upload.objects.get().key)):
        assert send(client, address, WORDS).status_code == 423


def test_anything_but_a_piece_is_refused(client, address):
    assert send(client, address, WORDS, content_type="text/plain").status_code == 415
    assert client.patch(address, data=WORDS, content_type=PIECE).status_code == 415


def test_a_file_that_is_here_takes_no_more(client, address):
    send(client, address, WORDS)
    assert send(client, address, WORDS, at=len(WORDS)).status_code == 409
    assert client.head(address)["Upload-Offset"] == str(len(WORDS))


@pytest.mark.parametrize(("size", "status"), [(0, 400), (10**12, 413)])
def test_a_size_that_is_not_taken_is_refused_in_words(client, size, status):
    answer = begin(client, size=size)
    assert answer.status_code == status
    assert "“Survey.txt” is" in answer.content.decode()


def test_a_browser_that_comes_here_by_itself_is_sent_to_the_page(client):
    assert client.post(BEGIN)["Location"] == "/evidence/add/"


def test_what_cannot_be_read_of_the_metadata_is_left_out(client):
    said = {"Upload-Length": "4", "Upload-Metadata": "filename !!,modified"}
    assert client.post(BEGIN, headers=said).status_code == 201
    assert Upload.objects.get().original_name == "File without a name"


@pytest.mark.parametrize("how", ["delete", "post"])
def test_a_file_that_is_not_wanted_is_gone(
    client, address, how, django_capture_on_commit_callbacks
):
    send(client, address, WORDS)
    with django_capture_on_commit_callbacks(execute=True):
        answer = getattr(client, how)(address)
    assert answer.status_code == (204 if how == "delete" else 302)
    assert not Upload.objects.exists()
    assert list(arriving.folder().iterdir()) == []


def test_nobody_reaches_a_file_of_somebody_else(address, signed_in):
    other = signed_in("director")
    assert other.head(address).status_code == 404
    assert send(other, address, WORDS).status_code == 404
    assert other.delete(address).status_code == 404
    assert other.post(address).status_code == 302
    assert Upload.objects.get().state == Upload.State.ARRIVING


def test_a_reviewer_sends_nothing(signed_in):
    reviewer = signed_in("reviewer")
    assert begin(reviewer).status_code == 403
    assert reviewer.head(f"{BEGIN}{uuid.uuid4()}/").status_code == 403


def test_a_form_of_another_site_sends_nothing(client):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert begin(strict).status_code == 403
    assert not Upload.objects.exists()


@pytest.mark.shared_data
def test_every_kind_of_file_ends_ready_or_refused_in_a_sentence(client, shared_data):
    """As through the page: no file of the published collection breaks its arrival."""
    kinds = [path for path in sorted((shared_data / "documents").rglob("*")) if path.is_file()]
    for path in kinds[:: max(1, len(kinds) // 20)]:
        content = path.read_bytes()
        answer = begin(client, name=path.name, size=len(content))
        if answer.status_code == 201:
            assert send(client, answer["Location"], content).status_code == 204, path.name
            upload = Upload.objects.get(key=answer["Location"].split("/")[-2])
            assert upload.is_ready or upload.problem.startswith("“"), path.name
        else:
            assert answer.content.decode().startswith("“"), path.name


def test_samples_of_office_files_arrive(client):
    content = (samples.FOLDER / samples.GROUPS).read_bytes()
    address = begin(client, name="Groups.pdf", size=len(content))["Location"]
    send(client, address, content)
    assert Upload.objects.get().media_type == "application/pdf"
