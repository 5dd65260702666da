"""The "Add evidence" page: files that wait, the same answers for all, and nothing typed lost."""

import io
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from evidence import arriving, uploads, waiting
from evidence.models import Document, Upload
from readiness.models import EvidenceDefaults, EvidenceDraft, Statement
from tests.evidence import samples
from tests.factories import (
    CategoryFactory,
    EvidenceLinkFactory,
    StatementFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]
ADD = "/evidence/add/"
MOST_QUERIES = 10


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def safeguarding():
    known = Statement.objects.filter(slug="safeguarding").first()
    return known or StatementFactory(title="Safeguarding", slug="safeguarding")


def answers(**fields):
    return {
        "shows": "Waits fell",
        "statements": [safeguarding().pk],
        "category": CategoryFactory().pk,
        "owner": UserFactory(role="contributor").pk,
        **fields,
    }


def sent(client, words="What carers told us.", *, called="Survey.txt"):
    """A file that has arrived while the form is filled in."""
    return uploads.hold_file(samples.text_file(words, called=called), by=client.person)


def shown(*files, ticked=None):
    ticked = files if ticked is None else ticked
    return {"shown": [str(one.key) for one in files], "upload": [str(one.key) for one in ticked]}


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (9, 9)).save(made, "JPEG")
    return made.getvalue()


@pytest.fixture
def client(signed_in):
    return signed_in("contributor")


# --- files ---


def test_several_files_of_an_ordinary_form_get_the_same_answers(client):
    files = [samples.text_file("One", called="One.txt"), samples.text_file("Two", called="Two.txt")]
    page = client.post(ADD, answers(file=files), follow=True)
    assert "2 documents saved. They now show under Safeguarding." in text_of(page)
    assert page.redirect_chain == [("/evidence/?statement=safeguarding&sort=newest", 302)]
    assert sorted(Document.objects.values_list("title", flat=True)) == ["One", "Two"]
    for document in Document.objects.all():
        assert document.evidence_links.get().shows == "Waits fell"


# --- the day to look again, and the period it covers ---


def test_a_review_date_is_proposed_by_the_kind_of_evidence(client):
    said = answers(file=samples.text_file(), category=CategoryFactory(review_months=6).pk)
    page = client.post(ADD, said, follow=True)
    assert "Review by 22 May 2027." in text_of(page)
    assert Document.objects.get().review_by == date(2027, 5, 22)


def test_the_page_says_beforehand_what_is_proposed(client):
    safeguarding()
    CategoryFactory(review_months=6)
    page = text_of(client.get(ADD))
    assert "Left empty, it is set to 6 months from today." in page
    assert "2027-05-22" in page
    CategoryFactory(review_months=24, slug="processes", title="Processes")
    assert "Processes: 2 years" in text_of(client.get(ADD))


def test_a_review_date_that_somebody_gives_is_kept(client):
    client.post(ADD, answers(file=samples.text_file(), review_by="2028-01-02"))
    assert Document.objects.get().review_by == date(2028, 1, 2)


def test_evidence_of_a_day_to_come_is_reviewed_after_it(client):
    client.post(ADD, answers(address="https://council.example/a", evidence_date="2029-12-31"))
    assert Document.objects.get().review_by == date(2030, 12, 31)


def test_the_period_it_speaks_to_is_kept(client):
    period = {"evidence_from": "2026-01-01", "evidence_date": "2026-03-31"}
    client.post(ADD, answers(file=samples.text_file(), **period))
    document = Document.objects.get()
    assert (document.evidence_from, document.evidence_date) == (date(2026, 1, 1), date(2026, 3, 31))


@pytest.mark.parametrize("ends", ["", "2025-12-31"])
def test_a_period_without_an_end_after_its_beginning_is_refused(client, ends):
    said = answers(address="https://council.example/a", evidence_from="2026-01-01")
    page = client.post(ADD, said | {"evidence_date": ends})
    assert "A period needs its end, and begins before it" in text_of(page)
    assert not Document.objects.exists()


@pytest.mark.parametrize("field", ["file", "photo"])
def test_a_file_too_large_for_memory_is_saved_by_an_ordinary_form(client, field):
    """It comes locked, and the same request that brought it saves it."""
    words = "What carers told us about waiting.\n" * 100_000
    page = client.post(ADD, answers(**{field: samples.text_file(words)}), follow=True)
    assert "Saved. It now shows under Safeguarding." in text_of(page)
    assert Document.objects.get().latest_version.size == len(words) > 3_000_000
    assert not Upload.objects.exists()
    assert not list(arriving.folder().glob("*.*")), "nothing is left of how it came"


def test_a_refused_form_keeps_the_files_and_saves_them_when_it_is_put_right(client):
    said = answers(file=samples.text_file())
    page = client.post(ADD, said | {"shows": ""})
    assert "Say in one line what it shows." in text_of(page)
    assert "Ready to save" in text_of(page)
    del said["file"]
    client.post(ADD, said | shown(*Upload.objects.all()))
    assert Document.objects.get().title == "Carers survey"
    assert not Upload.objects.exists()


