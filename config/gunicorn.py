"""The web server. Threads share one process, so the demo can keep its background work in it."""

import multiprocessing
import os

from django.conf import settings

from config import background

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
# Without Redis the queue is in this process's memory: there can be only one process.
workers = int(os.environ.get("WEB_WORKERS", "0")) or (
    multiprocessing.cpu_count() if settings.REDIS_URL else 1
)
if not settings.REDIS_URL:
    workers = 1
timeout = 120
graceful_timeout = 30
max_requests_jitter = 50
# A worker is renewed now and then, but not one that carries the background work.
max_requests = 2000 if settings.REDIS_URL else 0
loglevel = "warning"
control_socket_disable = True


def when_ready(server):
    server.log.info("Listening on %s", bind)
    if settings.MODE == "demo":
        print(f"\n  Golden Thread is at http://{bind}/ (Ctrl+C stops it)\n", flush=True)


def post_worker_init(worker):
    if not settings.REDIS_URL:
        worker.background = background.start_embedded_worker()


def worker_exit(server, worker):
    if embedded := getattr(worker, "background", None):
        embedded.stop()
