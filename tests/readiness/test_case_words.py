"""Names in the few words that are said of a case."""

import pytest

from readiness.case_words import names_in


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Margaret moved to a care home", ["Margaret"]),
        ("Son of Mohammed Khan, who cares for him", ["Mohammed Khan"]),
        ("Sarah’s move from hospital", ["Sarah"]),
        ("Seen with J. Smith and her sister", ["J. Smith"]),
        ("For A.B. and the family", ["A.B."]),
        ("Grace Miller waits", ["Grace Miller"]),
        ("John asked twice, and John waited", ["John"]),
    ],
)
def test_are_seen(words, found):
    assert names_in(words) == found


@pytest.mark.parametrize(
    "words",
    [
        "A move from children’s services at 18",
        "Deprivation of Liberty Safeguards, with an advocate under the Care Act",
        "Grace period after a stay in hospital; Will and best interests",
        "Discharge from St Thomas to extra care",
        "Direct payments to an unpaid carer with dementia",
        "MCA assessment by the East Team in April",
    ],
)
def test_are_not_seen_in_what_a_case_shows(words):
    assert names_in(words) == []
