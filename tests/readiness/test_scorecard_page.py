"""The scorecard on the screen and as a file: filters, headings, exceptions first, sources."""

import io
import re
import zipfile
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from indicators.models import Area, Commentary, Outturn
from indicators.periods import PeriodSpec
from readiness.scorecard_page import default_period
from tests.factories import (
    ActionFactory,
    AreaFactory,
    DataPackFactory,
    EnglandFactory,
    IndicatorFactory,
    IndicatorLinkFactory,
    OutturnFactory,
    PeriodFactory,
    PriorityFactory,
    StatementFactory,
    TargetFactory,
    UserFactory,
)
from tests.indicators.published import load_dudley, period_row
from tests.lists import rows_of_csv, rows_of_workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_council")]

ADDRESS = "/indicators/scorecard/"


@pytest.fixture
def client(signed_in):
    return signed_in("director")


@pytest.fixture
def figure():
    """An indicator with figures of 2023-24 quarters 1 and 2, and a target."""

    def make(code, before, now, *, target=None, **fields):
        indicator = IndicatorFactory(code=code, title=code, frequency="quarterly", **fields)
        for name, value in (("2023-24 Q1", before), ("2023-24 Q2", now)):
            if value is not None:
                OutturnFactory(indicator=indicator, period=period_row(name), value=value)
        if target is not None:
            TargetFactory(indicator=indicator, period=period_row("2023-24"), value=target)
        return indicator

    return make


def text_of(response):
    return " ".join(response.content.decode().split())


def codes(response):
    """In the order of the page."""
    page = response.content.decode()
    found = re.findall(r'class="govuk-link" href="/indicators/([^"/]+)/">', page)
    return [code for code in found if code != "scorecard"]


def test_before_there_are_figures_the_page_says_what_to_do(signed_in):
    assert "Load a data pack" in text_of(signed_in("analyst").get(ADDRESS))
    assert "once a performance analyst" in text_of(signed_in("reviewer").get(ADDRESS))


def test_before_the_councils_are_loaded_it_says_the_same(client):
    Area.objects.all().delete()
    assert "No figures yet" in text_of(client.get(ADDRESS))
    assert client.get(f"{ADDRESS}download.csv").status_code == 404


def test_it_opens_on_the_newest_period_and_counts_in_words(client, figure):
    figure("A", 50, 70, target=60)
    figure("B", 50, 40, target=60)
    page = text_of(client.get(ADDRESS))
    assert "Bury: scorecard for Quarter 2 2023-24" in page
    assert (
        "2 indicators: 1 met, 1 not met. Since the last period: 1 improving, 1 worsening." in page
    )


APRIL_TO_JUNE = PeriodSpec("quarter", date(2026, 4, 1), date(2026, 6, 30))
OCTOBER = PeriodSpec("month", date(2026, 10, 1), date(2026, 10, 31))
LAST_JUNE = PeriodSpec("month", date(2027, 6, 1), date(2027, 6, 30))
IN_ALL = PeriodSpec("year", date(2026, 7, 1), date(2027, 6, 30))


@pytest.mark.parametrize(
    ("held", "opens_at"),
    [
        ([OCTOBER, APRIL_TO_JUNE], APRIL_TO_JUNE),
        ([LAST_JUNE, OCTOBER, APRIL_TO_JUNE], LAST_JUNE),
        ([LAST_JUNE, IN_ALL], IN_ALL),
        ([], None),
    ],
)
def test_it_opens_at_the_newest_quarter_unless_none_has_come_for_a_year(held, opens_at):
    assert default_period(held) == opens_at


def test_exceptions_come_first(client, figure):
    figure("A-FINE", 50, 70, target=60)
    figure("B-MISSED", 50, 55, target=60)
    figure("C-WORSE", 50, 40, target=60)
    figure("D-ABSENT", 50, None)
    assert codes(client.get(ADDRESS)) == ["C-WORSE", "B-MISSED", "D-ABSENT", "A-FINE"]
    found = codes(client.get(ADDRESS, {"show": "exceptions"}))
    assert found == ["C-WORSE", "B-MISSED", "D-ABSENT"]


def test_a_figure_that_is_due_and_not_given_names_the_last_one(client, figure):
    figure("A", 50, None)
    figure("B", 50, 60)
    page = text_of(client.get(ADDRESS))
    assert "Last figure: 50.0% in Quarter 1 2023-24" in page


def test_where_no_figure_is_due_a_dash_stands_and_the_words_are_heard(client):
    OutturnFactory(indicator=IndicatorFactory(code="Y"), period=PeriodFactory(year=2023))
    OutturnFactory(
        indicator=IndicatorFactory(code="Q", frequency="quarterly"),
        period=period_row("2023-24 Q4"),
    )
    page = text_of(client.get(ADDRESS))
    dash = '<span class="gt-muted" aria-hidden="true">–</span>'
    assert f'{dash}<span class="govuk-visually-hidden">Not due</span>' in page
    assert "gt-scorecard__undue" in page


