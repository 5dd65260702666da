"""What stands out in a statement's evidence, in plain words."""

from datetime import date

import pytest

from readiness.coverage_findings import Held, finding, how_far

MARCH = date(2025, 3, 31)


def held(category, count=0, out_of_date=0, newest=None, is_required=True):
    return Held(category, is_required, count, out_of_date, newest)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ([held("Processes"), held("People's experience")], "No evidence of any kind."),
        ([held("Processes", is_required=False)], ""),
        ([held("Processes", 1), held("People's experience", 1)], ""),
        (
            [held("Processes", 8), held("People's experience")],
            "8 documents under processes, but no people's experience.",
        ),
        (
            [held("Processes", 8), held("People's experience", 1, 1, MARCH)],
            "8 documents under processes, but no people's experience since March 2025.",
        ),
        (
            [held("Processes", 8, 5), held("People's experience"), held("Feedback from partners")],
            "3 documents under processes, but no people's experience "
            "and no feedback from partners.",
        ),
        ([held("Processes", 2), held("People's experience")], "No people's experience."),
        ([held("Processes", 2, 2)], "No processes in date."),
        ([held("Processes", 4), held("Observation", is_required=False)], ""),
        ([held("Processes", 4), held("Partners", 2, 1)], ""),
    ],
)
def test_the_sentence_names_what_is_plenty_and_what_is_lacking(what, words):
    assert finding(what) == words


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((0, 0, 0, 0), "No evidence has been asked for yet."),
        ((4, 4, 0, 0), "Every statement has evidence in date in each required category."),
        (
            (36, 24, 4, 8),
            "24 of 36 required places (66%) have evidence in date; "
            "4 have only evidence past its review date and 8 are empty.",
        ),
        (
            (2, 1, 1, 0),
            "1 of 2 required places (50%) have evidence in date; "
            "1 has only evidence past its review date.",
        ),
    ],
)
def test_how_far_the_evidence_reaches_is_one_sentence(counts, words):
    wanted, in_date, stale, empty = counts
    assert how_far(wanted=wanted, in_date=in_date, stale=stale, empty=empty) == words
