"""The sets of councils a page can compare with."""

from datetime import date

from indicators.comparator_groups import Place, choices, chosen, loaded_choice

HOME = Place(pk=1, kind="council", region_id=10, council_type_id=20)
NEIGHBOUR = Place(pk=2, kind="council", region_id=10, council_type_id=21)
SAME_TYPE = Place(pk=3, kind="council", region_id=11, council_type_id=20)
REGION = Place(pk=10, kind="region", region_id=None, council_type_id=None)
NEAREST = loaded_choice(5, "Nearest", "CIPFA", date(2025, 4, 1), [3])
ALL = choices(region="North West", council_type="Metropolitan districts", loaded=[NEAREST])


def held(key):
    choice = chosen(ALL, key)
    return [p.pk for p in (HOME, NEIGHBOUR, SAME_TYPE, REGION) if choice.holds(p, HOME)]


def test_england_is_every_council_and_only_councils():
    assert held("england") == [1, 2, 3]


def test_region_and_type_are_our_own():
    assert held("region") == [1, 2]
    assert held("type") == [1, 3]


def test_our_council_is_in_every_list_it_is_compared_with():
    assert held("group-5") == [1, 3]


def test_nothing_known_means_england():
    assert chosen(ALL, None).key == chosen(ALL, "group-99").key == "england"


def test_a_list_of_the_name_of_our_region_is_not_offered_twice():
    shipped = loaded_choice(6, "North West", "ASCOF", date(2025, 4, 1), [1, 2])
    found = choices(region="North West", council_type=None, loaded=[shipped, NEAREST])
    assert [choice.name for choice in found] == ["England", "North West", "Nearest"]


def test_a_council_without_region_has_england_and_the_lists():
    found = choices(region=None, council_type=None, loaded=[NEAREST])
    assert [choice.name for choice in found] == ["England", "Nearest"]


def test_the_source_says_its_date():
    assert NEAREST.source == "CIPFA, as of 1 April 2025"


def test_names_read_as_english():
    assert chosen(ALL, "region").among == "the North West"
    assert chosen(ALL, "type").among == "Metropolitan districts"
