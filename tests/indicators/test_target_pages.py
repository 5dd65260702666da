"""Setting targets in the browser: one period, or a year with its quarters."""

from datetime import date

import pytest
from django.urls import reverse

from readiness.roles import Role
from tests.factories import IndicatorFactory, OutturnFactory, PeriodFactory, TargetFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in):
    return signed_in(Role.ANALYST)


@pytest.fixture
def indicator(home_council):
    indicator = IndicatorFactory(
        code="ADM", unit="number", decimals=0, polarity="lower", build_up="cumulative"
    )
    second = PeriodFactory(kind="quarter", starts_on=date(2025, 7, 1), ends_on=date(2025, 9, 30))
    OutturnFactory(indicator=indicator, period=second, value=13)
    return indicator


@pytest.fixture
def address(indicator):
    return reverse("year_of_targets", args=[indicator.code])


def words(response):
    return " ".join(response.content.decode().split())


def given(*values, **fields):
    return {f"{n}.value": value for n, value in enumerate(values)} | {
        "year": "2025", "seen_target": "0",
    } | fields  # fmt: skip


def test_the_page_opens_on_the_newest_year_with_figures(client, address):
    page = client.get(address)
    assert page.context["page"].year_text == "2025-26"
    assert "Quarter 4 2025-26" in words(page)
    assert client.get(address, {"year": "2026"}).context["page"].year_text == "2026-27"
    assert client.get(address, {"year": "nonsense"}).status_code == 200


def test_a_year_and_its_quarters_are_saved_in_one_form(client, address, indicator):
    sent = client.post(address, given(26, 7, 13, 20, 26, **{"2.floor": "15"}), follow=True)
    assert "Saved: 5 targets for 2025-26." in words(sent)
    assert indicator.targets.get(period__ends_on=date(2025, 9, 30)).floor == 15
    assert "Met at 13 or less; within tolerance (the ceiling) to 15" in words(sent)


def test_what_is_typed_for_a_year_lands_in_that_year_and_no_other(client, address, indicator):
    client.post(address, given(26, "", "", "", "") | {"year": "2031"})
    assert str(indicator.targets.get().period) == "2031-32"
    assert client.get(address, {"year": "99999"}).context["page"].year_text == "2025-26"


def test_the_quarters_are_filled_from_the_year_without_saving(client, address, indicator):
    shown = client.post(address, given(26, "", "", "", "", fill="yes"))
    assert [shown.context["form"][f"{n}.value"].value() for n in range(1, 5)] == [
        "7", "13", "20", "26",
    ]  # fmt: skip
    assert "There is a problem" not in words(shown)
    assert indicator.targets.count() == 0


def test_filling_without_a_years_target_says_what_is_needed(client, address):
    shown = client.post(address, given("", "", "", "", "", fill="yes"))
    assert "Enter the year’s target first." in words(shown)


def test_a_problem_stands_in_its_cell_and_in_the_summary_and_keeps_what_was_typed(
    client, address, indicator
):
    shown = words(client.post(address, given(26, "seven", 13, 20, 26, **{"2.floor": "10"})))
    assert 'value="seven"' in shown
    assert '<a href="#id_1.value">Enter the target as a number, such as 66.5.</a>' in shown
    shown = words(client.post(address, given(26, 7, 13, 20, 26, **{"2.floor": "10"})))
    assert '<a href="#id_2.floor">Lower is better, so the ceiling is above the target.</a>' in shown
    assert indicator.targets.count() == 0


def test_a_floor_without_its_target_is_asked_for(client, address):
    shown = words(client.post(address, given("", "", "", "", "", **{"2.floor": "10"})))
    assert "Give a target as well as the ceiling." in shown


def test_a_second_editor_is_told_and_may_then_save(client, address, indicator):
    TargetFactory(indicator=indicator, period=PeriodFactory(year=2025), value=30)
    told = client.post(address, given(26, "", "", "", "", reason="Agreed"))
    assert "while you were working" in words(told)
    again = given(
        26, "", "", "", "", reason="Agreed", seen_target=told.context["form"]["seen_target"].value()
    )
    assert client.post(address, again).status_code == 302


def test_what_is_set_already_stands_in_the_form(client, address, indicator):
    TargetFactory(
        indicator=indicator, period=PeriodFactory(year=2025), value=30, tolerance=2.0,
        tolerance_kind="points",
    )  # fmt: skip
    form = client.get(address).context["form"]
    assert (form["0.value"].value(), form["tolerance"].value()) == ("30", 2.0)
    assert form["tolerance_kind"].value() == "points"


def test_a_range_has_two_columns_and_no_floor(client, home_council):
    ranged = IndicatorFactory(polarity="range", range_from=80, range_to=90)
    at = reverse("year_of_targets", args=[ranged.code])
    assert client.get(at).context["form"].headings == ["Range from", "Range to"]
    sent = given(70, "", "", "", "", **{"0.range_to": "75"})
    assert client.post(at, sent).status_code == 302
    assert ranged.targets.get().value_text == "70.0% to 75.0%"


def test_an_indicator_for_information_says_why_it_has_none(client, home_council):
    plain = IndicatorFactory(polarity="none")
    shown = client.get(reverse("year_of_targets", args=[plain.code]))
    assert "This indicator is for information only" in words(shown)


def test_a_monthly_indicator_has_a_row_for_each_month(client, home_council):
    monthly = IndicatorFactory(frequency="monthly")
    shown = client.get(reverse("year_of_targets", args=[monthly.code]))
    assert "Fill the months from the year’s target" in words(shown)
    assert len(shown.context["form"].places) == 13


def test_one_target_may_have_a_floor_and_a_tolerance_of_its_own(client, home_council):
    indicator = IndicatorFactory()
    at = reverse("indicator_target", args=[indicator.code])
    sent = {"period": "2025-26", "value": "1,066.5", "seen_target": "0"}
    assert "100 at most" in words(client.post(at, sent))
    client.post(at, sent | {"value": "66.5", "tolerance": "2", "tolerance_kind": "points"})
    assert indicator.targets.get().allowance_text == "tolerance 2 points"
    assert "Say what the tolerance is in" in words(client.post(at, sent | {"tolerance": "2"}))


def test_two_years_together_are_refused_in_words(client, home_council):
    at = reverse("indicator_target", args=[IndicatorFactory().code])
    shown = words(client.post(at, {"period": "2024-26", "value": "58", "seen_target": "0"}))
    assert "2024 to 2026 is more than one year" in shown


@pytest.mark.parametrize("count", [1, 11])
def test_the_page_costs_the_same_queries_whatever_was_set(
    client, address, indicator, django_assert_num_queries, count
):
    for n in range(count):
        TargetFactory(indicator=indicator, period=PeriodFactory(year=2010 + n))
    with django_assert_num_queries(7):
        client.get(address)
