"""A collection round from being opened to its figures being in use, and back again."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from indicators import collection, data_packs, periods
from indicators.collection_grid import rows_of
from indicators.models import DataPack, FigureEntry, Outturn, OwedFigure
from tests.factories import (
    CollectionRoundFactory,
    IndicatorFactory,
    OutturnFactory,
    OwedFigureFactory,
    QuarterFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_council")]
TODAY = date(2026, 11, 22)
QUARTER = periods.parse("Q2 2026-27")
Status = OwedFigure.Status


def open_round(by, indicators, period="Q2 2026-27", due_on=date(2026, 10, 20)):
    return collection.open_round(
        period=periods.parse(period), due_on=due_on, indicators=indicators, by=by
    )


def enter(owed, figure="45.2", *, by=None, seen_entry=None, **fields):
    owed = OwedFigure.objects.in_full().get(pk=owed.pk)
    seen = (owed.entry.number if owed.entry else 0) if seen_entry is None else seen_entry
    [row] = rows_of([owed])
    return collection.enter(
        owed,
        figure=figure,
        seen_entry=seen,
        measured=row.measured,
        by=by or owed.owner,
        **fields,
    )


def handed_in(owed, figure="45.2", by=None):
    enter(owed, figure, by=by, is_confirmed=True)
    collection.hand_in([owed], by=by or owed.owner)
    return owed


# --- opening ----------------------------------------------------------------------------------


def test_each_figure_is_owed_by_its_indicators_owner(analyst):
    owner = UserFactory()
    indicator = IndicatorFactory(owner=owner)
    opened = open_round(analyst, [indicator])
    [owed] = opened.figures.all()
    assert (owed.indicator, owed.owner, owed.status) == (indicator, owner, Status.OWED)
    assert str(opened) == "Collection round Quarter 2 2026-27"


def test_who_owed_it_last_quarter_is_carried_on(analyst):
    indicator, last = IndicatorFactory(), UserFactory()
    before = CollectionRoundFactory(
        period=QuarterFactory(starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))
    )
    OwedFigureFactory(round=before, indicator=indicator, owner=last)
    assert open_round(analyst, [indicator]).figures.get().owner == last


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"indicators": []}, "at least one indicator"),
        ({"due_on": date(2026, 7, 1)}, "before the period has begun"),
    ],
)
def test_a_round_that_cannot_be_is_refused(analyst, fields, words):
    given = {"indicators": [IndicatorFactory(owner=analyst)]} | fields
    with pytest.raises(ValidationError, match=words):
        open_round(analyst, **given)


def test_a_figure_that_nobody_owns_cannot_be_asked_for(analyst):
    with pytest.raises(ValidationError, match="Nobody owns L1"):
        open_round(analyst, [IndicatorFactory(code="L1")])


def test_a_period_has_one_round(analyst):
    indicator = IndicatorFactory(owner=analyst)
    open_round(analyst, [indicator])
    with pytest.raises(ValidationError, match="already a collection round"):
        open_round(analyst, [indicator])


def test_what_is_owed_and_what_is_overdue(analyst):
    owed = OwedFigureFactory()
    OwedFigureFactory(indicator__retired_from=TODAY, indicator__retired_reason="Not used")
    handed_in(OwedFigureFactory())
    assert list(OwedFigure.objects.owed(on=TODAY)) == [owed]
    assert list(OwedFigure.objects.overdue(on=date(2026, 10, 20))) == []
    assert list(OwedFigure.objects.overdue(on=date(2026, 10, 21))) == [owed]
    assert list(OwedFigure.objects.owed(on=date(2026, 6, 30))) == []


# --- entering ---------------------------------------------------------------------------------


def test_what_is_entered_is_a_row_of_its_own_each_time():
    owed = OwedFigureFactory()
    enter(owed, "45.2")
    enter(owed, "46", note="Two late returns")
    owed.refresh_from_db()
    assert list(FigureEntry.objects.order_by("number").values_list("number", "value")) == [
        (1, 45.2),
        (2, 46.0),
    ]
    assert (owed.entry.number, owed.entry.note) == (2, "Two late returns")


def test_what_cannot_be_is_refused_by_cell_and_not_kept():
    owed = OwedFigureFactory()
    with pytest.raises(ValidationError) as refused:
        enter(owed, "145")
    assert list(refused.value.message_dict) == ["figure"]
    assert not FigureEntry.objects.exists()


def test_a_second_person_at_the_same_cell_is_told(analyst):
    owed = OwedFigureFactory()
    enter(owed, "45.2", by=UserFactory(first_name="Priya", last_name="Shah"))
    with pytest.raises(ValidationError, match=r"Priya Shah entered 45\.2") as refused:
        enter(owed, "50", seen_entry=0, by=analyst)
    assert refused.value.code == "moved_on"
    assert FigureEntry.objects.count() == 1


def test_a_big_move_has_to_be_confirmed_before_it_is_handed_in():
    owed = OwedFigureFactory()
    earlier = QuarterFactory(starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))
    OutturnFactory(indicator=owed.indicator, period=earlier, value=80)
    assert "It was 80.0% in Quarter 1 2026-27" in enter(owed, "45.2").question
    with pytest.raises(ValidationError, match="First say whether these are right"):
        collection.hand_in([owed], by=owed.owner)
    enter(owed, "45.2", is_confirmed=True)
    assert collection.hand_in([owed], by=owed.owner) == 1


def test_nothing_is_handed_in_that_was_not_entered():
    with pytest.raises(ValidationError, match="nothing to hand in yet"):
        collection.hand_in([OwedFigureFactory()], by=UserFactory())


def test_what_was_handed_in_cannot_be_typed_over():
    owed = handed_in(OwedFigureFactory())
    with pytest.raises(ValidationError, match="has been handed in"):
        enter(owed, "50")


# --- signing off ------------------------------------------------------------------------------


def test_signed_off_figures_are_in_use_with_their_source(analyst):
    priya = UserFactory(first_name="Priya", last_name="Shah")
    owed = handed_in(OwedFigureFactory(owner=priya))
    pack = collection.sign_off([owed], by=analyst)
    owed.refresh_from_db()
    outturn = Outturn.objects.get()
    assert (outturn.value, outturn.is_current, outturn.recorded_by) == (45.2, True, priya)
    assert (owed.status, owed.outturn) == (Status.SIGNED_OFF, outturn)
    assert pack.title == "Collection round Quarter 2 2026-27, entered by Priya Shah"
    assert (pack.state, pack.confirmed_by) == (DataPack.State.IN_USE, analyst)


def test_a_figure_that_is_there_already_is_revised_and_kept(analyst):
    owed = OwedFigureFactory()
    old = OutturnFactory(indicator=owed.indicator, period=owed.round.period, value=40)
    collection.sign_off([handed_in(owed)], by=analyst)
    new = Outturn.objects.get(is_current=True)
    assert (new.replaces, new.is_revised) == (old, True)


def test_a_reason_why_there_is_none_is_signed_off_as_well(analyst):
    owed = handed_in(OwedFigureFactory(), "suppressed")
    collection.sign_off([owed], by=analyst)
    assert Outturn.objects.get().state == "suppressed"


def test_nobody_signs_off_their_own_unless_they_say_why(analyst):
    owed = handed_in(OwedFigureFactory(indicator__code="L1", owner=analyst))
    with pytest.raises(ValidationError, match="You entered L1 yourself"):
        collection.sign_off([owed], by=analyst)
    collection.sign_off([owed], by=analyst, reason="The only analyst this week")
    [signed, _] = owed.events.all()
    assert (signed.kind, signed.reason) == ("signed_off", "The only analyst this week")


def test_only_what_was_handed_in_is_signed_off(analyst):
    owed = OwedFigureFactory()
    enter(owed)
    with pytest.raises(ValidationError, match="Choose figures that have been handed in"):
        collection.sign_off([owed], by=analyst)


def test_undoing_the_data_pack_opens_its_figures_again(analyst):
    owed = OwedFigureFactory()
    old = OutturnFactory(indicator=owed.indicator, period=owed.round.period, value=40)
    pack = collection.sign_off([handed_in(owed)], by=analyst)
    data_packs.undo(pack, by=analyst)
    owed.refresh_from_db()
    assert (owed.status, owed.outturn) == (Status.SUBMITTED, None)
    assert list(Outturn.objects.current()) == [old]
    assert "was undone" in owed.events.first().reason
    collection.sign_off([owed], by=analyst)
    assert Outturn.objects.current().get().value == 45.2


def test_a_signed_off_figure_is_opened_again_with_a_reason_and_stays_in_use(analyst):
    owed = handed_in(OwedFigureFactory())
    collection.sign_off([owed], by=analyst)
    with pytest.raises(ValidationError, match="Say why"):
        collection.send_back(owed, reason=" ", by=analyst)
    collection.send_back(owed, reason="Two teams were left out", by=analyst)
    assert owed.events.first().kind == "reopened"
    assert Outturn.objects.current().get().value == 45.2
    collection.sign_off([handed_in(owed, "47")], by=analyst)
    assert list(Outturn.objects.order_by("pk").values_list("value", "is_current")) == [
        (45.2, False),
        (47.0, True),
    ]


def test_what_was_handed_in_is_sent_back_with_a_reason(analyst):
    owed = handed_in(OwedFigureFactory())
    collection.send_back(owed, reason="Check September", by=analyst)
    owed.refresh_from_db()
    assert (owed.status, owed.events.first().kind) == (Status.OWED, "sent_back")
    with pytest.raises(ValidationError, match="not been handed in"):
        collection.send_back(owed, reason="Again", by=analyst)


def test_a_figure_is_handed_over(analyst):
    owed, other = OwedFigureFactory(), UserFactory(first_name="Anil", last_name="Mistry")
    collection.hand_over(owed, owner=other, by=analyst)
    owed.refresh_from_db()
    assert owed.owner == other
    assert "to Anil Mistry" in owed.events.get().reason
    with pytest.raises(ValidationError, match="owes it already"):
        collection.hand_over(owed, owner=other, by=analyst)


# --- what must never be -----------------------------------------------------------------------


def test_a_figure_is_owed_once_in_a_round():
    owed = OwedFigureFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        OwedFigureFactory(round=owed.round, indicator=owed.indicator)


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.SIGNED_OFF])
def test_nothing_is_handed_in_or_signed_off_empty(status):
    with pytest.raises(IntegrityError), transaction.atomic():
        OwedFigureFactory(status=status)
