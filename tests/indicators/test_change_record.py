"""What became of each indicator is told: by whom, when and why, and nothing of it is lost."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from indicators import change_record, definitions
from indicators.models import Indicator, IndicatorChange
from indicators.reference_data import load_reference
from indicators.targets import newest, set_target
from readiness.roles import Role
from tests.factories import IndicatorFactory
from tests.indicators.packs import in_use
from tests.indicators.workbooks import small_release

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def told(indicator, kind=None):
    changes = indicator.changes.order_by("pk")
    changes = changes.filter(kind=kind) if kind else changes
    return [(each.what, each.before, each.after, each.reason) for each in changes]


def change(indicator, by, **fields):
    seen = definitions.revision_of(indicator)
    return definitions.change_indicator(indicator, **{"seen_revision": seen, "by": by} | fields)


def test_an_added_indicator_is_told_with_who_and_why(analyst):
    added = definitions.add_indicator(
        code="L1", title="People waiting", unit="number", polarity="lower", by=analyst, reason="New"
    )
    [row] = added.changes.all()
    assert (row.kind, row.after, row.reason) == (
        "added",
        "People waiting. Lower is better.",
        "New",
    )
    assert row.changed_by == analyst


def test_a_changed_definition_is_told_from_and_to(analyst):
    indicator = IndicatorFactory(title="People waiting")
    change(indicator, analyst, title="People waiting for an assessment", decimals=0)
    assert told(indicator) == [
        ("Title", "People waiting", "People waiting for an assessment", ""),
        ("Decimals", "1", "0", ""),
    ]


@pytest.mark.parametrize(
    ("fields", "words", "kind"),
    [
        ({"tolerance": 10}, ("Tolerance", "5% of target", "10% of target"), "tolerance"),
        ({"tolerance_kind": "points"}, ("Tolerance", "5% of target", "5 points"), "tolerance"),
        (
            {"polarity": "lower"},
            ("Which way is better", "Higher is better", "Lower is better"),
            "polarity",
        ),
    ],
)
def test_changing_tolerance_or_polarity_needs_a_reason(analyst, fields, words, kind):
    indicator = IndicatorFactory()
    with pytest.raises(ValidationError, match="Say why this changes"):
        change(indicator, analyst, reason=" ", **fields)
    assert not indicator.changes.exists()
    change(indicator, analyst, reason="Agreed by scrutiny", **fields)
    assert told(indicator, kind) == [(*words, "Agreed by scrutiny")]


def test_a_range_is_told_in_its_own_words(analyst):
    indicator = IndicatorFactory(polarity="range", range_from=80, range_to=90)
    change(indicator, analyst, range_to=95, reason="Wider")
    assert told(indicator) == [("Range aimed for", "80 to 90", "80 to 95", "Wider")]


def test_saving_what_is_there_already_tells_nothing(analyst):
    indicator = IndicatorFactory()
    change(indicator, analyst, title=indicator.title)
    assert not indicator.changes.exists()


def test_a_second_editor_is_told_who_changed_what(analyst, director):
    indicator = IndicatorFactory(title="People waiting")
    change(indicator, director, title="People who wait")
    with pytest.raises(ValidationError) as refused:
        change(indicator, analyst, title="Waits", seen_revision=0)
    assert "Title now says “People who wait”" in refused.value.messages[0]
    assert Indicator.objects.get().title == "People who wait"


def test_a_target_set_meanwhile_does_not_stop_an_editor(home_council, analyst):
    indicator = IndicatorFactory()
    seen = definitions.revision_of(indicator)
    set_target(indicator=indicator, period="2025-26", value=60, by=analyst, seen_target=0)
    change(indicator, analyst, title="Waits", seen_revision=seen)
    assert Indicator.objects.get().title == "Waits"


def test_a_target_and_its_change_are_told(home_council, analyst):
    indicator = IndicatorFactory()
    set_target(indicator=indicator, period="2025-26", value=60, by=analyst, seen_target=0)
    set_target(
        indicator=indicator,
        period="2025-26",
        value=65,
        reason="Cabinet asked for more",
        by=analyst,
        seen_target=newest(indicator).pk,
    )
    assert told(indicator) == [
        ("Target for 2025-26", "", "60.0%", ""),
        ("Target for 2025-26", "60.0%", "65.0%", "Cabinet asked for more"),
    ]


# --- dropping ---------------------------------------------------------------------------------


def drop(indicator, by, **fields):
    given = {"retired_from": TODAY, "reason": "Nobody used it", "on": TODAY} | fields
    return definitions.drop_indicator(indicator, by=by, **given)


def test_a_dropped_indicator_is_kept_and_told(analyst):
    indicator = drop(IndicatorFactory(), analyst)
    assert (indicator.is_dropped, indicator.retired_reason) == (True, "Nobody used it")
    assert told(indicator) == [("Dropped", "", "From 22 November 2026", "Nobody used it")]
    assert list(Indicator.objects.in_use()) == []
    assert list(Indicator.objects.dropped()) == [indicator]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reason": " "}, "Say why it is dropped"),
        ({"retired_from": date(2026, 11, 23)}, "has not come yet"),
    ],
)
def test_dropping_needs_a_reason_and_a_day_that_has_come(analyst, fields, words):
    with pytest.raises(ValidationError, match=words):
        drop(IndicatorFactory(), analyst, **fields)


def test_an_indicator_is_dropped_once_and_can_be_taken_up_again(analyst):
    indicator = drop(IndicatorFactory(), analyst)
    with pytest.raises(ValidationError, match="dropped already"):
        drop(indicator, analyst)
    with pytest.raises(ValidationError, match="Say why"):
        definitions.restore_indicator(indicator, reason="", by=analyst)
    restored = definitions.restore_indicator(indicator, reason="Members asked", by=analyst)
    assert not restored.is_dropped
    assert told(indicator)[-1] == (
        "In use again",
        "From 22 November 2026",
        "",
        "Members asked",
    )
    with pytest.raises(ValidationError, match="in use already"):
        definitions.restore_indicator(restored, reason="Again", by=analyst)


@pytest.mark.parametrize(
    "fields",
    [{"retired_from": TODAY}, {"retired_reason": "Nobody used it"}, {"breakdown": "Team"}],
)
def test_the_database_holds_to_it_as_well(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorFactory(**fields)


def test_a_change_that_needs_a_reason_cannot_be_kept_without(analyst):
    indicator = IndicatorFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        change_record.record(
            indicator, "tolerance", what="Tolerance", before="5%", after="9%", by=analyst
        )


# --- parts ------------------------------------------------------------------------------------


def test_an_indicator_cannot_be_a_part_of_its_own_part(analyst):
    whole = IndicatorFactory()
    part = IndicatorFactory(parent=whole, breakdown="Team", breakdown_label="Hospital team")
    with pytest.raises(ValidationError, match="a part of it"):
        change(whole, analyst, parent=part)
    with pytest.raises(ValidationError, match="this indicator, or a part"):
        change(whole, analyst, parent=whole)


# --- files ------------------------------------------------------------------------------------


def test_the_catalogue_tells_what_it_added_and_nothing_when_loaded_again():
    load_reference()
    added = IndicatorChange.objects.filter(kind="added")
    assert added.count() == Indicator.objects.count() == IndicatorChange.objects.count()
    assert added.first().source == "Catalogue of the product: ASCOF"
    load_reference()
    assert IndicatorChange.objects.count() == added.count()


def test_the_catalogue_tells_what_it_puts_back():
    load_reference()
    Indicator.objects.filter(code="1A").update(polarity="lower")
    load_reference()
    [change] = Indicator.objects.get(code="1A").changes.filter(kind="polarity")
    assert (change.before, change.after) == ("Lower is better", "Higher is better")


def test_an_indicator_that_a_data_pack_names_is_told_once_it_is_in_use(analyst):
    load_reference()
    IndicatorChange.objects.all().delete()
    Indicator.objects.filter(code="1A").delete()
    pack = in_use(analyst, small_release())
    [change] = IndicatorChange.objects.all()
    assert (change.indicator.code, change.changed_by) == ("1A", analyst)
    assert change.source == f"Data pack “{pack.title}”"


def load_file(client, text):
    address = reverse("admin:indicators_indicator_import")
    file = SimpleUploadedFile("indicators.csv", text.encode())
    shown = client.post(address, {"resource": "", "format": "", "import_file": file})
    confirm = shown.context.get("confirm_form")
    if confirm:
        client.post(reverse("admin:indicators_indicator_process_import"), confirm.initial)
    return shown


def test_a_file_of_indicators_tells_what_it_changed_and_why(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    indicator = IndicatorFactory(code="L1", title="Waits")
    load_file(
        client,
        "Code,Title,Unit,Better is,Tolerance,Why it changes\n"
        "L1,Waits,%,Higher is better,8,Agreed\n",
    )
    [row] = indicator.changes.all()
    assert (row.what, row.after, row.reason) == ("Tolerance", "8% of target", "Agreed")
    assert (row.changed_by, row.source) == (client.person, "The file indicators.csv")


def test_a_file_that_changes_a_tolerance_without_saying_why_changes_nothing(signed_in):
    indicator = IndicatorFactory(code="L1", title="Waits")
    shown = load_file(
        signed_in(Role.ADMINISTRATOR),
        "Code,Title,Unit,Better is,Tolerance\nL1,Waits,%,Higher is better,8\n",
    )
    assert "Say why this changes: tolerance." in shown.content.decode()
    assert Indicator.objects.get(pk=indicator.pk).tolerance == 5


def test_a_file_adds_parts_under_their_whole(signed_in):
    whole = IndicatorFactory(code="L1")
    load_file(
        signed_in(Role.ADMINISTRATOR),
        "Code,Title,Unit,Better is,Part of,Divided by,Part,Entered by us\n"
        "L1a,Waits of the hospital team,number,Lower is better,L1,Team,Hospital team,Yes\n",
    )
    [part] = whole.sub_indicators.all()
    assert (part.breakdown, part.breakdown_label, part.is_collected) == (
        "Team",
        "Hospital team",
        True,
    )


def test_the_admin_tells_as_well_and_asks_why(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    indicator = IndicatorFactory()
    address = reverse("admin:indicators_indicator_change", args=[indicator.pk])
    form = client.get(address).context["adminform"].form
    given = {name: form[name].value() for name in form.fields} | {"tolerance": "9"}
    given = {name: value for name, value in given.items() if value not in (None, "")}
    given = {name: value for name, value in given.items() if value is not False}
    assert "Say why this changes: tolerance." in client.post(address, given).content.decode()
    assert client.post(address, given | {"reason": "Agreed"}).status_code == 302
    assert told(indicator) == [("Tolerance", "5% of target", "9% of target", "Agreed")]
