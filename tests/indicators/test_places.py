"""Finding the place a row of a file names."""

import csv
from datetime import date

import pytest

from indicators.places import KnownPlace, Places
from indicators.reference_data import AREAS


@pytest.fixture(scope="module")
def places():
    with AREAS.open(newline="", encoding="utf-8") as file:
        return Places(
            KnownPlace(
                number,
                row["code"],
                row["name"],
                row["other_names"].split("|"),
                row["social_care_code"],
                date.fromisoformat(row["ended_on"]) if row["ended_on"] else None,
            )
            for number, row in enumerate(csv.DictReader(file), 1)
        )


@pytest.mark.parametrize(
    ("code", "name", "found"),
    [
        ("E08000002", "Bury", "Bury"),
        ("E08000002", "whatever it is called", "Bury"),
        ("", "Bury", "Bury"),
        ("", "Bury Council", "Bury"),
        ("", "BURY METROPOLITAN BOROUGH COUNCIL", "Bury"),
        ("E12000006", "Eastern", "East of England"),
        ("E12000006", "East of England", "East of England"),
        ("", "St. Helens", "St Helens"),
        ("", "Medway Towns", "Medway"),
        ("", "Durham", "County Durham"),
        ("", "City of London", "City of London"),
        ("", "London", "London"),
        ("", "Hammersmith & Fulham", "Hammersmith and Fulham"),
        ("", "Bournemouth, Christchurch & Poole", "Bournemouth, Christchurch and Poole"),
        ("", "Shire Counties", "Shire counties"),
        ("", "District", "District councils"),
        ("", "Dorset", "Dorset"),
        ("E08000020", "Gateshead", "Gateshead"),
    ],
)
def test_a_place_is_known_by_code_or_by_any_spelling(places, code, name, found):
    assert places.find(code, name).name == found


@pytest.mark.parametrize("name", ["", "Atlantis", "North", "Council"])
def test_an_unknown_place_is_nobody(places, name):
    assert places.find("E99999999", name) is None


def test_dorset_took_over_from_the_county(places):
    assert places.successor(places.find("E10000009", "")).name == "Dorset"


def test_councils_that_split_have_no_one_successor(places):
    assert places.successor(places.find("E10000006", "Cumbria")) is None


def test_a_spelling_that_fits_two_places_names_neither():
    two = Places([KnownPlace(n, f"E{n}", "Newtown", [], "", None) for n in (1, 2)])

    assert two.find("", "Newtown") is None
