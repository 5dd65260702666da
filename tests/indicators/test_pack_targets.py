"""Targets in a file: whose they are, what they replace, and that each change is told."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from indicators import data_pack_writing, data_packs, indicator_page, preview_lines
from indicators.models import Area, DataPack, IndicatorChange, Target
from indicators.reference_data import load_reference
from indicators.summaries import summaries_for, targets_of
from indicators.targets import newest, set_target
from readiness.roles import Role
from tests.factories import IndicatorFactory, PeriodFactory, TargetFactory
from tests.indicators.packs import previewed
from tests.indicators.workbooks import xlsx

State = DataPack.State
HEADINGS = ["Code", "Indicator", "Polarity", "2023-24", "2024-25", "Target 2024-25"]
VISITS = ["PI.1", "Visits made to people at home", "higher", 11.0, 12.0, 14.0]
BURY, DUDLEY = "E08000002", "E08000027"


@pytest.fixture(autouse=True)
def reference(db):
    load_reference()


@pytest.fixture
def visits():
    """Our indicator the file's row is about."""
    return IndicatorFactory(code="PI.1", title="Visits made to people at home")


@pytest.fixture
def ours(visits, person):
    """The target of 13%, with a floor, that a person of ours set for 2024-25."""
    setter = person(Role.ANALYST, first_name="Asha", last_name="Patel")
    return TargetFactory(
        indicator=visits,
        period=PeriodFactory(year=2024),
        value=13.0,
        floor=10.0,
        reason="Agreed by cabinet",
        set_by=setter,
        set_at=datetime(2024, 3, 5, 9, tzinfo=UTC),
    )


def council(code) -> Area:
    return Area.objects.get(code=code)


def waiting(by, code=BURY, row=VISITS) -> DataPack:
    """A scorecard that has been read as that council's."""
    pack = previewed(by, xlsx({"Scorecard": [HEADINGS, row]}))
    return data_packs.preview(data_packs.say_whose(pack, council=council(code), by=by))


def written(pack, by) -> DataPack:
    return data_pack_writing.write(data_packs.confirm(pack, by=by))


def in_force(indicator, code=BURY) -> list[float]:
    found = targets_of([indicator.pk], council=council(code))
    return [target.value for target in found.get(indicator.pk, ())]


def told() -> list[tuple]:
    rows = IndicatorChange.objects.filter(kind="target").order_by("pk")
    return list(rows.values_list("what", "before", "after", "reason", "source"))


def words(response) -> str:
    return " ".join(response.content.decode().split())


# --- whose they are ------------------------------------------------------------------------------


def test_another_councils_scorecard_sets_its_targets_and_not_ours(analyst, visits, ours):
    written(waiting(analyst, DUDLEY), analyst)

    assert (in_force(visits, BURY), in_force(visits, DUDLEY)) == ([13.0], [14.0])


def test_another_councils_target_is_no_change_of_ours(analyst, ours):
    pack = waiting(analyst, DUDLEY)

    assert (pack.preview["targets"], pack.preview["changed_targets"]) == (1, [])


def test_each_councils_figures_are_judged_by_its_own_target(analyst, visits, ours):
    written(waiting(analyst, DUDLEY), analyst)
    written(waiting(analyst, BURY, [*VISITS[:4], 13.5, 13.0]), analyst)

    rated = {
        code: summaries_for([visits.pk], council=council(code))[visits.pk].rating
        for code in (BURY, DUDLEY)
    }
    assert rated == {BURY: "met", DUDLEY: "not_met"}


def test_the_indicators_page_lists_our_targets_alone(analyst, visits, ours):
    written(waiting(analyst, DUDLEY), analyst)

    page = indicator_page.build("PI.1", council=council(BURY))

    assert page.targets == (ours,)


def test_setting_ours_is_not_held_up_by_anothers(analyst, visits):
    written(waiting(analyst, DUDLEY), analyst)

    assert newest(visits) is None
    set_target(indicator=visits, period="2024-25", value=20, by=analyst, seen_target=0)
    assert (in_force(visits, BURY), in_force(visits, DUDLEY)) == ([20.0], [14.0])


