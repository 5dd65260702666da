"""Until when a document is kept: by hand, by the longest rule, or until somebody says so."""

from datetime import date

import pytest

from readiness.retention_rules import kept_until, years_after

DATED, ADDED = date(2024, 3, 31), date(2025, 6, 1)


def until(by_hand=None, dated=DATED, years=()):
    return kept_until(set_by_hand=by_hand, dated=dated, added=ADDED, years=years)


def test_a_day_set_by_hand_wins():
    assert until(date(2040, 1, 1), years=[6]) == date(2040, 1, 1)


def test_the_longest_rule_counts_from_the_date_of_the_evidence():
    assert until(years=[6, 8, None]) == date(2032, 3, 31)


def test_without_a_date_it_counts_from_the_day_it_was_added():
    assert until(dated=None, years=[6]) == date(2031, 6, 1)


@pytest.mark.parametrize("years", [[], [None]])
def test_without_a_rule_no_day_is_known(years):
    assert until(years=years) is None


def test_a_rule_of_no_years_is_a_rule():
    assert until(years=[0]) == DATED


def test_a_leap_day_has_no_match_in_other_years():
    assert years_after(date(2024, 2, 29), 6) == date(2030, 2, 28)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)
