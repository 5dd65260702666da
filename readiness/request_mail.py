"""The e-mail to the person who has to act next on a request for evidence."""

from smtplib import SMTPException

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from readiness.models import RequestState, RequestStep

SUBJECTS = {
    RequestState.WAITING: "Evidence is wanted from you",
    RequestState.RETURNED: "Your evidence has come back to you",
    RequestState.ANSWERED: "Evidence you asked for is here",
    RequestState.ACCEPTED: "Your evidence is accepted",
    RequestState.WITHDRAWN: "Evidence is no longer wanted from you",
}


def reader_of(step: RequestStep):
    """Who has to know: whoever asked once there is an answer, the colleague otherwise."""
    request = step.request
    return request.asked_by if step.state == RequestState.ANSWERED else request.asked_of


def send(step_id: int, *, site: str) -> None:
    """What went wrong stays on the step, where whoever asked can see it."""
    people = ("request__asked_of", "request__asked_by", "taken_by")
    step = RequestStep.objects.select_related("request__statement", *people).get(pk=step_id)
    reader, state = reader_of(step), RequestState(step.state)
    address = site + reverse("evidence_request", args=[step.request_id])
    context = {"step": step, "wanted": step.request, "reader": reader, "address": address}
    text = render_to_string("readiness/requests/mail.txt", context)
    try:
        send_mail(f"{SUBJECTS[state]}: {step.request.wanted}", text, None, [reader.email])
        problem = ""
    except (SMTPException, OSError):
        problem = f"The e-mail to {reader.email} could not be sent. Tell them yourself."
    RequestStep.objects.filter(pk=step.pk).update(mail_problem=problem)
