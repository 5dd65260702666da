"""No small number can be worked out from what is still shown: tried by solving, over random tables.

The one who tries here does not use the product's arithmetic: it looks for whole numbers that fit
everything a reader sees, by trying them.
"""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from indicators.possible_values import Equation, possible_range
from indicators.suppression import SMALLEST_SHOWN, Before, Sum, Why, is_small, may_show, withheld

COUNTS = st.integers(0, 14)
MANY = settings(max_examples=80, deadline=None)


# --- somebody who tries to work it out ------------------------------------------------------


def narrowed(ranges, sums):
    """Ranges in which every sum can still add up; None where one cannot."""
    ranges, moved = dict(ranges), True
    while moved:
        moved = False
        for each in sums:
            signs = {each.whole: -1, **dict.fromkeys(each.parts, 1)}
            for key, sign in signs.items():
                rest = [(ranges[k], s) for k, s in signs.items() if k != key]
                least = sum(low if s > 0 else -high for (low, high), s in rest)
                most = sum(high if s > 0 else -low for (low, high), s in rest)
                low, high = (-most, -least) if sign > 0 else (least, most)
                before = ranges[key]
                after = (max(before[0], low), min(before[1], high))
                if after[0] > after[1]:
                    return None
                if after != before:
                    ranges[key], moved = after, True
    return ranges


def fits(ranges, sums):
    """Whether some whole numbers within the ranges fit all sums."""
    ranges = narrowed(ranges, sums)
    if ranges is None:
        return False
    open_ones = [key for key, (low, high) in ranges.items() if low < high]
    if not open_ones:
        return True
    key = min(open_ones, key=lambda k: ranges[k][1] - ranges[k][0])
    low, high = ranges[key]
    return any(fits({**ranges, key: (v, v)}, sums) for v in range(low, high + 1))


def values_a_reader_cannot_rule_out(key, counts, sums, hidden):
    """Up to as many as matter."""
    ceiling = 2 * max(counts.values(), default=0) + 20
    seen = {k: (0, ceiling) if k in hidden else (count, count) for k, count in counts.items()}
    found = []
    for value in range(counts[key] + 12):
        if fits({**seen, key: (value, value)}, sums):
            found.append(value)
        if len(found) == SMALLEST_SHOWN:
            break
    return found


def assert_nobody_can_tell(counts, sums, never_shown=frozenset()):
    found = withheld(counts, sums, never_shown=never_shown)
    hidden = set(found) | set(never_shown)
    for key, count in counts.items():
        if is_small(count):
            assert key in hidden
            possible = values_a_reader_cannot_rule_out(key, counts, sums, hidden)
            assert len(possible) == SMALLEST_SHOWN, (key, possible)
    return found


# --- random tables --------------------------------------------------------------------------


@st.composite
def tables(draw):
    """Rows and columns with totals of both and of all."""
    height, width = draw(st.integers(1, 3)), draw(st.integers(2, 3))
    counts = {(r, c): draw(COUNTS) for r in range(height) for c in range(width)}
    rows = [Sum((r, "all"), tuple((r, c) for c in range(width))) for r in range(height)]
    columns = [Sum(("all", c), tuple((r, c) for r in range(height))) for c in range(width)]
    whole = Sum(("all", "all"), tuple((r, "all") for r in range(height)))
    across = Sum(("all", "all"), tuple(("all", c) for c in range(width)))
    for each in (*rows, *columns, whole):
        counts[each.whole] = sum(counts[part] for part in each.parts)
    return counts, [*rows, *columns, whole, across]


@st.composite
def trees(draw):
    """A whole in parts, and the parts in theirs: a council, its areas, their teams."""
    counts, sums, areas = {}, [], draw(st.integers(1, 3))
    for area in range(areas):
        teams = tuple((area, team) for team in range(draw(st.integers(1, 3))))
        counts |= {team: draw(COUNTS) for team in teams}
        counts[area] = sum(counts[team] for team in teams)
        sums.append(Sum(area, teams))
    counts["all"] = sum(counts[area] for area in range(areas))
    return counts, [*sums, Sum("all", tuple(range(areas)))]


@st.composite
def proportions(draw):
    """``x of n`` for parts and whole; those not among the x are never written."""
    counts, sums, hidden = {}, [], set()
    parts = range(draw(st.integers(1, 3)))
    for part in parts:
        counts["x", part], counts["rest", part] = draw(COUNTS), draw(COUNTS)
    for kind in ("x", "rest"):
        counts[kind, "all"] = sum(counts[kind, part] for part in parts)
    for part in (*parts, "all"):
        counts["n", part] = counts["x", part] + counts["rest", part]
        sums.append(Sum(("n", part), (("x", part), ("rest", part))))
        hidden.add(("rest", part))
    for kind in ("x", "n"):
        sums.append(Sum((kind, "all"), tuple((kind, part) for part in parts)))
    return counts, sums, hidden


