"""Lists of councils from a spreadsheet: looked at first, then all of it or nothing."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from indicators import group_file, grouping
from indicators.models import ComparatorGroup
from readiness.roles import Role
from tests.factories import AreaFactory, ComparatorGroupFactory
from tests.indicators.workbooks import xlsx

pytestmark = pytest.mark.django_db
HEADINGS = ["Group", "Source", "As of", "Council"]
NEAREST = ["Nearest", "CIPFA", "2025-04-01"]
SAID = {"group": "Nearest", "source": "CIPFA", "as_of": "2025-04-01"}
ADDRESS = "/indicators/groups/from-a-file/"


@pytest.fixture(autouse=True)
def councils():
    names = (("E08000002", "Bury"), ("E08000027", "Dudley"), ("E06000016", "Leicester"))
    return [AreaFactory(code=code, name=name) for code, name in names]


@pytest.fixture
def desk(signed_in):
    return signed_in(Role.ANALYST)


def csv(*rows) -> bytes:
    return "\n".join(",".join(row) for row in rows).encode()


def lines(*rows, given=None, headings=HEADINGS):
    return group_file.read(csv(headings, *rows), "groups.csv", given=given or {})


def nearest(*names):
    return [[*NEAREST, name] for name in names]


def said(found) -> list[tuple]:
    return [(one.row, one.column, one.value) for one in found.problems]


def load(read, by, reason=""):
    seen = group_file.plan(read).seen
    return group_file.load(read, file_name="groups.csv", reason=reason, seen=seen, by=by)


def words(response) -> str:
    return " ".join(response.content.decode().split())


# --- reading -------------------------------------------------------------------------------------


def test_a_row_is_a_council_of_a_group(analyst):
    [group] = load(lines(*nearest("Dudley", "Leicester")), analyst)

    assert (group.name, group.source, group.as_of) == ("Nearest", "CIPFA", date(2025, 4, 1))
    assert [area.name for area in group.councils.order_by("name")] == ["Dudley", "Leicester"]
    assert "From the file groups.csv" in group.changes.get().reason


def test_codes_will_do_and_what_no_column_says_is_said_for_all():
    read = lines(["E08000002"], ["E08000027"], headings=["ONS code"], given=SAID)

    [group] = group_file.plan(read).groups
    assert (group.name, [area.name for area in group.councils]) == ("Nearest", ["Bury", "Dudley"])


def test_a_workbook_with_titles_above_its_headings_is_read():
    content = xlsx({"Groups": [["Our groups"], HEADINGS, *nearest("Bury", "Dudley")]})

    read = group_file.read(content, "groups.xlsx", given={})

    assert [(line.row, line.council) for line in read] == [(3, "Bury"), (4, "Dudley")]


def test_several_groups_may_be_in_one_file(analyst):
    family = [["Family", "SPRU", "2025-01-01", name] for name in ("Bury", "Leicester")]
    rows = [*nearest("Bury", "Dudley"), *family]

    assert [group.name for group in load(lines(*rows), analyst)] == ["Nearest", "Family"]


def test_a_file_without_councils_says_which_heading_it_needs():
    with pytest.raises(ValidationError, match="No column is headed “Council” or “ONS code”"):
        lines(["a", "b"], headings=["One", "Two"])


def test_what_neither_the_file_nor_anybody_says_is_asked_for():
    with pytest.raises(ValidationError) as refusal:
        lines(["Bury"], headings=["Council"], given=SAID | {"as_of": ""})

    assert refusal.value.message_dict == {
        "as_of": ["No column says the group’s date. Say it here."]
    }


def test_a_picture_is_refused_in_words():
    with pytest.raises(ValidationError, match="not a spreadsheet"):
        group_file.read(b"%PDF-1.7", "groups.pdf", given={})


# --- problems ------------------------------------------------------------------------------------


def test_each_problem_is_named_by_row_and_column():
    rows = [*nearest("Bury", "Atlantis"), ["Nearest", "Another", "2025-04-01", "Dudley"]]

    found = group_file.plan(lines(*rows))

    assert said(found) == [(3, "D", "Atlantis"), (4, "B", "Another")]
    assert found.groups == ()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (["Nearest", "CIPFA", "soon", "Bury"], "There is no day “soon”"),
        (["Nearest", "CIPFA", "2025-04-01", ""], "This row names no council"),
        (["", "CIPFA", "2025-04-01", "Bury"], "This row names no group"),
    ],
)
def test_a_row_that_lacks_something_says_what(row, problem):
    found = group_file.plan(lines(row, *nearest("Dudley", "Leicester")))

    assert any(problem in one.message for one in found.problems)


def test_a_group_of_one_is_refused():
    [problem] = group_file.plan(lines(*nearest("Bury"))).problems

    assert "at least 2 councils" in problem.message


def test_a_group_that_is_out_of_use_is_not_brought_back_by_a_file(councils, analyst):
    held = ComparatorGroupFactory(name="Nearest", councils=councils)
    grouping.end_group(group=held, reason="Replaced", by=analyst, seen=0)

    [problem] = group_file.plan(lines(*nearest("Bury", "Dudley"))).problems

    assert "out of use" in problem.message


def test_nothing_of_a_file_with_problems_is_loaded(analyst):
    rows = [*nearest("Bury", "Dudley"), ["Family", "SPRU", "2025-01-01", "Atlantis"]]

    with pytest.raises(ValidationError, match="has problems"):
        load(lines(*rows), analyst)

    assert not ComparatorGroup.objects.exists()


# --- groups that we hold -------------------------------------------------------------------------


@pytest.fixture
def held(councils):
    """Nearest, of Bury and Dudley, as the file has it."""
    bury, dudley, _ = councils
    return ComparatorGroupFactory(
        name="Nearest", source="CIPFA", as_of=date(2025, 4, 1), councils=[bury, dudley]
    )


def test_what_changes_is_shown_and_needs_a_reason(held, analyst):
    read = lines(*nearest("Bury", "Leicester"))

    [group] = group_file.plan(read).groups
    assert group.changes == ("Put in: Leicester.", "Taken out: Dudley.")
    with pytest.raises(ValidationError, match="Say why"):
        load(read, analyst)
    load(read, analyst, reason="The model of 2026")
    assert [area.name for area in held.councils.order_by("name")] == ["Bury", "Leicester"]
    assert held.changes.first().reason == "The model of 2026 From the file groups.csv."


def test_a_group_that_is_like_this_already_is_nothing_to_load(held, analyst):
    with pytest.raises(ValidationError, match="nothing to load"):
        load(lines(*nearest("Bury", "Dudley")), analyst)


def test_whoever_changed_it_meanwhile_is_not_overwritten(held, councils, analyst):
    read = lines(*nearest("Bury", "Leicester"))
    seen = group_file.plan(read).seen
    grouping.change_group(
        group=held, name="Nearest", source="CIPFA", as_of=held.as_of, councils=councils,
        reason="All three", by=analyst, seen=0,
    )  # fmt: skip

    with pytest.raises(ValidationError, match="Somebody has changed one of these groups"):
        group_file.load(read, file_name="g.csv", reason="New", seen=seen, by=analyst)

    assert held.councils.count() == 3


# --- the pages -----------------------------------------------------------------------------------


def send(desk, content, **fields):
    file = SimpleUploadedFile("groups.csv", content)
    return desk.post(ADDRESS, {"file": file} | fields)


def test_a_file_is_looked_at_and_then_loaded(desk):
    shown = send(desk, csv(HEADINGS, *nearest("Bury", "Dudley")))
    assert "2 rows read." in words(shown)
    assert "Nearest <strong" in words(shown)
    assert not ComparatorGroup.objects.exists()

    sent = {"shown": shown.context["form"]["shown"].value()}
    done = desk.post(f"{ADDRESS}load/", sent, follow=True)

    assert "Loaded: Nearest." in words(done)
    assert ComparatorGroup.objects.get().councils.count() == 2


def test_problems_are_shown_and_nothing_can_be_loaded(desk):
    page = words(send(desk, csv(HEADINGS, *nearest("Bury", "Atlantis"))))

    assert "“Atlantis” is not a council in England that we know" in page
    assert "Choose the file again" in page
    assert "Load 1 group" not in page


def test_what_is_missing_is_said_beside_the_field(desk):
    page = words(send(desk, csv(["Council"], ["Bury"]), group="Nearest", source="CIPFA"))

    assert "No column says the group’s date. Say it here." in page
    assert "<title>Error:" in page


def test_a_reason_that_is_missing_keeps_what_was_shown(desk, held):
    shown = send(desk, csv(HEADINGS, *nearest("Bury", "Leicester")))

    again = desk.post(f"{ADDRESS}load/", {"shown": shown.context["form"]["shown"].value()})

    assert "Say why: a group that we hold is changed." in words(again)
    assert "Taken out: Dudley." in words(again)


def test_what_was_not_shown_is_not_loaded(desk):
    answer = desk.post(f"{ADDRESS}load/", {"shown": "made up"}, follow=True)

    assert "Choose the file once more" in words(answer)
    assert not ComparatorGroup.objects.exists()
