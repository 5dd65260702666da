"""Charts: what is drawn, what is said, and nothing a security policy or a reader would refuse."""

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.chart_parts import Scale, bounds, keep_apart, text_width, tick_values
from indicators.chart_shapes import Level, LineChart, Mark, Series
from indicators.charts import (
    Part,
    both_widths,
    line_chart,
    sparkline,
    status_bar,
    status_words,
)
from indicators.distribution import Distribution, distribution


def chart(home=(64.2, 65.0, 66.2), england=(68.0, 68.1, 68.3), **fields):
    given_fields = {
        "ident": "find",
        "title": "Bury: 66.2% find information easy",
        "description": "2022-23 64.2%, 2023-24 65.0%, 2024-25 66.2%",
        "periods": tuple(f"20{n}-{n + 1}" for n in range(22, 22 + len(home))),
        "at": tuple(float(n) for n in range(len(home))),
        "series": (Series("Bury", "home", home), Series("England", "england", england)),
        "unit": "percent",
        "decimals": 1,
    } | fields
    return LineChart(**given_fields)


def parsed(picture):
    return ElementTree.fromstring(str(picture))  # noqa: S314 our own drawing


def classed(picture, name):
    return [el for el in parsed(picture).iter() if name in el.get("class", "").split()]


def words(picture):
    return [element.text for element in parsed(picture).iter("text")]


def test_a_chart_has_a_title_and_a_description_and_says_it_is_an_image():
    picture = parsed(line_chart(chart()))
    assert picture.get("role") == "img"
    ids = picture.get("aria-labelledby").split()
    found = [picture.find("title"), picture.find("desc")]
    assert [element.get("id") for element in found] == ids
    assert found[0].text == "Bury: 66.2% find information easy"
    assert found[1].text.startswith("2022-23 64.2%")


@pytest.mark.parametrize(
    "picture",
    [
        both_widths(chart(target=70.0, breaks=(1,))),
        sparkline((1, 2, 3), words="up"),
        status_bar([Part("Behind", 3, "red")], label="3 actions"),
    ],
)
def test_nothing_carries_a_style_or_a_script(picture):
    assert " style=" not in picture
    assert "<style" not in picture
    assert "<script" not in picture


def test_names_given_by_people_are_escaped():
    picture = line_chart(chart(title="<b>Bury</b> & co"))
    assert "<b>" not in picture
    assert parsed(picture).find("title").text == "<b>Bury</b> & co"


def test_lines_and_the_target_are_named_where_they_end_with_their_last_figure():
    assert {"Bury 66.2%", "England 68.3%", "Target 70.0%"} <= set(
        words(line_chart(chart(target=70.0)))
    )


def test_a_gap_in_the_figures_is_a_gap_in_the_line():
    home = classed(line_chart(chart((60, 61, None, 63, 64), (None,) * 5)), "gt-chart__line")
    assert len(home) == 2


def test_a_year_in_which_nothing_was_due_is_crossed():
    picture = line_chart(chart((60, None, 62), (None,) * 3, skipped=frozenset({1})))
    assert len(classed(picture, "gt-chart__line")) == 1
    assert "2023-24" not in words(picture)


def test_a_break_in_series_stops_every_line_and_is_drawn():
    picture = line_chart(chart((60, 61, 62, 63), (70, 71, 72, 73), breaks=(2,)))
    assert len(classed(picture, "gt-chart__line")) == 4
    assert len(classed(picture, "gt-chart__break")) == 1
    assert "Break in series" in words(picture)


def test_the_margin_is_a_band_and_for_a_lonely_figure_a_bar():
    def margined(home):
        line = Series(
            "Bury", "home", home, tuple(None if v is None else (v - 4.0, v + 4.0) for v in home)
        )
        return line_chart(chart(home, series=(line,)))

    assert len(classed(margined((60, 61, 62)), "gt-chart__margin")) == 1
    assert len(classed(margined((60, None, 62)), "gt-chart__whisker")) == 2


def test_lines_differ_in_marker_as_well_as_in_colour():
    shapes = {
        role: classed(line_chart(chart()), f"gt-chart--{role}")[1].tag.rpartition("}")[2]
        for role in ("home", "england")
    }
    assert len(set(shapes.values())) == 2


def test_without_any_figure_there_is_no_picture():
    assert line_chart(chart((None, None), (None, None))) == ""


def test_one_figure_alone_can_be_drawn():
    assert "Bury 7.0%" in words(line_chart(chart((7.0,), (None,))))


def test_equal_figures_can_be_drawn():
    assert parsed(line_chart(chart((0.0, 0.0), (0.0, 0.0)))) is not None


@given(
    st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6, allow_nan=False)), min_size=1, max_size=14)
)
def test_any_figures_make_a_picture_that_stays_inside_its_frame(values):
    picture = line_chart(chart(tuple(values), (None,) * len(values), unit="number"))
    if not picture:
        assert all(value is None for value in values)
        return
    for mark in classed(picture, "gt-chart__marker"):
        assert 0 <= float(mark.get("cx")) <= 720
        assert 0 <= float(mark.get("cy")) <= 300