def test_every_figure_leads_to_where_it_came_from(client, figure):
    figure("A", 50, 60)
    page = client.get(ADDRESS).content.decode()
    for outturn in Outturn.objects.all():
        assert f'href="{reverse("figure", args=[outturn.pk])}"' in page


def test_the_figure_of_england_leads_to_its_source_as_well(client, figure):
    indicator = figure("A", 50, 60)
    england = OutturnFactory(
        indicator=indicator, area=EnglandFactory(), period=period_row("2023-24 Q2"), value=75
    )
    page = text_of(client.get(ADDRESS))
    assert reverse("figure", args=[england.pk]) in page
    assert "15.0 points below" in page


def test_another_period_can_be_chosen(client, figure):
    figure("A", 50, 60)
    assert "scorecard for Quarter 1 2023-24" in text_of(
        client.get(ADDRESS, {"period": "2023-24 Q1"})
    )


def test_another_council_and_group_can_be_chosen(client, figure, home_council):
    indicator = figure("A", 50, 60)
    other = AreaFactory(code="E06000001", name="Hartlepool")
    OutturnFactory(indicator=indicator, area=other, period=period_row("2023-24 Q2"), value=70)
    page = text_of(client.get(ADDRESS, {"council": "E06000001"}))
    assert "Hartlepool: scorecard" in page
    north = AreaFactory(code="E12000002", name="North West", kind="region")
    home_council.region = north
    home_council.save()
    assert "Compared with the North West" in text_of(client.get(ADDRESS, {"group": "region"}))


@pytest.mark.parametrize(
    "asked",
    [{"period": "soon"}, {"council": "E99"}, {"group": "nobody"}, {"by": "colour"},
     {"rating": "purple"}, {"statement": "none-such"}, {"show": "?"}, {"page": "x"},
     {"sort": "password"}, {"owner": "'"}],
)  # fmt: skip
def test_nonsense_in_the_address_is_left_out(client, figure, asked):
    figure("A", 50, 60)
    figure("B", 50, 60)
    assert codes(client.get(ADDRESS, asked)) == ["A", "B"]


def test_it_narrows_by_statement_priority_team_owner_set_and_rating(client, figure):
    owner = UserFactory(first_name="Ada", last_name="Bell")
    mine = figure("A", 50, 70, target=60, team="Hospital team", owner=owner, group="Council plan")
    figure("B", 50, 40, target=60)
    IndicatorLinkFactory(indicator=mine, statement=StatementFactory(slug="safeguarding"))
    priority = PriorityFactory()
    ActionFactory(priority=priority).indicators.add(mine)
    for asked in (
        {"statement": "safeguarding"}, {"priority": f"priority-{priority.pk}"},
        {"team": "Hospital team"}, {"owner": owner.pk}, {"set": "Council plan"}, {"rating": "met"},
    ):  # fmt: skip
        assert codes(client.get(ADDRESS, asked)) == ["A"], asked
    assert codes(client.get(ADDRESS, {"statement": "none"})) == ["B"]


def test_where_nothing_matches_the_way_back_is_offered(client, figure):
    figure("A", 50, 70)
    assert "No indicators match" in text_of(client.get(ADDRESS, {"rating": "met"}))


def test_arranged_by_statement_each_has_its_counts_and_rows(client, figure):
    first, second = figure("A", 50, 70, target=60), figure("B", 50, 40, target=60)
    figure("C", 50, 50)
    needs = StatementFactory(slug="needs", title="Assessing needs")
    safe = StatementFactory(slug="safe", title="Safeguarding")
    for indicator, statement in ((first, needs), (first, safe), (second, safe)):
        IndicatorLinkFactory(indicator=indicator, statement=statement)
    response = client.get(ADDRESS, {"by": "statement"})
    assert codes(response) == ["A", "B", "A", "C"]
    page = text_of(response)
    headings = [page.index(f'govuk-heading-m">{words}<') for words in
                ("Assessing needs", "Safeguarding", "No quality statement")]  # fmt: skip
    assert headings == sorted(headings)
    assert '<a class="govuk-link" href="?by=statement&amp;statement=safe">2</a>' in page
    assert "statement=safe&amp;rating=not_met" in page


