"""Two people at the same form: neither overwrites what the other wrote without having seen it."""

from datetime import date

import pytest
from django.urls import reverse

from config.second_editor import combined
from evidence.models import Document
from readiness.models import Action
from tests.factories import (
    ActionFactory,
    DocumentFactory,
    IndicatorFactory,
    StatementFactory,
    UserFactory,
)

# --- the rule ---


def combine_one(shown, typed, now):
    """The field's values after another's change, and whether both changed it."""
    result = combined({"title": shown}, {"title": typed}, {"title": now})
    return result.values["title"], "title" in result.both_changed


@pytest.mark.parametrize(
    ("shown", "typed", "now", "held", "both"),
    [
        (["A"], ["A"], ["A"], ["A"], False),  # nobody touched it
        (["A"], ["A"], ["B"], ["B"], False),  # only the first did
        (["A"], ["C"], ["A"], ["C"], False),  # only the second did
        (["A"], ["C"], ["B"], ["C"], True),  # both did, differently
        (["A"], ["B"], ["B"], ["B"], False),  # both did, alike
        (["A"], [""], ["B"], [""], True),  # the second emptied what the first changed
        (["A"], [""], ["A"], [""], False),
        (["A"], ["A"], [], [], False),  # the first emptied it
        ([], [], ["B"], ["B"], False),
        ([], ["A"], ["A"], ["A"], False),  # what was shown is not known
        ([], ["A"], ["B"], ["A"], True),
        (["1", "2"], ["2", "1"], ["1", "3"], ["1", "3"], False),  # ticks have no order
        (["one\ntwo"], ["one\r\ntwo"], ["three"], ["three"], False),  # nor line ends a meaning
    ],
)
def test_a_field_holds_what_was_typed_only_where_its_writer_touched_it(
    shown, typed, now, held, both
):
    assert combine_one(shown, typed, now) == (held, both)


def test_only_fields_of_the_row_are_combined():
    result = combined({}, {"csrfmiddlewaretoken": ["x"], "title": ["A"]}, {"title": ["A"]})
    assert result.values == {"title": ["A"]}


# --- at the forms ---


def opened(client, address) -> dict:
    """What a browser would send if nothing were changed."""
    return sent_by(client.get(address).context["form"])


def sent_by(form) -> dict:
    sent = {}
    for bound in form:
        names = [bound.html_name]
        names += [bound.html_initial_name] if bound.field.show_hidden_initial else []
        shown_first = form.data.getlist(bound.html_initial_name) if form.is_bound else None
        now = as_list(bound.field.widget.format_value(bound.value()))
        sent[bound.html_name] = now
        if len(names) == 2:
            sent[bound.html_initial_name] = now if shown_first is None else shown_first
    return sent


def as_list(value) -> list:
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values if one is not None]


@pytest.fixture
def first(signed_in):
    return signed_in("director", first_name="Ada", last_name="King")


@pytest.fixture
def second(signed_in):
    return signed_in("contributor")


@pytest.mark.django_db
def test_saving_again_keeps_what_the_first_editor_changed_of_an_action(first, second):
    safeguarding = StatementFactory(title="Safeguarding")
    IndicatorFactory(code="1C")
    action = ActionFactory(due_on=date(2026, 5, 1), owner=first.person)
    new_owner = UserFactory(role="contributor")
    address = reverse("edit_action", args=[action.pk])
    theirs, ours = opened(first, address), opened(second, address)
    theirs |= {
        "due_on": "2026-06-30",
        "owner": new_owner.pk,
        "statements": [safeguarding.pk],
        "indicators": "1C",
    }
    assert first.post(address, theirs).status_code == 302
    page = second.post(address, ours | {"measure": "Waits under 28 days"})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["__all__"]
    assert second.post(address, sent_by(page.context["form"])).status_code == 302
    action = Action.objects.get()
    assert (action.due_on, action.owner) == (date(2026, 6, 30), new_owner)
    assert action.measure == "Waits under 28 days"
    assert list(action.statements.all()) == [safeguarding]
    assert [indicator.code for indicator in action.indicators.all()] == ["1C"]


