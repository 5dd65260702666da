"""Codes that were given out anew in 2023: a measure is never put under another's code, and where
the code alone would mislead, it is a decision."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from indicators import data_pack_writing, data_packs, deciding_indicators, scorecard
from indicators.compared import compared
from indicators.indicator_matching import alike, likeness
from indicators.models import Area, DataPack, Indicator, IndicatorAlias, Outturn
from indicators.periods import quarter
from indicators.reference_data import load_reference
from readiness.roles import Role
from tests.indicators.packs import previewed, upload
from tests.indicators.workbooks import xlsx

State = DataPack.State
WORK = "Proportion of adults with a learning disability in paid employment"
SATISFIED = "Overall satisfaction of people who use services with their care and support"
CONTROL = "Proportion of people who use services who have control over their daily life"


@pytest.fixture(autouse=True)
def reference(db):
    load_reference()


@pytest.fixture
def desk(signed_in):
    return signed_in(Role.ANALYST)


def scorecard_of(*rows, years=("2015-16", "2016-17")) -> bytes:
    return xlsx({"Scorecard": [["Code", "Indicator", *years], *rows]})


def waiting(by, *rows, years=("2015-16", "2016-17"), code="E08000002") -> DataPack:
    pack = previewed(by, scorecard_of(*rows, years=years))
    council = Area.objects.get(code=code)
    return data_packs.preview(data_packs.say_whose(pack, council=council, by=by))


def written(pack, by) -> DataPack:
    return data_pack_writing.write(data_packs.confirm(pack, by=by))


def of(code) -> list[float]:
    rows = Outturn.objects.current().filter(indicator__code=code).order_by("period__starts_on")
    return list(rows.values_list("value", flat=True))


def warnings(pack) -> str:
    return " ".join(one["message"] for one in pack.preview["warnings"])


def only(pack):
    [one] = deciding_indicators.unknown_in(pack)
    return one


def words(response) -> str:
    return " ".join(response.content.decode().split())


# --- recognised by its title --------------------------------------------------------------------


def test_an_older_code_is_kept_under_todays_by_its_title_and_said(analyst):
    pack = written(waiting(analyst, ["3A", SATISFIED, 61.7, 65.4]), analyst)

    assert (of("1D"), of("3A")) == ([61.7, 65.4], [])
    assert "3A is 1D today" in warnings(pack)


def test_two_measures_that_changed_codes_do_not_meet(analyst):
    rows = (["1B", CONTROL, 70.5, 76.2], ["3A", SATISFIED, 61.7, 65.4])
    written(waiting(analyst, *rows), analyst)

    assert (of("3A"), of("1D")) == ([70.5, 76.2], [61.7, 65.4])


def test_todays_codes_are_todays_measures_whatever_years_the_file_goes_back(analyst):
    years = ("2016-17", "2024-25")
    pack = waiting(analyst, ["3A", CONTROL, 76.2, 77.0], years=years)

    assert (pack.preview["unknown"], pack.preview["renamed"]) == ([], {})
    written(pack, analyst)
    assert of("3A") == [76.2, 77.0]


def test_what_was_recognised_by_its_title_can_be_kept_apart(analyst):
    pack = waiting(analyst, ["3A", SATISFIED, 61.7, 65.4])
    assert (only(pack).words, only(pack).said) == (
        "One of ours",
        "1D Overall satisfaction of people who use services with their care and support",
    )

    pack = deciding_indicators.decide(pack, only(pack), do="add", by=analyst)
    written(data_packs.preview(pack), analyst)

    assert (of("3A (before 2023)"), of("1D")) == ([61.7, 65.4], [])


# --- kept apart ----------------------------------------------------------------------------------


def test_an_older_measure_whose_code_is_anothers_today_is_kept_apart(analyst):
    pack = written(waiting(analyst, ["1E", WORK, 5.2, 4.7]), analyst)

    apart = Indicator.objects.get(code="1E (before 2023)")
    assert (apart.title, apart.first_named_by) == (WORK, pack)
    assert (of(apart.code), of("1E")) == ([5.2, 4.7], [])


def test_the_preview_says_what_the_code_means_here_and_there(desk):
    pack = waiting(desk.person, ["1E", WORK, 5.2, 4.7])

    page = words(desk.get(f"/indicators/data-packs/{pack.pk}/"))

    assert "1 code of this file is another measure’s in our list" in page
    assert f"<strong>1E</strong> is “{WORK}” in this file, and “Overall satisfaction of" in page
    assert "Write 2 figures" in page


def test_the_decision_is_put_in_plain_words(desk):
    pack = waiting(desk.person, ["1E", WORK, 5.2, 4.7])

    page = words(desk.get(f"/indicators/data-packs/{pack.pk}/indicators/1/"))

    assert "Which measure is it?" in page
    assert "A different measure: keep its figures apart, as 1E (before 2023)" in page
    assert "The same measure as one of ours" in page
    assert 'value="1E (before 2023)"' in page


def test_saying_it_is_the_same_measure_joins_them_and_is_remembered(analyst):
    pack = waiting(analyst, ["1E", WORK, 5.2, 4.7])
    ours = Indicator.objects.get(code="1E")
    pack = deciding_indicators.decide(pack, only(pack), do="match", indicator=ours, by=analyst)
    written(data_packs.preview(pack), analyst)

    assert of("1E") == [5.2, 4.7]
    assert IndicatorAlias.objects.get().indicator == ours
    later = waiting(analyst, ["1E", WORK, 4.7, 5.5], years=("2016-17", "2017-18"))
    assert (later.preview["unknown"], later.preview["new"]) == ([], 1)


def test_the_next_file_finds_what_was_kept_apart(analyst):
    written(waiting(analyst, ["1E", WORK, 5.2, 4.7]), analyst)

    later = waiting(analyst, ["1E", WORK, 4.7, 5.5], years=("2016-17", "2017-18"))

    assert (later.preview["unknown"], later.preview["clashes"]) == ([], {})
    assert (later.preview["new"], later.preview["unchanged"]) == (1, 1)


def test_another_code_may_be_given_to_it_and_none_of_ours(analyst):
    pack = waiting(analyst, ["1E", WORK, 5.2, 4.7])
    with pytest.raises(ValidationError, match="Give this one another code"):
        deciding_indicators.decide(pack, only(pack), do="add", code="3A", by=analyst)

    pack = deciding_indicators.decide(pack, only(pack), do="add", code="LD1", by=analyst)
    written(data_packs.preview(pack), analyst)

    assert of("LD1") == [5.2, 4.7]


def test_a_code_of_ours_with_another_title_in_a_file_of_today_waits_for_a_decision(analyst):
    pack = waiting(analyst, ["1E", WORK, 5.2, 4.7], years=("2023-24", "2024-25"))

    assert "under “Indicators we do not hold”" in pack.preview["problems"][0]["message"]
    with pytest.raises(ValidationError, match="has problems"):
        data_packs.confirm(pack, by=analyst)
    pack = deciding_indicators.decide(pack, only(pack), do="add", code="LD1", by=analyst)
    assert written(data_packs.preview(pack), analyst).state == State.IN_USE


# --- titles --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Social care-related quality of life", "Social care-related quality of life score", True),
        (SATISFIED, "The proportion of people who use services who report having control", False),
        (WORK, "Overall satisfaction of carers with social services", False),
        ("Number of people", "Number of carers", False),
        ("", "Anything at all", True),
    ],
)
def test_titles_are_compared_by_the_words_that_tell(one, other, same):
    assert alike(one, other) is same


def test_the_nearer_of_two_titles_is_told():
    assert likeness(CONTROL, CONTROL) == 1
    assert likeness(SATISFIED, "Overall satisfaction of carers with social services") < 1


# --- a published table ---------------------------------------------------------------------------

LEICESTER = "E06000016"


@pytest.fixture
def leicester(shared_data, analyst):
    path = shared_data / "published" / "leicester-ascof-2017-18-q2.csv"
    pack, _ = data_packs.receive(file=upload(path.read_bytes(), path.name), by=analyst)
    pack = data_packs.preview(pack)
    council = Area.objects.get(code=LEICESTER)
    return data_packs.preview(data_packs.say_whose(pack, council=council, by=analyst))


@pytest.mark.shared_data
def test_leicester_s_table_of_2017_goes_in_and_nothing_is_under_the_wrong_code(leicester, analyst):
    assert set(leicester.preview["clashes"]) == {"1E", "4B"}
    assert {old: one["code"] for old, one in leicester.preview["renamed"].items()} == {
        "1B": "3A", "1D": "1C", "1G": "2E(1)", "1J": "1B", "3A": "1D", "3B": "1E", "3C": "3B",
    }  # fmt: skip

    pack = written(leicester, analyst)

    assert (pack.state, pack.preview["new"]) == (State.IN_USE, 120)
    year = {"period__starts_on": date(2016, 4, 1), "period__kind": "financial_year"}
    ours = pack.outturns.filter(area__code=LEICESTER, **year)
    held = dict(ours.values_list("indicator__code", "value"))
    assert [held[code] for code in ("1D", "3A", "4A")] == [65.4, 76.2, 65.4]
    assert [held[f"{code} (before 2023)"] for code in ("1E", "4B")] == [4.7, 77.6]


@pytest.mark.shared_data
def test_leicester_s_targets_are_judged_and_forecast_as_leicester_s(leicester, analyst):
    written(leicester, analyst)

    card = scorecard.build(quarter(2, 2017), compared(LEICESTER))
    rows = {row.indicator.code: row.summary for row in card.rows}

    admissions = {code: rows[code] for code in ("2Ai", "2Aii")}
    assert [float(each.forecast.value) for each in admissions.values()] == [11.6, 609.0]
    assert [each.held.latest.numerator for each in admissions.values()] == [13, 124]
    assert {each.rating for each in admissions.values()} == {"met"}
    assert rows["1E (before 2023)"].rating == "not_met"
