"""Work outside the request where there is no Redis: a Celery worker in a thread of this process.

The tasks, their queue and their code path are those of a real installation; only the broker is
memory. Memory keeps nothing, so what was unfinished when the process ended is queued again when
the next one starts: each app's ``tasks.requeue_unfinished()`` reads that from its own rows.
"""

import importlib
import logging
import threading

from celery import signals
from celery.beat import Scheduler
from celery.result import _set_task_join_will_block
from celery.worker import WorkController, state
from django.apps import apps
from django.db import connections
from django.utils.module_loading import module_has_submodule

from config.celery import app

log = logging.getLogger(__name__)

SECONDS_TO_FINISH = 30


class EmbeddedClock:
    """Queues what ``CELERY_BEAT_SCHEDULE`` says, when it says.

    It remembers nothing: what fell due while no process ran is queued by ``requeue_unfinished``.
    """

    LONGEST_SLEEP = 1.0  # seconds, so that it stops soon

    def __init__(self):
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clock", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(SECONDS_TO_FINISH)

    def _run(self) -> None:
        scheduler = Scheduler(app, max_interval=self.LONGEST_SLEEP)
        while not self._stopping.is_set():
            # A moment that passed while tasks were queued is a wait below nothing: no wait at all.
            self._stopping.wait(min(scheduler.tick() or self.LONGEST_SLEEP, self.LONGEST_SLEEP))


class EmbeddedWorker:
    """``start()`` returns once tasks are taken; ``stop()`` lets the running one finish."""

    def __init__(self, *, concurrency: int = 1):
        self.concurrency = concurrency
        self.clock = EmbeddedClock()
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        app.finalize()
        app.set_default()
        signals.task_postrun.connect(close_connections)
        controller = WorkController(
            app=app,
            hostname="embedded@localhost",
            pool_cls="threads",
            concurrency=self.concurrency,
            loglevel="WARNING",
            ready_callback=lambda consumer: self._ready.set(),
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        self._thread = threading.Thread(target=controller.start, name="worker", daemon=True)
        self._thread.start()
        self._ready.wait(SECONDS_TO_FINISH)
        _set_task_join_will_block(False)  # this process also serves pages, and may wait

    def stop(self) -> None:
        if self._thread is None:
            return
        self.clock.stop()
        state.should_stop = 0
        self._thread.join(SECONDS_TO_FINISH)
        state.should_stop = None
        self._thread = None


def close_connections(sender, **kwargs) -> None:
    """A worker's thread gives its database connection back after every task."""
    if not sender.request.is_eager:
        connections.close_all()


def requeue_unfinished() -> None:
    """Queue again what the process before this one did not finish."""
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "tasks"):
            tasks = importlib.import_module(f"{config.name}.tasks")
            if hasattr(tasks, "requeue_unfinished"):
                tasks.requeue_unfinished()


def start_embedded_worker() -> EmbeddedWorker:
    """What the demo's web process calls when it is ready to serve."""
    worker = EmbeddedWorker(concurrency=2)
    worker.start()
    worker.clock.start()
    try:
        requeue_unfinished()
    finally:
        connections.close_all()
    return worker
