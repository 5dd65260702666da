"""Lists of councils to compare with: who made them, changed them, and why."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from indicators import grouping
from indicators.models import ComparatorGroup
from readiness.roles import Role
from tests.factories import AreaFactory, ComparatorGroupFactory, IndicatorFactory, OutturnFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def councils(home_council):
    return [AreaFactory(name=name) for name in ("Bolton", "Oldham", "Wigan")]


@pytest.fixture
def add(councils, analyst):
    def add(**fields):
        given = {
            "name": "Neighbours",
            "source": "CIPFA",
            "as_of": date(2025, 4, 1),
            "councils": councils,
            "by": analyst,
        }
        return grouping.add_group(**given | fields)

    return add


@pytest.fixture
def change(analyst):
    def change(group, **fields):
        given = {
            "name": group.name,
            "source": group.source,
            "as_of": group.as_of,
            "councils": list(group.councils.all()),
            "reason": "The 2026 model",
            "by": analyst,
            "seen": grouping.seen(group),
        }
        return grouping.change_group(group=group, **given | fields)

    return change


def said(group):
    return [(change.kind, change.words) for change in group.changes.all()]


def words(response):
    return " ".join(response.content.decode().split())


def test_a_group_says_who_is_in_it_from_where_and_when(add, analyst):
    group = add()
    assert said(group) == [("added", "3 councils: Bolton, Oldham, Wigan.")]
    assert group.changes.get().changed_by == analyst
    assert (group.source, group.as_of, group.councils.count()) == ("CIPFA", date(2025, 4, 1), 3)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " "}, "Give the group a name"),
        ({"source": ""}, "Say where the list comes from"),
        ({"councils": []}, "Choose at least 2 councils"),
    ],
)
def test_a_group_needs_a_name_a_source_and_councils(add, fields, words):
    with pytest.raises(ValidationError, match=words):
        add(**fields)
    assert not ComparatorGroup.objects.exists()


def test_a_council_that_had_ended_cannot_be_in_it(add, councils):
    ended = AreaFactory(name="Cumbria", ended_on=date(2023, 4, 1))
    with pytest.raises(ValidationError, match="Cumbria had ended by 1 April 2025"):
        add(councils=[*councils, ended])
    assert add(councils=[*councils, ended], as_of=date(2022, 4, 1)).councils.count() == 4


def test_two_groups_do_not_share_a_name(add, analyst):
    group = add()
    with pytest.raises(ValidationError, match="a group called Neighbours already"):
        add(name="neighbours")
    grouping.end_group(group=group, reason="Old", by=analyst, seen=grouping.seen(group))
    with pytest.raises(ValidationError, match="put it back in use instead"):
        add(name="neighbours")


def test_a_change_says_what_was_put_in_and_taken_out_and_why(add, change, councils):
    group = add()
    bury = AreaFactory(name="Trafford")
    change(group, councils=[*councils[1:], bury], as_of=date(2026, 4, 1))
    kind, words = said(group)[0]
    assert kind == "changed"
    assert words == ("Date: 1 April 2025 became 1 April 2026. Put in: Trafford. Taken out: Bolton.")
    assert group.changes.first().reason == "The 2026 model"


def test_a_change_needs_a_reason_and_something_changed(add, change):
    group = add()
    with pytest.raises(ValidationError, match="Nothing was changed"):
        change(group)
    with pytest.raises(ValidationError, match="Say why"):
        change(group, name="Near", reason=" ")


def test_a_second_editor_is_told(add, change, analyst):
    group = add()
    opened = grouping.seen(group)
    change(group, name="Near")
    group.refresh_from_db()
    with pytest.raises(ValidationError, match="Sam Person 0 changed this group while"):
        change(group, name="Nearer", seen=opened)


def test_out_of_use_it_is_offered_no_more_and_can_come_back(add, analyst, signed_in):
    group, indicator = add(), IndicatorFactory()
    OutturnFactory(indicator=indicator)
    address = reverse("indicator", args=[indicator.code])
    client = signed_in(Role.ANALYST)
    assert ">Neighbours</option>" in words(client.get(address))
    grouping.end_group(group=group, reason="Old", by=analyst, seen=grouping.seen(group))
    assert ">Neighbours</option>" not in words(client.get(address))
    grouping.resume_group(group=group, by=analyst, seen=grouping.seen(group))
    assert [kind for kind, _ in said(group)] == ["resumed", "ended", "added"]
    assert ">Neighbours</option>" in words(client.get(address))


def test_ending_twice_or_without_a_reason_is_refused(add, analyst):
    group = add()
    with pytest.raises(ValidationError, match="Say why"):
        grouping.end_group(group=group, reason="", by=analyst, seen=grouping.seen(group))
    grouping.end_group(group=group, reason="Old", by=analyst, seen=grouping.seen(group))
    with pytest.raises(ValidationError, match="already"):
        grouping.end_group(group=group, reason="Old", by=analyst, seen=grouping.seen(group))


def test_councils_are_found_by_name_and_code_and_the_rest_is_named(councils):
    found = grouping.councils_named(f"bolton council, Oldham\n{councils[2].code}\n\n")
    assert [area.name for area in found] == ["Bolton", "Oldham", "Wigan"]
    with pytest.raises(ValidationError, match="“Atlantis” is not a council in England"):
        grouping.councils_named("Bolton\nAtlantis")


def test_an_analyst_makes_a_group_by_ticking_and_pasting(signed_in, councils):
    sent = {
        "name": "Neighbours",
        "source": "Ours",
        "as_of": "2025-04-01",
        "councils": [councils[0].pk],
        "named": "Oldham, Wigan",
    }
    client = signed_in(Role.ANALYST)
    shown = words(client.post(reverse("add_comparator_group"), sent, follow=True))
    assert "Neighbours can now be compared with." in shown
    assert "3 councils: Bolton, Oldham, Wigan." in shown
    group = ComparatorGroup.objects.get()
    address = reverse("change_comparator_group", args=[group.pk])
    seen = client.get(address).context["form"]["seen"].value()
    sent |= {"named": "", "councils": [c.pk for c in councils[:2]], "seen": seen}
    assert "Say why the group is changed." in words(client.post(address, sent))
    shown = words(client.post(address, sent | {"reason": "Wigan is larger"}, follow=True))
    assert "Taken out: Oldham" not in shown
    assert "Taken out: Wigan." in shown
    assert "Wigan is larger" in shown


def test_what_was_typed_is_kept_and_each_problem_named(signed_in, councils):
    sent = {"name": "N", "source": "", "as_of": "0225-01-01", "named": "Atlantis",
            "councils": [councils[0].pk, "999999999999999999999999"]}  # fmt: skip
    shown = words(signed_in(Role.ANALYST).post(reverse("add_comparator_group"), sent))
    for expected in (
        "Say where the list comes from.",
        "Check the year: it says 225.",
        "“Atlantis” is not a council",
        "something you chose is not there any more",
        "Atlantis</textarea>",
    ):
        assert expected in shown


def test_the_list_says_where_each_comes_from_and_everyone_sees_it(signed_in, add):
    add()
    shown = words(signed_in(Role.REVIEWER).get(reverse("comparator_group_list")))
    assert "CIPFA" in shown
    assert "1 April 2025" in shown
    assert "Add a group" not in shown


def test_the_history_of_a_group_is_the_keepers(signed_in, add):
    address = reverse("comparator_group", args=[add().pk])
    assert "History" in words(signed_in(Role.ADMINISTRATOR).get(address))
    assert "History" not in words(signed_in(Role.REVIEWER).get(address))


def test_with_no_groups_the_list_says_what_to_do(signed_in, home_council):
    shown = words(signed_in(Role.ANALYST).get(reverse("comparator_group_list")))
    assert "No groups yet" in shown
    assert "Add a group" in shown


@pytest.mark.parametrize("count", [1, 11])
def test_the_pages_cost_the_same_queries_whatever_they_show(
    signed_in, home_council, django_assert_num_queries, count
):
    for _ in range(count):
        group = ComparatorGroupFactory(councils=[AreaFactory() for _ in range(count)])
    client = signed_in(Role.ANALYST)
    for name, at, queries in (
        ("comparator_group_list", [], 4),
        ("comparator_group", [group.pk], 5),
        ("change_comparator_group", [group.pk], 6),
    ):
        address = reverse(name, args=at)
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)
