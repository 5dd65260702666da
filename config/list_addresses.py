"""A list and its file: the page under its address, the file under ``download.csv`` or ``.xlsx``
below it. One view answers all, so what may be seen, chosen and sorted is the same in each."""

from collections.abc import Callable

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.http import require_GET


class FileKind(StringConverter):
    regex = "csv|xlsx"


register_converter(FileKind, "file_kind")


def with_file(route: str, view: Callable, *, name: str) -> list[URLPattern]:
    """``view`` takes ``kind``: None for the page. The file is called ``NAME_download``."""
    file = path(f"{route}download.<file_kind:kind>", require_GET(view), name=f"{name}_download")
    return [path(route, view, name=name), file]
