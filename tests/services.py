"""What some tests need from the machine, and whether it is there.

Without it the test is skipped and says why; with CI=true that is a failure, so that nothing
passes there by not being run.
"""

import os
import shutil
from functools import cache
from pathlib import Path

import psycopg
import pytest
import redis
from django.conf import settings

CHROMIUM = os.environ.get("CHROMIUM", "")
# A database of its own for each run's broker, above those that tests/environment.py gives out.
BROKER_DATABASE = 8 + os.getpid() % 8
REDIS_URL = os.environ.get("TEST_REDIS_URL", f"redis://127.0.0.1:6379/{BROKER_DATABASE}")
POSTGRESQL_URL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1/postgres")


def chromium() -> str:
    """Path of a Chromium on this machine, empty where there is none."""
    places = [CHROMIUM, shutil.which("chromium"), shutil.which("google-chrome")]
    return next((place for place in places if place and Path(place).exists()), "")


@cache
def why_no_browser() -> str:
    return "" if chromium() else "no Chromium on this machine (install it, or set CHROMIUM)"


@cache
def why_no_redis() -> str:
    try:
        redis.Redis.from_url(REDIS_URL, socket_connect_timeout=2).ping()
    except redis.RedisError as error:
        return f"no Redis at TEST_REDIS_URL ({type(error).__name__})"
    return ""


@cache
def why_no_postgresql() -> str:
    try:
        psycopg.connect(POSTGRESQL_URL, connect_timeout=2).close()
    except psycopg.Error as error:
        return f"no PostgreSQL at TEST_DATABASE_URL ({type(error).__name__})"
    return ""


def why_no_scanner() -> str:
    return "" if shutil.which("clamd") else "no ClamAV on this machine (clamd)"


def why_no_reader_of_scans() -> str:
    return "" if shutil.which("tesseract") else "no tesseract on this machine"


NEEDS = {
    "browser": why_no_browser,
    "redis": why_no_redis,
    "postgresql": why_no_postgresql,
    "clamav": why_no_scanner,
    "tesseract": why_no_reader_of_scans,
}


def must_be_there() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}


def require_what_is_marked(item) -> None:
    """Skip a test whose service is missing and say why; with CI=true, fail it."""
    for need in sorted(NEEDS.keys() & {mark.name for mark in item.iter_markers()}):
        if reason := NEEDS[need]():
            (pytest.fail if must_be_there() else pytest.skip)(reason)
        if need == "postgresql" and not on_postgresql():
            pytest.skip("this run is on SQLite; `make test-postgresql` runs it")


def on_postgresql() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
