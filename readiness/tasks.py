"""Background work on the judgement: each takes an id and calls one function."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from readiness import digest_sending, linking, register_import, request_mail, update_mail


@shared_task
def tell_of_request(step_id: int, site: str) -> None:
    request_mail.send(step_id, site=site)


@shared_task
def send_update_reminder(reminder_id: int, site: str) -> None:
    update_mail.send(reminder_id, site=site)


@shared_task
def check_register(pk: int) -> None:
    register_import.check(pk)


@shared_task
def write_register(pk: int) -> None:
    register_import.write(pk)


@shared_task
def send_weekly_digest() -> None:
    digest_sending.send_digests(on=timezone.localdate(), site=settings.SITE_ADDRESS)


@shared_task
def check_what_was_said() -> int:
    return linking.check_what_was_said()


def requeue_unfinished() -> None:
    """What was cut off is done again from its beginning; nothing of it was visible."""
    to_check, to_write = register_import.unfinished()
    for pk in to_check:
        check_register.delay(pk)
    for pk in to_write:
        write_register.delay(pk)
