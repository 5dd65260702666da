"""Addresses by name, each worked out once: ``reverse`` takes a tenth of a millisecond, and lists
ask it for every row. An address depends on nothing but what it is asked by, so none goes stale.
"""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

MOST_KEPT = 20_000


def address_of(name: str, *args, **kwargs) -> str:
    """``reverse(name, args=args, kwargs=kwargs)``, and as it raises ``NoReverseMatch``."""
    urls = get_urlconf() or settings.ROOT_URLCONF
    return _address(name, args, tuple(kwargs.items()), urls, get_script_prefix())


@lru_cache(maxsize=MOST_KEPT)
def _address(name, args, kwargs, urls, prefix) -> str:
    return reverse(name, urls, args, dict(kwargs))
