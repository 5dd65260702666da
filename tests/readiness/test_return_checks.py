"""What must hold of a document before it goes to CQC, and the countdown."""

from dataclasses import replace
from datetime import date

import pytest

from readiness.return_checks import Asked, DocumentFacts, checks_of, of_item
from readiness.working_days import countdown

TODAY = date(2026, 11, 22)
SAFE = DocumentFacts(is_link=False, review_by=None, size=2_000_000)
ANY = Asked(links_allowed=True, largest_mb=None, on=TODAY)


def mends(facts, asked=ANY):
    return [check.mend for check in checks_of(facts, asked) if not check.is_met]


def test_a_document_that_is_current_safe_open_and_cleared_is_right():
    assert mends(SAFE) == []
    assert [check.what for check in checks_of(SAFE, ANY)] == [
        "It is current",
        "Its file is as it was added",
        "No virus was found in it",
        "It opens",
        "It is cleared of personal data",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"review_by": date(2026, 11, 21)}, "Its review was due 21 November 2026"),
        ({"is_lost": True}, "missing or was changed"),
        ({"unsafe": "A virus was found."}, "A virus was found."),
        ({"unread": "It is locked."}, "It is locked."),
        ({"personal": "1 thing found."}, "1 thing found."),
    ],
)
def test_each_thing_that_is_wrong_says_how_to_mend_it(change, words):
    (mend,) = mends(replace(SAFE, **change))
    assert words in mend


def test_a_review_day_is_the_last_day_it_is_current():
    assert mends(replace(SAFE, review_by=TODAY)) == []


@pytest.mark.parametrize(("size", "wrong"), [(1024 * 1024, []), (1024 * 1024 + 1, ["It has 2 MB"])])
def test_a_file_is_held_against_what_cqc_takes_where_it_says_so(size, wrong):
    found = mends(replace(SAFE, size=size), replace(ANY, largest_mb=1))
    assert [mend.split(".")[0] for mend in found] == wrong


def test_a_link_is_asked_only_what_a_link_can_be():
    link = DocumentFacts(is_link=True, review_by=None)
    assert len(checks_of(link, ANY)) == 3
    assert mends(link, replace(ANY, links_allowed=False)) == [
        "Take the link off and add the document itself."
    ]


@pytest.mark.parametrize(
    ("has_documents", "note", "found", "unmet"),
    [(True, "", 0, 0), (False, "We hold none.", 0, 0), (False, " ", 0, 1), (True, "Mr A", 1, 1)],
)
def test_an_item_needs_something_and_a_note_that_names_nobody(has_documents, note, found, unmet):
    checks = of_item(has_documents=has_documents, note=note, found_in_note=found)
    assert len([check for check in checks if not check.is_met]) == unmet


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2026, 12, 14), "16 working days left"),
        (date(2026, 11, 23), "1 working day left"),
        (date(2026, 11, 22), "due today"),
        (date(2026, 11, 20), "overdue"),
        (date(2026, 11, 19), "overdue by 1 working day"),
        (date(2026, 11, 13), "overdue by 5 working days"),
    ],
)
def test_the_countdown_is_in_working_days(due_on, words):
    assert countdown(due_on, on=TODAY) == words


def test_a_last_weekend_holds_no_working_day():
    assert countdown(TODAY, on=date(2026, 11, 21)) == "no working day left"
