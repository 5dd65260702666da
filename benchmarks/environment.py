"""Benchmarks run as the demo does, on a database of their own, unless told otherwise."""

import os
from pathlib import Path

import django

VAR = Path(__file__).resolve().parent.parent / "var"


def prepare(*, database: str = "benchmark.sqlite3") -> None:
    """Settings and applications; call before importing any model."""
    VAR.mkdir(exist_ok=True)
    os.environ.setdefault("MODE", "demo")
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{VAR / database}")
    os.environ.setdefault("MEDIA_ROOT", str(VAR / "benchmark-media"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