@st.composite
def running_totals(draw):
    """A figure to date by quarter; what each quarter added is never written."""
    added = draw(st.lists(COUNTS, min_size=2, max_size=4))
    counts, sums, hidden = {("to date", 0): added[0]}, [], set()
    for quarter in range(1, len(added)):
        counts["added", quarter] = added[quarter]
        counts["to date", quarter] = counts["to date", quarter - 1] + added[quarter]
        parts = (("to date", quarter - 1), ("added", quarter))
        sums.append(Sum(("to date", quarter), parts))
        hidden.add(("added", quarter))
    return counts, sums, hidden


@MANY
@given(tables())
def test_a_small_number_cannot_be_solved_from_row_and_column_totals(table):
    assert_nobody_can_tell(*table)


@MANY
@given(trees())
def test_nor_from_parts_of_parts(tree):
    assert_nobody_can_tell(*tree)


@MANY
@given(proportions())
def test_nor_from_numerators_denominators_and_percentages(figures):
    counts, sums, hidden = figures
    found = assert_nobody_can_tell(counts, sums, hidden)
    for part in {part for _, part in counts}:
        x, n = ("x", part), ("n", part)
        if may_show(found, x, n):  # a percentage is shown only with both, so adds nothing to them
            assert not is_small(counts[x])
            assert not is_small(counts[n] - counts[x])


@MANY
@given(running_totals())
def test_nor_from_one_running_total_less_another(figures):
    assert_nobody_can_tell(*figures)


@MANY
@given(tables())
def test_what_is_withheld_to_protect_is_needed(table):
    """Give any one of them back, and a small number is known too closely."""
    counts, sums = table
    found = withheld(counts, sums)
    for key, why in found.items():
        if why is Why.PROTECTS:
            equations = [
                Equation(
                    {k: s for k, s in signs(each).items() if k in found and k != key},
                    -sum(
                        s * counts[k] for k, s in signs(each).items() if k not in found or k == key
                    ),
                )
                for each in sums
            ]
            small = [k for k, reason in found.items() if reason is Why.SMALL]
            spans = [possible_range(k, equations) for k in small]
            assert any(high is not None and high - low < SMALLEST_SHOWN - 1 for low, high in spans)


def signs(each):
    return {each.whole: -1, **dict.fromkeys(each.parts, 1)}


# --- written out ----------------------------------------------------------------------------


def test_with_nothing_small_nothing_is_withheld():
    assert withheld({"a": 5, "b": 0, "all": 5}, [Sum("all", ("a", "b"))]) == {}


def test_a_lone_small_number_is_withheld_alone():
    assert withheld({"a": 3, "b": 40}) == {"a": Why.SMALL}


def test_the_smallest_other_part_is_withheld_with_it_and_the_total_stays():
    counts = {"a": 3, "b": 40, "c": 9, "all": 52}
    assert withheld(counts, [Sum("all", ("a", "b", "c"))]) == {"a": Why.SMALL, "c": Why.PROTECTS}


def test_two_small_numbers_do_not_hide_each_other_where_their_sum_is_small():
    """10 and 12 of 12: the two others would be 2 together, which is a small number again."""
    counts = {"a": 1, "b": 1, "c": 10, "all": 12}
    found = withheld(counts, [Sum("all", ("a", "b", "c"))])
    assert found == {"a": Why.SMALL, "b": Why.SMALL, "c": Why.PROTECTS}


def test_nobody_is_shown_as_nobody():
    assert withheld({"a": 0, "b": 4}) == {"b": Why.SMALL}


def test_all_but_two_of_a_hundred_gives_the_two_away():
    counts = {"x": 98, "rest": 2, "n": 100}
    found = withheld(counts, [Sum("n", ("x", "rest"))], never_shown={"rest"})
    assert found == {"x": Why.PROTECTS}
    assert not may_show(found, "x", "n")  # so there is no percentage either


def test_a_sum_that_does_not_add_up_is_refused():
    with pytest.raises(ValueError, match="do not add up"):
        withheld({"a": 3, "all": 9}, [Sum("all", ("a",))])


