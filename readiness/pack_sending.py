"""A pack on its way out: what breaks it raises an alarm, so that the next one leaves it out."""

from collections.abc import Iterator

from evidence import integrity
from evidence.models import DocumentVersion
from readiness.packs import Pack, StoredFileError


def sent(pack: Pack) -> Iterator[bytes]:
    """The ZIP in pieces; StoredFileError where a stored file is not what was added."""
    try:
        yield from pack.stream()
    except StoredFileError as broken:
        versions = DocumentVersion.objects.select_related("document")
        integrity.check_version(versions.get(pk=broken.source.version_id))
        raise
