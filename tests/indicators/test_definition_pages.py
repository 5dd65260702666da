"""The pages of what is measured: adding, changing, dropping, and the record that members read."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Indicator, IndicatorChange
from indicators.parts import under_their_wholes
from readiness.roles import Role
from tests.factories import IndicatorFactory, OutturnFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_council")]
NEW = {
    "code": "L1",
    "title": "People waiting for an assessment",
    "unit": "number",
    "decimals": "0",
    "polarity": "lower",
    "tolerance": "5",
    "tolerance_kind": "percent",
    "frequency": "quarterly",
    "build_up": "period",
    "reporting_lag": "0",
}


@pytest.fixture
def client(signed_in):
    return signed_in(Role.ANALYST)


def words(response):
    return " ".join(response.content.decode().split())


def filled_in(client, address, **changes):
    """The form as a browser would send it back, with some fields typed over."""
    form = client.get(address).context["form"]
    given = {}
    for bound in form:
        value = bound.value()
        sent = "" if value is None or value is False else "on" if value is True else str(value)
        if sent:
            given[bound.html_name] = given[bound.html_initial_name] = sent
    return given | changes


def test_an_analyst_adds_an_indicator_in_the_browser(client):
    owner = UserFactory(role=Role.CONTRIBUTOR)
    shown = client.post(reverse("add_indicator"), NEW | {"owner": owner.pk}, follow=True)
    assert "L1 People waiting for an assessment is added." in words(shown)
    indicator = Indicator.objects.get()
    assert (indicator.owner, indicator.polarity, indicator.decimals) == (owner, "lower", 0)


def test_baseline_dead_band_and_control_chart_are_set_and_told_in_the_record(client):
    indicator = IndicatorFactory(code="L2")
    address = reverse("change_indicator", args=["L2"])
    given = {"dead_band": "0.5", "baseline": "2023/24", "has_limits": "on"}
    client.post(address, filled_in(client, address, **given))
    indicator.refresh_from_db()
    assert (indicator.dead_band, str(indicator.baseline), indicator.has_limits) == (
        0.5, "2023-24", True,
    )  # fmt: skip
    told = set(IndicatorChange.objects.values_list("what", "after"))
    assert told == {
        ("Move that is no change", "0.5"),
        ("Baseline", "2023-24"),
        ("Control chart", "Yes"),
    }
    wrong = filled_in(client, address, baseline="Mar-232", dead_band="-1")
    shown = words(client.post(address, wrong))
    assert "The year “232” should have two or four digits." in shown
    assert "A move that counts as no change cannot be below 0." in shown


def test_a_part_begins_as_its_whole_is(client):
    whole = IndicatorFactory(code="W1", unit="days", polarity="lower", decimals=0)
    address = f"{reverse('add_indicator')}?part_of=W1"
    form = client.get(address).context["form"]
    assert (form["parent"].value(), form["unit"].value(), form["decimals"].value()) == (
        "W1",
        "days",
        0,
    )
    client.post(
        address, NEW | {"parent": "W1", "breakdown": "Team", "breakdown_label": "Hospital team"}
    )
    assert whole.sub_indicators.get().breakdown_label == "Hospital team"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"code": "l1"}, "There is already an indicator with the code l1."),
        ({"code": "a/b"}, "A code cannot have a slash in it."),
        ({"code": "L2", "parent": "none"}, "There is no indicator with the code “none”."),
        ({"code": "L2", "polarity": "range"}, "needs both ends of it"),
        ({"code": "L2", "breakdown": "Team"}, "needs the indicator that this one is a part of"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(client, typed, said):
    IndicatorFactory(code="L1")
    shown = words(client.post(reverse("add_indicator"), NEW | typed))
    assert said in shown
    assert "<title>Error: " in shown
    assert "People waiting for an assessment</textarea>" in shown
    assert Indicator.objects.count() == 1


def test_reviewers_cannot_own_an_indicator(client):
    reviewer = UserFactory(role=Role.REVIEWER)
    form = client.get(reverse("add_indicator")).context["form"]
    assert reviewer not in form.fields["owner"].queryset
    assert client.person in form.fields["owner"].queryset


def test_a_change_is_saved_and_told_on_the_page(client):
    indicator = IndicatorFactory(code="L1", title="Waits")
    address = reverse("change_indicator", args=["L1"])
    given = filled_in(client, address, tolerance="8")
    assert "Say why this changes: tolerance." in words(client.post(address, given))
    shown = client.post(address, given | {"reason": "Agreed by scrutiny"}, follow=True)
    assert "changed from 5% of target to 8% of target. Agreed by scrutiny" in words(shown)
    assert indicator.changes.get().changed_by == client.person


def test_a_second_editor_keeps_their_words_and_sees_the_others(client, signed_in):
    IndicatorFactory(code="L1", title="Waits")
    address = reverse("change_indicator", args=["L1"])
    given = filled_in(client, address, short_title="Mine")
    other = signed_in(Role.ANALYST)
    other.post(address, filled_in(other, address, title="Theirs"))
    refused = client.post(address, given)
    form = refused.context["form"]
    assert (form["title"].value(), form["short_title"].value()) == ("Theirs", "Mine")
    again = filled_in_from(form)
    assert client.post(address, again).status_code == 302
    indicator = Indicator.objects.get()
    assert (indicator.title, indicator.short_title) == ("Theirs", "Mine")


def test_limits_that_leave_out_what_stands_out_need_a_reason(client):
    indicator = IndicatorFactory(code="L3")
    address = reverse("change_indicator", args=["L3"])
    given = {"has_limits": "on", "screens_limits": "on"}
    refused = client.post(address, filled_in(client, address, **given))
    assert "Say why this changes: moves that stand out are left out" in words(refused)
    client.post(address, filled_in(client, address, **given, reason="Recording changed in May"))
    indicator.refresh_from_db()
    assert indicator.screens_limits
    told = indicator.changes.get(what="Moves that stand out are left out of the limits")
    assert (told.after, told.reason) == ("Yes", "Recording changed in May")


def filled_in_from(form):
    return {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "")}


def test_a_dropped_indicator_leaves_the_list_and_keeps_its_page(client):
    kept = OutturnFactory(indicator__code="L1").indicator
    dropped = OutturnFactory(indicator__code="L2").indicator
    address = reverse("drop_indicator", args=["L2"])
    assert "Say why it is dropped" in words(client.post(address, {"retired_from": "2026-01-01"}))
    shown = client.post(
        address, {"retired_from": "2026-01-01", "reason": "Nobody used it."}, follow=True
    )
    assert "Dropped from 1 January 2026.</strong> Nobody used it." in words(shown)
    listed = [summary.indicator for summary in client.get("/indicators/").context["table"].data]
    assert listed == [kept]
    only = client.get("/indicators/", {"dropped": "only"})
    assert [summary.indicator for summary in only.context["table"].data] == [dropped]
    assert "Dropped from 1 January 2026" in words(only)
    assert len(client.get("/indicators/", {"dropped": "with"}).context["table"].data) == 2


def test_it_can_be_taken_up_again(client):
    IndicatorFactory(code="L2", retired_from="2026-01-01", retired_reason="Nobody used it.")
    address = reverse("drop_indicator", args=["L2"])
    assert "Take this indicator up again" in words(client.get(address))
    client.post(address, {"reason": "Members asked."})
    assert not Indicator.objects.get().is_dropped


# --- parts ------------------------------------------------------------------------------------


def test_parts_are_listed_under_their_whole(client):
    whole = OutturnFactory(indicator__code="W1", indicator__position=1).indicator
    other = OutturnFactory(indicator__code="X1", indicator__position=2).indicator
    part = OutturnFactory(
        indicator__code="W1a",
        indicator__position=3,
        indicator__parent=whole,
        indicator__breakdown="Team",
        indicator__breakdown_label="Hospital team",
        value=12.5,
    ).indicator
    shown = client.get("/indicators/")
    assert [each.indicator for each in shown.context["table"].data] == [whole, part, other]
    assert "Team: Hospital team" in words(shown)
    page = words(client.get(reverse("indicator", args=["W1"])))
    assert "By team" in page
    assert ">Hospital team</a>" in page
    assert "12.5%" in page
    assert "Part of" in words(client.get(reverse("indicator", args=["W1a"])))


def test_a_part_whose_whole_is_not_listed_stands_by_itself():
    part = Indicator(pk=2, parent_id=1)
    alone, below = Indicator(pk=3), Indicator(pk=4, parent_id=2)
    assert under_their_wholes([part, alone, below]) == [part, below, alone]


# --- what we measure: changes -----------------------------------------------------------------


@pytest.fixture
def change():
    def change(code="L1", **fields):
        indicator = Indicator.objects.filter(code=code).first() or IndicatorFactory(code=code)
        given = {"kind": "tolerance", "what": "Tolerance", "before": "5% of target"}
        given |= {"after": "8% of target", "reason": "Agreed", "indicator": indicator}
        return IndicatorChange.objects.create(**given | fields)

    return change


def listed(response):
    return [each.record for each in response.context["table"].paginated_rows]


def test_members_read_what_changed_from_what_to_what_why_and_by_whom(client, change):
    change(changed_by=UserFactory(first_name="Anil", last_name="Mistry"))
    shown = words(client.get(reverse("change_list")))
    for said in (
        "From 5% of target to <strong>8% of target</strong>",
        "Agreed",
        "Anil Mistry",
        "1 change",
    ):
        assert said in shown


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({"kind": "dropped"}, ["L2"]),
        ({"search": "l1"}, ["L1"]),
        ({"by": "files"}, ["L3"]),
        ({"by": "people"}, ["L2", "L1"]),
        ({"since": "2099-01-01"}, []),
        ({"until": "1999-01-01"}, []),
    ],
)
def test_the_record_is_filtered(client, change, asked, codes):
    change("L1")
    change("L2", kind="dropped", what="Dropped")
    change("L3", kind="added", source="The file indicators.csv")
    found = listed(client.get(reverse("change_list"), asked))
    assert [each.indicator.code for each in found] == codes


def test_nothing_found_and_nothing_there_say_what_to_do(client, change):
    assert "No changes yet" in words(client.get(reverse("change_list")))
    change()
    assert "No changes match" in words(client.get(reverse("change_list"), {"search": "zebra"}))


def test_the_record_is_taken_out_as_it_is_filtered(client, change):
    change("L1", after="=1+1")
    change("L2", kind="dropped", what="Dropped")
    answer = client.get(reverse("change_list_export", args=["csv"]), {"kind": "tolerance"})
    [row] = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    assert (row["Code"], row["What changed"], row["To"]) == ("L1", "Tolerance", "'=1+1")


def test_the_record_costs_the_same_with_one_row_as_with_eleven(client, change):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("change_list")).status_code == 200
        return len(asked)

    change(changed_by=UserFactory())
    queries()
    with_one = queries()
    for n in range(10):
        change(f"M{n}", changed_by=UserFactory())
    assert queries() == with_one <= 10
