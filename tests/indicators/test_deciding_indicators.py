"""Indicators a file names and we do not hold: added, matched, left out; its targets come along."""

import pytest
from django.core.exceptions import ValidationError

from indicators import data_pack_writing, data_packs, deciding_indicators
from indicators.models import Area, DataPack, Indicator, IndicatorAlias, Outturn, Target
from indicators.reference_data import load_reference
from readiness.roles import Role
from tests.factories import IndicatorFactory, PeriodFactory, TargetFactory
from tests.indicators.packs import previewed
from tests.indicators.workbooks import xlsx

State = DataPack.State
HEADINGS = ["Code", "Indicator", "Polarity", "2022-23", "2023-24", "2024-25", "Target 2024-25"]


@pytest.fixture(autouse=True)
def reference(db):
    load_reference()


@pytest.fixture
def desk(signed_in):
    return signed_in(Role.ANALYST, first_name="Asha", last_name="Patel")


def scorecard(*rows) -> bytes:
    given = rows or (
        ["PI.1", "Visits made to people at home", "higher", 10.0, 11.0, 12.0, 14.0],
        ["PI.2", "Waiting for a first visit", "", 5.0, 4.0, 3.0, ""],
    )
    return xlsx({"Scorecard": [HEADINGS, *given]})


def waiting(by, *rows) -> DataPack:
    """A scorecard that has been read, and whose council is known."""
    pack = previewed(by, scorecard(*rows))
    pack = data_packs.say_whose(pack, council=Area.objects.get(code="E08000002"), by=by)
    return data_packs.preview(pack)


def written(pack, by) -> DataPack:
    return data_pack_writing.write(data_packs.confirm(pack, by=by))


def first(pack, code="PI.1"):
    return next(one for one in deciding_indicators.unknown_in(pack) if one.code == code)


def words(response) -> str:
    return " ".join(response.content.decode().split())


# --- whose --------------------------------------------------------------------------------------


def test_whose_figures_they_are_is_asked_only_where_the_file_does_not_say(desk):
    pack = previewed(desk.person, scorecard())

    page = words(desk.get(f"/indicators/data-packs/{pack.pk}/"))

    assert "does not say which council its figures are of" in page
    assert "Write" not in page.split("<main")[1].split("</main>")[0]
    with pytest.raises(ValidationError, match="whose figures these are"):
        data_packs.confirm(pack, by=desk.person)


def test_saying_whose_they_are_shows_the_preview(desk, django_capture_on_commit_callbacks):
    pack = previewed(desk.person, scorecard())
    bury = Area.objects.get(code="E08000002")

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"/indicators/data-packs/{pack.pk}/whose/", {"council": bury.pk})
    page = words(desk.get(f"/indicators/data-packs/{pack.pk}/"))

    assert "6 figures: 6 new" in page
    assert "sets 1 target" in page


# --- added --------------------------------------------------------------------------------------


def test_an_unknown_indicator_is_added_as_the_file_describes_it(analyst):
    written(waiting(analyst), analyst)

    visits, waits = Indicator.objects.filter(code__startswith="PI.").order_by("code")
    assert (visits.title, visits.polarity) == ("Visits made to people at home", "higher")
    assert waits.polarity == "none"  # for information until somebody says which way is better


def test_what_a_person_said_of_it_goes_before_the_file(analyst):
    pack = waiting(analyst)
    said = {"title": "Home visits", "polarity": "lower", "unit": "number", "definition": "All."}
    deciding_indicators.decide(pack, first(pack), do="add", by=analyst, **said)
    pack = data_packs.preview(DataPack.objects.get(pk=pack.pk))
    written(pack, analyst)

    visits = Indicator.objects.get(code="PI.1")
    assert (visits.title, visits.polarity, visits.definition) == ("Home visits", "lower", "All.")


def test_a_code_of_ours_is_not_given_twice(analyst):
    pack = waiting(analyst)

    with pytest.raises(ValidationError, match="Give this one another code"):
        deciding_indicators.decide(pack, first(pack), do="add", by=analyst, code="1a")


