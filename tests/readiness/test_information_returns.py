"""Working on an information return: who gathers what, when it is ready, and what was submitted."""

import csv
import hashlib
import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from evidence import intake
from evidence.models import DocumentVersion
from readiness import (
    disposal,
    information_returns,
    return_choices,
    return_import,
    return_pack,
    return_page,
    submitting_returns,
)
from readiness.models import (
    ReturnItem,
    ReturnItemChange,
    ReturnState,
    SubmittedDocument,
    SubmittedItem,
)
from readiness.packs import Pack
from tests.factories import (
    DocumentFactory,
    EvidenceLinkFactory,
    ReturnDocumentFactory,
    ReturnFactory,
    ReturnItemFactory,
    StatementFactory,
    UserFactory,
    VersionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]
TODAY = date(2026, 11, 22)
Personal = DocumentVersion.PersonalState


@pytest.fixture
def worker():
    return UserFactory(role="contributor", first_name="Ada", last_name="King")


@pytest.fixture
def director():
    return UserFactory(role="director", first_name="Dee", last_name="Lee")


@pytest.fixture
def item():
    return ReturnItemFactory(code="X1", title="Carers strategy")


def ready(item, worker, **version):
    """The item with a document, called ready."""
    document = VersionFactory(text_state="read", **version).document
    information_returns.add_document(item, document=document, pointer="p. 4", by=worker)
    return information_returns.mark_ready(item, by=worker, on=TODAY)


def submit(item, director, **about):
    return submitting_returns.submit(item.information_return, by=director, on=TODAY, **about)


# --- items ------------------------------------------------------------------------------------


def test_a_code_stands_once_in_a_return(item, worker):
    with pytest.raises(ValidationError, match="has an item X1 already"):
        information_returns.add_item(
            item.information_return, code=" X1 ", title="Another", by=worker
        )


def test_an_item_is_not_due_after_its_return(item, worker):
    with pytest.raises(ValidationError, match="is due 14 December 2026"):
        information_returns.edit_item(item, seen_revision=1, by=worker, due_on=date(2026, 12, 15))


def test_a_second_editor_is_told(item, worker):
    information_returns.edit_item(item, seen_revision=1, by=worker, title="Carers’ strategy")
    with pytest.raises(ValidationError, match="Somebody else changed this"):
        information_returns.write_note(item, seen_revision=1, note="None.", by=worker)


def test_every_change_is_kept_with_its_name(item, worker):
    information_returns.edit_item(item, seen_revision=1, by=worker, owner=worker)
    change = ReturnItemChange.objects.get()
    assert change.changes == {"Owner": ["none", "Ada King"]}
    assert change.changed_by == worker


def test_what_does_not_change_is_no_change(item, worker):
    information_returns.edit_item(item, seen_revision=1, by=worker, title=item.title)
    assert not ReturnItemChange.objects.exists()


def test_an_item_off_the_list_is_not_worked_on_until_it_is_put_back(item, worker):
    information_returns.drop_item(item, reason="CQC dropped it.", by=worker)
    with pytest.raises(ValidationError, match="CQC dropped it"):
        information_returns.write_note(item, seen_revision=2, note="x", by=worker)
    information_returns.put_back(item, by=worker)
    assert ReturnItem.objects.live().get() == item


# --- documents and readiness ------------------------------------------------------------------


def test_a_document_begins_the_work(item, worker):
    information_returns.add_document(item, document=VersionFactory().document, by=worker)
    item.refresh_from_db()
    assert item.state == ReturnState.IN_PROGRESS


def test_a_document_is_with_an_item_once(item, worker):
    document = VersionFactory().document
    information_returns.add_document(item, document=document, by=worker)
    with pytest.raises(ValidationError, match="is with this item already"):
        information_returns.add_document(item, document=document, by=worker)


def test_a_link_only_where_one_is_allowed(item, worker):
    with pytest.raises(ValidationError, match="not a link"):
        information_returns.add_document(item, document=DocumentFactory(), by=worker)
    item.links_allowed = True
    item.save()
    use = information_returns.add_public_link(
        item, address="https://council.example/offer", title="Our offer", by=worker
    )
    assert use.document.address == "https://council.example/offer"


