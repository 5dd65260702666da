"""What flows into a report, and what each audience is not shown of it."""

from calendar import monthrange
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Indicator
from readiness.models import Audience, SectionKind
from readiness.reports.making import gaps, make
from readiness.reports.material import gather
from readiness.reports.report import as_content, from_content
from tests.factories import (
    ActionUpdateFactory,
    CommentaryFactory,
    EditionTextFactory,
    OutturnFactory,
    RecommendationActionFactory,
    ReportEditionFactory,
    ReportSectionFactory,
    ScoreFactory,
    SignOffFactory,
    TargetFactory,
    VoiceFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = date(2026, 11, 22)
QUARTER_BEGAN = date(2026, 7, 1)
QUARTER = {
    "period__kind": "quarter",
    "period__starts_on": QUARTER_BEGAN,
    "period__ends_on": date(2026, 9, 30),
}
EVERY_KIND = [kind for kind in SectionKind.values if kind != SectionKind.TEXT]


@pytest.fixture
def edition(statement, this_round):
    edition = ReportEditionFactory()
    EditionTextFactory(edition=edition, section__title="Summary", section__is_required=True)
    for kind in EVERY_KIND:
        columns = ["periods", "figure", "counts", "rating", "sparkline", "rank", "commentary"]
        options = {"columns": columns, "counted": True} if kind == "figures" else {}
        ReportSectionFactory(report=edition.report, kind=kind, options=options)
    return edition


def quarterly(value, **fields):
    """A number for quarter 2 of 2026-27, with its target of 10."""
    fields = {"indicator__unit": "number", "indicator__frequency": "quarterly"} | fields
    outturn = OutturnFactory(value=value, **QUARTER, **fields)
    TargetFactory(indicator=outturn.indicator, period=outturn.period, value=10)
    return outturn


def written(edition, audience):
    return str(as_content(make(edition, audience=audience, on=TODAY).report))


def left_out(edition, audience):
    found = make(edition, audience=audience, on=TODAY).left_out
    return {one.what: one.why for one in found}


def test_everything_flows_in(edition, statement, this_round):
    outturn = quarterly(6, indicator__title="Complaints upheld", indicator__polarity="higher")
    CommentaryFactory(
        indicator=outturn.indicator, period=outturn.period, what_happened="Fewer were upheld."
    )
    ActionUpdateFactory(
        quarter_starts_on=date(2026, 7, 1),
        narrative="The forum met twice.",
        action__title="Begin a forum",
    )
    SignOffFactory(score=ScoreFactory(statement=statement, self_assessment=this_round, value=3))
    VoiceFactory(heard_on=date(2026, 8, 3), words="They rang back.", statement=statement)
    words = written(edition, Audience.INTERNAL)
    for expected in (
        "Reviews are done sooner.",
        "Complaints upheld",
        "What happened: Fewer were upheld.",
        "Begin a forum",
        "The forum met twice.",
        "Safeguarding",
        "They rang back.",
        "Not met",
    ):
        assert expected in words


def test_what_was_made_can_be_kept_and_read_back(edition):
    quarterly(6)
    report = make(edition, audience=Audience.COMMITTEE, on=TODAY).report
    assert from_content(as_content(report)) == report


@pytest.mark.parametrize("audience", [Audience.COMMITTEE, Audience.PUBLIC])
def test_a_small_number_and_all_that_rests_on_it_is_left_out(edition, audience):
    outturn = quarterly(
        3.0, indicator__title="Deaths", indicator__code="X1", indicator__polarity="higher"
    )
    CommentaryFactory(
        indicator=outturn.indicator, period=outturn.period, what_happened="Three people died."
    )
    assert "Three people died." in written(edition, Audience.INTERNAL)
    words = written(edition, audience)
    assert "Three people died." not in words
    assert "No indicator with a target missed it." in words
    assert "'number': 3.0" not in words
    assert left_out(edition, audience)["X1 Deaths, Quarter 2 2026-27"] == "It is from 1 to 4."


def test_a_percentage_of_few_goes_with_its_numerator(edition):
    quarterly(2.0, indicator__unit="percent", numerator=2, denominator=100)
    assert "2 of 100" in written(edition, Audience.INTERNAL)
    words = written(edition, Audience.PUBLIC)
    assert "2 of 100" not in words
    assert "2.0%" not in words


def test_a_part_is_not_the_whole_less_the_others(edition):
    whole = quarterly(50, indicator__code="W")
    for code, value in (("W1", 3), ("W2", 20), ("W3", 27)):
        quarterly(
            value,
            indicator__code=code,
            indicator__title=f"Team {code}",
            indicator__parent=whole.indicator,
            indicator__breakdown="Team",
        )
    assert left_out(edition, Audience.PUBLIC).keys() >= {
        "W1 Team W1, Quarter 2 2026-27",
        "W2 Team W2, Quarter 2 2026-27",
    }
    assert "'words': '27.0'" in written(edition, Audience.PUBLIC)


def test_a_year_to_date_does_not_give_away_the_quarter(edition):
    cumulative = {"indicator__build_up": Indicator.BuildUp.CUMULATIVE, "indicator__code": "C"}
    latest = quarterly(12, **cumulative)
    earlier = {"period__starts_on": date(2026, 4, 1), "period__ends_on": date(2026, 6, 30)}
    OutturnFactory(indicator=latest.indicator, value=10, **(QUARTER | earlier))
    found = left_out(edition, Audience.PUBLIC)
    assert "A small number could be worked out from it." in found.values()


def monthly(values, *, first=7, **fields):
    """Figures of the months of 2026 from ``first`` on, of one indicator."""
    about = {"indicator__unit": "number", "indicator__frequency": "monthly"} | fields
    for month, value in enumerate(values, first):
        period = {
            "period__kind": "month",
            "period__starts_on": date(2026, month, 1),
            "period__ends_on": date(2026, month, monthrange(2026, month)[1]),
        }
        outturn = OutturnFactory(value=value, **period, **about)
        about = {"indicator": outturn.indicator}
    return outturn.indicator


def months_of(edition, audience=Audience.INTERNAL, **options):
    """Heading -> words of the first line of a table of months."""
    options = {"columns": ["months"]} | options
    edition.report.sections.filter(kind="figures").update(options=options)
    report = make(edition, audience=audience, on=TODAY).report
    table = next(table for _, table in report.tables if table.columns[0].words == "Indicator")
    cells = zip(table.columns, table.rows[0], strict=True)
    return {column.words: cell.words for column, cell in list(cells)[1:]}


def test_the_months_of_the_quarter_stand_side_by_side(edition):
    monthly([7, 8, 9])
    assert months_of(edition) == {"Jul 2026": "7.0", "Aug 2026": "8.0", "Sep 2026": "9.0"}


def test_more_months_end_with_the_newest_reported(edition):
    monthly([6, 7, 8], first=6)
    shown = months_of(edition, months=6)
    assert next(iter(shown)) == "Mar 2026"
    assert shown["Mar 2026"] == "No figure"
    assert list(shown.items())[-1] == ("Aug 2026", "8.0")
    assert list(months_of(edition))[-1] == "Sep 2026"


def test_a_quarter_does_not_give_away_its_month(edition):
    indicator = monthly([3, 20, 30])
    OutturnFactory(indicator=indicator, value=53, **QUARTER)
    assert months_of(edition)["Jul 2026"] == "3.0"
    shown = months_of(edition, Audience.PUBLIC)
    assert shown == {"Jul 2026": "Suppressed", "Aug 2026": "Suppressed", "Sep 2026": "30.0"}


def test_sensitive_commentary_is_for_those_inside(edition):
    outturn = quarterly(6)
    CommentaryFactory(
        indicator=outturn.indicator,
        period=outturn.period,
        what_happened="A member of staff left.",
        is_sensitive=True,
    )
    assert "A member of staff left." in written(edition, Audience.INTERNAL)
    assert "A member of staff left." not in written(edition, Audience.COMMITTEE)
    assert "It is marked sensitive." in left_out(edition, Audience.COMMITTEE).values()


def test_nobody_is_named_to_the_public(edition):
    ActionUpdateFactory(
        quarter_starts_on=date(2026, 7, 1),
        action__owner__first_name="Priscilla",
        action__owner__last_name="Oyelaran",
    )
    assert "Priscilla Oyelaran" in written(edition, Audience.COMMITTEE)
    assert "Priscilla Oyelaran" not in written(edition, Audience.PUBLIC)


def test_a_score_without_signature_is_for_those_inside(edition, statement, this_round):
    ScoreFactory(statement=statement, self_assessment=this_round, value=3)
    assert "3 Good standard" in written(edition, Audience.INTERNAL)
    assert "3 Good standard" not in written(edition, Audience.COMMITTEE)
    assert left_out(edition, Audience.COMMITTEE)["Score of Safeguarding"] == "It is not signed off."


def test_a_voice_is_published_only_where_that_was_agreed(edition, statement):
    VoiceFactory(heard_on=date(2026, 8, 3), words="They rang.", statement=statement)
    VoiceFactory(
        heard_on=date(2026, 8, 4), words="Kind.", statement=statement, for_publication=True
    )
    words = written(edition, Audience.PUBLIC)
    assert "Kind." in words
    assert "They rang." not in words
    assert "1 voice" in left_out(edition, Audience.PUBLIC)


def test_what_is_missing_is_listed_with_whose_it_is(edition):
    edition.texts.update(words="")
    quarterly(6, indicator__polarity="higher", indicator__title="Reviews")
    ActionUpdateFactory(
        quarter_starts_on=date(2026, 1, 1),
        action__title="Begin a forum",
        action__owner__first_name="Ann",
        action__owner__last_name="Lee",
    )
    found = gaps(edition, gather(edition, audience=Audience.INTERNAL, on=TODAY))
    said = {gap.what: gap.owner for gap in found}
    assert said["“Summary” is empty"]
    assert said["No update on “Begin a forum”"] == "Ann Lee"
    assert any("Nobody has said why" in what for what in said)


def learnt():
    """A recommendation from a complaint, and the action it led to."""
    about = {"recommendation__source": "complaint", "recommendation__received_on": QUARTER_BEGAN}
    RecommendationActionFactory(**about)


def test_it_costs_the_same_however_much_there_is(edition, django_assert_num_queries, add_things):
    def asked():
        with CaptureQueriesContext(connection) as found:
            make(edition, audience=Audience.PUBLIC, on=TODAY)
        return len(found)

    add_things(1)
    quarterly(6)
    learnt()
    one = asked()
    add_things(10)
    for _ in range(10):
        quarterly(6)
        learnt()
    assert asked() == one <= 19


def test_a_preview_of_every_kind_of_section_is_read_in_22_queries(
    edition, signed_in, add_things, django_assert_max_num_queries
):
    add_things(10)
    for _ in range(10):
        quarterly(6)
        learnt()
    client = signed_in("director")
    address = f"/reports/editions/{edition.pk}/public/"
    client.get(address)
    with django_assert_max_num_queries(22):
        client.get(address)


def test_nothing_is_read_that_no_section_shows(edition):
    edition.report.sections.exclude(kind=SectionKind.VOICES).update(is_wanted=False)
    with CaptureQueriesContext(connection) as found:
        make(edition, audience=Audience.PUBLIC, on=TODAY)
    assert len(found) == 3
