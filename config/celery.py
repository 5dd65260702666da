"""Celery, in two shapes with one code path.

With ``REDIS_URL`` tasks go through Redis to workers of their own. Without it they go through a
broker in memory to a worker in a thread of this process (``config.background``).
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("golden_thread")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()  # without this the worker's own thread would see a bare Celery application
app.autodiscover_tasks()