def test_a_page_the_library_has_is_not_added_again(item, worker):
    item.links_allowed = True
    item.save()
    known = DocumentFactory(address="https://council.example/offer")
    use = information_returns.add_public_link(
        item, address="https://council.example/offer", title="Other words", by=worker
    )
    assert use.document == known


def test_what_is_said_of_a_document_is_looked_through_for_personal_data(item, worker):
    document = VersionFactory().document
    note = "NHS number 943 476 5919"
    information_returns.add_document(item, document=document, note=note, by=worker)
    document.refresh_from_db()
    assert document.words_state == "found"


def test_an_item_without_anything_is_not_ready(item, worker):
    with pytest.raises(ValidationError, match="say in the note why there is none"):
        information_returns.mark_ready(item, by=worker, on=TODAY)


def test_a_note_alone_can_be_the_answer(item, worker):
    information_returns.write_note(item, seen_revision=1, note="We hold no such plan.", by=worker)
    assert information_returns.mark_ready(item, by=worker, on=TODAY).state == ReturnState.READY


def test_a_note_that_names_somebody_is_not_ready(item, worker):
    note = "Her NHS number is 943 476 5919."
    information_returns.write_note(item, seen_revision=1, note=note, by=worker)
    with pytest.raises(ValidationError, match="without naming anybody"):
        information_returns.mark_ready(item, by=worker, on=TODAY)


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ({"personal_state": Personal.FOUND, "personal_count": 2}, "2 things found"),
        ({"text_state": "failed", "text_problem": "It is locked."}, "It is locked. Open it"),
        ({"text_state": "waiting"}, "Waiting to be read"),
        ({"document__review_by": date(2026, 11, 1)}, "Its review was due 1 November 2026"),
        ({"scan_state": "infected", "scan_result": "Eicar"}, "A virus was found"),
    ],
)
def test_a_document_that_cannot_go_keeps_an_item_from_being_ready(item, worker, version, words):
    document = VersionFactory(**({"text_state": "read"} | version)).document
    information_returns.add_document(item, document=document, by=worker)
    with pytest.raises(ValidationError, match=words):
        information_returns.mark_ready(item, by=worker, on=TODAY)


def test_more_work_takes_up_again_what_was_ready(item, worker):
    ready(item, worker)
    document = VersionFactory(text_state="read", content=b"2").document
    information_returns.add_document(item, document=document, by=worker)
    item.refresh_from_db()
    assert item.state == ReturnState.IN_PROGRESS


def test_taking_a_document_off_is_kept_with_its_reason(worker):
    use = ReturnDocumentFactory()
    information_returns.take_off(use, reason="An old one.", by=worker)
    use.refresh_from_db()
    assert (use.ended_by, use.ended_reason) == (worker, "An old one.")
    with pytest.raises(ValidationError, match="Ada King took it off already"):
        information_returns.take_off(use, reason="Again", by=worker)


def test_a_document_of_a_return_cannot_be_deleted(director):
    use = ReturnDocumentFactory(item__code="X9")
    with pytest.raises(ValidationError, match="Item X9 of an information return"):
        disposal.dispose(use.document, reason="Old", by=director, on=TODAY)


# --- submitting -------------------------------------------------------------------------------


def test_a_return_is_not_submitted_while_an_item_is_not_ready(item, director):
    with pytest.raises(ValidationError, match="1 item is not ready: X1"):
        submit(item, director)


def test_nor_when_what_was_ready_is_not_right_any_more(item, worker, director):
    ready(item, worker)
    version = DocumentVersion.objects.get()
    version.personal_state = Personal.FOUND
    version.save()
    with pytest.raises(ValidationError, match="not ready"):
        submit(item, director)


def test_a_return_without_items_is_not_submitted(director):
    with pytest.raises(ValidationError, match="has no items"):
        submitting_returns.submit(ReturnFactory(), by=director, on=TODAY)


