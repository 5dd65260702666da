"""The list of indicators: what it shows, how it narrows and sorts, and what it costs."""

import pytest
from django.urls import reverse

from readiness.roles import Role
from tests.factories import (
    AreaFactory,
    EnglandFactory,
    IndicatorFactory,
    OutturnFactory,
    PeriodFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/indicators/"


@pytest.fixture
def client(signed_in):
    return signed_in(Role.ANALYST)


@pytest.fixture
def figure(home_council):
    def figure(indicator, value, area=home_council, year=2024, **fields):
        return OutturnFactory(
            indicator=indicator, value=value, area=area, period=PeriodFactory(year=year), **fields
        )

    return figure


def shown(response):
    return [row.record.indicator.code for row in response.context["table"].paginated_rows]


def test_a_row_has_figure_target_direction_england_rank_and_a_line(client, figure):
    indicator = IndicatorFactory(code="3C(1)", short_title="People find information easily")
    figure(indicator, 64.2, year=2023)
    figure(indicator, 66.2)
    figure(indicator, 68.3, area=EnglandFactory())
    figure(indicator, 70.0, area=AreaFactory())
    TargetFactory(indicator=indicator, period=PeriodFactory(year=2024), value=66)
    page = client.get(ADDRESS).content.decode()
    for words in (
        "People find information easily",
        "66.2%",
        "2024-25",
        "Target 66.0%",
        "Met",
        "Up 2.0 points since 2023-24: improving",
        "68.3%",
        "2nd of 2",
        "64.2% in 2023-24 to 66.2% in 2024-25",
    ):
        assert words in page
    assert 'href="/indicators/3C(1)/"' in page


@pytest.mark.parametrize(
    ("state", "word"), [("suppressed", "Suppressed"), ("missing", "Not available")]
)
def test_without_a_number_a_row_has_the_word_for_why(client, figure, state, word):
    figure(IndicatorFactory(), None, state=state)
    assert f">{word}<" in client.get(ADDRESS).content.decode()


def test_an_indicator_without_figures_says_so(client, home_council):
    IndicatorFactory()
    page = client.get(ADDRESS).content.decode()
    assert "No figures yet" in page
    assert "There are no figures for" in page


def test_without_indicators_the_analyst_is_told_what_to_do(client, home_council):
    assert "No indicators yet" in client.get(ADDRESS).content.decode()


def test_before_the_councils_are_loaded_the_page_still_opens(client):
    IndicatorFactory()
    assert client.get(ADDRESS).status_code == 200


@pytest.mark.parametrize("asked", ["easy find", "t77", "old9"])
def test_search_finds_words_in_any_order_and_codes_old_and_new(client, home_council, asked):
    IndicatorFactory(code="T77", title="People who find it easy", previous_code="OLD9")
    IndicatorFactory(code="T88", title="Something else")
    assert shown(client.get(ADDRESS, {"search": asked})) == ["T77"]


def test_the_list_narrows_by_set_polarity_and_unit(client, home_council):
    IndicatorFactory(code="A", group="ASCOF", polarity="lower", unit="number")
    IndicatorFactory(code="B", group="Council plan")
    for asked in ({"group": "ASCOF"}, {"polarity": "lower"}, {"unit": "number"}):
        assert shown(client.get(ADDRESS, asked)) == ["A"]


def test_the_list_narrows_by_rating_and_by_lowest_quarter(client, figure):
    good, bad = IndicatorFactory(code="GOOD"), IndicatorFactory(code="BAD")
    others = AreaFactory.create_batch(3)
    for indicator, ours in ((good, 90), (bad, 10)):
        figure(indicator, ours)
        TargetFactory(indicator=indicator, period=PeriodFactory(year=2024), value=50)
        for other in others:
            figure(indicator, 50, area=other)
    assert shown(client.get(ADDRESS, {"rating": "met"})) == ["GOOD"]
    assert shown(client.get(ADDRESS, {"rating": "not_met"})) == ["BAD"]
    assert shown(client.get(ADDRESS, {"rank": "lowest"})) == ["BAD"]
    assert shown(client.get(ADDRESS, {"rank": "others"})) == ["GOOD"]
    assert "1 met, 1 not met; 1 in the lowest 25%" in client.get(ADDRESS).content.decode()


def test_where_nothing_matches_the_way_back_is_offered(client, home_council):
    IndicatorFactory()
    page = client.get(ADDRESS, {"search": "zebra"}).content.decode()
    assert "No indicators match" in page


def test_nonsense_in_the_address_is_ignored(client, home_council):
    IndicatorFactory()
    asked = {"rating": "purple", "rank": "9", "sort": "password", "page": "x", "polarity": "?"}
    assert client.get(ADDRESS, asked).status_code == 200


@pytest.mark.parametrize(
    ("sort", "order"),
    [("code", ["A", "B", "C"]), ("-code", ["C", "B", "A"]), ("-latest", ["B", "A", "C"]),
     ("rating", ["A", "B", "C"]), ("direction", ["A", "B", "C"]), ("rank", ["B", "A", "C"])],
)  # fmt: skip
def test_the_list_sorts_by_every_column_with_reasons_in_place_of_figures(
    client, figure, sort, order
):
    low, high, none = (IndicatorFactory(code=code) for code in "ABC")
    for indicator, values in ((low, (20, 10)), (high, (80, 90))):
        for year, value in zip((2023, 2024), values, strict=True):
            figure(indicator, value, year=year)
        figure(indicator, 50, area=AreaFactory())
        TargetFactory(indicator=indicator, period=PeriodFactory(year=2024), value=50)
    figure(none, None, state="suppressed")
    assert shown(client.get(ADDRESS, {"sort": sort})) == order


@pytest.mark.parametrize("count", [1, 11])
def test_the_list_costs_the_same_queries_whatever_its_length(
    client, figure, django_assert_num_queries, count
):
    england = EnglandFactory()
    for indicator in IndicatorFactory.create_batch(count):
        figure(indicator, 50)
        figure(indicator, 60, area=england)
        TargetFactory(indicator=indicator)
    client.get(ADDRESS)
    with django_assert_num_queries(9):
        client.get(ADDRESS)


def test_codes_with_brackets_dots_and_slashes_have_an_address(client, figure):
    for code in ("2D(1)", "PI.2617", "6B(good)", "BURY-WL1", "A/B", "7.10 §42"):
        figure(IndicatorFactory(code=code), 50)
        for name in ("indicator", "indicator_figures", "indicator_target"):
            assert client.get(reverse(name, args=[code])).status_code == 200