# --- matched ------------------------------------------------------------------------------------


def test_a_match_is_remembered_for_files_to_come(analyst):
    ours = IndicatorFactory(code="HV", title="Home care hours")
    pack = waiting(analyst)
    deciding_indicators.decide(pack, first(pack), do="match", by=analyst, indicator=ours)
    written(data_packs.preview(DataPack.objects.get(pk=pack.pk)), analyst)

    assert Outturn.objects.current().filter(indicator=ours).count() == 3
    assert not Indicator.objects.filter(code="PI.1").exists()
    row = ["", "Visits made to people at home", "higher", 10.0, 11.0, 13.0, ""]
    later = waiting(analyst, row, ["PI.2", "Waiting for a first visit", "", 5.0, 4.0, 3.0, ""])
    assert later.preview["unknown"] == []
    assert (later.preview["changed"], later.preview["unchanged"]) == (1, 5)


def test_a_match_taken_back_is_not_remembered(analyst):
    pack = waiting(analyst)
    ours = IndicatorFactory(code="HV", title="Home care hours")
    deciding_indicators.decide(pack, first(pack), do="match", by=analyst, indicator=ours)
    pack = data_packs.preview(DataPack.objects.get(pk=pack.pk))
    deciding_indicators.decide(pack, first(pack), do="add", by=analyst)

    assert not IndicatorAlias.objects.exists()


# --- left out -----------------------------------------------------------------------------------


def test_one_that_is_left_out_is_not_written_and_the_reason_is_kept(analyst):
    pack = waiting(analyst)
    reason = "Not about adult social care"
    deciding_indicators.decide(pack, first(pack), do="leave_out", by=analyst, reason=reason)
    pack = written(data_packs.preview(DataPack.objects.get(pk=pack.pk)), analyst)

    assert not Indicator.objects.filter(code="PI.1").exists()
    assert pack.outturns.count() == 3
    assert pack.decisions["PI.1"]["reason"] == reason
    assert not Target.objects.exists()


# --- the pages ----------------------------------------------------------------------------------


def test_the_page_lists_them_with_what_happens_to_each(desk):
    pack = waiting(desk.person)

    page = words(desk.get(f"/indicators/data-packs/{pack.pk}/indicators/"))

    assert "The file names 2 indicators that are not in our list." in page
    assert page.count("Will be added") == 2