def test_what_was_submitted_is_kept_word_for_word(item, worker, director):
    ready(item, worker, content=b"As it went.", document__title="Carers strategy 2026")
    submission = submit(item, director, note="With thanks.")
    kept, document = SubmittedItem.objects.get(), SubmittedDocument.objects.get()
    assert (kept.code, kept.title) == ("X1", "Carers strategy")
    assert (document.title, document.pointer) == ("Carers strategy 2026", "p. 4")
    assert document.sha256 == hashlib.sha256(b"As it went.").hexdigest()
    assert document.version == DocumentVersion.objects.get()
    assert (submission.submitted_by, submission.note) == (director, "With thanks.")


def test_nothing_of_a_submitted_return_changes_any_more(item, worker, director):
    ready(item, worker)
    use = item.documents.get()
    submit(item, director)
    tries = [
        lambda: information_returns.write_note(item, seen_revision=3, note="x", by=worker),
        lambda: information_returns.edit_item(item, seen_revision=3, by=worker, title="x"),
        lambda: information_returns.drop_item(item, reason="x", by=worker),
        lambda: information_returns.take_off(use, reason="x", by=worker),
        lambda: information_returns.take_up_again(item, by=worker),
        lambda: submit(item, director),
    ]
    for attempt in tries:
        with pytest.raises(ValidationError, match="Dee Lee submitted this return"):
            attempt()


def test_what_is_added_afterwards_stays_apart(item, worker, director):
    ready(item, worker, document__title="First")
    submit(item, director)
    later = VersionFactory(content=b"Later", document__title="Later").document
    use = information_returns.add_document(item, document=later, by=worker)
    page = return_page.build(item.information_return, on=TODAY)
    (row,) = page.rows
    assert use.is_since_submission
    assert [each.use.document.title for each in row.uses] == ["First"]
    assert [each.document.title for each in row.since] == ["Later"]
    assert SubmittedDocument.objects.count() == 1


def pack_names(contents):
    return [listed.path.rpartition("/")[2] for listed, _ in Pack(contents).documents]


def test_the_pack_as_submitted_is_the_same_whatever_happens_afterwards(item, worker, director):
    ready(item, worker, content=b"As it went.", document__title="Strategy")
    submit(item, director)

    def made():
        row = return_page.returns().get(pk=item.information_return_id)
        pack = Pack(return_pack.as_submitted(return_page.build(row, on=TODAY)))
        return b"".join(pack.stream())

    before = made()
    document = DocumentVersion.objects.get().document
    new = intake.receive(ContentFile(b"Quite another text.", name="new.txt"))
    document = intake.replace_file(
        document, received=new, note="New", seen_revision=document.revision, by=worker
    )
    document.title = "Another title"
    document.save()
    later = VersionFactory(content=b"Later").document
    information_returns.add_document(item, document=later, by=worker)
    assert made() == before
    assert b"As it went." in before


def test_the_packs_of_today_and_of_what_came_since(item, worker, director):
    ready(item, worker, document__title="First")
    row = item.information_return
    page = return_page.build(row, on=TODAY)
    now = row.opened_at
    assert pack_names(return_pack.as_it_stands(page, made_at=now)) == ["First.txt"]
    submit(item, director)
    later = VersionFactory(content=b"Later", document__title="Later").document
    information_returns.add_document(item, document=later, by=worker)
    page = return_page.build(return_page.returns().get(pk=row.pk), on=TODAY)
    assert pack_names(return_pack.since_submission(page, made_at=now)) == ["Later.txt"]
    assert pack_names(return_pack.as_submitted(page)) == ["First.txt"]


def test_a_document_not_cleared_is_left_out_of_the_pack_with_its_reason(worker):
    held = VersionFactory(personal_state=Personal.FOUND, document__title="Case notes").document
    use = ReturnDocumentFactory(document=held)
    page = return_page.build(use.item.information_return, on=TODAY)
    pack = Pack(return_pack.as_it_stands(page, made_at=use.added_at))
    assert pack.documents == []
    assert pack.left_out[0][2:] == (
        "Case notes",
        "It may hold personal data, and nobody has cleared it.",
    )


# --- loading CQC's list -----------------------------------------------------------------------


def file_of(rows, name="List.csv"):
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return ContentFile(written.getvalue().encode(), name=name)


def line(code="X1", **cells):
    return {"Code": code, "Title": f"Invented request {code}", "Theme": "Invented"} | cells


