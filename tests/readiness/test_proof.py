"""Completion needs proof or a reason; what an action changed is recorded and asked for apart."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from readiness import digest, disposal
from readiness.improvement import FIELDS, add_action, edit_action, edit_priority, update_action
from readiness.models import Action, ActionUpdate, PriorityChange, Status
from readiness.proof import end_impact, record_impact
from readiness.quarters import quarter_of
from readiness.risks import close_risk, raise_risk
from tests.factories import (
    ActionFactory,
    ActionImpactFactory,
    ActionRiskFactory,
    ActionUpdateFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    IndicatorFactory,
    PriorityFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_council")]
TODAY = date(2026, 11, 22)
SIX_MONTHS_AGO, A_DAY_LATER = date(2026, 5, 22), date(2026, 5, 23)


def sentence(refusal) -> str:
    return " ".join(refusal.value.messages)


def complete(action, **said):
    said = {"status": Status.COMPLETED, "narrative": "Done", "why_no_proof": "Seen by all"} | said
    return update_action(action, quarter=quarter_of(TODAY), by=action.owner, on=TODAY, **said)


def text_of(page) -> str:
    return " ".join(page.content.decode().split())


# --- completed ---


def test_completed_without_proof_or_reason_is_refused():
    with pytest.raises(ValidationError) as refusal:
        complete(ActionFactory(), why_no_proof="  ")
    assert "Choose the document that shows it is completed" in sentence(refusal)
    assert not ActionUpdate.objects.exists()


def test_not_even_the_database_keeps_it():
    with pytest.raises(IntegrityError):
        ActionUpdateFactory(status=Status.COMPLETED, why_no_proof="")


def test_a_document_or_a_reason_proves_it_and_all_of_it_is_done():
    document = DocumentFactory()
    proved = complete(ActionFactory(), proof=document, why_no_proof="Left over")
    assert (proved.proof, proved.why_no_proof, proved.percent) == (document, "", 100)
    assert complete(ActionFactory()).why_no_proof == "Seen by all"


def test_a_deleted_document_proves_nothing(director):
    gone = DocumentFactory(
        deleted_at=datetime(2026, 1, 1, tzinfo=UTC), deleted_by=director, deleted_reason="Old"
    )
    with pytest.raises(ValidationError) as refusal:
        complete(ActionFactory(), proof=gone)
    assert "has been deleted" in sentence(refusal)


def test_proof_belongs_to_completion_only():
    said = complete(ActionFactory(), status=Status.AHEAD, proof=DocumentFactory())
    assert (said.proof, said.why_no_proof) == (None, "")


@pytest.mark.parametrize(
    ("status", "percent", "words"),
    [
        (Status.COMPLETED, 60, "Completed means 100%, not 60%."),
        (Status.NOT_STARTED, 1, "It has not started, yet 1% is done."),
        (Status.BEHIND, 101, "Give a percentage from 0 to 100."),
    ],
)
def test_a_percentage_that_contradicts_the_status_is_refused(status, percent, words):
    with pytest.raises(ValidationError) as refusal:
        complete(ActionFactory(), status=status, percent=percent)
    assert words in sentence(refusal)


def test_the_day_since_when_it_is_in_use_is_kept_on_the_action_with_its_history():
    action = ActionFactory()
    complete(action, implemented_on=date(2026, 11, 1))
    complete(action, status=Status.COMPLETED, narrative="Still done")
    action.refresh_from_db()
    assert action.implemented_on == date(2026, 11, 1)
    assert [row.changes for row in action.changes.all()] == [
        {"In use since": ["none", "1 November 2026"]}
    ]


def test_what_is_not_in_use_yet_has_no_such_day():
    with pytest.raises(ValidationError) as refusal:
        complete(ActionFactory(), implemented_on=date(2026, 11, 23))
    assert "23 November 2026 has not come yet" in sentence(refusal)


def test_the_form_asks_for_proof_once_completed_is_chosen_and_keeps_what_was_typed(
    signed_in, today
):
    client = signed_in("contributor")
    action = ActionFactory()
    near = EvidenceLinkFactory()
    action.statements.add(near.statement)
    DocumentFactory(title="Of somebody else")
    address = reverse("update_action", args=[action.pk])
    short = client.get(address)
    assert "proof" not in short.context["form"].fields
    typed = {"status": "completed", "narrative": "All of it is done", "seen_update": 0}
    typed |= {"quarter": "2026-10-01"}
    asked = client.post(address, typed)
    assert "Choose the document that shows it is completed" in text_of(asked)
    assert "All of it is done" in text_of(asked)
    assert [pk for pk, _ in asked.context["form"].fields["proof"].choices] == [
        "",
        near.document_id,
    ]
    saved = client.post(address, typed | {"proof": near.document_id})
    assert saved.status_code == 302
    assert ActionUpdate.objects.get().proof == near.document


# --- impact ---


@pytest.mark.parametrize(
    ("implemented_on", "is_asked"), [(SIX_MONTHS_AGO, True), (A_DAY_LATER, False), (None, False)]
)
def test_impact_is_asked_for_after_six_months_in_use(implemented_on, is_asked):
    action = ActionFactory(implemented_on=implemented_on)
    ActionUpdateFactory(action=action, status=Status.COMPLETED)
    assert Action.objects.awaiting_impact(on=TODAY).exists() is is_asked
    read = Action.objects.with_status().get()
    assert read.is_asked_for_impact([], on=TODAY) is is_asked


def test_nobody_is_asked_of_what_was_stopped_or_shows_its_impact(director):
    stopped = ActionFactory(implemented_on=SIX_MONTHS_AGO)
    ActionUpdateFactory(action=stopped, status=Status.STOPPED)
    shown = ActionImpactFactory(action__implemented_on=SIX_MONTHS_AGO)
    assert not Action.objects.awaiting_impact(on=TODAY).exists()
    end_impact(shown, reason="It was another scheme’s doing", by=director)
    assert Action.objects.awaiting_impact(on=TODAY).get() == shown.action


def test_impact_rests_on_a_document_or_on_an_indicator():
    action, indicator = ActionFactory(), IndicatorFactory()
    moved = record_impact(action, indicator=indicator, shows=" Up  4 points ", by=action.owner)
    assert (moved.shows, moved.document) == ("Up 4 points", None)
    for both in ({}, {"indicator": indicator, "document": DocumentFactory()}):
        with pytest.raises(ValidationError) as refusal:
            record_impact(action, shows="More", by=action.owner, **both)
        assert "one of the two" in sentence(refusal)


def test_the_same_impact_is_not_recorded_twice():
    held = ActionImpactFactory()
    with pytest.raises(ValidationError) as refusal:
        record_impact(held.action, document=held.document, shows=held.shows, by=held.action.owner)
    assert "recorded already" in sentence(refusal)


def test_taking_impact_back_needs_a_reason_and_happens_once(director):
    impact = ActionImpactFactory()
    with pytest.raises(ValidationError):
        end_impact(impact, reason=" ", by=director)
    end_impact(impact, reason="Counted twice", by=director)
    with pytest.raises(ValidationError) as refusal:
        end_impact(impact, reason="Again", by=director)
    assert "took this back" in sentence(refusal)
    assert "Counted twice" in sentence(refusal)


def test_its_owner_is_asked_on_my_work_in_the_digest_and_in_the_plan(signed_in, today):
    client = signed_in("contributor")
    action = ActionFactory(
        title="Carers’ passport", owner=client.person, implemented_on=SIX_MONTHS_AGO
    )
    ActionUpdateFactory(action=action, status=Status.COMPLETED)
    ActionFactory(implemented_on=A_DAY_LATER, owner=client.person)
    asked = reverse("record_impact", args=[action.pk])
    assert f'href="{asked}">Carers’ passport' in text_of(client.get(reverse("my_work")))
    sections = {s.heading: s.items for s in digest.of_person(client.person, on=TODAY).sections}
    [item] = sections["What did your actions change?"]
    assert item.words == "Carers’ passport: in use since 22 May 2026. What has it changed?"
    found = client.get(reverse("plan"), {"proof": "wanted"}).context["table"].paginated_rows
    assert [row.record for row in found] == [action]


def test_the_plan_finds_what_was_completed_without_a_document_or_is_not_in_use(signed_in, today):
    client = signed_in("director")
    proved = ActionUpdateFactory(status=Status.COMPLETED, proof=DocumentFactory()).action
    unproved = ActionUpdateFactory(
        status=Status.COMPLETED, action__implemented_on=A_DAY_LATER
    ).action
    ActionUpdateFactory(status=Status.AHEAD)

    def found(proof):
        rows = client.get(reverse("plan"), {"proof": proof}).context["table"].paginated_rows
        return [row.record for row in rows]

    assert found("reason") == [unproved]
    assert found("unused") == [proved]


def test_impact_is_recorded_and_taken_back_on_the_page(signed_in, today):
    client = signed_in("analyst")
    action, indicator = ActionFactory(), IndicatorFactory()
    action.priority.indicators.add(indicator)
    typed = {"indicator": indicator.pk, "shows": "Up 4 points"}
    client.post(reverse("record_impact", args=[action.pk]), typed)
    page = reverse("action", args=[action.pk])
    assert "Up 4 points (indicator" in text_of(client.get(page))
    end = reverse("end_impact", args=[action.impacts.get().pk])
    assert "Say why." in text_of(client.post(end, {"reason": ""}))
    client.post(end, {"reason": "A revision undid it"})
    assert "A revision undid it" in text_of(client.get(page))


def test_a_reviewer_is_not_led_to_a_document_the_library_does_not_list_for_them(signed_in, today):
    update = ActionUpdateFactory(
        status=Status.COMPLETED, proof=DocumentFactory(title="Internal audit")
    )
    ActionImpactFactory(action=update.action, document__title="Held back")
    page = text_of(signed_in("reviewer").get(reverse("action", args=[update.action_id])))
    assert "a document kept by the council" in page
    assert "Internal audit" not in page
    assert "Held back" not in page


def test_a_document_that_proves_an_action_or_shows_its_impact_cannot_be_deleted():
    proof = ActionUpdateFactory(status=Status.COMPLETED, proof=DocumentFactory()).proof
    impact = ActionImpactFactory().document
    for document in (proof, impact):
        with pytest.raises(ValidationError) as refusal:
            disposal.refuse_linked(document)
        assert "shows what was done or changed by the action" in sentence(refusal)


# --- risks ---


def test_a_risk_is_raised_in_words_and_closed_with_a_reason(signed_in, today):
    client = signed_in("contributor")
    action = ActionFactory()
    typed = {"words": "No provider bids", "likelihood": "likely", "impact": "serious"}
    client.post(reverse("raise_risk", args=[action.pk]), typed)
    page = reverse("action", args=[action.pk])
    assert "No provider bids<br><span" in text_of(client.get(page))
    assert "Likely, serious." in text_of(client.get(page))
    risk = action.risks.get()
    client.post(reverse("close_risk", args=[risk.pk]), {"reason": "Two have bid"})
    assert "Closed risks (1)" in text_of(client.get(page))
    assert not action.risks.open().exists()


def test_a_risk_is_closed_once_and_says_why(director):
    risk = ActionRiskFactory()
    with pytest.raises(ValidationError):
        close_risk(risk, reason="", by=director)
    close_risk(risk, reason="Two have bid", by=director)
    with pytest.raises(ValidationError) as refusal:
        close_risk(risk, reason="Again", by=director)
    assert "closed this risk" in sentence(refusal)


def test_a_risk_without_words_or_with_a_strange_likelihood_is_refused(director):
    action = ActionFactory()
    for words, likelihood in (("", "likely"), ("No bids", "certain")):
        with pytest.raises(ValidationError):
            raise_risk(action, words=words, likelihood=likelihood, impact="minor", by=director)
    assert not action.risks.exists()


# --- priorities ---


def test_a_priority_s_outcome_and_indicators_are_changed_with_history(signed_in, today):
    client = signed_in("director")
    priority = PriorityFactory(title="Carers")
    IndicatorFactory(code="1C", title="Carers consulted")
    address = reverse("edit_priority", args=[priority.pk])
    form = client.get(address).context["form"]
    typed = {bound.html_name: bound.value() for bound in form if bound.value()}
    client.post(address, typed | {"outcome": "Carers are heard", "indicators": "1c"})
    assert "Carers are heard" in text_of(client.get(reverse("plan")))
    change = PriorityChange.objects.get().changes
    assert change["What will be different for people"] == ["nothing", "Carers are heard"]
    assert "Who changed what (1)" in text_of(client.get(address))


def test_a_second_editor_of_a_priority_is_told(director):
    priority, other = PriorityFactory(title="Carers"), UserFactory()
    same = {"outcome": "", "indicators": [], "seen_revision": 1}
    edit_priority(priority, title="Unpaid carers", by=other, **same)
    with pytest.raises(ValidationError) as refusal:
        edit_priority(priority, title="Carers first", by=director, **same)
    assert "Somebody else changed this priority" in sentence(refusal)
    assert "from Carers to Unpaid carers" in sentence(refusal)


def test_saving_a_priority_unchanged_leaves_no_trace(director):
    priority = PriorityFactory()
    same = {"title": priority.title, "outcome": "", "indicators": [], "seen_revision": 1}
    edit_priority(priority, by=director, **same)
    assert not PriorityChange.objects.exists()


# --- those who work on it together ---


def test_somebody_whose_account_is_closed_stays_a_collaborator_and_is_not_added(director):
    gone = UserFactory(is_active=False, first_name="Ada", last_name="Gone")
    with pytest.raises(ValidationError) as refusal:
        add_action(PriorityFactory(), title="Do", owner=director, collaborators=[gone], by=director)
    assert sentence(refusal) == "Ada Gone no longer has an account. Leave them out."
    action = ActionFactory()
    action.collaborators.add(gone)
    as_it_is = {name: getattr(action, name) for name in FIELDS}
    linked = {"collaborators": [gone], "statements": [], "indicators": []}
    about = {"seen_revision": 1, "on": TODAY, "by": director}
    edit_action(action, **as_it_is | {"title": "Do it"}, **linked, **about)
    assert Action.objects.get(title="Do it").collaborators.get() == gone