def test_the_form_holds_what_the_file_says(desk):
    pack = waiting(desk.person)

    page = words(desk.get(f"/indicators/data-packs/{pack.pk}/indicators/1/"))

    assert 'value="Visits made to people at home"' in page
    assert '<option value="higher" selected>Higher is better</option>' in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Choose what should happen to it"),
        ({"do": "match"}, "Choose which of our indicators it is"),
        ({"do": "leave_out"}, "Say why it is left out"),
        ({"do": "add"}, "Enter a title for the indicator"),
        ({"do": "add", "title": "Visits", "code": "1A"}, "Give this one another code"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(desk, said, sentence):
    pack = waiting(desk.person)

    page = words(desk.post(f"/indicators/data-packs/{pack.pk}/indicators/1/", said))

    assert sentence in page
    assert "<title>Error:" in page


def test_a_decision_is_saved_and_the_file_read_again(desk, django_capture_on_commit_callbacks):
    pack = waiting(desk.person)

    with django_capture_on_commit_callbacks(execute=True):
        said = {"do": "leave_out", "reason": "Counted elsewhere"}
        desk.post(f"/indicators/data-packs/{pack.pk}/indicators/1/", said)

    page = words(desk.get(f"/indicators/data-packs/{pack.pk}/indicators/"))
    assert "Counted elsewhere" in page
    pack.refresh_from_db()
    assert (pack.state, pack.preview["new"]) == (State.PREVIEWED, 3)


def test_the_list_costs_the_same_with_one_as_with_eleven(
    desk, django_assert_max_num_queries, django_assert_num_queries
):
    pack = waiting(desk.person, ["PI.1", "Visits", "", 1.0, 2.0, 3.0, ""])
    address = f"/indicators/data-packs/{pack.pk}/indicators/"
    desk.get(address)
    with django_assert_max_num_queries(10) as one:
        desk.get(address)
    pack.preview["unknown"] *= 1
    pack.preview["unknown"] += [
        pack.preview["unknown"][0] | {"code": f"PI.{number}"} for number in range(2, 12)
    ]
    pack.save()
    with django_assert_num_queries(len(one.captured_queries)):
        assert words(desk.get(address)).count("Will be added") == 11


# --- targets ------------------------------------------------------------------------------------


def test_targets_of_the_file_are_set_and_say_where_they_came_from(analyst):
    pack = written(waiting(analyst), analyst)

    target = Target.objects.get(is_current=True)
    assert (target.indicator.code, target.value, target.data_pack) == ("PI.1", 14.0, pack)
    assert target.reason == f"From the data pack “{pack.title}”"


def test_undoing_puts_back_the_target_that_stood_before(analyst):
    ours = IndicatorFactory(code="PI.1", title="Visits made to people at home")
    before = TargetFactory(indicator=ours, period=PeriodFactory(year=2024), value=13.0)
    pack = waiting(analyst)
    assert [one["old"] for one in pack.preview["changed_targets"]] == ["13.0%"]
    pack = written(pack, analyst)
    assert Target.objects.get(is_current=True).value == 14.0

    data_packs.undo(pack, by=analyst)

    assert Target.objects.get(is_current=True) == before
    assert Target.objects.count() == 2


def test_a_target_somebody_has_set_since_stays(analyst):
    pack = written(waiting(analyst), analyst)
    Target.objects.update(is_current=False)
    brought = Target.objects.get()
    since = TargetFactory(indicator=brought.indicator, period=brought.period, value=20.0)

    data_packs.undo(pack, by=analyst)

    assert Target.objects.get(is_current=True) == since


def test_the_same_targets_again_are_nothing_to_write(analyst):
    pack = written(waiting(analyst), analyst)
    again = data_packs.preview(data_packs.receive_again(pack, by=analyst))

    assert (again.preview["new"], again.preview["targets"]) == (0, 0)
    with pytest.raises(ValidationError, match="nothing to write"):
        data_packs.confirm(again, by=analyst)


# --- undone -------------------------------------------------------------------------------------


def test_indicators_that_came_with_a_pack_go_off_the_lists_with_it_and_come_back(analyst):
    pack = written(waiting(analyst), analyst)
    assert Indicator.objects.in_use().filter(code="PI.1").exists()

    data_packs.undo(pack, by=analyst)

    gone = Indicator.objects.get(code="PI.1")
    assert not Indicator.objects.in_use().filter(code__startswith="PI.").exists()
    assert gone.retired_reason == f"“{pack.title}”, the data pack that brought it, was undone"
    again = data_packs.preview(data_packs.receive_again(pack, by=analyst))
    written(again, analyst)
    assert Indicator.objects.in_use().filter(code__startswith="PI.").count() == 2
    assert Indicator.objects.get(code="PI.1").first_named_by == again


def test_an_indicator_that_another_pack_has_figures_of_stays(analyst):
    first_pack = written(waiting(analyst), analyst)
    row = ["PI.1", "Visits made to people at home", "higher", "", "", 12.0, ""]
    data_packs.undo(first_pack, by=analyst)
    later = written(waiting(analyst, row), analyst)

    assert Indicator.objects.in_use().get(code="PI.1").first_named_by == later


def test_an_indicator_added_under_another_code_keeps_its_figures(analyst):
    pack = waiting(analyst)
    said = {"title": "Home visits", "code": "HV1"}
    deciding_indicators.decide(pack, first(pack), do="add", by=analyst, **said)
    written(data_packs.preview(DataPack.objects.get(pk=pack.pk)), analyst)

    assert Indicator.objects.get(code="HV1").outturns.filter(is_current=True).count() == 3
