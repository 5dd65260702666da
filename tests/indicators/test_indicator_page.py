"""The page of one indicator: the finding, the chart, the figures with their source, the rule."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from indicators import periods
from indicators.models import Area, ComparatorGroup, DataPack, ReleaseNote, SeriesBreak
from readiness.roles import Role
from tests.factories import (
    ActionFactory,
    AreaFactory,
    DataPackFactory,
    EnglandFactory,
    IndicatorFactory,
    IndicatorLinkFactory,
    OutturnFactory,
    PeriodFactory,
    StatementFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in):
    return signed_in(Role.ANALYST)


@pytest.fixture
def region(home_council):
    home_council.region = AreaFactory(code="E12000002", name="North West", kind=Area.Kind.REGION)
    home_council.save()
    return home_council.region


@pytest.fixture
def indicator(home_council):
    return IndicatorFactory(code="3C(1)", short_title="People find information easily")


@pytest.fixture
def figure(home_council, indicator):
    def figure(value, area=home_council, year=2024, **fields):
        given = {"indicator": indicator, "value": value, "area": area} | fields
        return OutturnFactory(**given, period=PeriodFactory(year=year))

    return figure


@pytest.fixture
def page(client, indicator):
    def page(**asked):
        return client.get(reverse("indicator", args=[indicator.code]), asked)

    return page


def words(response):
    return " ".join(response.content.decode().split())


def test_the_title_is_the_finding(page, figure):
    figure(64.2, year=2023)
    figure(66.2)
    for value in (70, 60, 50):
        figure(value, AreaFactory())
    assert page().context["page"].finding == (
        "Bury: 66.2% in 2024-25, 2nd of 4 in England, up 2.0 points since 2023-24"
    )


def test_without_a_number_the_title_says_why(page, figure):
    figure(64.2, year=2023)
    figure(None, state="suppressed")
    assert page().context["page"].finding == "Bury: suppressed for 2024-25"


def test_without_figures_the_page_says_what_to_do(page):
    assert "Bury: no figures yet" in words(page())


def test_every_figure_is_in_the_table_with_england_region_rank_and_source(page, figure, region):
    pack = DataPackFactory(title="ASCOF 2024-25")
    figure(
        66.2, data_pack=pack, sheet="Table_3c(1)", cell="F52", margin=4.1, base=320, note="(65.9)"
    )
    figure(68.3, EnglandFactory())
    figure(67.0, region)
    figure(70, AreaFactory())
    shown = words(page())
    for expected in (
        "ASCOF 2024-25, Table_3c(1), cell F52",
        "± 4.1",
        ">320<",
        "68.3%",
        "67.0%",
        "2nd of 2",
        "(65.9)",
    ):
        assert expected in shown


def test_columns_that_nobody_filled_are_left_out(page, figure):
    figure(66.2, numerator=331, denominator=500)
    shown = words(page())
    assert "Numerator" in shown
    assert "People who answered" not in shown


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("suppressed", "Suppressed"),
        ("missing", "Not available"),
        ("not_applicable", "Not applicable"),
    ],
)
def test_a_reason_stands_where_a_figure_would(page, figure, state, word):
    figure(None, state=state, year=2023)
    figure(66.2)
    assert f">{word}</span>" in words(page())


def test_the_rule_in_force_is_printed(page, figure, indicator):
    figure(58)
    TargetFactory(indicator=indicator, period=PeriodFactory(year=2024), value=60)
    shown = words(page())
    assert "Within tolerance" in shown
    assert "Met at 60.0% or more; within tolerance (5% of target) to 57.0%" in shown


def test_similar_to_england_is_said_where_the_intervals_overlap(page, figure):
    figure(66.2, margin=4.1)
    figure(68.3, EnglandFactory(), margin=0.4)
    assert "ours is 2.1 points below, similar to England" in words(page())


def test_a_percentage_of_few_people_says_so(page, figure):
    figure(50, numerator=6, denominator=12)
    assert "Based on few people" in words(page())


def test_breaks_in_series_are_drawn_and_explained(page, figure, indicator):
    figure(60, year=2023)
    figure(66)
    SeriesBreak.objects.create(
        indicator=indicator, begins_on=date(2024, 4, 1), reason="Client level data began."
    )
    shown = words(page())
    assert "gt-chart__break" in shown
    assert "Client level data began." in shown
    assert "Not comparable: break in series since 2023-24" in shown


def test_a_break_two_packs_tell_of_is_explained_once_and_goes_with_the_last_of_them(
    page, figure, indicator
):
    figure(60, year=2023)
    figure(66)
    packs = [DataPackFactory(), DataPackFactory()]
    for pack, reason in zip(packs, ("As first told.", "As told since."), strict=True):
        SeriesBreak.objects.create(
            indicator=indicator, begins_on=date(2024, 4, 1), reason=reason, data_pack=pack
        )
    shown = words(page())
    assert "As told since." in shown
    assert "As first told." not in shown
    DataPack.objects.update(state=DataPack.State.UNDONE)
    shown = words(page())
    assert "As told since." not in shown
    assert "gt-chart__break" not in shown
    assert "Not comparable" not in shown


def test_notes_of_a_pack_that_was_undone_are_not_shown(page, figure, indicator):
    pack = DataPackFactory(state=DataPack.State.UNDONE)
    figure(66.2, data_pack=pack)
    ReleaseNote.objects.create(
        data_pack=pack, indicator=indicator, label="[note 4]", text="Weighted by stratum."
    )
    assert "Weighted by stratum." not in words(page())


def test_the_chart_reads_its_figures_out(page, figure):
    figure(64.2, year=2023)
    figure(66.2)
    shown = words(page())
    assert "Bury: 2023-24 64.2%, 2024-25 66.2%." in shown
    assert "<title" in shown


def test_one_figure_alone_draws_no_line(page, figure):
    figure(66.2)
    assert page().context["over_time"] is None


def test_notes_of_the_release_stand_beside_the_figures(page, figure, indicator):
    pack = DataPackFactory()
    figure(66.2, data_pack=pack)
    ReleaseNote.objects.create(
        data_pack=pack, indicator=indicator, label="[note 4]", text="Weighted by stratum."
    )
    ReleaseNote.objects.create(
        data_pack=DataPackFactory(), indicator=indicator, label="[note 9]", text="Of another file."
    )
    shown = words(page())
    assert "[note 4]</strong> Weighted by stratum." in shown
    assert "Of another file." not in shown


def test_a_revised_figure_names_what_it_replaced_and_where_both_came_from(page, figure):
    first = figure(
        65.0, data_pack=DataPackFactory(title="First release"), cell="B2", is_current=False
    )
    figure(66.2, data_pack=DataPackFactory(title="Second release"), cell="B3", replaces=first)
    shown = words(page())
    assert "<strong>66.2%</strong> from Second release, cell B3" in shown
    assert "before that 65.0% from First release, cell B2" in shown


def test_figures_of_a_pack_that_was_not_put_in_use_are_nowhere(page, figure):
    figure(66.2)
    figure(11.1, is_current=False)
    assert "11.1%" not in words(page())


def test_the_councils_to_compare_with_can_be_chosen(page, figure, home_council, region):
    near, far = AreaFactory(region=region), AreaFactory()
    figure(60)
    figure(70, near)
    figure(80, far)
    group = ComparatorGroup.objects.create(name="Far", source="Ours", as_of=date(2024, 4, 1))
    group.councils.add(far)
    assert page().context["page"].finding.startswith("Bury: 60.0% in 2024-25, 3rd of 3 in England")
    assert "2nd of 2 in the North West" in page(group="region").context["page"].finding
    chosen = page(group=f"group-{group.pk}")
    assert "2nd of 2 in Far" in chosen.context["page"].finding
    assert "Ours, as of 1 April 2024" in words(chosen)
    assert page(group="nonsense").context["page"].chosen.name == "England"


def test_mean_and_median_of_the_chosen_councils_are_given_with_the_difference(page, figure):
    figure(60)
    figure(70, AreaFactory())
    figure(80, AreaFactory())
    assert page().context["page"].group_words == (
        "Of 3 councils: mean 70.0% (ours is 10.0 points below), "
        "median 70.0% (ours is 10.0 points below)."
    )


def test_who_is_not_ranked_is_said(page, figure):
    figure(60)
    figure(70, AreaFactory())
    figure(None, AreaFactory(), state="suppressed")
    assert "Not ranked: 1 suppressed." in words(page())


def test_statements_and_actions_that_use_it_are_listed(page, figure, indicator):
    statement = StatementFactory(title="Assessing needs")
    IndicatorLinkFactory(indicator=indicator, statement=statement)
    ActionFactory(title="Rewrite our leaflets").indicators.add(indicator)
    shown = words(page())
    assert "Assessing needs" in shown
    assert "Rewrite our leaflets" in shown


def test_an_unknown_code_is_not_found(client, home_council):
    assert client.get("/indicators/NOPE/").status_code == 404
    assert client.get("/indicators/NOPE/figures.csv").status_code == 404
    assert client.get("/indicators/NOPE/target/").status_code == 404


@pytest.mark.parametrize("count", [1, 11])
def test_the_page_costs_the_same_queries_whatever_it_shows(
    page, figure, indicator, django_assert_num_queries, count
):
    pack = DataPackFactory()
    link = IndicatorLinkFactory(indicator=indicator)
    england = EnglandFactory()
    for n in range(count):
        figure(50 + n, year=2010 + n, data_pack=pack)
        figure(60, england, year=2010 + n)
        figure(70, AreaFactory(), year=2010 + n)
        TargetFactory(indicator=indicator, period=PeriodFactory(year=2010 + n))
        SeriesBreak.objects.create(
            indicator=indicator, begins_on=date(2010 + n, 4, 1), reason="Changed"
        )
        ReleaseNote.objects.create(data_pack=pack, indicator=indicator, label=f"{n}", text=f"{n}")
        ComparatorGroup.objects.create(
            name=f"{n}", source="Ours", as_of=date(2024, 4, 1)
        ).councils.add(AreaFactory())
        ActionFactory().indicators.add(link.indicator)
    page()
    with django_assert_num_queries(9):
        page()


def test_the_file_has_a_mark_for_excel_and_every_figure(client, figure, indicator):
    figure(64.2, year=2023)
    figure(None, state="suppressed")
    response = client.get(reverse("indicator_figures", args=[indicator.code]))
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Disposition"] == 'attachment; filename="figures-3C-1-.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["Period"], row["Figure"], row["State"]) for row in rows] == [
        ("2024-25", "", "Suppressed"),
        ("2023-24", "64.2", "Figure"),
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_run_is_kept_as_text(client, figure, indicator, start):
    figure(-3.5, note=f"{start}HYPERLINK(1)")
    response = client.get(reverse("indicator_figures", args=[indicator.code]))
    text = response.content.decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text, newline="")))
    assert row["Note"].startswith("'")
    assert row["Figure"] == "-3.5"


def test_an_analyst_sets_a_target_and_sees_it_in_the_history(client, figure, indicator):
    figure(60)
    address = reverse("indicator_target", args=[indicator.code])
    given = {"period": "2024-25", "value": "58", "seen_target": "0"}
    shown = client.post(address, given, follow=True)
    assert "Target set for 2024-25." in words(shown)
    assert "<strong>58.0%</strong>, set by Sam" in words(shown)


def test_a_refused_target_keeps_what_was_typed(client, figure, indicator):
    address = reverse("indicator_target", args=[indicator.code])
    shown = words(client.post(address, {"period": "Mar-232", "value": "58", "seen_target": "0"}))
    assert 'value="Mar-232"' in shown
    assert "<title>Error: " in shown
    assert indicator.targets.count() == 0


def test_a_second_setter_is_told_and_may_then_save(client, figure, indicator):
    address = reverse("indicator_target", args=[indicator.code])
    TargetFactory(indicator=indicator, period=PeriodFactory(year=2024), value=60)
    given = {"period": "2025-26", "value": "58", "seen_target": "0"}
    told = client.post(address, given)
    assert "while you were working" in words(told)
    seen = told.context["form"]["seen_target"].value()
    assert client.post(address, given | {"seen_target": seen}).status_code == 302


def test_a_reviewer_sees_no_button_to_set_a_target(signed_in, figure, indicator):
    figure(60)
    shown = signed_in(Role.REVIEWER).get(reverse("indicator", args=[indicator.code]))
    assert "Set a target" not in words(shown)


def quarter(indicator, number, value, year=2025, **fields):
    spec = periods.quarter(number, year)
    return OutturnFactory(
        indicator=indicator, value=value, period=PeriodFactory(**spec._asdict()), **fields
    )


def month(indicator, place, value, **fields):
    spec = periods.month(2022 + place // 12, place % 12 + 1)
    return OutturnFactory(
        indicator=indicator, value=value, period=PeriodFactory(**spec._asdict()), **fields
    )


@pytest.fixture
def admissions(home_council):
    return IndicatorFactory(
        code="ADM", unit="number", decimals=0, polarity="lower", build_up="cumulative",
        reporting_lag=1,
    )  # fmt: skip


def test_a_figure_to_date_says_what_it_is_on_course_for_and_how_that_is_reckoned(
    client, admissions
):
    quarter(admissions, 1, 68)
    quarter(admissions, 2, 124)
    shown = words(client.get(reverse("indicator", args=["ADM"])))
    assert "248 forecast for 2025-26" in shown
    assert "The figure to date × 4 quarters ÷ 2 quarters gone." in shown
    assert "Not comparable: no earlier figure" in shown


def test_a_years_target_is_judged_by_the_forecast_and_the_page_says_so(client, admissions):
    quarter(admissions, 2, 13)
    TargetFactory(indicator=admissions, period=PeriodFactory(year=2025), value=25)
    shown = words(client.get(reverse("indicator", args=["ADM"])))
    assert ">Within tolerance</strong> Target 25" in shown
    assert "Judged by its forecast for 2025-26, 26, because the target is for the whole" in shown
    assert "Target 25, by its forecast of 26" in shown


def test_figures_in_arrears_say_which_period_they_are_for(client, admissions):
    quarter(admissions, 1, 7)
    shown = words(client.get(reverse("indicator", args=["ADM"])))
    assert "Reported 1 quarter in arrears: the latest figure is for Quarter 1 2025-26." in shown


def test_the_year_before_and_the_baseline_stand_beside_the_last_period(client, home_council):
    indicator = IndicatorFactory(baseline=PeriodFactory(year=2020))
    quarter(indicator, 2, 50, year=2020)
    quarter(indicator, 2, 60, year=2024)
    quarter(indicator, 1, 70)
    quarter(indicator, 2, 65)
    shown = words(client.get(reverse("indicator", args=[indicator.code])))
    assert "Down 5.0 points since Quarter 1 2025-26: worsening" in shown
    assert "Up 5.0 points since Quarter 2 2024-25: improving" in shown
    assert "On the baseline, 2020-21" in shown
    assert "Up 15.0 points since Quarter 2 2020-21: improving" in shown


def test_a_year_is_not_compared_with_the_year_before_twice(page, figure):
    figure(64.2, year=2023)
    figure(66.2)
    assert "On a year ago" not in words(page())


def test_the_trend_and_its_rule_are_printed(page, figure):
    for n in range(5):
        figure(60 + n, year=2020 + n)
    shown = words(page())
    assert "Improving: up about 1.0 points a year, over 5 figures from 2020-21 to 2024-25" in shown
    assert "A straight line through the last 8 comparable figures, at least 5" in shown


def test_a_small_move_within_the_dead_band_is_no_change_and_the_band_is_said(
    page, figure, indicator
):
    indicator.dead_band = 0.5
    indicator.save()
    figure(64.2, year=2023)
    figure(64.6)
    shown = words(page())
    assert "No change since 2023-24" in shown
    assert "A move of 0.5 or less counts as no change." in shown


def test_the_rank_of_the_period_before_stands_beside_ours(page, figure):
    others = [AreaFactory() for _ in range(3)]
    for year, ours in ((2023, 10), (2024, 90)):
        figure(ours, year=year)
        for place, other in enumerate(others):
            figure(50 + place, other, year=year)
    assert page().context["page"].earlier_rank_words == "Was 4th of 4 in 2023-24."
    assert "1st of 4 in England (1st is best), top 25%. Was 4th of 4 in 2023-24." in words(page())


def test_ranks_on_either_side_of_a_break_are_not_set_beside_each_other(page, figure, indicator):
    other = AreaFactory()
    for year in (2023, 2024):
        figure(60, year=year)
        figure(50, other, year=year)
    SeriesBreak.objects.create(indicator=indicator, begins_on=date(2024, 4, 1), reason="New return")
    assert page().context["page"].earlier_rank_words == ""


def test_england_and_the_region_say_how_far_ours_is_from_them(page, figure, region):
    figure(66.2)
    figure(68.3, EnglandFactory())
    figure(66.2, region)
    shown = words(page())
    assert "68.3%: ours is 2.1 points below" in shown
    assert "66.2%: ours is the same" in shown


def test_the_interval_says_where_it_comes_from(page, figure):
    figure(65.0, numerator=65, denominator=100)
    assert "95% interval 55.3% to 73.6%, Wilson’s interval for 65 of 100." in words(page())
    assert "gt-chart__whisker" not in words(page())
    figure(60.0, year=2023, margin=4.1)
    assert "gt-chart__margin" in words(page())


def test_local_figures_have_no_columns_for_councils_that_have_none(page, figure):
    figure(60)
    shown = words(page())
    assert ">England</th>" not in shown
    assert ">Rank</th>" not in shown


def test_the_mean_of_the_chosen_group_is_in_the_table(page, figure, home_council):
    other = AreaFactory()
    figure(60)
    figure(70, other)
    group = ComparatorGroup.objects.create(name="Near", source="Ours", as_of=date(2024, 4, 1))
    group.councils.add(other)
    assert "Group mean" not in words(page())
    shown = words(page(group=f"group-{group.pk}"))
    assert ">Group mean</th>" in shown
    assert "65.0%" in shown


def test_a_control_chart_is_there_only_where_it_was_asked_for(client, home_council):
    indicator = IndicatorFactory(polarity="lower", unit="number", decimals=0, frequency="monthly")
    for place, value in enumerate([10, 12] * 6 + [40]):
        month(indicator, place, value)
    address = reverse("indicator", args=[indicator.code])
    assert "Ordinary variation, or a change?" not in words(client.get(address))
    indicator.has_limits = True
    indicator.save()
    shown = words(client.get(address))
    assert "Bury: concern, a figure above the upper limit" in shown
    assert "January 2023: 40 is above the upper limit of" in shown
    assert "2.66 average moving ranges" in shown
    assert "control-720-title" in shown


def test_too_few_points_are_said_in_place_of_a_chart(client, home_council):
    indicator = IndicatorFactory(has_limits=True, frequency="monthly")
    for place in range(11):
        month(indicator, place, 50)
    shown = words(client.get(reverse("indicator", args=[indicator.code])))
    assert "Not enough points: 11 of the 12 that limits need." in shown


def test_the_file_has_intervals_differences_and_the_group(client, figure, indicator):
    figure(65.0, numerator=65, denominator=100)
    figure(70.0, EnglandFactory())
    figure(75.0, AreaFactory())
    TargetFactory(indicator=indicator, period=PeriodFactory(year=2024), value=66, floor=60)
    response = client.get(reverse("indicator_figures", args=[indicator.code]))
    (row,) = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert (row["Interval from"], row["Interval to"]) == ("55.2543", "73.6359")
    assert (row["Difference from England"], row["Mean"], row["Floor"]) == ("-5.0", "70.0", "60.0")
