"""Peer reviewers see what was put forward: no drafts, no library beyond it, no history."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from evidence import clearing, search
from evidence.models import DocumentChange
from readiness.roles import STAFF, Role
from tests import factories
from tests.permission_samples import Samples
from tests.permission_table import PAGES

pytestmark = pytest.mark.django_db
SECRET = "Not-For-Reviewers"


@pytest.fixture
def samples(db):
    """Beside what reviewers may see, everything that they may not."""
    samples = Samples()
    statement, shown = samples.statement, samples.document
    signed = samples.score
    factories.SignOffFactory(score=signed)
    factories.ScoreFactory(
        statement=statement,
        self_assessment=signed.self_assessment,
        rationale=f"{SECRET} draft",
        strengths=f"{SECRET} strengths",
        scored_by__last_name=f"{SECRET} scorer",
    )
    hidden = factories.VersionFactory(
        document__title=f"{SECRET} document", original_name=f"{SECRET}.txt"
    )
    factories.EvidenceLinkFactory(
        document__words_state="found",
        document__title=f"{SECRET} title that names somebody",
        shows=f"{SECRET} line that names somebody",
        statement=statement,
    )
    sent_back = factories.EvidenceLinkFactory(
        document__title=f"{SECRET} draft", shows=f"{SECRET} of a draft", statement=statement
    )
    factories.AppraisalFactory(link=sent_back, verdict="returned", note=f"{SECRET} note")
    ended = factories.EvidenceLinkFactory(document=hidden.document, statement=statement)
    ended.ended_at, ended.ended_by = timezone.now(), ended.linked_by
    ended.ended_reason = f"{SECRET} reason"
    ended.save()
    DocumentChange.objects.create(
        document=shown,
        changes={"title": [f"{SECRET} title", shown.title]},
        changed_by=shown.owner,
    )
    earlier = closed_round(
        by=shown.owner,
        framework=statement.framework,
        title=f"{SECRET} round",
        starts_on=date(2020, 4, 1),
    )
    factories.SignOffFactory(
        score__self_assessment=earlier,
        score__statement=statement,
        score__rationale=f"{SECRET} then",
        signed_by__last_name=f"{SECRET} director",
    )
    factories.DataPackFactory(title=f"{SECRET} pack", original_name=f"{SECRET}.csv")
    return samples


def addresses(samples, role):
    for line in PAGES:
        if role in line.opens and not line.redirects:
            yield reverse(line.name, kwargs=line.at(samples))
    yield f"{reverse('library')}?q={SECRET[:3]}"
    statement = reverse("statement", kwargs={"slug": samples.statement.slug})
    yield f"{statement}?round={samples.self_assessment.pk}"


def text_of(response):
    if hasattr(response, "streaming_content"):
        return b"".join(response.streaming_content).decode(errors="replace")
    return response.content.decode(errors="replace")


def test_no_page_shows_a_reviewer_drafts_or_documents_not_put_forward(signed_in, samples):
    client = signed_in(Role.REVIEWER)
    shown = {at for at in addresses(samples, Role.REVIEWER) if SECRET in text_of(client.get(at))}
    assert {at for at in shown if "?q=" not in at} == set()


def test_the_same_pages_do_show_them_to_staff(signed_in, samples):
    """Else the test above would prove nothing."""
    client = signed_in(Role.DIRECTOR)
    shown = [at for at in addresses(samples, Role.DIRECTOR) if SECRET in text_of(client.get(at))]
    names = " ".join(shown)
    for part in ("/statements/", "/evidence/"):
        assert part in names


def test_a_document_that_was_not_put_forward_is_refused_with_its_file(signed_in):
    client, version = signed_in(Role.REVIEWER), factories.VersionFactory()
    assert client.get(reverse("document", args=[version.document_id])).status_code == 403
    assert client.get(reverse("download", args=[version.pk])).status_code == 403


def test_a_document_is_refused_again_once_its_last_link_has_ended(signed_in):
    client, version = signed_in(Role.REVIEWER), factories.VersionFactory()
    link = factories.EvidenceLinkFactory(document=version.document)
    assert client.get(reverse("document", args=[version.document_id])).status_code == 200
    link.ended_at, link.ended_by, link.ended_reason = timezone.now(), link.linked_by, "Wrong"
    link.save()
    assert client.get(reverse("document", args=[version.document_id])).status_code == 403
    assert client.get(reverse("download", args=[version.pk])).status_code == 403


HELD = [
    {"personal_state": "unchecked"},
    {"personal_state": "found"},
    {"personal_state": "not_checkable"},
    {"personal_state": "redacted"},
    {"scan_state": "infected", "scan_result": "A virus"},
    {"scan_state": "not_scanned", "scan_result": "Too large"},
]


@pytest.mark.parametrize("held", HELD, ids=lambda held: " ".join(held.values()))
def test_a_document_that_is_not_safe_to_share_is_nowhere_for_a_reviewer(signed_in, samples, held):
    version = factories.VersionFactory(document__title=f"{SECRET} held", **held)
    factories.PagePictureFactory(version=version)
    factories.EvidenceLinkFactory(
        document=version.document, statement=samples.statement, shows=f"{SECRET} shows"
    )
    search.index_document(version.document)
    client = signed_in(Role.REVIEWER)
    shown = {at for at in addresses(samples, Role.REVIEWER) if SECRET in text_of(client.get(at))}
    assert {at for at in shown if "?q=" not in at} == set()
    for address in (
        reverse("document", args=[version.document_id]),
        reverse("download", args=[version.pk]),
        reverse("preview", args=[version.document_id]),
        reverse("page_picture", args=[version.pk, 1]),
    ):
        assert client.get(address).status_code == 403, address


def test_it_is_there_again_once_it_has_been_cleared(signed_in, samples):
    version = factories.VersionFactory(document__title=f"{SECRET} cleared", personal_state="found")
    factories.EvidenceLinkFactory(document=version.document, statement=samples.statement)
    client, address = signed_in(Role.REVIEWER), reverse("document", args=[version.document_id])
    assert client.get(address).status_code == 403
    clearing.clear(version, reason="Public numbers", by=version.document.owner)
    assert client.get(address).status_code == 200
    statement = client.get(reverse("statement", kwargs={"slug": samples.statement.slug}))
    assert f"{SECRET} cleared" in text_of(statement)


def test_a_round_other_than_the_current_one_is_not_there_for_a_reviewer(signed_in):
    director = signed_in(Role.DIRECTOR)
    earlier = closed_round(by=director.person, starts_on=date(2020, 4, 1))
    statement = factories.StatementFactory(theme__framework=earlier.framework)
    current = factories.SelfAssessmentFactory(framework=earlier.framework)
    reviewer = signed_in(Role.REVIEWER)
    for address in (
        "/self-assessments/{}/",
        reverse("statement", kwargs={"slug": statement.slug}) + "?round={}",
        reverse("statement_list") + "?round={}",
    ):
        assert reviewer.get(address.format(current.pk)).status_code == 200
        assert reviewer.get(address.format(earlier.pk)).status_code == 404
        assert director.get(address.format(earlier.pk)).status_code == 200
    listed = text_of(reviewer.get(reverse("self_assessment_list")))
    assert current.title in listed
    assert earlier.title not in listed
    assert earlier.title in text_of(director.get(reverse("self_assessment_list")))


def test_without_an_open_round_the_latest_is_current_for_a_reviewer_as_well(reviewer, director):
    older = closed_round(by=director, starts_on=date(2020, 4, 1))
    latest = closed_round(by=director, starts_on=date(2024, 4, 1))
    assert reviewer.has_perm("readiness.view_self_assessment", latest)
    assert not reviewer.has_perm("readiness.view_self_assessment", older)


def closed_round(*, by, **fields):
    return factories.SelfAssessmentFactory(closed_at=timezone.now(), closed_by=by, **fields)


def test_my_work_is_for_those_who_have_work_here(signed_in):
    for role in Role:
        client = signed_in(role)
        offered = reverse("my_work") in text_of(client.get(reverse("self_assessment_list")))
        assert offered is (role in STAFF), role
