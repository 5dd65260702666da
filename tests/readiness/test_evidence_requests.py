"""Asking for evidence: what may be done in which state, who is told, and what is refused."""

from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from evidence import intake
from readiness import evidence_requests, request_mail
from readiness.appraising import appraise
from readiness.models import (
    EvidenceAppraisal,
    EvidenceLink,
    EvidenceRequest,
    RequestState,
    RequestStep,
    Strength,
    Verdict,
)
from tests.factories import (
    CategoryFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    EvidenceRequestFactory,
    StatementFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
SITE = "https://evidence.council.example"


def sentence(refusal) -> str:
    return " ".join(refusal.value.messages)


def ask(**fields):
    statement = StatementFactory()
    said = {
        "statement": statement,
        "category": CategoryFactory(framework=statement.framework),
        "wanted": "Minutes of the carers’  forum",
        "asked_of": UserFactory(first_name="Ann", last_name="Lee"),
        "due_on": date(2026, 12, 1),
        "by": UserFactory(first_name="Bo", last_name="Day"),
        "on": TODAY,
    }
    return evidence_requests.ask_for_evidence(**said | fields)


def state_of(request) -> str:
    return EvidenceRequest.objects.with_state().get(pk=request.pk).state


def text_file(words=b"What carers said."):
    return ContentFile(words, name="Minutes.txt")


# --- asking ---


def test_a_request_keeps_who_asked_whom_and_by_when():
    request = ask()
    assert request.wanted == "Minutes of the carers’ forum"
    assert state_of(request) == RequestState.WAITING
    assert request.steps.get().what == "Asked Ann Lee for it by 1 December 2026"


def test_a_request_may_be_wanted_today_but_not_yesterday():
    ask(due_on=TODAY)
    with pytest.raises(ValidationError) as refusal:
        ask(due_on=date(2026, 11, 21))
    assert sentence(refusal) == "21 November 2026 has passed. Give a later day."


def test_somebody_who_has_left_is_not_asked():
    with pytest.raises(ValidationError) as refusal:
        ask(asked_of=UserFactory(first_name="Ann", last_name="Lee", is_active=False))
    assert sentence(refusal) == "Ann Lee no longer has an account. Choose somebody else."


def test_a_category_of_another_framework_is_refused():
    with pytest.raises(ValidationError):
        ask(category=CategoryFactory(framework__slug="another", title="Outcomes"))
    assert not EvidenceRequest.objects.exists()


# --- answering ---


def test_a_new_file_answers_and_is_linked_to_the_statement():
    request = ask()
    step = evidence_requests.answer_with_new(
        request, file=text_file(), shows="Carers want one contact", by=request.asked_of
    )
    link = step.link
    assert (link.statement, link.category) == (request.statement, request.category)
    assert (link.shows, link.linked_by) == ("Carers want one contact", request.asked_of)
    assert state_of(request) == RequestState.ANSWERED


def test_a_document_that_is_linked_there_already_answers_with_that_link():
    request = ask()
    link = EvidenceLinkFactory(statement=request.statement, category=request.category)
    step = evidence_requests.answer_with_document(
        request, document=link.document, shows="", by=request.asked_of
    )
    assert step.link == link
    assert EvidenceLink.objects.count() == 1


def test_a_document_of_the_library_is_linked_by_answering_with_it():
    request, document = ask(), DocumentFactory()
    evidence_requests.answer_with_document(
        request, document=document, shows="Carers want one contact", by=request.asked_of
    )
    assert document.evidence_links.get().statement == request.statement


def test_a_file_the_library_has_already_is_named_and_nothing_is_changed():
    request = ask()
    evidence_requests.answer_with_new(
        ask(), file=text_file(), shows="Something", by=request.asked_of
    )
    with pytest.raises(intake.AlreadyHereError):
        evidence_requests.answer_with_new(
            request, file=text_file(), shows="Something", by=request.asked_of
        )
    assert state_of(request) == RequestState.WAITING


@pytest.mark.parametrize("state", ["answered", "accepted", "withdrawn"])
def test_a_second_answer_is_told_of_the_first(state):
    request, document = EvidenceRequestFactory(state=state), DocumentFactory()
    with pytest.raises(ValidationError) as refusal:
        evidence_requests.answer_with_document(
            request, document=document, shows="Something", by=UserFactory()
        )
    assert "Somebody was here before you" in sentence(refusal)
    assert not document.evidence_links.exists()


# --- checking ---


def test_an_accepted_answer_is_evidence_with_a_strength():
    request = EvidenceRequestFactory(state="answered")
    evidence_requests.accept_answer(request, strength="partial", by=request.asked_by)
    assert state_of(request) == RequestState.ACCEPTED
    link = EvidenceLink.objects.with_appraisal().get()
    assert (link.verdict, link.strength) == (Verdict.ACCEPTED, Strength.PARTIAL)


def test_an_answer_sent_back_is_owed_again_and_can_be_answered_again():
    request = EvidenceRequestFactory(state="answered")
    evidence_requests.return_answer(request, note="It is last year’s.", by=request.asked_by)
    assert state_of(request) == RequestState.RETURNED
    assert request in EvidenceRequest.objects.owed()
    evidence_requests.answer_with_document(
        request, document=DocumentFactory(), shows="This year’s", by=request.asked_of
    )
    assert state_of(request) == RequestState.ANSWERED


def test_an_answer_is_not_sent_back_without_a_reason():
    request = EvidenceRequestFactory(state="answered")
    with pytest.raises(ValidationError) as refusal:
        evidence_requests.return_answer(request, note="  ", by=request.asked_by)
    assert sentence(refusal) == "Say what is missing, so that it can be put right."
    assert state_of(request) == RequestState.ANSWERED


def test_nobody_accepts_their_own_answer():
    request = EvidenceRequestFactory(state="answered")
    with pytest.raises(ValidationError) as refusal:
        evidence_requests.accept_answer(request, strength="strong", by=request.asked_of)
    assert "You put this forward yourself" in sentence(refusal)
    assert state_of(request) == RequestState.ANSWERED


def test_there_is_nothing_to_accept_before_an_answer():
    request = EvidenceRequestFactory()
    with pytest.raises(ValidationError):
        evidence_requests.accept_answer(request, strength="strong", by=request.asked_by)


# --- changing and withdrawing ---


def test_a_request_is_passed_on_and_given_another_day_and_keeps_its_state():
    request = EvidenceRequestFactory(state="returned")
    other = UserFactory(first_name="Cy", last_name="Orr")
    evidence_requests.change_request(
        request,
        asked_of=other,
        due_on=date(2026, 12, 9),
        note="Away",
        by=request.asked_by,
        on=TODAY,
    )
    request.refresh_from_db()
    assert (request.asked_of, request.due_on) == (other, date(2026, 12, 9))
    assert state_of(request) == RequestState.RETURNED
    assert request.steps.first().what.startswith(
        "Changed: wanted by 9 December 2026 instead of 1 December 2026 and asked of Cy Orr"
    )


def test_a_change_that_changes_nothing_is_said():
    request = EvidenceRequestFactory()
    with pytest.raises(ValidationError) as refusal:
        evidence_requests.change_request(
            request, asked_of=request.asked_of, due_on=request.due_on, by=request.asked_by, on=TODAY
        )
    assert "Nothing is different yet" in sentence(refusal)


def test_a_withdrawn_request_says_why_and_is_kept():
    request = EvidenceRequestFactory()
    with pytest.raises(ValidationError):
        evidence_requests.withdraw_request(request, note=" ", by=request.asked_by)
    evidence_requests.withdraw_request(request, note="Found it.", by=request.asked_by)
    assert state_of(request) == RequestState.WITHDRAWN
    assert request.steps.count() == 2


# --- lists ---


@pytest.mark.parametrize(
    ("state", "day", "is_late"),
    [
        (None, 21, True),
        ("returned", 21, True),
        (None, 22, False),
        ("answered", 21, False),
        ("accepted", 21, False),
        ("withdrawn", 21, False),
    ],
)
def test_a_request_is_overdue_once_its_day_has_passed_while_it_is_owed(state, day, is_late):
    made = EvidenceRequestFactory(state=state, due_on=date(2026, 11, day))
    assert EvidenceRequest.objects.overdue(on=TODAY).exists() is is_late
    assert EvidenceRequest.objects.with_state().get(pk=made.pk).is_overdue(on=TODAY) is is_late


def test_what_waits_for_a_check_is_what_was_answered():
    answered = EvidenceRequestFactory(state="answered")
    EvidenceRequestFactory(state="accepted")
    assert list(EvidenceRequest.objects.to_be_checked()) == [answered]


# --- e-mail ---


def told(step) -> mail.EmailMessage:
    request_mail.send(step.pk, site=SITE)
    return mail.outbox[-1]


def test_the_colleague_is_told_with_a_link_straight_to_the_request():
    request = ask(details="The spring meeting.")
    message = told(request.steps.get())
    assert message.to == [request.asked_of.email]
    assert message.subject == "Evidence is wanted from you: Minutes of the carers’ forum"
    assert f"{SITE}/evidence/requests/{request.pk}/" in message.body
    assert "The spring meeting." in message.body


def test_whoever_asked_is_told_of_the_answer():
    request = EvidenceRequestFactory(state="answered")
    message = told(request.steps.first())
    assert message.to == [request.asked_by.email]


def test_the_e_mail_goes_once_the_request_is_saved(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False) as queued:
        ask(site=SITE)
    assert len(queued) == 1


def test_nobody_is_told_of_what_they_did_themselves(django_capture_on_commit_callbacks):
    alone = UserFactory()
    with django_capture_on_commit_callbacks(execute=False) as queued:
        ask(site=SITE, asked_of=alone, by=alone)
    assert queued == []


def test_an_e_mail_that_cannot_be_sent_is_said_on_the_request(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    step = ask().steps.get()
    request_mail.send(step.pk, site=SITE)
    step.refresh_from_db()
    assert step.mail_problem.endswith("could not be sent. Tell them yourself.")


# --- judging evidence that nobody asked for ---


def test_a_link_is_judged_again_and_the_first_judgement_is_kept():
    link, curator = EvidenceLinkFactory(), UserFactory()
    appraise(link, verdict="accepted", strength="strong", by=curator)
    appraise(link, verdict="accepted", strength="weak", note="Out of date", by=curator)
    assert EvidenceLink.objects.with_appraisal().get().strength == Strength.WEAK
    assert EvidenceAppraisal.objects.count() == 2


def test_evidence_nobody_has_judged_has_neither_verdict_nor_strength():
    EvidenceLinkFactory()
    link = EvidenceLink.objects.with_appraisal().get()
    assert (link.verdict, link.strength) == (None, None)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"verdict": "accepted"}, "Choose how strong the evidence is."),
        ({"verdict": "returned"}, "Say what is missing, so that it can be put right."),
        ({"verdict": "perhaps"}, "Choose whether it is accepted or sent back."),
    ],
)
def test_a_judgement_that_lacks_something_says_what(said, answer):
    with pytest.raises(ValidationError) as refusal:
        appraise(EvidenceLinkFactory(), **said, by=UserFactory())
    assert sentence(refusal) == answer
    assert not EvidenceAppraisal.objects.exists()


def test_a_link_that_was_ended_is_not_judged():
    link = EvidenceLinkFactory()
    link.ended_by, link.ended_reason = link.linked_by, "Wrong year."
    link.ended_at = link.linked_at
    link.save()
    with pytest.raises(ValidationError) as refusal:
        appraise(link, verdict="accepted", strength="strong", by=UserFactory())
    assert "Wrong year." in sentence(refusal)


def test_the_database_keeps_no_answer_without_its_evidence():
    step = RequestStep(
        request=EvidenceRequestFactory(),
        state=RequestState.ANSWERED,
        what="Answered",
        taken_by=UserFactory(),
    )
    with pytest.raises(ValidationError, match="An answer needs a document"):
        step.full_clean()