def test_a_priority_is_its_actions_or_else_what_the_council_s_report_says(client, figure):
    planned = figure("A", 50, 60, heading="Something else")
    figure("B", 50, 60, heading="Shorter waits")
    figure("C", 50, 60, heading="Safe and well")
    ActionFactory(priority=PriorityFactory(title="Shorter waits")).indicators.add(planned)
    page = text_of(client.get(ADDRESS, {"by": "priority"}))
    assert "Something else" not in page
    assert page.count('govuk-heading-m">Shorter waits<') == 1
    assert 'govuk-heading-m">Safe and well<' in page


def test_too_many_rows_under_headings_are_shown_a_heading_at_a_time(client, figure, monkeypatch):
    monkeypatch.setattr("readiness.views.scorecard.MOST_AT_ONCE", 1)
    figure("A", 50, 60, team="One")
    figure("B", 50, 60, team="Two")
    response = client.get(ADDRESS, {"by": "team"})
    assert codes(response) == []
    assert "choose one of these" in text_of(response)


def test_one_list_sorts_by_its_columns(client, figure):
    figure("A", 50, 60)
    figure("B", 50, 90)
    figure("C", 50, None)
    figure("D", 50, 30)
    assert codes(client.get(ADDRESS, {"sort": "-figure"}))[:2] == ["B", "A"]


@pytest.mark.parametrize("by", ["", "statement"])
def test_it_costs_the_same_queries_whatever_its_length(client, figure, by):
    def cost(number):
        for _ in range(number):
            made = figure(f"N{Outturn.objects.count()}", 50, 60, target=55)
            IndicatorLinkFactory(indicator=made)
            OutturnFactory(
                indicator=made, area=EnglandFactory(), period=period_row("2023-24 Q2"), value=7
            )
        client.get(ADDRESS, {"by": by})
        with CaptureQueriesContext(connection) as asked:
            client.get(ADDRESS, {"by": by})
        return len(asked)

    assert cost(1) == cost(10) <= 12


# --- commentary ----------------------------------------------------------------------------------


@pytest.fixture
def missed(figure):
    return figure("A", 50, 40, target=60)


def say(indicator, **fields):
    period = period_row("2023-24 Q2")
    fields = {"what_happened": "Two of our homes closed.", "number": 1} | fields
    return Commentary.objects.create(indicator=indicator, period=period, **fields)


def test_a_figure_not_met_without_commentary_is_told_and_led_to(signed_in, missed):
    page = text_of(signed_in("analyst").get(ADDRESS))
    assert "No commentary" in page
    period = period_row("2023-24 Q2").pk
    assert reverse("write_commentary", args=[missed.code, period]) in page


def test_what_was_said_of_a_figure_stands_under_it_and_in_the_file(client, missed):
    say(missed)
    page = text_of(client.get(ADDRESS))
    assert "Two of our homes closed." in page
    assert "No commentary" not in page
    (row,) = rows_of_csv(client.get(f"{ADDRESS}download.csv"))
    assert row["Commentary"] == "Two of our homes closed."


@pytest.mark.parametrize("kept_back", [{"is_draft": True}, {"is_sensitive": True}])
def test_reviewers_see_neither_drafts_nor_what_is_sensitive_nor_that_there_is_none(
    signed_in, missed, kept_back
):
    say(missed, **kept_back)
    reviewer = signed_in("reviewer")
    for response in (reviewer.get(ADDRESS), reviewer.get(f"{ADDRESS}download.csv")):
        text = response.content.decode()
        assert "Two of our homes closed." not in text
        assert "No commentary" not in text


def test_a_draft_is_not_commentary_yet(client, missed):
    say(missed, is_draft=True)
    assert "No commentary" in text_of(client.get(ADDRESS))


def test_commentary_is_ours_and_not_another_council_s(client, missed):
    say(missed)
    other = AreaFactory(code="E06000001", name="Hartlepool")
    OutturnFactory(indicator=missed, area=other, period=period_row("2023-24 Q2"), value=10)
    page = text_of(client.get(ADDRESS, {"council": "E06000001"}))
    assert "Two of our homes closed." not in page
    assert "No commentary" not in page


def test_an_indicator_that_was_dropped_stays_in_the_scorecards_of_its_time(client, missed):
    missed.retired_from, missed.retired_reason = date(2023, 8, 1), "Replaced"
    missed.save()
    assert codes(client.get(ADDRESS)) == ["A"]
    missed.retired_from = date(2023, 7, 1)
    missed.save()
    assert codes(client.get(ADDRESS)) == []


# --- files ---------------------------------------------------------------------------------------


@pytest.fixture
def hostile(home_council):
    """An indicator whose words a spreadsheet would run, beside England."""
    pack = DataPackFactory(title="=cmd|' /C calc'!A0", original_name="@pack.csv")
    indicator = IndicatorFactory(
        code="=1+1", title="@SUM(A1:A9)", team="-2+3", frequency="quarterly", decimals=1
    )
    for name, value in (("2023-24 Q1", 66), ("2023-24 Q2", 66.25)):
        OutturnFactory(
            indicator=indicator, period=period_row(name), value=value, data_pack=pack,
            sheet="+Sheet", cell="C12", numerator=53, denominator=80,
        )  # fmt: skip
    OutturnFactory(
        indicator=indicator, area=EnglandFactory(), period=period_row("2023-24 Q2"), value=70
    )
    return indicator


