"""Groups to compare with, and what each indicator is, loaded from a file by an administrator."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from indicators.indicator_resource import IndicatorResource
from indicators.list_files import CsvFile, ExcelFile
from indicators.models import Area, ComparatorGroup, Indicator
from indicators.resources import ComparatorGroupResource
from readiness.roles import Role
from tests.factories import AreaFactory, IndicatorFactory

pytestmark = pytest.mark.django_db
HEADINGS = "Comparator group,Source,As of,ONS code,Council"
NEIGHBOURS = "Nearest neighbours,CIPFA 2025,1 April 2025"
INDICATOR_HEADINGS = "Code,Title,Unit,Better is"


@pytest.fixture
def councils(home_council):
    return [
        home_council,
        AreaFactory(code="E08000001", name="Bolton", other_names=["Bolton MBC"]),
        AreaFactory(code="E06000049", name="Cheshire East"),
    ]


def read(resource, *lines, dry_run=False):
    dataset = CsvFile().create_dataset("\n".join(lines).encode())
    return resource().import_data(
        dataset, dry_run=dry_run, use_transactions=True, rollback_on_validation_errors=True
    )


def groups(*lines, **options):
    return read(ComparatorGroupResource, HEADINGS, *lines, **options)


def indicators(*lines, headings=INDICATOR_HEADINGS, **options):
    return read(IndicatorResource, headings, *lines, **options)


def problems(result):
    """``{(row, column): sentence}``"""
    return {
        (row.number, column): " ".join(said)
        for row in result.invalid_rows
        for column, said in row.error_dict.items()
    }


def kinds(result):
    assert not result.base_errors
    assert not result.has_errors(), [row.errors[0].traceback for row in result.error_rows]
    return [row.import_type for row in result]


def members(name="Nearest neighbours"):
    group = ComparatorGroup.objects.get(name=name)
    return [area.name for area in group.councils.order_by("name")]


# --- comparator groups ---


def test_a_group_is_loaded_by_code_or_by_any_known_spelling(councils):
    result = groups(
        f"{NEIGHBOURS},E08000002,", f"{NEIGHBOURS},,Bolton MBC", f"{NEIGHBOURS},,cheshire east"
    )
    assert kinds(result) == ["new", "new", "new"]
    assert members() == ["Bolton", "Bury", "Cheshire East"]
    group = ComparatorGroup.objects.get()
    assert (group.source, group.as_of) == ("CIPFA 2025", date(2025, 4, 1))


def test_loading_the_same_file_again_changes_nothing(councils):
    lines = (f"{NEIGHBOURS},,Bury", f"{NEIGHBOURS},,Bolton")
    groups(*lines)
    assert kinds(groups(*lines)) == ["skip", "skip"]
    assert members() == ["Bolton", "Bury"]


def test_who_is_not_in_the_file_is_taken_out_of_its_groups_only(councils):
    groups(f"{NEIGHBOURS},,Bury", f"{NEIGHBOURS},,Bolton", "Others,By hand,2025-04-01,,Bury")
    assert kinds(groups(f"{NEIGHBOURS},,Bury")) == ["skip", "delete"]
    assert members() == ["Bury"]
    assert members("Others") == ["Bury"]


def test_a_newer_source_and_date_replace_the_older(councils):
    groups(f"{NEIGHBOURS},,Bury", f"{NEIGHBOURS},,Bolton")
    newer = "nearest neighbours,CIPFA 2026,01/04/2026"
    assert kinds(groups(f"{newer},,Bury", f"{newer},,Bolton"))[0] == "update"
    group = ComparatorGroup.objects.get()
    assert (group.source, group.as_of) == ("CIPFA 2026", date(2026, 4, 1))
    assert members() == ["Bolton", "Bury"]


def test_an_unknown_council_is_named_by_row_and_column_with_what_was_meant(councils):
    result = groups(f"{NEIGHBOURS},,Bury", f"{NEIGHBOURS},,Boltn")
    assert problems(result) == {
        (3, "Council"): "“Boltn” is not a council in England that we know. Did you mean Bolton?"
    }
    assert not ComparatorGroup.objects.exists()


def test_every_wrong_cell_of_a_row_is_named(councils):
    result = groups(",,soon,,", f"{NEIGHBOURS},E08000002,Bolton", f"{NEIGHBOURS},,Bury")
    assert problems(result) == {
        (2, "Comparator group"): "Say which comparator group the council is in.",
        (2, "Source"): "Say where the list comes from.",
        (2, "As of"): "“soon” is not a date. Write it as 3 March 2026 or 2026-03-03.",
        (2, "Council"): "Name the council, or give its ONS code.",
        (3, "Council"): "E08000002 is the code of Bury, not of Bolton.",
    }


def test_a_council_twice_and_two_sources_for_one_group_are_refused(councils):
    result = groups(
        f"{NEIGHBOURS},,Bury", f"{NEIGHBOURS},,Bury", "Nearest neighbours,Mine,2025-04-01,,Bolton"
    )
    assert problems(result) == {
        (3, "Council"): "“Bury” is in row 2 already.",
        (4, "Source"): "“Mine” differs from row 2 of the same group.",
    }


def test_a_region_and_an_abolished_council_are_refused(councils):
    AreaFactory(name="North West", kind=Area.Kind.REGION)
    AreaFactory(name="Northamptonshire", ended_on=date(2021, 3, 31))
    result = groups(f"{NEIGHBOURS},,North West", f"{NEIGHBOURS},,Northamptonshire")
    said = problems(result)
    assert "not a council" in said[2, "Council"]
    assert said[3, "Council"].startswith("Northamptonshire ended on 31 March 2021")


def test_a_name_too_long_is_refused_in_words(councils):
    result = groups(f"{'a' * 81},CIPFA 2025,2025-04-01,,Bury")
    assert "at most 80 characters" in problems(result)[2, "Comparator group"]


@pytest.mark.parametrize(
    ("headings", "sentence"),
    [
        ("Comparator group,Source,Council", "There is no column “As of”."),
        (HEADINGS + ",Population", "This list has no column “Population”."),
        (HEADINGS + ",council", "Two columns have the same heading."),
    ],
)
def test_headings_that_are_not_the_lists_are_named(councils, headings, sentence):
    result = read(ComparatorGroupResource, headings, "Neighbours,CIPFA,2025-04-01")
    assert result.base_errors[0].error.messages[0].startswith(sentence)
    assert not ComparatorGroup.objects.exists()


def test_a_preview_changes_nothing(councils):
    assert kinds(groups(f"{NEIGHBOURS},,Bury", dry_run=True)) == ["new"]
    assert not ComparatorGroup.objects.exists()


@pytest.mark.parametrize("kind", [CsvFile, ExcelFile])
def test_groups_written_to_a_file_can_be_loaded_again(councils, kind):
    groups(f"{NEIGHBOURS},,Bury", f"{NEIGHBOURS},,Bolton")
    written = kind().export_data(
        ComparatorGroupResource().export(ComparatorGroup.objects.all(), force_native_type=True)
    )
    result = ComparatorGroupResource().import_data(kind().create_dataset(written))
    assert kinds(result) == ["skip", "skip"]


# --- what each indicator is ---


def test_indicators_are_added_and_changed_in_the_words_of_the_screen(db):
    IndicatorFactory(code="A", title="Old title", tolerance=2)
    result = indicators(
        "A,New title,%,Lower is better,Waits are counted now",
        "B,Visits,number,for information,",
        headings=f"{INDICATOR_HEADINGS},Why it changes",
    )
    assert kinds(result) == ["update", "new"]
    changed, added = Indicator.objects.order_by("code")
    assert (changed.title, changed.polarity, changed.tolerance) == ("New title", "lower", 2)
    assert (added.unit, added.polarity) == ("number", "none")


def test_the_same_indicators_again_change_nothing(db):
    indicators("A,Title,%,Lower is better")
    assert kinds(indicators("A,Title,%,Lower is better")) == ["skip"]


def test_each_wrong_cell_of_an_indicator_is_named(db):
    result = indicators(
        "A,,feet,Lower is better,five,2",
        ",Title,%,Lower is better,5,2",
        "B,Title,%,Aim for a range,-1,x",
        "C,Title,%,,nan,2.5",
        headings=INDICATOR_HEADINGS + ",Tolerance,Decimals",
    )
    said = problems(result)
    assert said[2, "Title"] == "This field cannot be blank."
    assert said[2, "Unit"].startswith("“feet” is not one of: %, number, per 100,000")
    assert said[2, "Tolerance"] == "“five” is not a number, 0 or more."
    assert said[3, "Code"] == "Give the indicator's code."
    assert said[4, "Tolerance"] == "“-1” is not a number, 0 or more."
    assert said[4, "Decimals"] == "“x” is not a whole number, 0 or more."
    assert said[5, "Better is"].startswith("An empty cell is not one of: Higher is better")
    assert said[5, "Tolerance"] == "“nan” is not a number, 0 or more."
    assert not Indicator.objects.exists()


def test_an_indicator_that_aims_for_a_range_needs_both_ends(db):
    result = indicators("A,Title,%,Aim for a range")
    assert problems(result) == {
        (2, "__all__"): "An indicator that aims for a range needs both ends of it."
    }


def test_a_code_twice_in_the_file_is_refused(db):
    result = indicators("A,One,%,Lower is better", "A,Two,%,Lower is better")
    assert problems(result) == {(3, "Code"): "“A” is in row 2 already."}


def test_indicators_written_to_a_workbook_can_be_loaded_again(db):
    IndicatorFactory(code="1", title="=Sum of things", polarity="range", range_from=-1, range_to=2)
    written = ExcelFile().export_data(
        IndicatorResource().export(Indicator.objects.all(), force_native_type=True)
    )
    assert kinds(IndicatorResource().import_data(ExcelFile().create_dataset(written))) == ["skip"]


# --- in Django's admin ---

LOAD = "admin:indicators_comparatorgroup_import"
CONFIRM = "admin:indicators_comparatorgroup_process_import"


@pytest.fixture
def client(signed_in):
    return signed_in(Role.ADMINISTRATOR)


def sent(client, content, name="neighbours.csv", address=LOAD):
    content = content.encode() if isinstance(content, str) else content
    return client.post(
        reverse(address),
        {"resource": "", "format": "", "import_file": SimpleUploadedFile(name, content)},
    )


def test_an_administrator_sees_what_would_change_and_confirms_it(client, councils):
    preview = sent(client, f"{HEADINGS}\n{NEIGHBOURS},,Bury\n{NEIGHBOURS},,Bolton\n")
    assert "<ins>Bolton</ins>" in preview.content.decode()
    assert (
        "style=" not in preview.content.decode().split("What would change")[1].split("</table>")[0]
    )
    assert not ComparatorGroup.objects.exists()
    given = preview.context["confirm_form"].initial
    done = client.post(reverse(CONFIRM), given, follow=True)
    assert "Rows of the file: 2 added." in done.content.decode()
    assert members() == ["Bolton", "Bury"]
    assert LogEntry.objects.get().change_message == (
        "Added: Bury, Bolton. CIPFA 2025. From the file neighbours.csv."
    )
    again = client.post(reverse(CONFIRM), given, follow=True)
    assert "That file is not waiting any more" in again.content.decode()


def test_rows_that_are_wrong_are_shown_by_row_and_column(client, councils):
    page = sent(client, f"{HEADINGS}\n{NEIGHBOURS},,Boltn\n").content.decode()
    assert "1 row to put right" in page
    assert "<td>2</td><td>Council</td><td>“Boltn” is not a council" in page
    assert "Confirm and load" not in page


def test_wrong_headings_are_said_without_a_traceback(client, councils):
    page = sent(client, "Name,Council\nNeighbours,Bury\n").content.decode()
    assert "There is no column “Comparator group”" in page
    assert "Traceback" not in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04 broken", "The file could not be read"),
        (b'a,b\n"', "The file could not be read"),
        (b"\x00" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
        (HEADINGS.encode(), "No valid data to import"),
    ],
)
def test_a_broken_empty_or_huge_file_gets_a_sentence(client, councils, content, sentence):
    assert sentence in sent(client, content).content.decode()


def test_what_became_wrong_since_the_preview_changes_nothing(client, councils):
    preview = sent(client, f"{HEADINGS}\n{NEIGHBOURS},,Bury\n{NEIGHBOURS},,Bolton\n")
    Area.objects.filter(name="Bolton").update(ended_on=date(2025, 1, 1))
    done = client.post(reverse(CONFIRM), preview.context["confirm_form"].initial, follow=True)
    assert "Nothing was changed" in done.content.decode()
    assert not ComparatorGroup.objects.exists()


def test_what_changed_of_an_indicator_is_kept_in_words(client, db):
    IndicatorFactory(code="A", title="Old", polarity="lower")
    preview = sent(
        client,
        f"{INDICATOR_HEADINGS}\nA,New,%,Lower is better\n",
        "list.csv",
        "admin:indicators_indicator_import",
    )
    client.post(
        reverse("admin:indicators_indicator_process_import"),
        preview.context["confirm_form"].initial,
    )
    assert LogEntry.objects.get().change_message == "Title: Old → New. From the file list.csv."


@pytest.mark.parametrize("format_", [0, 1])
def test_an_administrator_takes_the_list_out_as_a_file(client, councils, format_):
    groups(f"{NEIGHBOURS},,Bury")
    address = reverse("admin:indicators_comparatorgroup_export")
    written = client.post(address, {"format": format_, "resource": 0}).content
    dataset = (CsvFile, ExcelFile)[format_]().create_dataset(written)
    assert dataset[0][3:5] == ("E08000002", "Bury")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_loads_or_takes_out_lists(signed_in, role):
    client = signed_in(role)
    for model in ("comparatorgroup", "indicator"):
        for page in ("import", "process_import", "export"):
            answer = client.post(reverse(f"admin:indicators_{model}_{page}"), {"format": 0})
            assert answer.status_code in {302, 403}
            assert "attachment" not in answer.get("Content-Disposition", "")