@pytest.mark.parametrize(
    ("equations", "expected"),
    [
        ([Equation({"a": 1, "b": 1}, 8)], (0, 8)),
        ([Equation({"a": 1}, 3)], (3, 3)),
        ([Equation({"a": 1, "b": -1}, 2)], (2, None)),
        ([Equation({"a": 1, "b": 1}, 8), Equation({"b": 1, "c": 1}, 3)], (5, 8)),
        ([Equation({"b": 1}, 8)], (0, None)),
    ],
)
def test_what_can_be_said_of_a_count(equations, expected):
    assert possible_range("a", equations) == expected


# --- one writing after another --------------------------------------------------------------


@st.composite
def writings(draw):
    """A table written several times: each time some of it, with some of its counts revised."""
    counts, sums = draw(st.one_of(tables(), trees()))
    wholes, found, names = {each.whole for each in sums}, [], {}
    for number in range(draw(st.integers(2, 3))):
        parts = [key for key in counts if key not in wholes]
        revised = draw(st.sets(st.sampled_from(parts), max_size=2)) if number else set()
        counts = added_up(counts | {key: draw(COUNTS) for key in revised}, sums)
        names = {key: (key, count) for key, count in counts.items()}
        left_out = draw(st.sets(st.sampled_from(list(counts)), max_size=3))
        found.append(
            written({key: counts[key] for key in counts if key not in left_out}, sums, names)
        )
    return found


def added_up(counts, sums):
    """With every whole what its parts come to, whichever of them are wholes themselves."""
    counts = dict(counts)
    for _ in sums:
        for each in sums:
            counts[each.whole] = sum(counts[part] for part in each.parts)
    return counts


def written(counts, sums, names):
    """Counts by the names of their versions, the sums among them, and what is left of a whole."""
    found, tied, never_shown = {names[key]: count for key, count in counts.items()}, [], set()
    for each in sums:
        parts = tuple(part for part in each.parts if part in counts)
        if each.whole not in counts or not parts:
            continue
        whole, named = names[each.whole], tuple(names[part] for part in parts)
        if left := counts[each.whole] - sum(counts[part] for part in parts):
            unseen = ("left", whole, *named)
            found[unseen] = left
            never_shown.add(unseen)
            named = (*named, unseen)
        tied.append(Sum(whole, named))
    return found, tied, never_shown


def told(counts, sums, shown):
    """Small counts that somebody who has seen these can tell too closely."""
    hidden = counts.keys() - shown
    few = {
        key: values_a_reader_cannot_rule_out(key, counts, sums, hidden)
        for key, count in counts.items()
        if is_small(count)
    }
    return {key for key, possible in few.items() if len(possible) < SMALLEST_SHOWN}


@settings(max_examples=30, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(writings())
def test_nor_from_several_writings_held_side_by_side(writings):
    """A later writing tells nothing more of a small count; what the earlier ones tell by themselves
    once a figure is held that was not held then, no choice can take back."""
    counts, sums, shown, kept_back, never_shown = {}, [], set(), set(), set()
    for now, tied, unseen in writings:
        counts |= now
        sums = list(dict.fromkeys([*sums, *tied]))
        never_shown |= unseen
        told_already = told(counts, sums, shown)
        before = Before(frozenset(shown), frozenset(kept_back))
        found = withheld(counts, sums, never_shown=never_shown, before=before)
        assert kept_back <= found.keys()
        shown |= now.keys() - found.keys() - unseen
        kept_back |= found.keys() & now.keys()
        assert not any(is_small(counts[key]) for key in shown)
        assert told(counts, sums, shown) <= told_already


def test_what_was_shown_before_is_not_counted_on_to_protect():
    """``b`` and ``all`` are known from an earlier copy; ``c`` is what is left to withhold."""
    counts = {"a": 3, "b": 9, "c": 40, "all": 52}
    sums = [Sum("all", ("a", "b", "c"))]
    assert withheld(counts, sums).keys() == {"a", "b"}
    before = Before(frozenset({"b", "all"}), frozenset())
    assert withheld(counts, sums, before=before).keys() == {"a", "c"}


def test_what_was_withheld_before_stays_withheld():
    counts = {"a": 3, "b": 9, "c": 40, "all": 52}
    before = Before(frozenset(), frozenset({"c"}))
    found = withheld(counts, [Sum("all", ("a", "b", "c"))], before=before)
    assert found == {"a": Why.SMALL, "c": Why.PROTECTS}


def test_what_earlier_copies_give_away_is_withheld_all_the_same():
    counts, sums = {"a": 3, "b": 9, "all": 12}, [Sum("all", ("a", "b"))]
    before = Before(frozenset({"b", "all"}), frozenset())
    assert withheld(counts, sums, before=before) == {"a": Why.SMALL}
