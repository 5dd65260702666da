"""``import_data_pack`` and ``undo_data_pack`` as scripts rely on them."""

import json

import pytest
from django.core.management import CommandError, call_command

from indicators.models import DataPack, Outturn
from tests.indicators.workbooks import BURY, ENGLAND, small_release

pytestmark = pytest.mark.django_db
KEYS = {
    "layout",
    "new",
    "changed",
    "unchanged",
    "states",
    "warnings",
    "problems",
    "written",
}  # fmt: skip


@pytest.fixture
def release(tmp_path):
    """``release(rows)`` is a file of those rows."""

    def write(*rows, content=None):
        path = tmp_path / f"release-{len(list(tmp_path.iterdir()))}.xlsx"
        path.write_bytes(content if content is not None else small_release(*rows))
        return str(path)

    return write


@pytest.fixture
def run(capsys):
    """``run(file, "--json")`` gives the exit code, the JSON and the standard error."""

    def command(*arguments):
        code = 0
        try:
            call_command("import_data_pack", *arguments)
        except SystemExit as exit_:
            code = exit_.code
        said = capsys.readouterr()
        return code, json.loads(said.out) if "--json" in arguments else said.out, said.err

    return command


def test_without_confirm_it_says_and_writes_nothing(run, release):
    code, summary, error = run(release(), "--json")

    assert (code, error) == (0, "")
    assert set(summary) == KEYS
    assert summary == {
        "layout": "ascof_workbook",
        "new": 4,
        "changed": 0,
        "unchanged": 0,
        "states": {"ok": 4},
        "warnings": [],
        "problems": [],
        "written": False,
    }
    assert not DataPack.objects.exists()
    assert not Outturn.objects.exists()


def test_with_confirm_it_writes(run, release):
    code, summary, _ = run(release(), "--confirm", "--json")

    assert (code, summary["written"]) == (0, True)
    assert Outturn.objects.current().count() == 4
    assert DataPack.objects.get().state == DataPack.State.IN_USE


def test_the_same_file_again_has_nothing_to_write(run, release):
    file = release()
    run(file, "--confirm")

    code, summary, _ = run(file, "--confirm", "--json")

    assert (code, summary["unchanged"], summary["written"]) == (0, 4, False)
    assert DataPack.objects.count() == 1


def test_a_revised_file_changes_what_changed(run, release):
    run(release(), "--confirm")

    _, summary, _ = run(release(ENGLAND, [*BURY[:6], 19.5]), "--confirm", "--json")

    assert (summary["new"], summary["changed"], summary["unchanged"]) == (0, 1, 3)
    assert Outturn.objects.current().count() == 4


def test_in_words_it_says_what_it_did(run, release):
    _, words, _ = run(release(), "--confirm")

    assert words == "ascof_workbook: 4 new, 0 changed, 0 unchanged (4 ok)\nWritten.\n"


def test_a_problem_is_told_on_both_ways_out_and_nothing_is_written(run, release):
    file = release([*BURY[:4], "about 19", *BURY[5:]])

    code, summary, error = run(file, "--confirm", "--json")

    assert (code, summary["written"]) == (1, False)
    [problem] = summary["problems"]
    assert set(problem) == {"sheet", "row", "column", "value", "message"}
    assert (problem["sheet"], problem["row"], problem["column"]) == ("Table_1a", 5, "E")
    assert error.startswith("Table_1a E5: “about 19”")
    assert not Outturn.objects.exists()
    assert not DataPack.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "is empty"), (b"%PDF-1.7", "is a PDF"), (b"a,b\n1,2\n", "do not recognise the layout")],
)
def test_a_file_that_cannot_be_read_ends_with_one_and_still_prints_json(
    run, release, content, sentence
):
    code, summary, error = run(release(content=content), "--confirm", "--json")

    assert code == 1
    assert set(summary) == KEYS
    assert sentence in summary["problems"][0]["message"]
    assert sentence in error


def test_a_file_that_is_not_there_is_said(run, tmp_path):
    code, _, error = run(str(tmp_path / "nowhere.xlsx"))

    assert code == 1
    assert "nowhere.xlsx cannot be read: No such file" in error


def test_an_unknown_council_or_layout_is_said(run, release):
    assert "no council with the code “E99”" in run(release(), "--council", "E99")[2]
    assert "There is no layout “wide”" in run(release(), "--layout", "wide")[2]


def test_the_layout_and_council_may_be_named(run, release):
    code, summary, _ = run(
        release(), "--layout", "ascof_workbook", "--council", "E08000002", "--json"
    )

    assert (code, summary["new"]) == (0, 4)


def test_undoing_by_its_number(run, release, capsys):
    run(release(), "--confirm")
    pack = DataPack.objects.get()

    call_command("undo_data_pack", pack.pk)

    assert "is undone" in capsys.readouterr().out
    assert not Outturn.objects.current().exists()
    with pytest.raises(CommandError, match="Only a data pack that is in use"):
        call_command("undo_data_pack", pack.pk)


def test_undoing_a_pack_there_is_not():
    with pytest.raises(CommandError, match="There is no data pack 7"):
        call_command("undo_data_pack", 7)


def test_the_release_as_published_goes_in_by_one_command(run, shared_data):
    file = str(shared_data / "ascof" / "ascof_2024_25.ods")

    code, summary, _ = run(file, "--confirm", "--json")

    assert (code, summary["new"], summary["written"]) == (0, 24_744, True)
    leicester = Outturn.objects.current().filter(
        area__code="E06000016", period__starts_on="2016-04-01", indicator__code="1A"
    )
    assert leicester.values_list("value", "sheet", "cell").get() == (18.5, "Table_1a", "I92")