@pytest.mark.django_db
def test_where_both_changed_a_field_both_values_are_shown(first, second):
    action = ActionFactory(title="Prepare", due_on=date(2026, 5, 1))
    address = reverse("edit_action", args=[action.pk])
    theirs, ours = opened(first, address), opened(second, address)
    first.post(address, theirs | {"title": "Prepare a strategy", "due_on": "2026-06-30"})
    page = second.post(address, ours | {"title": "Write it", "due_on": "2026-07-31"})
    form = page.context["form"]
    assert "It now says: Prepare a strategy." in form.errors["title"][0]
    assert "It now says: 30 June 2026." in form.errors["due_on"][0]
    assert form["title"].value() == "Write it"
    assert Action.objects.get().title == "Prepare a strategy"
    assert second.post(address, sent_by(form)).status_code == 302
    action = Action.objects.get()
    assert (action.title, action.due_on) == ("Write it", date(2026, 7, 31))


@pytest.mark.django_db
def test_choices_that_both_changed_are_shown_in_words(first, second):
    carers, housing = StatementFactory(title="Carers"), StatementFactory(title="Housing")
    action = ActionFactory()
    owner = UserFactory(role="analyst", first_name="Bo", last_name="Lee")
    address = reverse("edit_action", args=[action.pk])
    theirs, ours = opened(first, address), opened(second, address)
    first.post(address, theirs | {"statements": [carers.pk], "owner": owner.pk})
    ours |= {"statements": [housing.pk], "owner": second.person.pk}
    errors = second.post(address, ours).context["form"].errors
    assert "It now says: Carers." in errors["statements"][0]
    assert "It now says: Bo Lee." in errors["owner"][0]


@pytest.mark.django_db
def test_a_third_editor_is_seen_as_well(first, second, signed_in):
    action = ActionFactory(title="Prepare", measure="")
    address = reverse("edit_action", args=[action.pk])
    ours = opened(second, address)
    first.post(address, opened(first, address) | {"title": "Prepare a strategy"})
    again = second.post(address, ours | {"description": "In full"}).context["form"]
    third = signed_in("contributor")
    third.post(address, opened(third, address) | {"measure": "Agreed by cabinet"})
    once_more = second.post(address, sent_by(again))
    assert once_more.status_code == 200
    assert second.post(address, sent_by(once_more.context["form"])).status_code == 302
    action = Action.objects.get()
    assert (action.title, action.measure, action.description) == (
        "Prepare a strategy",
        "Agreed by cabinet",
        "In full",
    )


@pytest.mark.django_db
def test_saving_again_keeps_what_the_first_editor_changed_of_a_document(first, second):
    document = DocumentFactory(title="Survey", owner=first.person)
    address = reverse("edit_document", args=[document.pk])
    theirs, ours = opened(first, address), opened(second, address)
    first.post(address, theirs | {"title": "Carers survey 2026", "review_by": "2027-01-31"})
    page = second.post(address, ours | {"title": "Survey of carers", "description": "In full"})
    form = page.context["form"]
    assert "It now says: Carers survey 2026." in form.errors["title"][0]
    assert form["review_by"].value() == "2027-01-31"
    second.post(address, sent_by(form))
    document = Document.objects.get()
    assert (document.title, document.description) == ("Survey of carers", "In full")
    assert document.review_by == date(2027, 1, 31)


@pytest.mark.django_db
def test_any_other_refusal_leaves_what_was_typed_as_it_is(second):
    action = ActionFactory()
    address = reverse("edit_action", args=[action.pk])
    ours = opened(second, address) | {"starts_on": "2026-05-01", "due_on": "2026-04-01"}
    form = second.post(address, ours).context["form"]
    assert list(form.errors) == ["due_on"]
    assert form["due_on"].value() == "2026-04-01"


@pytest.mark.django_db
def test_what_a_form_first_showed_is_not_read_out_to_anybody(second):
    address = reverse("edit_action", args=[ActionFactory().pk])
    page = second.get(address).content.decode()
    inputs = [piece.partition(">")[0] for piece in page.split("<input")]
    remembered = [tag for tag in inputs if 'name="initial-' in tag]
    assert remembered
    assert all('type="hidden"' in tag and "aria-" not in tag for tag in remembered)
