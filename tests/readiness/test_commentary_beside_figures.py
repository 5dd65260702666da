"""What is said of a figure stands beside it: statement, indicator and scorecard alike."""

import pytest

from readiness.roles import Role
from tests.factories import (
    CommentaryFactory,
    IndicatorLinkFactory,
    OutturnFactory,
    TargetFactory,
)

WHY = "Fewer people found it easy to find information."
WANTING = "Not met, and nobody has said why yet."


@pytest.fixture
def missed(home_council, statement):
    """Our figure that misses its target, linked to the statement."""
    link = IndicatorLinkFactory(statement=statement, indicator__polarity="higher")
    figure = OutturnFactory(indicator=link.indicator, value=50)
    TargetFactory(indicator=figure.indicator, period=figure.period, value=60)
    return figure


@pytest.fixture
def reads(signed_in, statement, missed):
    """What somebody of a role reads on the page of the statement, the indicator, the scorecard."""
    addresses = {
        "statement": f"/statements/{statement.slug}/",
        "indicator": f"/indicators/{missed.indicator.code}/",
        "scorecard": "/indicators/scorecard/",
    }

    def page(name, role):
        return " ".join(signed_in(role).get(addresses[name]).content.decode().split())

    return page


def comment(figure, **fields):
    return CommentaryFactory(
        indicator=figure.indicator, period=figure.period, what_happened=WHY, **fields
    )


@pytest.mark.parametrize("name", ["statement", "indicator", "scorecard"])
def test_what_happened_stands_beside_the_figure(reads, missed, name):
    comment(missed)
    page = reads(name, Role.DIRECTOR)
    assert WHY in page
    assert WANTING not in page


@pytest.mark.parametrize("name", ["statement", "indicator", "scorecard"])
def test_what_is_wanting_leads_straight_to_the_form(reads, missed, name):
    form = f'href="/indicators/{missed.indicator.code}/commentary/{missed.period_id}/"'
    assert form in reads(name, Role.ANALYST)


def test_those_who_do_not_write_are_told_that_it_is_wanting(reads):
    page = reads("statement", Role.ADMINISTRATOR)
    assert WANTING in page
    assert "Write commentary" not in page


def test_commentary_on_an_earlier_figure_is_not_shown_for_this_one(reads, missed):
    CommentaryFactory(indicator=missed.indicator, what_happened=WHY, period__year=2020)
    page = reads("statement", Role.DIRECTOR)
    assert WHY not in page
    assert WANTING in page


def test_a_draft_is_not_shown_beside_the_figure(reads, missed):
    comment(missed, is_draft=True)
    page = reads("statement", Role.DIRECTOR)
    assert WHY not in page
    assert WANTING in page


@pytest.mark.parametrize("name", ["statement", "indicator", "scorecard"])
def test_reviewers_read_nothing_sensitive_and_are_not_told_that_it_is_wanting(reads, missed, name):
    comment(missed, is_sensitive=True)
    page = reads(name, Role.REVIEWER)
    assert WHY not in page
    assert "nobody has said why" not in page
    assert "No commentary" not in page


def test_reviewers_read_what_is_public(reads, missed):
    comment(missed)
    assert WHY in reads("statement", Role.REVIEWER)
