"""A council's own words for ratings, wherever one is written."""

from indicators.rating_words import STANDARD, Words, in_force, used
from indicators.ratings import Rating, Rule, mid_sentence, rule_words

DUDLEY = Words("On or exceeding target", "Within tolerance", "Below target")


def test_outside_a_request_the_standard_words_hold():
    assert in_force() is STANDARD
    assert [rating.word for rating in (Rating.MET, Rating.NOT_MET)] == ["Met", "Not met"]


def test_the_councils_words_are_used_and_then_given_back():
    with used(lambda: DUDLEY):
        assert Rating.MET.word == "On or exceeding target"
        assert Rating.NOT_MET.word == "Below target"
        assert Rating.NO_TARGET.word == "No target"
    assert Rating.MET.word == "Met"


def test_words_that_nobody_reads_are_not_asked_for():
    with used(lambda: 1 / 0):
        pass


def test_the_rule_is_printed_in_the_same_words():
    with used(lambda: DUDLEY):
        assert rule_words(Rule("higher", "percent", 0), 60) == (
            "Higher is better. On or exceeding target at 60% or more; within tolerance (5% of "
            "target) to 57%; below target below 57%."
        )


def test_a_word_inside_a_sentence_begins_small_unless_it_is_an_abbreviation():
    assert mid_sentence("Not met") == "not met"
    assert mid_sentence("RAG red") == "RAG red"
    assert mid_sentence("A") == "A"
