"""Commentary: what happened, why, what we are doing, by when; every version kept."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.commentary import write_commentary
from indicators.commentary_needed import figures_needing_commentary
from indicators.models import Commentary, Indicator, RatingWords
from readiness.roles import Role
from tests.factories import (
    AreaFactory,
    CommentaryFactory,
    IndicatorFactory,
    OutturnFactory,
    PeriodFactory,
    TargetFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_council")]
SAID = {"what_happened": "Fewer people found it easy.", "why": "The website changed."}


@pytest.fixture
def client(signed_in):
    return signed_in(Role.CONTRIBUTOR)


@pytest.fixture
def not_met():
    """``not_met()`` makes a figure of 50% against a target of 60%."""

    def not_met(value=50, year=2024, target=60, **fields):
        indicator = fields.pop("indicator", None) or IndicatorFactory(**fields)
        period = PeriodFactory(year=year)
        outturn = OutturnFactory(indicator=indicator, value=value, period=period)
        if target is not None:
            TargetFactory(indicator=indicator, period=period, value=target)
        return outturn

    return not_met


@pytest.fixture
def write(analyst):
    def write(outturn, *, seen_version=0, by=analyst, **fields):
        given = SAID | fields
        return write_commentary(
            outturn.indicator, outturn.period, seen_version=seen_version, by=by, **given
        )

    return write


def needing():
    found = figures_needing_commentary(Indicator.objects.in_use())
    return [each.indicator.code for each in found]


def words(response):
    return " ".join(response.content.decode().split())


def address_of(outturn):
    return reverse("write_commentary", args=[outturn.indicator.code, outturn.period_id])


# --- writing ----------------------------------------------------------------------------------


def test_each_save_is_a_version_with_who_and_when(not_met, write, analyst, director):
    figure = not_met()
    write(figure, by_when=date(2027, 3, 31), what_we_are_doing="A new website.")
    write(figure, seen_version=1, why="The new website is slow.", by=director)
    assert list(
        Commentary.objects.order_by("number").values_list("number", "why", "written_by")
    ) == [(1, "The website changed.", analyst.pk), (2, "The new website is slow.", director.pk)]


def test_published_commentary_says_what_happened(not_met, write):
    with pytest.raises(ValidationError, match="Say what happened"):
        write(not_met(), what_happened=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentaryFactory(what_happened="")


def test_a_draft_may_be_unfinished_but_not_empty(not_met, write):
    figure = not_met()
    assert write(figure, what_happened="", is_draft=True).is_draft
    with pytest.raises(ValidationError, match="nothing to keep yet"):
        write(not_met(), what_happened="", why="", is_draft=True)


def test_a_draft_leaves_what_was_published_in_force(not_met, write):
    figure = not_met()
    published = write(figure)
    write(figure, seen_version=1, why="Not sure yet.", is_draft=True)
    assert list(Commentary.objects.in_force()) == [published]


def test_a_second_writer_is_told_and_nothing_is_overwritten(not_met, write, director):
    figure = not_met()
    write(figure, by=director)
    with pytest.raises(ValidationError, match="while you were writing"):
        write(figure, why="Something else.")
    assert Commentary.objects.count() == 1


def test_saving_the_same_again_is_refused_but_a_draft_can_be_published(not_met, write):
    figure = not_met()
    write(figure, is_draft=True)
    with pytest.raises(ValidationError, match="Nothing has changed"):
        write(figure, is_draft=True, seen_version=1)
    assert not write(figure, seen_version=1).is_draft


def test_versions_of_a_figure_have_numbers_of_their_own(not_met, write):
    figure = not_met()
    write(figure)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentaryFactory(indicator=figure.indicator, period=figure.period, number=1)


def test_where_the_version_in_force_is_sensitive_the_public_sees_none(not_met, write):
    figure = not_met()
    write(figure)
    assert Commentary.objects.public().count() == 1
    write(figure, seen_version=1, is_sensitive=True)
    assert Commentary.objects.public().count() == 0


# --- figures needing commentary ---------------------------------------------------------------


def test_a_figure_not_met_without_commentary_is_listed(not_met, write):
    missed = not_met(code="A")
    not_met(code="B", value=70)
    not_met(code="C", value=58)  # within tolerance
    not_met(code="D", target=None)
    assert needing() == ["A"]
    write(missed, is_draft=True)
    [waiting] = figures_needing_commentary(Indicator.objects.all())
    assert waiting.has_draft
    write(missed, seen_version=1)
    assert needing() == []


def test_only_the_latest_figure_of_our_own_council_counts(not_met):
    figure = not_met(code="A", year=2023)
    not_met(indicator=figure.indicator, value=70, year=2024)
    OutturnFactory(indicator=figure.indicator, area=AreaFactory(), period=PeriodFactory(year=2025))
    assert needing() == []


def test_commentary_on_an_earlier_period_does_not_explain_this_one(not_met, write):
    earlier = not_met(code="A", year=2023)
    write(earlier)
    not_met(indicator=earlier.indicator, year=2024)
    assert needing() == ["A"]


def test_what_was_dropped_needs_none(not_met):
    not_met(retired_from=date(2026, 1, 1), retired_reason="Nobody used it.")
    assert needing() == []


def test_a_suppressed_figure_needs_none(not_met):
    figure = not_met()
    figure.state, figure.value = "suppressed", None
    figure.save()
    assert needing() == []


# --- pages ------------------------------------------------------------------------------------


def test_the_list_says_whose_they_are_and_leads_to_writing(client, not_met):
    owner = UserFactory(first_name="Priya", last_name="Shah")
    figure = not_met(code="A", owner=owner)
    not_met(code="B")
    shown = words(client.get(reverse("commentary_needed")))
    assert "2 figures" in shown
    assert "Priya Shah" in shown
    assert f'href="{address_of(figure)}"' in shown
    assert "Target 60.0%" in shown
    mine = client.get(reverse("commentary_needed"), {"owner": owner.pk})
    assert [each.indicator.code for each in mine.context["found"]] == ["A"]
    assert "No figures match" in words(client.get("/indicators/commentary/", {"search": "zebra"}))


def test_with_nothing_to_explain_the_list_says_so(client):
    shown = words(client.get(reverse("commentary_needed")))
    assert "Every figure that is not met has its commentary" in shown


def test_the_list_is_taken_out_as_a_file(client, not_met):
    not_met(code="A")
    answer = client.get(reverse("commentary_needed_export", args=["csv"]))
    assert 'A,"Proportion of people' in answer.getvalue().decode("utf-8-sig")


def test_the_list_costs_the_same_with_one_row_as_with_eleven(client, not_met):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("commentary_needed")).status_code == 200
        return len(asked)

    not_met(owner=UserFactory())
    queries()
    with_one = queries()
    for _ in range(10):
        not_met(owner=UserFactory())
    assert queries() == with_one <= 10


def test_commentary_is_written_and_shown_by_period(client, not_met):
    figure = not_met()
    shown = words(client.get(address_of(figure)))
    assert "50.0%" in shown
    assert "Not met" in shown
    given = SAID | {"revision": 0, "what_we_are_doing": "A new site.", "by_when": "2027-03-31"}
    page = words(client.post(address_of(figure), given, follow=True))
    for said in ("Commentary published.", "The website changed.", "A new site.", "31 March 2027"):
        assert said in page
    assert "nobody has said why yet" not in page


def test_an_unexplained_figure_says_so_on_its_page(client, not_met):
    figure = not_met()
    page = words(client.get(reverse("indicator", args=[figure.indicator.code])))
    assert "The figure for 2024-25 is not met, and nobody has said why yet." in page


def test_sentences_say_the_rating_in_the_councils_own_words(client, director, not_met):
    RatingWords.objects.create(
        met="On target", within_tolerance="Near", not_met="Below target", set_by=director
    )
    empty = words(client.get(reverse("commentary_needed")))
    assert "Every figure that is below target has its commentary" in empty
    figure = not_met()
    page = words(client.get(reverse("indicator", args=[figure.indicator.code])))
    assert "The figure for 2024-25 is below target, and nobody has said why yet." in page


def test_a_draft_is_kept_and_gone_on_with(client, not_met):
    figure = not_met()
    page = words(client.post(address_of(figure), SAID | {"revision": 0, "draft": 1}, follow=True))
    assert "Your draft is kept." in page
    assert "nobody has said why yet" in page
    form = client.get(address_of(figure)).context["form"]
    assert (form["why"].value(), form["revision"].value()) == ("The website changed.", 1)


def test_the_second_writer_sees_both_and_may_then_save(client, not_met, write):
    figure = not_met()
    client.get(address_of(figure))
    write(figure)
    given = {"what_happened": "Fewer.", "revision": 0, "initial-what_happened": ""}
    refused = client.post(address_of(figure), given)
    assert "while you were writing" in words(refused)
    assert "Somebody else changed “What happened” as well" in words(refused)
    form = refused.context["form"]
    again = {bound.html_name: bound.value() for bound in form if bound.value()}
    assert client.post(address_of(figure), again).status_code == 302
    assert Commentary.objects.get(number=2).what_happened == "Fewer."


def test_earlier_versions_can_be_read(client, not_met, write):
    figure = not_met()
    write(figure)
    write(figure, seen_version=1, why="Phones were down as well.")
    page = words(client.get(reverse("indicator", args=[figure.indicator.code])))
    assert "Earlier versions (1)" in page
    assert "Phones were down as well." in page
    assert "The website changed." in page


def test_reviewers_see_what_is_published_and_neither_drafts_nor_what_is_sensitive(
    signed_in, not_met, write
):
    figure = not_met()
    reviewer = signed_in(Role.REVIEWER)
    address = reverse("indicator", args=[figure.indicator.code])
    write(figure, why="First words.")
    write(figure, seen_version=1, why="A draft.", is_draft=True)
    page = words(reviewer.get(address))
    assert "First words." in page
    assert "A draft" not in page
    assert "Write commentary" not in page
    write(figure, seen_version=2, why="About one person.", is_sensitive=True)
    page = words(reviewer.get(address))
    assert "About one person." not in page
    assert "First words." not in page


@pytest.mark.parametrize("count", [1, 11])
def test_the_indicator_page_costs_the_same_however_much_was_said(
    client, not_met, count, django_assert_max_num_queries
):
    figure = not_met()
    for n in range(count):
        CommentaryFactory(indicator=figure.indicator, period=figure.period, number=n + 1)
        OutturnFactory(indicator__parent=figure.indicator, indicator__breakdown="Team")
        figure.indicator.changes.create(kind="added", what="Indicator")
    client.get(reverse("indicator", args=[figure.indicator.code]))
    with django_assert_max_num_queries(10):
        client.get(reverse("indicator", args=[figure.indicator.code]))
