"""Work outside the request: the same task through the demo's own worker and through Redis."""

import threading

import pytest
from celery import shared_task
from django.db import connection

from config import background
from config.celery import app
from indicators.models import Area
from tests.background import eventually


@shared_task
def name_an_area(code, name):
    Area.objects.filter(code=code).update(name=f"{name}, by {threading.current_thread().name}")


def test_tasks_run_at_once_in_tests_that_do_not_ask_for_a_worker(home_council):
    name_an_area.delay(home_council.code, "Bury")
    home_council.refresh_from_db()
    assert home_council.name == f"Bury, by {threading.current_thread().name}"


def test_the_embedded_worker_runs_a_task_outside_the_thread_that_asked(
    background_worker, home_council
):
    name_an_area.delay(home_council.code, "Bury")
    eventually(lambda: Area.objects.exclude(name="Bury").exists())
    home_council.refresh_from_db()
    assert threading.current_thread().name not in home_council.name


def test_the_embedded_worker_goes_on_after_a_task_that_failed(background_worker, home_council):
    fail.delay()
    name_an_area.delay(home_council.code, "Still here")
    assert eventually(lambda: Area.objects.filter(name__startswith="Still here").exists())


def test_the_embedded_worker_takes_many_tasks_in_turn(background_worker, db):
    for number in range(50):
        make_an_area.delay(number)
    assert eventually(lambda: Area.objects.count() == 50)


def test_the_embedded_worker_can_be_stopped_and_started_again(background_worker, home_council):
    background_worker.stop()
    background_worker.start()
    name_an_area.delay(home_council.code, "Again")
    assert eventually(lambda: Area.objects.filter(name__startswith="Again").exists())


def test_the_embedded_clock_goes_on_when_a_moment_has_already_passed(monkeypatch):
    ticks = []

    class LateScheduler:
        def __init__(self, *args, **kwargs):
            pass

        def tick(self):
            ticks.append(len(ticks))
            return -1 if len(ticks) < 3 else 0

    monkeypatch.setattr(background, "Scheduler", LateScheduler)
    clock = background.EmbeddedClock()
    clock.start()
    try:
        eventually(lambda: len(ticks) >= 3)
    finally:
        clock.stop()


def test_a_task_that_runs_at_once_leaves_the_connection_open(db):
    connection.ensure_connection()
    fail.apply(throw=False)
    assert connection.is_usable()


def test_the_worker_and_the_pages_share_one_celery_application():
    assert name_an_area.app is not None
    assert app.current_task is None


@pytest.mark.redis
@pytest.mark.xdist_group("redis")
def test_a_worker_behind_redis_answers(redis_worker):
    assert eventually(lambda: app.control.ping(timeout=1))


@shared_task
def fail():
    raise RuntimeError("on purpose")


@shared_task
def make_an_area(number):
    Area.objects.create(code=f"E06{number:06d}", name=f"Council {number}", kind=Area.Kind.COUNCIL)
