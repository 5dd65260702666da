"""Loaded before Django's settings (see pyproject.toml): tests need no environment of their own."""

import os

os.environ.setdefault("MODE", "test")
# Playwright runs its own event loop in the tests' thread; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Tests run side by side share one Redis server: each worker takes a database of its own.
if "REDIS_URL" in os.environ and "PYTEST_XDIST_WORKER" in os.environ:
    server, _, number = os.environ["REDIS_URL"].rpartition("/")
    own = int(number) + 1 + int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    os.environ["REDIS_URL"] = f"{server}/{own}"