def test_files_are_still_there_after_going_away(client):
    safeguarding()
    sent(client)
    page = text_of(client.get(ADD))
    assert "Survey.txt" in page
    assert "Ready to save" in page


def test_the_files_that_are_not_ticked_stay_for_other_answers(client):
    first, second = sent(client, "One", called="One.txt"), sent(client, "Two", called="Two.txt")
    page = client.post(ADD, answers(**shown(first, second, ticked=[first])), follow=True)
    assert "Saved. It now shows under Safeguarding." in text_of(page)
    assert "1 file is still here." in text_of(page)
    assert Document.objects.get().title == "One"
    assert Upload.objects.get() == second


def test_a_file_that_came_since_the_page_was_shown_is_saved_as_well(client):
    first, second = sent(client, "One"), sent(client, "Two")
    client.post(ADD, answers(**shown(first)))
    assert Document.objects.count() == 2
    assert second.original_name == "Survey.txt"


def test_each_file_keeps_the_title_it_was_given(client):
    first, second = sent(client, "One"), sent(client, "Two")
    said = {f"title-{first.key}": "Carers survey 2026", f"title-{second.key}": " "}
    client.post(ADD, answers(**shown(first, second), title="Not for several", **said))
    titles = Document.objects.order_by("pk").values_list("title", flat=True)
    assert list(titles) == ["Carers survey 2026", "Survey"]


def test_one_refused_file_is_named_and_the_others_stay(client):
    files = [samples.text_file(), samples.sample("SimpleMacro.docm")]
    page = client.post(ADD, answers(file=files))
    assert "macros" in str(page.context["form"].errors["file"])
    assert "Ready to save" in text_of(page)
    assert not Document.objects.exists()
    assert Upload.objects.count() == 1


def test_a_photo_comes_by_its_own_field(client):
    photo = SimpleUploadedFile("Visit.jpg", picture())
    client.post(ADD, answers(photo=photo))
    assert Document.objects.get().latest_version.kind_of_file == "Picture"


def test_content_the_library_has_is_offered_for_linking_and_never_kept_twice(client):
    client.post(ADD, answers(file=samples.text_file(), title="Carers survey 2025"))
    said = answers(file=samples.text_file(called="copy.txt"), shows="Something else")
    said["statements"] = [StatementFactory(title="Equity").pk]
    page = client.post(ADD, said)
    words = text_of(page)
    assert "You already have this: <a" in words
    assert "Link that one, rather than keep it twice" in words
    assert "You already have this: Carers survey 2025" in str(page.context["form"].errors["file"])
    upload = Upload.objects.get()
    del said["file"]
    page = client.post(ADD, said | shown(upload) | {"instead": [str(upload.key)]}, follow=True)
    assert "Saved. It now shows under Equity." in text_of(page)
    document = Document.objects.get()
    assert document.evidence_links.count() == 2
    assert document.versions.count() == 1
    assert not Upload.objects.exists()


def test_a_document_linked_there_already_says_so_and_loses_no_words(client):
    said = answers()
    client.post(ADD, said | {"file": samples.text_file()})
    upload = sent(client)
    again = said | shown(upload) | {"instead": [str(upload.key)], "shows": "Something else"}
    page = client.post(ADD, again)
    assert "It is already linked there" in text_of(page)
    assert "Something else" in text_of(page)
    assert Document.objects.get().evidence_links.count() == 1
    assert Upload.objects.exists()


def test_a_file_saved_in_another_window_is_not_saved_twice(client):
    said, upload = answers(), sent(client)
    client.post(ADD, said | shown(upload))
    page = client.post(ADD, said | shown(upload))
    assert "Choose a file, or paste a link below." in text_of(page)
    assert Document.objects.count() == 1


def test_nobody_saves_the_file_of_somebody_else(client, signed_in):
    upload = sent(client)
    other = signed_in("director")
    assert "Survey.txt" not in text_of(other.get(ADD))
    other.post(ADD, answers(**shown(upload)))
    assert not Document.objects.exists()
    assert other.get(f"{ADD}files/{upload.key}/").status_code == 404


def test_a_file_that_stopped_half_way_says_how_to_go_on(client):
    safeguarding()
    uploads.begin_upload(name="Large.pdf", size=100, by=client.person, modified="17")
    page = text_of(client.get(ADD))
    assert "Not all of it is here" in page
    assert 'data-name="Large.pdf" data-size="100" data-modified="17"' in page


def test_a_row_says_what_the_file_is(client):
    upload = sent(client)
    page = text_of(client.get(f"{ADD}files/{upload.key}/"))
    assert "Text, 20 bytes." in page
    assert "<html" not in page
    assert client.get(f"{ADD}files/{uuid.uuid4()}/").status_code == 404


