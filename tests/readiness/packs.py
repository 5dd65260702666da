"""Invented contents for packs that are made without a database."""

import hashlib
import io
from datetime import UTC, date, datetime

from readiness.packs import Contents, Entry, Group, LeftOut, Pack, PackFile, Section

MADE_AT = datetime(2026, 11, 22, 12, 0, 1, tzinfo=UTC)


def pack_file(content=b"What people told us.", name="Survey.pdf", **about):
    about = {
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "version_id": 1,
        "opened": lambda: io.BytesIO(content),
    } | about
    return PackFile(original_name=name, **about)


def entry(title="Carers survey", content=b"What people told us.", name="Survey.pdf", **about):
    return Entry(title, file=pack_file(content, name), **about)


def contents(*entries, left_out=(), group="Assessing needs", theme="Working with people", **about):
    groups = (Group(group, entries=entries, left_out=left_out),)
    about = {"title": "Round 2026: evidence", "council": "Anytown"} | about
    return Contents(
        **about,
        about="What is put forward.",
        made_at=MADE_AT,
        group_word="Quality statement",
        sections=(Section(theme, groups),),
    )


def sample():
    """Two files, a link, one thing left out."""
    return contents(
        entry(says="Carers wait less", pointer="Page 4", kind="People", dated=date(2026, 3, 3)),
        entry("Minutes & notes", b"Minutes." * 1000, "minutes.DOCX"),
        Entry("Our offer", address="https://council.example/offer?a=1&b=2"),
        left_out=(LeftOut("Case notes", "It may hold personal data, and nobody has cleared it."),),
    )


def written(tmp_path, made=None, name="pack.zip"):
    place = tmp_path / name
    place.write_bytes(b"".join(Pack(made or sample()).stream()))
    return place
