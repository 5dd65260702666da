"""The places, groups and catalogue every installation starts with."""

import tomllib
from datetime import date

import pytest
from django.core.management import call_command

from indicators import change_record, definitions
from indicators.models import Area, ComparatorGroup, Indicator
from indicators.reference_data import AREAS, CATALOGUES, load_reference, load_reference_once

pytestmark = pytest.mark.django_db


def test_there_are_153_councils_with_region_and_type():
    load_reference()

    councils = Area.objects.councils().filter(ended_on__isnull=True)

    assert councils.count() == 153
    assert not councils.filter(region__isnull=True).exists()
    assert not councils.filter(council_type__isnull=True).exists()


def test_bury_is_where_it_is():
    load_reference()

    bury = Area.objects.get(code="E08000002")

    assert (bury.name, bury.region.name, bury.council_type.name, bury.social_care_code) == (
        "Bury",
        "North West",
        "Metropolitan districts",
        "305",
    )


@pytest.mark.parametrize(("code", "region"), [("E10000007", "East Midlands"),
                                              ("E10000019", "East Midlands")])  # fmt: skip
def test_derbyshire_and_lincolnshire_are_in_the_east_midlands(code, region):
    load_reference()

    assert Area.objects.get(code=code).region.name == region


def test_the_east_of_england_is_known_by_both_its_names():
    load_reference()

    region = Area.objects.get(code="E12000006")

    assert region.name == "East of England"
    assert "Eastern" in region.other_names


def test_abolished_councils_have_the_day_they_ended():
    load_reference()

    ended = Area.objects.filter(ended_on__isnull=False).values_list("name", "ended_on")

    assert dict(ended) == {
        "Bournemouth": date(2019, 4, 1),
        "Poole": date(2019, 4, 1),
        "Dorset County": date(2019, 4, 1),
        "Northamptonshire": date(2021, 4, 1),
        "Cumbria": date(2023, 4, 1),
    }


def test_each_region_and_council_type_is_a_dated_and_sourced_group():
    load_reference()

    north_west = ComparatorGroup.objects.get(name="North West")

    assert ComparatorGroup.objects.count() == 14
    assert north_west.councils.count() == 24
    assert "DHSC" in north_west.source
    assert not ComparatorGroup.objects.filter(councils__ended_on__isnull=False).exists()


def test_loading_again_adds_nothing():
    first = load_reference()
    counts = Area.objects.count(), Indicator.objects.count(), ComparatorGroup.objects.count()

    assert load_reference() == first
    assert counts == (
        Area.objects.count(), Indicator.objects.count(), ComparatorGroup.objects.count()
    )  # fmt: skip


def test_loading_again_leaves_what_an_analyst_set():
    load_reference()
    Indicator.objects.filter(code="1A").update(tolerance=2, title="Old")

    load_reference()

    indicator = Indicator.objects.get(code="1A")
    assert (indicator.tolerance, indicator.title) == (
        2,
        "Social care-related quality of life score",
    )


def changed(code, by, **fields):
    indicator = Indicator.objects.get(code=code)
    given = {"seen_revision": definitions.revision_of(indicator), "reason": "As we count it"}
    return definitions.change_indicator(indicator, by=by, **given, **fields)


def test_loading_again_leaves_the_words_and_polarity_somebody_changed(administrator):
    load_reference()
    changed("1A", administrator, short_title="Quality of life", polarity="none")

    load_reference()

    indicator = Indicator.objects.get(code="1A")
    assert (indicator.short_title, indicator.polarity) == ("Quality of life", "none")
    assert indicator.title == "Social care-related quality of life score"


def test_what_is_left_as_it_was_changed_here_is_said(administrator, capsys):
    load_reference()
    changed("1A", administrator, short_title="Quality of life", polarity="none")

    call_command("load_reference")

    assert "Left as changed here: 1A: short title, which way is better" in capsys.readouterr().out


def test_what_nobody_changed_follows_the_catalogue(administrator):
    load_reference()
    changed("1A", administrator, short_title="Quality of life")
    Indicator.objects.filter(code="1A").update(definition="Old words")

    load_reference()

    assert Indicator.objects.get(code="1A").definition.startswith("Average score")


def test_what_was_changed_in_a_file_of_indicators_stays_as_well(administrator):
    load_reference()
    indicator = Indicator.objects.get(code="1A")
    before = change_record.words_of(indicator)
    indicator.title = "Quality of life, as we say it"
    indicator.save()
    found = change_record.differences(before, change_record.words_of(indicator))
    change_record.record_differences(indicator, found, by=None, source="The file indicators.csv")

    load_reference()

    assert Indicator.objects.get(code="1A").title == "Quality of life, as we say it"


def test_loading_again_leaves_what_an_administrator_added_to_a_place():
    load_reference()
    surrey = Area.objects.get(name="Surrey")
    surrey.other_names, surrey.ended_on = [*surrey.other_names, "Surrey CC"], date(2027, 4, 1)
    surrey.save()

    load_reference()

    again = Area.objects.get(name="Surrey")
    assert (again.other_names, again.ended_on) == (surrey.other_names, date(2027, 4, 1))


def test_a_new_installation_is_loaded_once_and_then_left_alone():
    load_reference_once()
    Area.objects.filter(code="E08000002").update(name="Bury Council")

    load_reference_once()

    assert Area.objects.get(code="E08000002").name == "Bury Council"


@pytest.mark.parametrize(
    ("code", "polarity"),
    [("2B", "lower"), ("2C", "lower"), ("6A", "lower"), ("6B-other", "lower"),
     ("6B-good", "none"), ("6B-not-yet-rated", "none"), ("1A", "higher"), ("2D(1)", "higher")],
)  # fmt: skip
def test_which_way_is_better(code, polarity):
    load_reference()

    assert Indicator.objects.get(code=code).polarity == polarity


def test_the_catalogue_has_25_measures_and_the_parts_of_6b():
    load_reference()

    assert Indicator.objects.filter(parent__isnull=True).count() == 25
    assert Indicator.objects.filter(parent__code="6B").count() == 4
    assert Indicator.objects.get(code="1C").frequency == "biennial"
    assert Indicator.objects.get(code="1B").decimals == 3
    assert Indicator.objects.get(code="2D(1)").decimals == 2  # as it is published
    assert Indicator.objects.filter(is_survey=True).count() == 12


def test_every_text_fits_its_column():
    catalogue = tomllib.loads((CATALOGUES / "ascof.toml").read_text())
    load_reference()

    for entry in catalogue["indicator"]:
        Indicator.objects.get(code=entry["code"]).full_clean(exclude=["parent"])
    for area in Area.objects.all():
        area.full_clean(exclude=["region", "council_type"])
    assert AREAS.exists()


def test_the_command_says_what_it_loaded(capsys):
    call_command("load_reference")

    assert "175 places" in capsys.readouterr().out
