"""A pack: what is in it, where, how its index leads there, and that it never goes out broken."""

import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from readiness import sealed_pack
from readiness.packs import HELD, Pack, StoredFileError
from readiness.sealed_pack import Stored
from tests.readiness.packs import contents, entry, pack_file, sample, written


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.ids = [], set()

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.ids.add(said.get("id"))
        if tag == "a":
            self.found.append(said["href"])


def opened(pack):
    return zipfile.ZipFile(io.BytesIO(b"".join(pack.stream())))


def page_of(pack):
    return opened(pack).read("index.html").decode()


def test_documents_stand_by_theme_and_item():
    names = opened(Pack(sample())).namelist()
    folder = "1 Working with people/1.1 Assessing needs"
    assert names == [
        "index.html",
        "index.xlsx",
        "manifest.json",
        "SHA256SUMS",
        f"{folder}/Carers survey.pdf",
        f"{folder}/Minutes & notes.docx",
    ]


def test_a_document_put_forward_twice_is_in_the_pack_once_and_linked_twice():
    pack = Pack(contents(entry(), entry("The survey again")))
    assert len(pack.documents) == 1
    assert page_of(pack).count("Carers%20survey.pdf") == 2


def test_every_link_of_the_page_leads_to_a_file_a_part_or_the_web():
    hostile = entry('../<b>"x"</b>&é 100% #1?', name="a.pdf")
    package = opened(Pack(contents(*sample().sections[0].groups[0].entries, hostile)))
    links = Links()
    links.feed(package.read("index.html").decode())
    for link in links.found:
        if link.startswith("#"):
            assert link[1:] in links.ids
        elif not link.startswith("https://"):
            assert unquote(link) in package.namelist()
    assert len([link for link in links.found if link.endswith(".pdf")]) == 2


def test_titles_cannot_put_markup_into_the_page():
    page = page_of(Pack(contents(entry("<script>alert(1)</script>"))))
    assert "<script>" not in page


def test_the_page_asks_nothing_of_the_network():
    assert not re.search(r"<(link|script|img|iframe)\b|url\(|@import", page_of(Pack(sample())))


def test_every_link_of_the_workbook_leads_to_a_file_of_the_pack():
    package = opened(Pack(contents(entry("100% [draft] #1 & ^{x}"), entry("B", b"b"))))
    book = zipfile.ZipFile(io.BytesIO(package.read("index.xlsx")))
    links = book.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    targets = [unquote(each).replace("\\", "/") for each in re.findall(r'Target="([^"]+)"', links)]
    assert len(targets) == 2
    assert {each.replace("&amp;", "&") for each in targets} <= set(package.namelist())


def test_what_is_left_out_is_named_with_its_reason():
    assert "nobody has cleared it" in page_of(Pack(sample()))
    assert "Left out" not in page_of(Pack(contents(entry())))


def test_the_same_contents_make_the_same_pack_byte_for_byte():
    assert b"".join(Pack(sample()).stream()) == b"".join(Pack(sample()).stream())


def test_its_length_is_known_before_it_goes_out():
    pack = Pack(sample())
    assert pack.length == len(b"".join(pack.stream()))


def test_the_manifest_has_size_and_fingerprint_of_every_file():
    package = opened(Pack(sample()))
    listed = json.loads(package.read("manifest.json"))["files"]
    assert {each["path"] for each in listed} == set(package.namelist()) - {
        "manifest.json",
        "SHA256SUMS",
    }
    for each in listed:
        content = package.read(each["path"])
        assert each["size"] == len(content)
        assert each["sha256"] == hashlib.sha256(content).hexdigest()


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="needs sha256sum")
def test_sha256sum_takes_the_sums(tmp_path):
    with zipfile.ZipFile(written(tmp_path)) as package:
        package.extractall(tmp_path / "unpacked")
    subprocess.run(  # noqa: S603
        [shutil.which("sha256sum"), "--check", "--strict", "SHA256SUMS"],
        cwd=tmp_path / "unpacked",
        check=True,
        capture_output=True,
    )


@pytest.mark.skipif(not shutil.which("unzip"), reason="needs unzip")
def test_unzip_finds_nothing_wrong(tmp_path):
    ask = [shutil.which("unzip"), "-tq", written(tmp_path)]
    subprocess.run(ask, check=True, capture_output=True)  # noqa: S603


def test_a_stored_file_that_was_changed_never_goes_out(tmp_path):
    changed = pack_file(opened=lambda: io.BytesIO(b"Something else........"))
    pack = Pack(contents(entry("A", b"first"), type(entry())("B", file=changed)))
    place = tmp_path / "part.zip"
    with place.open("wb") as out, pytest.raises(StoredFileError, match=r"B\.pdf"):
        out.writelines(pack.stream())
    assert b"Something else" not in place.read_bytes()
    assert not sealed_pack.verify(place).is_intact


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_files_too_large_to_be_held_go_out_as_they_are(tmp_path, more):
    content = bytes(range(256)) * (HELD // 256) + b"!"
    content = content[: HELD + more]
    place = written(tmp_path, contents(entry("A", content), entry("B", b"after it")))
    assert sealed_pack.verify(place).is_intact
    with zipfile.ZipFile(place) as package:
        assert {package.read(name) for name in package.namelist()} >= {content, b"after it"}


@pytest.mark.parametrize("size", [5, HELD, HELD + 1])
def test_a_stored_file_that_is_longer_than_it_was_never_goes_out(size):
    content = b"x" * size
    file = replace(pack_file(content), opened=lambda: io.BytesIO(content + b"!"))
    with pytest.raises(StoredFileError):
        list(Pack(contents(replace(entry(), file=file))).stream())


def test_a_stored_file_that_is_gone_stops_the_pack():
    def gone():
        raise FileNotFoundError

    pack = Pack(contents(type(entry())("B", file=pack_file(opened=gone))))
    with pytest.raises(StoredFileError):
        list(pack.stream())


def test_an_empty_pack_is_a_pack(tmp_path):
    place = written(tmp_path, contents())
    assert sealed_pack.verify(place).is_intact


SIZES = [5, 0xFFFFFFFE, 0xFFFFFFFF, 6 * 2**30, 7]


def test_records_of_files_beyond_four_gigabytes_read_back(tmp_path):
    """Written with holes in place of the content: a directory of 14 GB in no room at all."""
    files = [Stored(f"{n}.bin", size, n) for n, size in enumerate(SIZES)]
    place = tmp_path / "large.zip"
    with place.open("wb") as out:
        for record, file in sealed_pack.layout(files, "2026-11-22T12:00:00+00:00"):
            out.write(record)
            if file:
                out.seek(file.size, 1)
    with zipfile.ZipFile(place) as package:
        assert [each.file_size for each in package.infolist()] == SIZES
        with package.open("4.bin") as last:
            assert last._fileobj.tell() > 0xFFFFFFFF
    place.unlink()


def test_more_files_than_the_old_records_count_read_back(tmp_path):
    files = [Stored(f"{n}.txt", 0, 0) for n in range(70_000)]
    place = tmp_path / "many.zip"
    layout = sealed_pack.layout(files, "2026-11-22T12:00:00+00:00")
    place.write_bytes(b"".join(record for record, _ in layout))
    with zipfile.ZipFile(place) as package:
        assert len(package.namelist()) == 70_000
