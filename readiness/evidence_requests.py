"""Asking a colleague for a document: asked, answered, accepted or sent back, or withdrawn.

Each change is a step of its own, and whoever has to act next is told by e-mail once it is saved.
``site`` is where this installation is reached, for the link in that e-mail; left out, none is sent.
``seen`` is the request's ``revision`` as somebody read it: what happened since, they are told.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from config.second_editor import MOVED_ON
from config.wording import day_in_words, moment_in_words, name_of
from readiness import request_mail, tasks
from readiness.appraising import appraise
from readiness.linking import add_evidence, link_evidence
from readiness.models import (
    EvidenceCategory,
    EvidenceLink,
    EvidenceRequest,
    RequestState,
    RequestStep,
    Statement,
    Verdict,
)
from readiness.models.requests import OPEN, OWED


@transaction.atomic
def ask_for_evidence(
    *,
    statement: Statement,
    category: EvidenceCategory,
    wanted: str,
    asked_of,
    due_on: date,
    by,
    on: date,
    details: str = "",
    site: str = "",
) -> EvidenceRequest:
    _refuse_other_framework(statement, category)
    _refuse_past(due_on, on)
    _refuse_absent(asked_of)
    request = EvidenceRequest(
        statement=statement,
        category=category,
        wanted=" ".join(wanted.split()),
        details=details.strip(),
        asked_of=asked_of,
        asked_by=by,
        due_on=due_on,
    )
    request.full_clean()
    request.save()
    what = f"Asked {name_of(asked_of)} for it by {day_in_words(due_on)}"
    _take(request, RequestState.WAITING, what=what, by=by, site=site)
    return request


@transaction.atomic
def answer_with_document(request, *, document, shows, by, location="", site="") -> RequestStep:
    """Answer with a document the library has: the link there is for it, or a new one."""
    request = _held(request, OWED)
    link = (
        EvidenceLink.objects.live()
        .filter(document=document, statement=request.statement_id, category=request.category_id)
        .first()
    )
    if link is None:
        about = {"statement": request.statement, "category": request.category}
        link = link_evidence(document, shows=shows, location=location, by=by, **about)
    return _answer(request, link, by=by, site=site)


def answer_with_new(request, *, shows, by, file=None, address="", site="", **about) -> RequestStep:
    """Answer with a file or web address that is added to the library.

    Raises ``intake.AlreadyHereError`` with the document where the library has it already.
    """
    _refuse_unless(_with_state(request), OWED)
    with transaction.atomic():
        document = add_evidence(
            statements=[request.statement],
            category=request.category,
            shows=shows,
            by=by,
            file=file,
            address=address,
            **about,
        )
        held = _held(request, OWED)
        return _answer(held, document.evidence_links.get(), by=by, site=site)


@transaction.atomic
def accept_answer(
    request, *, strength: str, by, note: str = "", site: str = "", seen: int | None = None
) -> RequestStep:
    """The curator takes it as evidence, and says how strong it is."""
    request = _held(request, (RequestState.ANSWERED,), seen=seen)
    link = answer_of(request)
    appraise(link, verdict=Verdict.ACCEPTED, strength=strength, note=note, by=by)
    return _take(request, RequestState.ACCEPTED, what="Accepted", note=note, by=by, site=site)


@transaction.atomic
def return_answer(
    request, *, note: str, by, site: str = "", seen: int | None = None
) -> RequestStep:
    """What was given is not it yet: the request is owed again, and says why."""
    request = _held(request, (RequestState.ANSWERED,), seen=seen)
    link = answer_of(request)
    if link.ended_at is None:  # otherwise there is nothing left to judge
        appraise(link, verdict=Verdict.RETURNED, note=note, by=by)
    what = f"Sent back to {name_of(request.asked_of)}"
    return _take(request, RequestState.RETURNED, what=what, note=note, by=by, site=site)


@transaction.atomic
def change_request(
    request,
    *,
    asked_of,
    due_on: date,
    by,
    on: date,
    note: str = "",
    site: str = "",
    seen: int | None = None,
) -> RequestStep:
    """Pass it to somebody else, or give it another day."""
    request = _held(request, OWED, seen=seen)
    changes = []
    if due_on != request.due_on:
        _refuse_past(due_on, on)
        changes.append(
            f"wanted by {day_in_words(due_on)} instead of {day_in_words(request.due_on)}"
        )
    if asked_of.pk != request.asked_of_id:
        _refuse_absent(asked_of)
        changes.append(f"asked of {name_of(asked_of)} instead of {name_of(request.asked_of)}")
    if not changes:
        raise ValidationError("Nothing is different yet. Choose another person or another day.")
    state = request.state
    request.asked_of, request.due_on = asked_of, due_on
    request.save(update_fields=["asked_of", "due_on"])
    what = f"Changed: {' and '.join(changes)}"
    return _take(request, state, what=what, note=note, by=by, site=site)


@transaction.atomic
def withdraw_request(request, *, note: str, by, site: str = "") -> RequestStep:
    request = _held(request, OPEN)
    if not note.strip():
        raise ValidationError({"note": "Say why it is no longer wanted."})
    return _take(request, RequestState.WITHDRAWN, what="Withdrawn", note=note, by=by, site=site)


def answer_of(request) -> EvidenceLink:
    """The evidence that was last given in answer."""
    return request.steps.filter(link__isnull=False).select_related("link").first().link


def _answer(request, link: EvidenceLink, *, by, site: str) -> RequestStep:
    what = f"Answered with “{link.document.title}”"[:300]
    return _take(request, RequestState.ANSWERED, what=what, link=link, by=by, site=site)


def _take(request, state, *, what, by, site, note="", link=None) -> RequestStep:
    step = RequestStep(
        request=request, state=state, what=what, note=note.strip(), link=link, taken_by=by
    )
    step.full_clean()
    step.save()
    # Nobody is told of what they did themselves.
    if site and request_mail.reader_of(step).pk != by.pk:
        transaction.on_commit(lambda: tasks.tell_of_request.delay(step.pk, site))
    return step


def _with_state(request) -> EvidenceRequest:
    return EvidenceRequest.objects.with_state().get(pk=request.pk)


def _held(request, states, *, seen: int | None = None) -> EvidenceRequest:
    """The request, locked, in one of the states in which this may be done to it, as it was seen."""
    EvidenceRequest.objects.select_for_update().get(pk=request.pk)
    request = _with_state(request)
    _refuse_unless(request, states, seen=seen)
    return request


def _refuse_unless(request, states, *, seen: int | None = None) -> None:
    if request.state in states and seen in (None, request.revision):
        return
    last = request.steps.select_related("taken_by").first()
    raise ValidationError(
        f"Somebody was here before you: {name_of(last.taken_by)}, "
        f"{moment_in_words(last.taken_at)}: {last.what}. Nothing of yours is changed.",
        code=MOVED_ON,
    )


def _refuse_other_framework(statement, category) -> None:
    if statement.framework_id != category.framework_id:
        raise ValidationError(
            {"category": f"{category.title} does not belong to {statement.title}."}
        )


def _refuse_past(due_on: date, on: date) -> None:
    if due_on < on:
        raise ValidationError({"due_on": f"{day_in_words(due_on)} has passed. Give a later day."})


def _refuse_absent(person) -> None:
    if not person.is_active:
        raise ValidationError(
            {"asked_of": f"{name_of(person)} no longer has an account. Choose somebody else."}
        )
