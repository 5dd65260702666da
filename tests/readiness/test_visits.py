"""Reviewers invited to a closed round: who may be, what they see of it, and what is noted."""

import io
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from evidence.models import DocumentPage
from readiness import visit_pages, visits, watermarks
from readiness.models import Visit, VisitRead
from readiness.roles import Role
from tests.factories import (
    ActionUpdateFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    PagePictureFactory,
    RoundSnapshotFactory,
    ScoreFactory,
    SignOffFactory,
    UserFactory,
    VersionFactory,
    VisitFactory,
)
from tests.lists import rows_of_csv

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = date(2026, 11, 22)
DAYS = {"starts_on": TODAY, "last_day": date(2026, 11, 24)}


@pytest.fixture
def version(statement):
    version = PagePictureFactory().version
    EvidenceLinkFactory(document=version.document, statement=statement, shows="Waits are short")
    return version


@pytest.fixture
def snapshot(statement, this_round, director, version):
    score = ScoreFactory(
        self_assessment=this_round,
        statement=statement,
        rationale="We are good at this.",
        scored_by=UserFactory(first_name="Sam", last_name="Scorer"),
    )
    SignOffFactory(
        score=score,
        note="Said between ourselves",
        signed_by=UserFactory(first_name="Dee", last_name="Signer"),
    )
    action = ActionUpdateFactory(
        action__owner=UserFactory(first_name="Ola", last_name="Owner")
    ).action
    action.statements.add(statement)
    return RoundSnapshotFactory(self_assessment=this_round, taken_by=director)


@pytest.fixture
def invite(snapshot, director):
    def make(**about):
        words = {
            "email": "peer@elsewhere.example",
            "name": "Pat Peer",
            "downloads": "none",
            "about_the_council": "A place in the north.",
        }
        told = {"snapshot": snapshot, "by": director, "on": TODAY} | words | DAYS | about
        return visits.invite(**told)

    return make


@pytest.fixture
def visiting(signed_in, snapshot):
    """``visiting(downloads="pages")``: a client of a reviewer, and their visit."""

    def make(**about):
        client = signed_in(Role.VISITOR, first_name="Pat", last_name="Peer")
        return client, VisitFactory(reviewer=client.person, snapshot=snapshot, **(DAYS | about))

    return make


def text_of(client, name, visit, **at):
    return client.get(reverse(name, kwargs={"pk": visit.pk, **at})).content.decode()


