"""Real background work for tests: the demo's worker in this process, or one behind Redis."""

import contextlib
import os
import subprocess
import sys
import time

import redis
from django.db import connection
from kombu import pools

from config.background import EmbeddedWorker
from config.celery import app
from tests import services


def eventually(condition, *, within: float = 30):
    """What ``condition()`` gives once it is true; fails when it is not within so many seconds."""
    ends = time.monotonic() + within
    while not (outcome := condition()):
        assert time.monotonic() < ends, f"not true within {within} seconds"
        time.sleep(0.05)
    return outcome


@contextlib.contextmanager
def tasks_sent_to(address: str):
    """Tasks leave this process for the broker at the address, rather than run at once."""
    said = {
        "task_always_eager": False,
        "broker_url": address,
        "broker_transport_options": {"polling_interval": 0.05},
    }
    before = {name: app.conf[name] for name in said}
    app.conf.update(said)
    forget_connections()
    try:
        yield
    finally:
        app.conf.update(before)
        forget_connections()


def forget_connections() -> None:
    """Celery keeps its connections to a broker; the next task is to look up the address again."""
    pools.reset()
    app._after_fork()


@contextlib.contextmanager
def embedded_worker():
    worker = EmbeddedWorker()
    with tasks_sent_to("memory://localhost/"):
        with app.connection_for_write() as broker:
            broker.default_channel.queue_purge(app.conf.task_default_queue)
        worker.start()
        try:
            yield worker
        finally:
            worker.stop()


@contextlib.contextmanager
def worker_process(settings):
    """A ``celery worker`` on the test database, in a Redis database emptied before and after."""
    broker = redis.Redis.from_url(services.REDIS_URL)
    broker.flushdb()
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool", "solo"],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "MODE": "test",
            "DATABASE_URL": address_of_the_test_database(),
            "REDIS_URL": services.REDIS_URL,
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        },
    )
    try:
        with tasks_sent_to(services.REDIS_URL):
            yield process
    finally:
        process.terminate()
        process.wait(timeout=30)
        broker.flushdb()


def address_of_the_test_database() -> str:
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    who = f"{known['USER']}:{known['PASSWORD']}@" if known["USER"] else ""
    return f"postgres://{who}{known['HOST']}:{known['PORT'] or 5432}/{known['NAME']}"
