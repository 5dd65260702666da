"""What is taken in is decided from the content; what is not is sent back with a reason."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError

from evidence.file_types import recognise
from tests.evidence import samples

TAKEN = [
    (samples.TERMS, "Word"),
    (samples.ACTION_LOG, "OpenDocument text"),
    (samples.GROUPS, "PDF"),
    ("comments-rich-para.docx", "Word"),
    ("r6-owner-password.pdf", "PDF"),
    ("sample.msg", "E-mail"),
    ("email-equals-attachment-filename.eml", "E-mail"),
    ("webp.webp", "Picture"),
]
SENT_BACK = [
    ("SimpleMacro.docm", "macros", "a Word document with macros"),
    ("SimpleMacro.xls", "macros", "an Excel workbook with macros"),
    ("embedded-simple-2007.docx", "embedded", "another file packed inside"),
    ("ExternalEntityInText.docx", "outside", "fetch something from outside"),
    ("ecma376standard_password.docx", "locked", "locked with a password"),
    ("testODTEncrypted.odt", "locked", "locked with a password"),
    ("r4-aes-user-password.pdf", "locked", "a PDF locked with a password"),
    ("Q3 performance.xlsx", "misnamed", "really an Excel file (.xls)"),
    ("Data pack.xlsx", "not_accepted", "a ZIP archive"),
    ("Action plan.jpg", "not_accepted", "a script"),
    ("generated_pdf_plus_zip.pdf", "polyglot", "two files in one"),
    ("bug1020226.pdf", "damaged", "a damaged PDF"),
    ("xlsx-corrupted.xlsx", "damaged", "damaged"),
]
# Folder of the published files: what is expected of every file in it, with the exceptions.
EXPECTED = {
    "active": "sent back",
    "bombs": "taken",
    "corrupt": "sent back",
    "empty": "sent back",
    "encrypted": "sent back",
    "misnamed": "sent back",
    "polyglot": "sent back",
    "real_uk": "taken",
    "scanned": "taken",
    "varied": "taken",
}
OTHERWISE = {
    # Odd in a way that harms nobody: nothing in it is fetched or run.
    "active/xxe_in_schema.xlsx",
    "bombs/generated_docx_150MB_document_xml.docx",
    # Every viewer opens these.
    "corrupt/033689.pdf",
    "corrupt/57272_corrupted_usereditatom.ppt",
    "corrupt/failure-after-repair.pdf",
    "corrupt/pdfjsbad1586.pdf",
    # Restricted or protected, but open to read without a password.
    "encrypted/copy-protected.pdf",
    "encrypted/r6-owner-password.pdf",
    "encrypted/secHandler.pdf",
    "encrypted/workbookProtection-workbook_password-2013.xlsx",
    # Kinds that are not taken in.
    "varied/KSBASE.WK1",
    "varied/testNumbers2013.numbers",
    "varied/testPages2013.pages",
    "varied/testVISIO.vsd",
    "varied/test_files.zip",
}


def refusal_of(file, name):
    with pytest.raises(ValidationError) as caught:
        recognise(file, name)
    return caught.value


@pytest.mark.parametrize(("name", "words"), TAKEN)
def test_documents_councils_have_are_taken_in(name, words):
    assert recognise(samples.sample(name), name).words == words


@pytest.mark.parametrize(("name", "code", "reason"), SENT_BACK)
def test_others_are_sent_back_with_their_name_and_a_reason(name, code, reason):
    refusal = refusal_of(samples.sample(name), name)
    assert refusal.code == code
    assert reason in refusal.message
    assert refusal.message.startswith(f"“{name}”")


def test_every_published_file_is_taken_or_sent_back_as_expected(shared_data):
    documents = shared_data / "documents"
    wrong = []
    with (documents / "MANIFEST.csv").open() as manifest:
        for row in csv.DictReader(manifest):
            path = documents / row["path"]
            with path.open("rb") as file:
                try:
                    recognise(file, path.name)
                    outcome = "taken"
                except ValidationError:
                    outcome = "sent back"
            expected = EXPECTED[path.parent.name]
            if (outcome == expected) == (row["path"] in OTHERWISE):
                wrong.append((row["path"], outcome))
    assert wrong == []


def test_an_empty_file_is_sent_back():
    assert "is empty" in refusal_of(io.BytesIO(), "Minutes.pdf").message


@pytest.mark.parametrize("content", [b"\n", b"   \r\n\t"])
def test_a_file_of_blanks_is_as_good_as_empty(content):
    assert refusal_of(io.BytesIO(content), "table.csv").code == "empty"


def test_the_largest_file_is_taken_and_one_byte_more_is_not(settings):
    settings.MAX_UPLOAD_BYTES = 1000
    assert recognise(io.BytesIO(b"a" * 1000), "Notes.txt").words == "Text"
    refusal = refusal_of(io.BytesIO(b"a" * 1001), "Notes.txt")
    assert refusal.code == "too_large"
    assert "add a link" in refusal.message


def test_a_small_file_that_unpacks_to_something_enormous_is_sent_back():
    bomb = samples.zipped(
        samples.word_parts() | {"word/settings.xml": b"<a/>" + b" " * 120_000_000}
    )
    assert len(bomb) < 1_000_000
    assert refusal_of(io.BytesIO(bomb), "Plan.docx").code == "bomb"


def test_an_archive_with_many_members_is_sent_back():
    many = samples.zipped({f"{n}.txt": "a" for n in range(10_001)})
    assert refusal_of(io.BytesIO(many), "Plan.docx").code == "bomb"


def test_macros_hidden_in_an_ordinary_document_are_found():
    parts = samples.word_parts() | {"word/vbaProject.bin": b"x"}
    assert refusal_of(io.BytesIO(samples.zipped(parts)), "Plan.docx").code == "macros"


def test_a_macro_document_embedded_in_another_is_found():
    inner = samples.zipped(samples.word_parts() | {"word/vbaProject.bin": b"x"})
    outer = samples.zipped(samples.word_parts() | {"word/embeddings/inner.docx": inner})
    assert refusal_of(io.BytesIO(outer), "Plan.docx").code == "embedded"


def test_a_chart_may_bring_its_workbook():
    outer = samples.word_parts() | {"word/embeddings/chart.xlsx": samples.workbook(Waits=[["1"]])}
    assert recognise(io.BytesIO(samples.zipped(outer)), "Plan.docx").words == "Word"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"a,b\n1,2\n", "waits.csv", "CSV"),
        (b"a,b\n1,2\n", "waits", "Text"),
        ("Équipe – £5".encode("cp1252"), "notes.txt", "Text"),
        ("Équipe".encode("utf-16"), "notes.txt", "Text"),
        (b"{\\rtf1\\ansi Minutes}", "Minutes.rtf", "RTF"),
        (
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01",
            "a.png",
            "Picture",
        ),
        (samples.presentation("One"), "Slides.pptx", "PowerPoint"),
        (samples.workbook(Waits=[["Week", "Days"]]), "Waits.xlsx", "Excel"),
    ],
)
def test_plain_and_made_files_are_recognised(content, name, words):
    assert recognise(io.BytesIO(content), name).words == words


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\x00" * 200, "setup.exe"),
        (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "page.txt"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "logo.svg"),
        (b"#!/bin/sh\nrm -rf /\n", "notes.txt"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\x00" * 64, "files.7z"),
        (b"\x00\x01\x02\x03" * 100, "data.csv"),
    ],
)
def test_programs_pages_archives_and_the_unknown_are_sent_back_with_what_is_accepted(content, name):
    refusal = refusal_of(io.BytesIO(content), name)
    assert refusal.code == "not_accepted"
    assert "You can add PDF, Word" in refusal.message


def test_a_packed_object_in_rtf_is_sent_back():
    assert refusal_of(io.BytesIO(b"{\\rtf1 {\\object\\objdata 0105}}"), "a.rtf").code == "embedded"


def test_an_attached_program_makes_an_e_mail_unwelcome():
    mail = (
        b"From: a@b.example\nTo: c@d.example\nSubject: Hello\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\nHi\n'
        b"--x\nContent-Type: application/octet-stream\nContent-Disposition: attachment; "
        b'filename="tool.pdf"\n\n#!/bin/sh\necho hello\n--x--\n'
    )
    refusal = refusal_of(io.BytesIO(mail), "Hello.eml")
    assert refusal.code == "attachment"
    assert "tool.pdf" in refusal.message


def test_a_pdf_named_as_a_program_is_sent_back_with_what_it_really_is():
    refusal = refusal_of(samples.sample(samples.GROUPS), "report.pdf.exe")
    assert "really a PDF file" in refusal.message


def test_a_very_long_name_is_shortened_in_the_sentence():
    assert len(refusal_of(io.BytesIO(), "a" * 300 + ".pdf").message) < 200