def test_everything_can_be_thrown_away(client, django_capture_on_commit_callbacks):
    sent(client)
    client.post(f"{ADD}draft/", {"shows": "Half a"})
    page = client.post(f"{ADD}again/", follow=True)
    assert "Nothing was saved" in text_of(page)
    assert not Upload.objects.exists()
    assert not EvidenceDraft.objects.exists()


# --- answers kept ---


def test_what_was_typed_is_there_after_going_back(client):
    said = answers()
    answer = client.post(f"{ADD}draft/", said | {"quietly": "yes", "file": "not kept"})
    assert answer.status_code == 204
    form = client.get(ADD).context["form"]
    assert form["shows"].value() == "Waits fell"
    assert form["statements"].value() == [str(pk) for pk in said["statements"]]
    assert form["category"].value() == str(said["category"])


def test_what_was_typed_is_forgotten_once_it_is_saved(client):
    said = answers()
    client.post(f"{ADD}draft/", said)
    client.post(ADD, said | {"address": "https://council.example/a"})
    assert client.get(ADD).context["form"]["shows"].value() is None


def test_a_draft_is_nobody_elses(client, signed_in):
    client.post(f"{ADD}draft/", answers())
    assert signed_in("director").get(ADD).context["form"]["shows"].value() is None


def test_too_much_to_keep_is_cut(client):
    client.post(f"{ADD}draft/", {"shows": "x" * 5000})
    assert len(EvidenceDraft.objects.get().answers["shows"][0]) == 2000


def test_the_kind_and_the_owner_are_as_last_time(client):
    said = answers(address="https://council.example/a")
    client.post(ADD, said)
    form = client.get(ADD).context["form"]
    assert form["category"].value() == said["category"]
    assert form["owner"].value() == said["owner"]
    assert EvidenceDefaults.objects.get().person == client.person


def test_the_statement_somebody_comes_from_wins_over_what_was_remembered(client):
    said = answers(address="https://council.example/a")
    client.post(ADD, said)
    client.post(f"{ADD}draft/", said)
    other = StatementFactory(slug="equity")
    form = client.get(f"{ADD}?statement=equity&category=none").context["form"]
    assert form["statements"].value() == [other.pk]
    assert form["category"].value() is None


# --- suggestions ---


def test_suggestions_say_why_and_choose_nothing(client):
    statement = StatementFactory(title="Safeguarding")
    StatementFactory(title="Equity")
    CategoryFactory()
    TopicFactory(statement=statement, title="Enquiries")
    words = "Every safeguarding enquiry was begun in two days, up from half. " * 3
    upload = sent(client, words, called="Safeguarding report.txt")
    waiting.read_text(upload.pk)
    page = client.get(ADD)
    assert "<b>Safeguarding</b>" in text_of(page)
    assert "because it says “safeguarding” and “enquiry”" in text_of(page)
    assert "Every safeguarding enquiry was begun in two days, up from half." in text_of(page)
    assert "<b>Equity</b>" not in text_of(page)
    assert page.context["form"]["statements"].value() == []
    assert not page.context["form"]["shows"].value()


def test_the_page_asks_for_suggestions_until_the_text_is_read(client):
    upload = sent(client)
    Upload.objects.update(text_is_read=False)
    assert 'data-waiting="yes"' in text_of(client.get(f"{ADD}suggestions/"))
    waiting.read_text(upload.pk)
    assert 'data-waiting="no"' in text_of(client.get(f"{ADD}suggestions/"))


# --- the title of a link ---


def test_a_title_is_looked_up_only_where_the_settings_let_it(client, settings):
    safeguarding()
    assert "Look up its title" not in text_of(client.get(ADD))
    assert client.post(ADD, {"look_up": "yes"}).status_code == 403
    settings.LOOK_UP_LINK_TITLES = True
    assert "Look up its title" in text_of(client.get(ADD))


def test_an_address_inside_is_never_asked_for_its_title(client, settings):
    settings.LOOK_UP_LINK_TITLES = True
    said = answers(address="http://127.0.0.1/", look_up="yes")
    page = client.post(ADD, said)
    assert "That page gives no title." in text_of(page)
    assert "Waits fell" in text_of(page)
    assert not Document.objects.exists()
    page = client.post(ADD, said | {"address": "inside"})
    assert "Write the whole web address" in text_of(page)


# --- cost ---


def queries_of(client, address=ADD) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_page_costs_the_same_with_one_file_as_with_eleven(client):
    StatementFactory()
    CategoryFactory()
    for n in range(1):
        sent(client, f"File {n}")
    first = queries_of(client)
    for n in range(1, 11):
        sent(client, f"File {n}")
        EvidenceLinkFactory()
        TopicFactory()
    assert queries_of(client) == first <= MOST_QUERIES