def workbook(response):
    return CalamineWorkbook.from_filelike(io.BytesIO(response.content))


def test_the_workbook_holds_numbers_as_numbers_and_text_as_text(client, hostile):
    (row,) = rows_of_workbook(client.get(f"{ADDRESS}download.xlsx"))
    assert (row["Code"], row["Indicator"]) == ("=1+1", "@SUM(A1:A9)")
    assert (row["Figure"], row["2023-24 Q1"], row["2022-23 Q4"]) == (66.3, 66.0, "No figure")
    assert (row["Numerator"], row["England"], row["Difference from England"]) == (53, 70, -3.8)
    assert (row["File"], row["Sheet"], row["Cell"]) == ("@pack.csv", "+Sheet", "C12")


def test_no_cell_of_the_workbook_is_a_formula(client, hostile):
    book = workbook(client.get(f"{ADDRESS}download.xlsx"))
    assert book.sheet_names == ["Scorecard", "About", "Sources"]
    response = client.get(f"{ADDRESS}download.xlsx")
    with zipfile.ZipFile(io.BytesIO(response.content)) as parts:
        sheets = [name for name in parts.namelist() if "/worksheets/" in name]
        assert [name for name in sheets if b"<f" in parts.read(name)] == []
        assert len(sheets) == len(book.sheet_names)


def test_every_figure_of_the_workbook_has_its_source(client, hostile):
    book = workbook(client.get(f"{ADDRESS}download.xlsx"))
    headings, *rows = book.get_sheet_by_name("Sources").to_python()
    found = [dict(zip(headings, row, strict=True)) for row in rows]
    assert [(row["Place"], row["Period"], row["Figure"], row["Cell"]) for row in found] == [
        ("Bury", "2023-24 Q2", 66.3, "C12"),
        ("Bury", "2023-24 Q1", 66.0, "C12"),
        ("England", "2023-24 Q2", 70.0, ""),
    ]
    assert found[2]["Data pack"] == "Typed in"


def test_the_csv_is_safe_to_open(client, hostile):
    (row,) = rows_of_csv(client.get(f"{ADDRESS}download.csv"))
    assert (row["Code"], row["Indicator"], row["Area or team"]) == (
        "'=1+1",
        "'@SUM(A1:A9)",
        "'-2+3",
    )
    assert (row["Figure"], row["Difference from England"]) == ("66.3", "-3.8")
    assert row["Sheet"] == "'+Sheet"


def test_a_file_holds_what_the_screen_shows_in_its_order(client, figure):
    for code, now in (("A", 70), ("B", 40), ("C", 30)):
        figure(code, 50, now, target=60, team=code)
    asked = {"rating": "not_met", "sort": "figure"}
    shown = codes(client.get(ADDRESS, asked))
    taken = [row["Code"] for row in rows_of_csv(client.get(f"{ADDRESS}download.csv", asked))]
    assert shown == taken == ["C", "B"]
    by_team = {"by": "team"}
    taken = rows_of_csv(client.get(f"{ADDRESS}download.csv", by_team))
    assert [row["Area or team"] for row in taken] == ["A", "B", "C"]


def test_the_workbook_says_what_it_is(client, figure):
    figure("A", 50, 40, target=60)
    book = workbook(client.get(f"{ADDRESS}download.xlsx", {"rating": "not_met"}))
    said = {row[0]: row[1] for row in book.get_sheet_by_name("About").to_python()}
    assert said["Council"] == "Bury"
    assert said["Against target"] == "Not met"
    assert said["A"].startswith("Higher is better. Met at 60.0% or more")


def test_the_file_is_named_for_council_and_period(client, figure):
    figure("A", 50, 60)
    named = client.get(f"{ADDRESS}download.xlsx")["Content-Disposition"]
    assert named == 'attachment; filename="scorecard-bury-2023-24-q2.xlsx"'


def test_the_published_scorecard_by_its_priorities(client, home_council):
    load_dudley(home_council)
    page = text_of(client.get(ADDRESS, {"by": "priority", "period": "2023-24 Q2"}))
    assert "11 indicators: 5 met, 1 within tolerance, 3 not met, 2 no target." in page
    for words, number in (("borough of opportunity", 9), ("safe and healthy borough", 2)):
        assert re.search(rf"Dudley the {words}</th><td[^>]*><a [^>]*>{number}</a>", page)
