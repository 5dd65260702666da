"""A PDF may carry scripts, programs to start and other files, in the open or packed away."""

import io
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence import extraction, file_types, limited_reader, refusals
from readiness.demo import files

PLAIN = files.pdf("Minutes", ["Waits fell."])
SCRIPT = b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"


def with_in_catalogue(more: bytes) -> bytes:
    """The same page, with more said at the top of the document; readers mend the table."""
    return PLAIN.replace(b"/Type /Catalog", b"/Type /Catalog " + more, 1)


def with_packed(more: bytes) -> bytes:
    """Said in an object that is compressed, as Word and Acrobat do."""
    packed = zlib.compress(b"9 0 << " + more + b" >>")
    head = f"9 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {len(packed)} >>"
    made = head.encode() + b"\nstream\n" + packed + b"\nendstream\nendobj\n"
    return PLAIN.replace(b"xref\n", made + b"xref\n", 1)


def recognised(content):
    return file_types.recognise(SimpleUploadedFile("Minutes.pdf", content), "Minutes.pdf")


def test_a_plain_pdf_carries_nothing():
    assert limited_reader.held_in_pdf(PLAIN) == set()
    assert recognised(PLAIN).words == "PDF"


@pytest.mark.parametrize("made", [with_in_catalogue, with_packed])
@pytest.mark.parametrize(
    ("more", "words"),
    [
        (SCRIPT, "with a script in it"),
        (b"/OpenAction << /S /Java#53cript /J#53 (app.alert(1)) >>", "with a script in it"),
        (b"/AA << /O << /S /Launch /F (calc.exe) >> >>", "a call to start a program"),
        (b"/Names << /EmbeddedFiles << /X << /Type /EmbeddedFile >> >> >>", "packed inside it"),
    ],
)
def test_what_does_more_than_show_pages_is_sent_back(made, more, words):
    with pytest.raises(refusals.RefusedFileError, match=words):
        recognised(made(more))


def test_words_about_scripts_on_a_page_are_no_script():
    assert recognised(files.pdf("Minutes", ["We use JavaScript and Launch events."])).words == "PDF"


def test_a_stream_that_unpacks_without_end_is_read_so_far_and_no_further(monkeypatch):
    monkeypatch.setattr(limited_reader, "MOST_UNPACKED", 1024)
    assert limited_reader.held_in_pdf(with_packed(b" " * 4096 + SCRIPT)) == set()
    assert len(limited_reader.unpack(zlib.compress(b"a" * 10_000), 100)) == 100


def test_a_stream_that_is_not_compressed_as_it_says_hurts_nothing():
    assert limited_reader.unpack(b"nonsense", 100) == b""


def test_a_damaged_pdf_carries_nothing_that_is_known():
    opened, holds = extraction.look_into_pdf(io.BytesIO(b"%PDF-1.4 nonsense"))
    assert (opened, holds) == (extraction.Opened.DAMAGED, frozenset())
