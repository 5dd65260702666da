"""Text is taken out in a process with limits; a hostile file ends in a sentence, never a hang."""

import io

import pytest

from evidence import extraction, limited_reader, process_limits
from evidence.extraction import CannotReadError, Opened
from evidence.file_types import TYPES
from tests.evidence import samples


def text_of(content, key):
    return extraction.extract(io.BytesIO(content), TYPES[key].media_type)


def test_a_pdf_gives_its_pages():
    extracted = text_of(samples.sample(samples.GROUPS).read(), "pdf")
    assert extracted.page_count == 1
    assert "Falkirk" in extracted.pages[0]


def test_a_word_document_without_page_breaks_is_one_piece():
    extracted = text_of(samples.zipped(samples.word_parts("Waiting times fell.")), "docx")
    assert extracted.pages == ("Waiting times fell.",)
    assert extracted.page_count is None


def test_slides_are_pages():
    extracted = text_of(samples.presentation("Carers first", "Waits fell"), "pptx")
    assert extracted.pages == ("Carers first", "Waits fell")
    assert extracted.page_count == 2


def test_sheets_are_pages_led_by_their_names():
    extracted = text_of(samples.workbook(Waits=[["Week", "Days"]], Carers=[["Asked"]]), "xlsx")
    assert extracted.page_count == 2
    assert extracted.pages[0].startswith("Waits\n")
    assert "Days" in extracted.pages[0]
    assert "Asked" in extracted.pages[1]


@pytest.mark.parametrize(
    ("name", "key", "word"),
    [
        (samples.TERMS, "doc", "TERMS OF REFERENCE"),
        (samples.ACTION_LOG, "odt", "Action Log"),
        ("email-equals-attachment-filename.eml", "eml", "Odd filename"),
        ("sample.msg", "msg", "sample email"),
    ],
)
def test_other_kinds_give_their_words(name, key, word):
    extracted = text_of(samples.sample(name).read(), key)
    assert word.replace(" ", "").lower() in extracted.pages[0].replace(" ", "").lower()


def test_an_e_mail_s_attachments_are_named():
    letter = samples.sample("email-equals-attachment-filename.eml").read()
    assert "Attachments: odd=file=name.txt" in text_of(letter, "eml").pages[0]


def test_a_picture_of_a_page_has_no_text():
    assert not text_of(samples.presentation("", ""), "pptx").has_text


@pytest.mark.parametrize("key", ["pdf", "docx", "xlsx", "pptx", "odt", "doc", "xls"])
def test_nonsense_ends_in_a_sentence(key):
    with pytest.raises(CannotReadError, match="can be downloaded"):
        text_of(b"nonsense " * 100, key)


def test_reading_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(extraction, "SECONDS", 0.001)
    with pytest.raises(CannotReadError, match="took too long"):
        text_of(samples.sample(samples.GROUPS).read(), "pdf")


def test_a_pdf_is_opened_to_see_whether_it_is_locked_or_damaged():
    def opened(name):
        return extraction.open_pdf(samples.sample(name))

    assert opened(samples.GROUPS) is Opened.OPENED
    assert opened("r6-owner-password.pdf") is Opened.OPENED
    assert opened("r4-aes-user-password.pdf") is Opened.LOCKED
    assert opened("bug1020226.pdf") is Opened.DAMAGED


def test_the_reader_can_write_no_file_and_has_limits(tmp_path, monkeypatch):
    probe = tmp_path / "probe.py"
    probe.write_text(
        "import sys, json, resource\n"
        f"sys.path.insert(0, {str(extraction.READER.parent)!r})\n"
        "import process_limits\n"
        "process_limits.limit()\n"
        "try:\n"
        "    with open('made.txt', 'w') as made:\n"
        "        made.write('x' * 10)\n"
        "    wrote = True\n"
        "except OSError:\n"
        "    wrote = False\n"
        "try:\n"
        "    bytearray(2 * 1024 ** 3)\n"
        "    took = True\n"
        "except MemoryError:\n"
        "    took = False\n"
        "cpu = resource.getrlimit(resource.RLIMIT_CPU)[0]\n"
        "print(json.dumps({'wrote': wrote, 'took': took, 'cpu': cpu}))\n"
    )
    monkeypatch.setattr(extraction, "READER", probe)
    answer = extraction.run("read", "text/plain", io.BytesIO(b"x"), 30)
    assert answer == {"wrote": False, "took": False, "cpu": process_limits.CPU_SECONDS}


def test_text_is_cleaned_of_what_a_database_refuses():
    assert (
        limited_reader.clean("\uf0b7an\x00e\ufb03cient\r\nwait\x02\ning \ud800 \n")
        == "an efficient\nwaiting"
    )


def test_no_more_text_is_kept_than_the_limit():
    kept = limited_reader.within_limits(["a" * 500_000] * 30)
    assert max(map(len, kept)) == limited_reader.LONGEST_PAGE
    assert sum(map(len, kept)) == limited_reader.MOST_CHARACTERS
    assert len(kept) == 30


def test_every_hostile_file_ends(shared_data):
    for folder in ("corrupt", "bombs", "encrypted", "active"):
        for path in sorted((shared_data / "documents" / folder).iterdir()):
            kind = next(
                (kind for kind in TYPES.values() if path.suffix.lower() in kind.extensions), None
            )
            if kind is None:
                continue
            with path.open("rb") as file:
                assert outcome_of(file, kind.media_type) in {"read", "cannot be read"}


def outcome_of(file, media_type):
    try:
        extraction.extract(file, media_type)
    except CannotReadError:
        return "cannot be read"
    return "read"
