"""Which score ticked characteristics speak for, with the reason."""

import pytest

from readiness.overall_rating import ScoringRules
from readiness.rubric import Mark, by_level, suggestion
from tests.factories import four_levels

RULES = ScoringRules.from_json(four_levels())


BOTH = "All 2 characteristics of 4 are met, as are those of 3."


def marks(**levels):
    """``marks(three="xx-")``: two of the three characteristics of level 3 are met."""
    numbers = {"one": 1, "two": 2, "three": 3, "four": 4}
    return [Mark(numbers[name], tick == "x") for name, ticks in levels.items() for tick in ticks]


@pytest.mark.parametrize(
    ("ticks", "level", "reason"),
    [
        (
            {"three": "xx", "four": "xx"},
            4,
            BOTH,
        ),
        ({"three": "xx", "four": "x-"}, 3, "All 2 characteristics of 3 are met; of 4, 1 of 2."),
        ({"three": "x"}, 3, "The one characteristic of 3 is met."),
        ({"four": "xx"}, 4, "All 2 characteristics of 4 are met."),
        ({"three": "x-", "four": "xx"}, 2, "Of 3, 1 of 2 characteristics are met."),
        (
            {"one": "x--", "two": "x-", "three": "x-"},
            2,
            "Of 3, 1 of 2 characteristics are met; of 2, 1 of 2.",
        ),
        (
            {"one": "xx", "two": "x-", "three": "--"},
            1,
            "Of 3, 0 of 2 characteristics are met; of 1, 2 of 2.",
        ),
        ({"one": "x-", "two": "x-"}, 2, "No higher level has characteristics; of 2, 1 of 2."),
    ],
)
def test_the_pattern_of_ticks_speaks_for_a_level(ticks, level, reason):
    found = suggestion(marks(**ticks), RULES)
    assert (found.level.value, found.reason) == (level, reason)


@pytest.mark.parametrize("ticks", [{}, {"three": "--", "four": "-"}])
def test_while_nothing_is_ticked_nothing_is_suggested(ticks):
    assert suggestion(marks(**ticks), RULES) is None


def test_every_level_says_how_much_of_it_is_met():
    levels = by_level(marks(two="-", three="xx-"), RULES)
    assert [one.words for one in levels] == [
        "",
        "0 of 1 characteristic met",
        "2 of 3 characteristics met",
        "",
    ]