class TestInviting:
    def test_makes_an_account_that_ends_with_the_visit_and_sends_the_way_in(self, invite, client):
        visit = invite()
        visits.send(visit, site="https://evidence.council.example/", by=visit.invited_by)
        assert visit.reviewer.access.last_day == visit.last_day
        assert set(visit.reviewer.groups.values_list("name", flat=True)) == {Role.VISITOR}
        [sent] = mail.outbox
        assert sent.to == ["peer@elsewhere.example"]
        assert "from 22 November 2026 to 24 November 2026" in sent.body
        assert "https://evidence.council.example/account/password/reset/" in sent.body

    @pytest.mark.parametrize(
        ("about", "said"),
        [
            ({"last_day": TODAY - timedelta(days=1)}, "The last day has passed"),
            ({"starts_on": TODAY + timedelta(days=9)}, "before the first"),
            ({"last_day": TODAY + timedelta(days=100)}, "three months at most"),
        ],
    )
    def test_refuses_days_that_make_no_visit(self, invite, about, said):
        with pytest.raises(ValidationError, match=said):
            invite(**about)

    def test_refuses_somebody_who_has_other_work_here(self, invite, contributor):
        with pytest.raises(ValidationError, match="other work to do"):
            invite(email=contributor.email)

    def test_refuses_a_second_invitation_while_one_is_open(self, invite):
        invite()
        with pytest.raises(ValidationError, match="is invited until 24 November 2026"):
            invite(email="PEER@elsewhere.example")

    def test_lets_somebody_in_again_whose_visit_was_withdrawn(self, invite, director):
        first = invite()
        visits.withdraw(first, reason="Wrong round", by=director)
        again = invite()
        assert again.reviewer == first.reviewer
        assert again.reviewer.is_active

    def test_refuses_to_change_what_somebody_else_has_changed(self, invite, director):
        visit = invite()
        new = {"last_day": visit.last_day, "shows_names": False, "by": director, "on": TODAY}
        visits.change(visit, downloads="pages", seen=0, **new)
        with pytest.raises(ValidationError, match="changed this invitation"):
            visits.change(visit, downloads="originals", seen=0, **new)

    def test_a_later_last_day_opens_the_account_as_long(self, invite, director):
        visit = invite()
        later = date(2026, 12, 1)
        visits.change(
            visit,
            last_day=later,
            downloads="none",
            shows_names=False,
            by=director,
            on=TODAY,
            seen=0,
        )
        visit.reviewer.access.refresh_from_db()
        assert visit.reviewer.access.last_day == later

    def test_withdrawing_leaves_no_password_and_says_why(self, invite, director):
        visit = invite()
        visit.reviewer.set_password("Quiet-harbour-71")
        visit.reviewer.save()
        with pytest.raises(ValidationError, match="Say why"):
            visits.withdraw(visit, reason=" ", by=director)
        visits.withdraw(visit, reason="Ill", by=director)
        visit.reviewer.refresh_from_db()
        assert not visit.reviewer.is_active
        assert not visit.reviewer.has_usable_password()
        with pytest.raises(ValidationError, match="has been withdrawn"):
            visits.withdraw(visit, reason="Ill", by=director)

    def test_says_what_is_needed_while_no_round_is_closed(self, signed_in):
        page = signed_in(Role.DIRECTOR).get(reverse("invite_reviewer")).content.decode()
        assert "No self-assessment has been closed yet" in page
        assert reverse("self_assessment_list") in page
        assert 'name="email"' not in page

    def test_the_form_invites_and_the_page_shows_it(self, signed_in, snapshot, statement):
        client = signed_in(Role.DIRECTOR)
        sent = {
            "name": "Pat Peer",
            "email": "peer@elsewhere.example",
            "snapshot": snapshot.pk,
            "starts_on": "2026-11-22",
            "last_day": "2026-11-24",
            "downloads": "pages",
            "about_the_council": "A place in the north.",
            "begin_with": [statement.pk],
        }
        page = client.post(reverse("invite_reviewer"), sent, follow=True).content.decode()
        assert "Pat Peer" in page
        assert "Safeguarding" in page
        assert Visit.objects.get().downloads == "pages"


class TestWhatTheySee:
    def test_begins_with_the_council_the_map_and_the_days(self, visiting, statement):
        client, visit = visiting()
        visit.begin_with.add(statement)
        page = client.get("/", follow=True).content.decode()
        for words in ("A place in the north.", "3 days left", "Safeguarding", "Begin here"):
            assert words in page

    def test_leaves_out_names_and_notes_unless_the_council_shows_names(self, visiting):
        for shows in (False, True):
            client, visit = visiting(shows_names=shows)
            page = text_of(client, "visit_statement", visit, slug="safeguarding")
            assert "We are good at this." in page
            assert "Waits are short" in page
            for name in ("Sam Scorer", "Dee Signer", "Ola Owner"):
                assert (name in page) is shows, name
            assert "Said between ourselves" not in page

    def test_says_when_a_document_is_not_cleared_and_shows_nothing_of_it(self, visiting, version):
        client, visit = visiting()
        version.personal_state = "found"
        version.save()
        page = text_of(client, "visit_statement", visit, slug="safeguarding")
        assert version.document.title not in page
        assert "A document that is not shared with reviewers" in page
        at = {"pk": visit.pk, "version": version.pk}
        assert client.get(reverse("visit_document", kwargs=at)).status_code == 404

    def test_offers_what_the_council_lets_them_take_and_no_more(self, visiting, version):
        offered = {"none": (), "pages": ("pdf",), "originals": ("pdf", "original")}
        for downloads, names in offered.items():
            client, visit = visiting(downloads=downloads)
            page = text_of(client, "visit_document", visit, version=version.pk)
            at = {"pk": visit.pk, "version": version.pk}
            for name in ("pdf", "original"):
                address = reverse(f"visit_{name}", kwargs=at)
                assert (address in page) is (name in names), (downloads, name)
                assert client.get(address).status_code == (200 if name in names else 404)

    def test_words_without_pages_of_their_own_are_drawn_on_sheets(self, visiting, snapshot):
        text = VersionFactory()
        DocumentPage.objects.create(version=text, number=1, text="Line\n" * 200)
        pages = visit_pages.pages_of(text)
        assert pages.count == len(pages.sheets) > 1
        drawn = Image.open(io.BytesIO(visit_pages.page_with_name(pages, 2, words="Pat Peer")))
        assert drawn.size == watermarks.PAPER
        assert visit_pages.pdf_with_name(pages, words="Pat Peer").startswith(b"%PDF")

    def test_the_name_lies_across_every_part_of_a_page(self):
        plain = Image.new("RGB", (900, 1200), "white")
        marked = watermarked_parts(watermarks.watermarked(plain, "Pat Peer, 3 March 2026"))
        assert all(marked), "a third of the page without the name"

    def test_costs_the_same_number_of_queries_with_eleven_documents(
        self, visiting, statement, director, this_round
    ):
        client, visit = visiting()
        with_one = queries_of(client, visit)
        for _ in range(10):
            EvidenceLinkFactory(statement=statement, document=VersionFactory().document)
        visit.snapshot = RoundSnapshotFactory(self_assessment__framework=statement.framework)
        visit.save()
        assert queries_of(client, visit) == with_one
        assert max(with_one) <= 12