def test_the_command_sets_the_targets_of_the_council_it_names(tmp_path, visits, ours, capsys):
    file = tmp_path / "scorecard.xlsx"
    file.write_bytes(xlsx({"Scorecard": [HEADINGS, VISITS]}))

    call_command("import_data_pack", str(file), "--council", DUDLEY, "--confirm")

    assert (in_force(visits, BURY), in_force(visits, DUDLEY)) == ([13.0], [14.0])


def test_the_change_record_names_the_council_whose_target_it_is(analyst, visits):
    written(waiting(analyst, DUDLEY), analyst)

    assert [row[0] for row in told()] == ["Target of Dudley for 2024-25"]


# --- what they replace ---------------------------------------------------------------------------


def test_the_preview_shows_old_and_new_side_by_side_with_who_set_the_old_one(signed_in, ours):
    desk = signed_in(Role.ANALYST)
    pack = waiting(desk.person)

    page = words(desk.get(f"/indicators/data-packs/{pack.pk}/"))

    assert "1 target will be set from this file. 1 of them replaces a target" in page
    assert ">13.0%, floor 10.0%</td>" in page
    assert ">14.0%</td>" in page
    assert "Set by Asha Patel on 5 March 2024. Agreed by cabinet" in page
    assert "changes 1 target" in page


def test_every_target_is_a_line_of_the_preview_to_take_away(analyst, ours):
    pack = waiting(analyst)

    [line] = [line for line in preview_lines.lines(pack) if line.what.startswith("Target")]

    assert (line.what, line.before, line.after) == ("Target changed", "13.0%, floor 10.0%", 14.0)
    assert line.message == "Set by Asha Patel on 5 March 2024. Agreed by cabinet"


def test_confirming_tells_by_whom_it_was_changed_and_that_the_file_said_so(analyst, ours):
    pack = written(waiting(analyst), analyst)

    reason = f"From the data pack “{pack.title}”"
    assert told() == [
        ("Target for 2024-25", "13.0%, floor 10.0%", "14.0%", reason, pack.original_name)
    ]
    assert IndicatorChange.objects.get(kind="target").changed_by == analyst


def test_a_first_target_is_told_as_well(analyst, visits):
    written(waiting(analyst), analyst)

    assert [row[:3] for row in told()] == [("Target for 2024-25", "", "14.0%")]


def test_undoing_puts_the_old_one_back_and_tells_of_it(analyst, director, visits, ours):
    pack = written(waiting(analyst), analyst)

    data_packs.undo(pack, by=director)

    assert Target.objects.current().ours().get() == ours
    last = IndicatorChange.objects.filter(kind="target").order_by("pk").last()
    assert (last.before, last.after, last.changed_by) == ("14.0%", "13.0%, floor 10.0%", director)
    assert last.reason == f"The data pack “{pack.title}” was undone"


def test_undoing_a_first_target_leaves_none_and_tells_of_it(analyst, visits):
    pack = written(waiting(analyst), analyst)

    data_packs.undo(pack, by=analyst)

    assert in_force(visits) == []
    assert [row[1:3] for row in told()] == [("", "14.0%"), ("14.0%", "")]


def test_undoing_does_not_bring_back_what_somebody_had_withdrawn(analyst, visits, ours):
    Target.objects.update(is_current=False, withdrawn_at=ours.set_at, withdrawn_by=analyst)
    pack = written(waiting(analyst), analyst)

    data_packs.undo(pack, by=analyst)

    assert in_force(visits) == []


def test_undoing_one_councils_file_leaves_the_others_targets(analyst, visits, ours):
    pack = written(waiting(analyst, DUDLEY), analyst)

    data_packs.undo(pack, by=analyst)

    assert (in_force(visits, BURY), in_force(visits, DUDLEY)) == ([13.0], [])


def test_a_target_set_after_the_preview_is_not_replaced_unseen(analyst, visits, ours):
    pack = data_packs.confirm(waiting(analyst), by=analyst)
    set_target(
        indicator=visits,
        period="2024-25",
        value=15,
        reason="Raised by cabinet",
        by=analyst,
        seen_target=ours.pk,
    )

    pack = data_pack_writing.write(pack)

    assert (pack.state, in_force(visits)) == (State.PREVIEWED, [15.0])
    assert "changed since you checked" in pack.problem
    assert [one["old"] for one in pack.preview["changed_targets"]] == ["15.0%"]
