"""What people hand in is read outside the request: by the demo's worker, or one behind Redis."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from config.background import requeue_unfinished
from config.celery import app
from evidence.models import DocumentVersion
from indicators.models import DataPack
from indicators.reference_data import load_reference
from readiness.demo import files
from readiness.demo.loading import ASCOF
from tests.background import eventually
from tests.factories import CategoryFactory, StatementFactory


@pytest.fixture(params=["background_worker", pytest.param("redis_worker", marks=pytest.mark.redis)])
def worker(request, transactional_db):
    return request.getfixturevalue(request.param)


@pytest.fixture
def hand_in_a_document(transactional_db, signed_in):
    statement = StatementFactory()
    category = CategoryFactory(framework=statement.framework)

    def send():
        client = signed_in("contributor")
        made = files.pdf("Carers survey", ["We asked two hundred carers."])
        said = {
            "file": SimpleUploadedFile("Carers survey.pdf", made),
            "shows": "Carers wait less",
            "statements": [statement.pk],
            "category": category.pk,
            "owner": client.person.pk,
        }
        answer = client.post(reverse("add_evidence"), said)
        assert answer.status_code == 302, answer.content.decode()
        return DocumentVersion.objects.get()

    return send


@pytest.mark.xdist_group("redis")
def test_a_document_is_read_by_the_worker(worker, hand_in_a_document):
    version = hand_in_a_document()
    read = DocumentVersion.TextState.READ
    assert eventually(lambda: DocumentVersion.objects.filter(pk=version.pk, text_state=read))
    assert "two hundred carers" in version.pages.get(number=1).text


@pytest.mark.xdist_group("redis")
def test_a_data_pack_is_read_by_the_worker_and_says_how_far_it_is(worker, signed_in):
    load_reference()
    client = signed_in("analyst")
    upload = SimpleUploadedFile(ASCOF.name, ASCOF.read_bytes())
    assert client.post(reverse("data_pack_list"), {"file": upload}).status_code == 302
    eventually(lambda: DataPack.objects.filter(state=DataPack.State.PREVIEWED), within=120)
    pack = DataPack.objects.get()
    client.post(reverse("confirm_data_pack", args=[pack.pk]))
    seen = set()
    eventually(lambda: seen.add(progress(pack)) or is_in_use(pack), within=120)
    assert len(seen) > 2, "progress is seen to move while it is written"


def progress(pack) -> int:
    return DataPack.objects.values_list("progress", flat=True).get(pk=pack.pk)


def is_in_use(pack) -> bool:
    return DataPack.objects.filter(pk=pack.pk, state=DataPack.State.IN_USE).exists()


def test_what_was_handed_in_but_not_read_is_read_when_the_process_starts_again(
    background_worker, hand_in_a_document
):
    background_worker.stop()
    version = hand_in_a_document()
    version.refresh_from_db()
    assert version.text_state == DocumentVersion.TextState.WAITING
    forget_what_was_queued()
    background_worker.start()
    requeue_unfinished()
    read = DocumentVersion.TextState.READ
    assert eventually(lambda: DocumentVersion.objects.filter(pk=version.pk, text_state=read))


def forget_what_was_queued() -> None:
    """Memory keeps nothing when a process ends."""
    with app.connection_for_write() as broker:
        broker.default_channel.queue_purge(app.conf.task_default_queue)