def watermarked_parts(page):
    side, down = page.width // 3, page.height // 3
    for x in range(3):
        for y in range(3):
            part = page.crop((x * side, y * down, (x + 1) * side, (y + 1) * down))
            yield len(part.getcolors(100_000)) > 1


def queries_of(client, visit):
    counted = []
    start = reverse("visit", kwargs={"pk": visit.pk})
    statement = reverse("visit_statement", kwargs={"pk": visit.pk, "slug": "safeguarding"})
    for address in (start, statement):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counted.append(len(asked))
    return counted


class TestWhatIsNoted:
    def test_each_page_a_reviewer_opens_with_who_what_and_when(self, visiting, version, signed_in):
        client, visit = visiting(downloads="originals")
        text_of(client, "visit", visit)
        text_of(client, "visit_statement", visit, slug="safeguarding")
        at = {"pk": visit.pk, "version": version.pk}
        for name in ("visit_document", "visit_pdf", "visit_original"):
            client.get(reverse(name, kwargs=at))
        client.get(reverse("visit_picture", kwargs=at | {"number": 1}))
        noted = list(VisitRead.objects.order_by("pk").values_list("what", flat=True))
        assert noted == ["start", "statement", "document", "pdf", "original", "page"]
        director = signed_in(Role.DIRECTOR)
        lines = rows_of_csv(director.get(reverse("visit_reads_export", kwargs={"kind": "csv"})))
        assert len(lines) == 6
        assert {line["Reviewer"] for line in lines} == {"Pat Peer"}
        assert lines[0]["What"] == "Page of a document"
        page = director.get(reverse("manage_visit", kwargs={"pk": visit.pk})).content.decode()
        assert "All that they opened (6)" in page

    def test_a_web_page_by_its_address_on_the_way_there(
        self, visiting, statement, this_round, signed_in
    ):
        page = DocumentFactory(title="Carers page", address="https://council.example/carers")
        EvidenceLinkFactory(document=page, statement=statement)
        client, visit = visiting()
        at = reverse("visit_link", kwargs={"pk": visit.pk, "document": page.pk})
        assert client.get(at).status_code == 404, "it is not in the record yet"
        visit.snapshot = RoundSnapshotFactory(self_assessment__framework=statement.framework)
        visit.save()
        shown = text_of(client, "visit_statement", visit, slug="safeguarding")
        assert at in shown
        assert 'href="https://council.example' not in shown
        assert client.get(at)["Location"] == "https://council.example/carers"
        noted = VisitRead.objects.get(what="link")
        assert noted.title == "Carers page, https://council.example/carers"
        lines = signed_in(Role.DIRECTOR).get(reverse("visit_reads"), {"what": "link"})
        assert "Web page opened" in lines.content.decode()
        page.deleted_at, page.deleted_by, page.deleted_reason = timezone.now(), page.owner, "Old"
        page.save()
        assert client.get(at).status_code == 404, "deleted since"

    def test_nothing_when_the_council_looks_at_what_they_see(self, visiting, signed_in):
        _, visit = visiting()
        director = signed_in(Role.DIRECTOR)
        assert "This is what Pat Peer sees" in text_of(director, "visit", visit)
        assert not VisitRead.objects.exists()
