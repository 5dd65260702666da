import pytest

from readiness.overall_rating import Band, Level, ScoringRules, overall_rating
from readiness.rating_scale import WIDTH, bands, place, rating_scale

RULES = ScoringRules(
    levels=tuple(Level(value, str(value), "") for value in (1, 2, 3, 4)),
    bands=(
        Band("Inadequate", 25, 38),
        Band("Requires improvement", 39, 62),
        Band("Good", 63, 87),
        Band("Outstanding", 88, 100),
    ),
)


def test_the_bands_fill_the_scale_from_end_to_end():
    drawn = bands(RULES)
    assert drawn[0][0] == "Inadequate"
    assert drawn[0][1] == 0
    assert sum(width for _, _, width in drawn) == pytest.approx(WIDTH)


def test_a_rating_is_pinned_inside_its_band():
    rating = overall_rating([2, 2, 2, 3, 3, 2, 2, 2, 3], RULES)
    name, left, width = bands(RULES)[1]
    assert rating.rating == name
    assert left < place(rating.percent + 0.5, RULES) < left + width
    assert "59%" in rating_scale(rating, RULES)
    assert rating_scale(rating, RULES).count("gt-scale__band--ours") == 1


def test_a_provisional_rating_shows_the_range_still_possible():
    drawn = rating_scale(overall_rating([3, None], RULES), RULES)
    assert "gt-scale__range" in drawn
    assert "gt-scale__pin" not in drawn


@pytest.mark.parametrize("scores", [[1] * 9, [4] * 9])
def test_the_lowest_and_the_highest_percentage_stay_on_the_scale(scores):
    drawn = rating_scale(overall_rating(scores, RULES), RULES)
    assert 0 <= place(25.5, RULES) < place(100.5, RULES) <= WIDTH
    assert "%</text>" in drawn
