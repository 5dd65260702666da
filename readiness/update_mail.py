"""The e-mail that leads an owner straight to the updates they owe."""

from smtplib import SMTPException

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from config.addresses import address_of
from readiness.models import Action, UpdateDeadline, UpdateReminder
from readiness.quarters import Quarter, usual_deadline


def update_address(action_id: int, quarter: Quarter) -> str:
    """The form for this action and quarter; who is not signed in comes back to it."""
    return f"{address_of('update_action', action_id)}?quarter={quarter.starts_on.isoformat()}"


def send(reminder_id: int, *, site: str) -> None:
    """What went wrong stays on the reminder, where whoever asked can see it."""
    reminder = UpdateReminder.objects.select_related("person", "asked_by").get(pk=reminder_id)
    quarter = Quarter(reminder.quarter_starts_on)
    owed = Action.objects.owing_update(quarter).filter(owner=reminder.person)
    actions = [
        {"title": title, "address": site + update_address(pk, quarter)}
        for pk, title in owed.order_by("due_on", "pk").values_list("pk", "title")
    ]
    if not actions:  # written since
        return
    deadline = UpdateDeadline.objects.filter(quarter_starts_on=quarter.starts_on).first()
    context = {
        "person": reminder.person,
        "asked_by": reminder.asked_by,
        "quarter": quarter,
        "due_on": deadline.due_on if deadline else usual_deadline(quarter),
        "actions": actions,
    }
    subject = f"{quarter}: how are your actions going?"
    text = render_to_string("readiness/plan_quarter/mail.txt", context)
    message = EmailMultiAlternatives(subject, text, None, [reminder.person.email])
    html = render_to_string("readiness/plan_quarter/mail.html", context)
    message.attach_alternative(html, "text/html")
    try:
        message.send()
    except (SMTPException, OSError):
        problem = f"The e-mail to {reminder.person.email} could not be sent. Tell them yourself."
        UpdateReminder.objects.filter(pk=reminder.pk).update(mail_problem=problem)
