"""The pages of a collection round: who sees what, the grid with and without scripts, the lists."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import CollectionRound, FigureEntry, Outturn, OwedFigure
from readiness.roles import Role
from tests.factories import IndicatorFactory, OutturnFactory, OwedFigureFactory, QuarterFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_council")]


@pytest.fixture
def client(signed_in):
    return signed_in(Role.CONTRIBUTOR)


@pytest.fixture
def owed(client):
    return OwedFigureFactory(
        owner=client.person, indicator__code="L1", indicator__title="People waiting"
    )


def words(response):
    return " ".join(response.content.decode().split())


def typed(client, address, **cells):
    """The grid as a browser sends it back, ``L1_figure="45"`` typed over the cell of L1."""
    given = {}
    for row in client.get(address).context["rows"]:
        if not row.owed.is_owed:
            continue
        form = row.form
        given[form["revision"].html_name] = form["revision"].value()
        for bound in form.visible_fields():
            value = bound.value()
            sent = "on" if value is True else "" if value is False else value or ""
            if bound.name != "is_confirmed" or sent:
                given[bound.html_name] = sent
            given[bound.html_initial_name] = sent
            key = f"{row.owed.indicator.code}_{bound.name}"
            if key in cells:
                given[bound.html_name] = cells[key]
    return given


def grid_of(owed):
    return reverse("enter_figures", args=[owed.round_id])


def test_each_owner_sees_theirs(client, owed):
    OwedFigureFactory(indicator__code="L2")
    rows = client.get(grid_of(owed)).context["rows"]
    assert [row.owed for row in rows] == [owed]
    all_of_them = client.get(grid_of(owed), {"whose": "all"}).context["rows"]
    assert [row.owed for row in all_of_them] == [owed]


def test_an_analyst_may_enter_for_anybody(signed_in, owed):
    analyst = signed_in(Role.ANALYST)
    assert "You owe no figures in this round" in words(analyst.get(grid_of(owed)))
    address = f"{grid_of(owed)}?whose=all"
    analyst.post(address, typed(analyst, address, L1_figure="45.2"))
    assert FigureEntry.objects.get().entered_by == analyst.person


def test_the_grid_is_saved_without_scripts(client, owed):
    given = typed(client, grid_of(owed), L1_figure="45.2", L1_note="Late returns")
    shown = client.post(grid_of(owed), given | {"save": 1}, follow=True)
    assert "Saved. Hand the figures in when they are complete." in words(shown)
    assert 'value="45.2"' in words(shown)
    entry = FigureEntry.objects.get()
    assert (entry.value, entry.note, entry.entered_by) == (45.2, "Late returns", client.person)


def test_rows_nobody_touched_are_not_saved_again(client, owed):
    client.post(grid_of(owed), typed(client, grid_of(owed), L1_figure="45.2"))
    client.post(grid_of(owed), typed(client, grid_of(owed)))
    assert FigureEntry.objects.count() == 1


def test_a_wrong_cell_says_so_keeps_what_was_typed_and_leaves_the_others_saved(client, owed):
    OwedFigureFactory(owner=client.person, round=owed.round, indicator__code="L2")
    given = typed(client, grid_of(owed), L1_figure="145", L2_figure="50")
    shown = client.post(grid_of(owed), given)
    assert "A percentage is 100 at most, not 145." in words(shown)
    assert "<title>Error: " in words(shown)
    assert 'value="145"' in words(shown)
    assert FigureEntry.objects.get().value == 50


def test_rows_pasted_without_scripts_fill_the_grid_and_are_saved_when_asked(client, owed):
    OwedFigureFactory(owner=client.person, round=owed.round, indicator__code="L2")
    OwedFigureFactory(owner=client.person, round=owed.round, indicator__code="L3")
    pasted = "Figure\tNumerator\nL2\t50\t21\t42\r\n45.2\n"
    given = typed(client, grid_of(owed)) | {"rows": pasted, "fill": 1}
    shown = client.post(grid_of(owed), given)
    assert "2 rows are filled in. Look at them, then save." in words(shown)
    assert not FigureEntry.objects.exists()
    figures = {row.owed.indicator.code: row.form["figure"].value() for row in shown.context["rows"]}
    assert figures == {"L1": "", "L2": "50", "L3": "45.2"}


def test_rows_that_begin_with_the_title_as_well_are_understood(client, owed):
    given = typed(client, grid_of(owed)) | {"rows": "L1\tPeople waiting\t45.2", "fill": 1}
    [row] = client.post(grid_of(owed), given).context["rows"]
    assert row.form["figure"].value() == "45.2"


def test_nothing_to_fill_in_is_said(client, owed):
    given = typed(client, grid_of(owed)) | {"rows": " ", "fill": 1}
    assert "Nothing was found to fill in" in words(client.post(grid_of(owed), given))


def test_a_row_is_saved_as_it_is_typed(client, owed):
    given = typed(client, grid_of(owed), L1_numerator="19", L1_denominator="42")
    answer = client.post(reverse("save_figure", args=[owed.pk]), given, HTTP_HX_REQUEST="true")
    assert "Saved: 45.2" in words(answer)
    assert 'hx-swap-oob="true"' in words(answer)
    assert f'name="{owed.pk}-revision" value="1"' in words(answer)


def test_a_row_that_is_wrong_answers_what_is_wrong(client, owed):
    given = typed(client, grid_of(owed), L1_figure="lots")
    answer = client.post(reverse("save_figure", args=[owed.pk]), given, HTTP_HX_REQUEST="true")
    assert "neither a number nor a word" in words(answer)
    assert "Not saved." in words(answer)


def test_nobody_saves_what_another_owes(client):
    other = OwedFigureFactory()
    answer = client.post(reverse("save_figure", args=[other.pk]), {f"{other.pk}-figure": "4"})
    assert answer.status_code == 403
    assert not FigureEntry.objects.exists()


def test_the_second_at_a_cell_is_told_and_may_then_save(client, signed_in, owed):
    given = typed(client, grid_of(owed), L1_figure="50")
    analyst = signed_in(Role.ANALYST)
    address = f"{grid_of(owed)}?whose=all"
    analyst.post(address, typed(analyst, address, L1_figure="45.2"))
    save = reverse("save_figure", args=[owed.pk])
    answer = client.post(save, given, HTTP_HX_REQUEST="true")
    assert "entered 45.2" in words(answer)
    again = given | {f"{owed.pk}-revision": 1, f"initial-{owed.pk}-figure": "45.2"}
    assert "Saved: 50" in words(client.post(save, again, HTTP_HX_REQUEST="true"))


def test_a_big_move_is_asked_about_and_confirmed(client, owed):
    earlier = QuarterFactory(starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))
    OutturnFactory(indicator=owed.indicator, period=earlier, value=80)
    shown = words(client.get(grid_of(owed)))
    assert "80.0%" in shown
    given = typed(client, grid_of(owed), L1_figure="45.2") | {"hand_in": 1}
    shown = words(client.post(grid_of(owed), given, follow=True))
    assert "Is this right?" in shown
    assert "First say whether these are right: L1" in shown
    given = typed(client, grid_of(owed), L1_is_confirmed="on") | {"hand_in": 1}
    shown = words(client.post(grid_of(owed), given, follow=True))
    assert "1 handed in, to be checked and signed off." in shown
    assert OwedFigure.objects.get().status == "submitted"


def test_another_big_figure_has_to_be_confirmed_anew(client, owed):
    earlier = QuarterFactory(starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))
    OutturnFactory(indicator=owed.indicator, period=earlier, value=80)
    client.post(grid_of(owed), typed(client, grid_of(owed), L1_figure="45.2"))
    client.post(grid_of(owed), typed(client, grid_of(owed), L1_is_confirmed="on"))
    assert FigureEntry.objects.latest("number").is_confirmed
    client.post(grid_of(owed), typed(client, grid_of(owed), L1_figure="4.5"))
    assert not FigureEntry.objects.latest("number").is_confirmed


# --- the round --------------------------------------------------------------------------------


def test_a_round_is_opened_from_indicators_that_we_enter_ourselves(signed_in):
    analyst = signed_in(Role.ANALYST)
    asked = {"is_collected": True, "frequency": "quarterly"}
    wanted = IndicatorFactory(code="L1", owner=analyst.person, **asked)
    IndicatorFactory(code="L2", **asked)
    IndicatorFactory(code="L3", owner=analyst.person, frequency="quarterly")
    IndicatorFactory(
        code="L4", owner=analyst.person, retired_from="2026-01-01", retired_reason="x", **asked
    )
    shown = analyst.get(reverse("open_collection_round"))
    form = shown.context["form"]
    assert [each.code for each in form.candidates] == ["L1", "L2"]
    assert [each.code for each in form.without_owner] == ["L2"]
    given = {
        "period": form["period"].value(),
        "due_on": "2099-01-01",
        "indicators": [wanted.pk],
    }
    shown = analyst.post(reverse("open_collection_round"), given, follow=True)
    assert "1 figures are owed" not in words(shown)
    assert "1 figure is owed" in words(shown)
    assert CollectionRound.objects.get().figures.get().indicator == wanted


def test_with_nothing_to_ask_for_the_page_says_what_to_do(signed_in):
    shown = words(signed_in(Role.ANALYST).get(reverse("open_collection_round")))
    assert "No figures to ask for" in shown


def submitted(client, owed):
    client.post(grid_of(owed), typed(client, grid_of(owed), L1_figure="45.2") | {"hand_in": 1})


def test_a_director_signs_off_and_the_figures_are_in_use(client, signed_in, owed):
    submitted(client, owed)
    director = signed_in(Role.DIRECTOR)
    page = reverse("collection_round", args=[owed.round_id])
    assert "Sign off those chosen" in words(director.get(page))
    address = reverse("sign_off_figures", args=[owed.round_id])
    shown = words(director.post(address, {"figure": [owed.pk]}, follow=True))
    assert "Signed off, and in use: Collection round Quarter 2 2026-27, entered by Sam" in shown
    assert Outturn.objects.get().value == 45.2
    source = words(director.get(reverse("indicator", args=["L1"])))
    assert "Collection round Quarter 2 2026-27, entered by Sam" in source
    assert "Handed in" in words(client.get(page)) or "Signed off" in words(client.get(page))


def test_signing_off_nothing_says_so(signed_in, owed):
    address = reverse("sign_off_figures", args=[owed.round_id])
    shown = signed_in(Role.DIRECTOR).post(address, {"figure": ["x"]}, follow=True)
    assert "Choose figures that have been handed in." in words(shown)


def test_a_figure_is_sent_back_and_its_history_told(client, signed_in, owed):
    submitted(client, owed)
    analyst = signed_in(Role.ANALYST)
    address = reverse("owed_figure", args=[owed.pk])
    assert "Say why" in words(analyst.post(address, {}))
    analyst.post(address, {"reason": "Check September"})
    shown = words(analyst.get(address))
    for said in ("Sent back by", "Check September", "Handed in by", "<strong>45.2</strong>"):
        assert said in shown


def test_overdue_figures_are_named_with_who_owes_them(client, owed):
    shown = words(client.get(reverse("collection_rounds")))
    assert "People waiting" in shown
    assert "owed by Sam Person" in shown
    assert "20 October 2026" in shown


def test_the_round_is_taken_out_as_a_file(client, owed):
    address = reverse("collection_round_export", args=[owed.round_id, "csv"])
    assert "L1,People waiting,Quarter 2 2026-27" in client.get(address).getvalue().decode()


@pytest.mark.parametrize("name", ["enter_figures", "collection_round"])
def test_a_page_costs_the_same_with_one_row_as_with_eleven(client, owed, name):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name, args=[owed.round_id])).status_code == 200
        return len(asked)

    client.post(grid_of(owed), typed(client, grid_of(owed), L1_figure="45.2"))
    queries()
    with_one = queries()
    for _ in range(10):
        OwedFigureFactory(owner=client.person, round=owed.round)
    assert queries() == with_one <= 10
