"""Data packs for tests, brought as far as a test needs them."""

from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from indicators import data_pack_writing, data_packs
from indicators.models import DataPack, Outturn

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "ascof_sample.ods"


def upload(content: bytes, name="release.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def previewed(by, content: bytes) -> DataPack:
    pack, _ = data_packs.receive(file=upload(content), by=by)
    return data_packs.preview(pack)


def in_use(by, content: bytes) -> DataPack:
    pack = data_packs.confirm(previewed(by, content), by=by)
    return data_pack_writing.write(pack)


def bury(year=2024) -> Outturn:
    """The current figure of the small release's one measure."""
    return Outturn.objects.current().get(
        area__code="E08000002", indicator__code="1A", period__starts_on=date(year, 4, 1)
    )