@given(st.lists(st.floats(0, 200), min_size=1, max_size=6))
def test_names_at_line_ends_never_lie_on_each_other(wanted):
    placed = sorted(keep_apart(wanted, 16, 0, 300))
    assert all(after - before >= 16 - 1e-6 for before, after in pairwise(placed))
    assert placed[-1] <= 300


@given(
    st.floats(-1e7, 1e7, allow_nan=False), st.floats(0.001, 1e7, allow_nan=False), st.integers(2, 8)
)
def test_ticks_cover_the_figures_in_round_steps(low, span, wanted):
    ticks = tick_values(low, low + span, wanted)
    assert ticks[0] <= low + 1e-6 * span
    assert ticks[-1] >= low + span * (1 - 1e-6)
    assert len(ticks) <= 2 * wanted + 2


def test_percentages_are_not_drawn_beyond_nought_and_a_hundred():
    assert bounds([2, 99], unit="percent") == (0, 100)
    assert bounds([60, 104], unit="percent")[1] > 104


def test_a_scale_of_no_width_puts_its_value_in_the_middle():
    assert Scale(5, 5, 0, 10).at(5) == 5


def test_a_sparkline_says_in_words_what_it_shows():
    picture = parsed(sparkline((64.2, None, 66.2), words="64.2% in 2022-23 to 66.2% in 2024-25"))
    assert picture.get("aria-label") == "64.2% in 2022-23 to 66.2% in 2024-25"
    assert sparkline((None,), words="") == ""


def test_a_status_bar_says_its_counts_and_leaves_out_the_empty_ones():
    parts = [Part("Behind", 3, "red"), Part("On target", 6, "blue"), Part("Ahead", 0, "green")]
    assert status_words(parts) == "3 behind, 6 on target"
    picture = parsed(status_bar(parts, label="9 actions"))
    assert picture.get("aria-label") == "9 actions: 3 behind, 6 on target"
    assert len(classed(status_bar(parts, label="9 actions"), "gt-status")) == 2
    assert status_bar([Part("Behind", 0, "red")], label="") == ""


def councils(values, ours, **fields):
    return Distribution(
        "spread", "Where Bury is", "…", values, ours, "Bury", (("England", 66.9, "england"),),
        "percent", 1, **fields,
    )  # fmt: skip


@pytest.mark.parametrize("width", [720, 340])
def test_every_council_is_a_dot_and_ours_is_marked_once(width):
    values = tuple(round(50 + n * 0.2, 1) for n in range(151))
    picture = distribution(councils(values, values[30]), width=width)
    assert len(classed(picture, "gt-chart__dot")) == 151
    assert (
        len([d for d in classed(picture, "gt-chart__dot") if "gt-chart--home" in d.get("class")])
        == 1
    )
    assert {"Bury 56.0%", "England 66.9%"} <= set(words(picture))


def test_councils_with_the_same_figure_are_stacked_and_stay_inside():
    picture = distribution(councils((100.0,) * 150, 100.0), width=340)
    heights = {float(dot.get("cy")) for dot in classed(picture, "gt-chart__dot")}
    assert len(heights) == 150
    assert min(heights) >= 0


@pytest.mark.parametrize("width", [720, 340])
@pytest.mark.parametrize(
    "at", [{"ours": 24.6, "England": 17.0, "North West": 21.3}, {"ours": 58, "England": 55}]
)
def test_no_name_in_a_distribution_is_struck_through_by_another_line(at, width):
    marks = tuple((name, value, "england") for name, value in at.items() if name != "ours")
    spread = replace(councils((1.0, 59.0), at["ours"]), marks=marks, unit="per_100000")
    picture = distribution(spread, width=width)
    for text in classed(picture, "gt-chart__name"):
        start, row, wide = float(text.get("x")), float(text.get("y")), text_width(text.text)
        left = start - wide if text.get("text-anchor") == "end" else start
        over = [
            line
            for line in classed(picture, "gt-chart__mark")
            if left < float(line.get("x1")) < left + wide and float(line.get("y1")) < row - 9
        ]
        assert not over, text.text


def test_targets_that_differ_are_drawn_as_steps_and_named_by_the_last():
    picture = line_chart(chart(targets=(60.0, 60.0, 70.0)))
    steps = classed(picture, "gt-chart__target")
    assert len(steps) == 1
    assert steps[0].get("d").count("L") == 5
    assert "Target 70.0%" in words(picture)


def test_a_period_without_a_target_breaks_the_steps():
    picture = line_chart(chart(targets=(60.0, None, 70.0)))
    assert classed(picture, "gt-chart__target")[0].get("d").count("M") == 2
    assert not classed(line_chart(chart(targets=(None, None, None))), "gt-chart__target")


def test_levels_are_drawn_and_named_and_marks_have_shapes_of_their_own():
    picture = line_chart(
        chart(
            levels=(Level("Mean", "mean", 65.0), Level("Upper limit", "limit", 70.0)),
            marks=(Mark(0, "improvement"), Mark(1, "concern"), Mark(2, "change")),
        )
    )
    assert len(classed(picture, "gt-chart__level")) == 2
    assert {"Mean 65.0%", "Upper limit 70.0%"} <= set(words(picture))
    shapes = {mark.get("d").partition("m")[2] for mark in classed(picture, "gt-chart__mark-point")}
    assert len(shapes) == 3
