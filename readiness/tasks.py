"""Background work on the judgement: each takes an id and calls one function."""

from celery import shared_task

from readiness import request_mail


@shared_task
def tell_of_request(step_id: int, site: str) -> None:
    request_mail.send(step_id, site=site)