def load(row, rows, worker):
    found = return_import.receive(row, file=file_of(rows), by=worker)
    return {does: number for does, number in found.report["counts"].items() if number}, found


def test_a_list_is_looked_at_before_anything_is_written(worker):
    row = ReturnFactory()
    counts, found = load(row, [line(), line("X2")], worker)
    assert counts == {"add": 2}
    assert not row.items.exists()
    return_import.confirm(found, by=worker)
    assert [item.code for item in row.items.all()] == ["X1", "X2"]


def test_the_same_list_again_changes_nothing(worker):
    row = ReturnFactory()
    rows = [line(**{"Public link allowed": "Yes", "Guidance": "Two pages.\nAt most."})]
    return_import.confirm(load(row, rows, worker)[1], by=worker)
    assert load(row, rows, worker)[0] == {"nothing": 1}


def test_a_newer_list_says_what_it_changes_and_keeps_what_was_gathered(worker):
    use = ReturnDocumentFactory(item__code="X1", item__owner=worker, item__note="Ours.")
    row = use.item.information_return
    ReturnItemFactory(information_return=row, code="X7", title="Not in the file")
    counts, found = load(row, [line("x1", Title="New words"), line("X2")], worker)
    assert counts == {"add": 1, "change": 1}
    assert "Title from" in found.report["rows"][0]["about"]
    assert found.report["not_named"] == ["X7 Not in the file"]
    return_import.confirm(found, by=worker)
    use.item.refresh_from_db()
    assert (use.item.title, use.item.owner, use.item.note) == ("New words", worker, "Ours.")
    assert use.item.documents.live().count() == 1


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"Code": ""}, "A", "Give the item’s code."),
        ({"Title": ""}, "B", "Say what is asked."),
        ({"Public link allowed": "perhaps"}, "D", "Say yes or no."),
        ({"Quality statements": "Unheard of"}, "D", "No quality statement is called"),
        ({"Owner": "Nobody Known"}, "D", "Nobody who can work on it"),
        ({"Due": "31 February 2026"}, "D", "There is no day"),
        ({"Code": "X" * 21}, "A", "At most 20 fit."),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(worker, cells, column, words):
    StatementFactory(title="Assessing needs")
    _, found = load(ReturnFactory(), [line(**cells)], worker)
    problem = found.report["problems"][0]
    assert (problem["row"], problem["column"]) == (2, column)
    assert words in problem["message"]
    with pytest.raises(ValidationError, match="Put the problems right"):
        return_import.confirm(found, by=worker)


def test_a_code_that_stands_twice_is_wrong_the_second_time(worker):
    _, found = load(ReturnFactory(), [line(), line("x1")], worker)
    assert found.report["problems"][0]["message"] == "Row 2 has this code already."
    assert found.report["counts"]["add"] == 1


def test_statements_owner_and_day_are_known_by_their_words(worker):
    StatementFactory(title="Assessing needs")
    row = ReturnFactory()
    cells = {"Quality statements": "Assessing needs", "Owner": "Ada King", "Due": "1/12/2026"}
    return_import.confirm(load(row, [line(**cells)], worker)[1], by=worker)
    item = row.items.get()
    assert item.statements.get().title == "Assessing needs"
    assert (item.owner, item.due_on) == (worker, date(2026, 12, 1))


def test_a_file_that_is_no_list_is_refused(worker):
    with pytest.raises(ValidationError, match="“Code” and “Title”"):
        return_import.receive(ReturnFactory(), file=file_of([{"A": "1"}]), by=worker)


def test_a_list_that_somebody_overtook_is_not_loaded(worker):
    row = ReturnFactory()
    found = load(row, [line()], worker)[1]
    information_returns.add_item(row, code="X1", title="By hand", by=worker)
    with pytest.raises(ValidationError, match="Somebody changed the items"):
        return_import.confirm(found, by=worker)


def test_evidence_of_its_statements_is_offered(item, worker):
    statement = StatementFactory()
    item.statements.add(statement)
    document = VersionFactory().document
    EvidenceLinkFactory(document=document, statement=statement)
    VersionFactory(content=b"Elsewhere")
    offered = return_choices.documents_to_choose(item, "", user=worker, on=TODAY)
    assert [each.pk for each, _ in offered] == [document.pk]
