"""Whether a pack is as it was made: nothing in it can change without being found."""

import json
import random
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from readiness import sealed_pack
from readiness.packs import Pack
from readiness.sealed_pack import verify
from tests.readiness.packs import sample, written

MODULE = Path(sealed_pack.__file__)


def kinds(place, **about):
    return {problem.kind for problem in verify(place, **about).problems}


def packed_again(place, change, to):
    """The same pack through another program, with ``change(name, content)`` on the way."""
    with zipfile.ZipFile(place) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            for as_name, content in change(name, old.read(name)):
                new.writestr(as_name, content)
    return to


def test_a_pack_as_it_was_made_is_whole(tmp_path):
    verdict = verify(written(tmp_path))
    assert verdict.is_intact
    assert (verdict.title, verdict.files) == ("Round 2026: evidence", 4)
    assert verdict.seal == Pack(sample()).seal


def test_every_single_byte_counts(tmp_path):
    place = written(tmp_path)
    content = bytearray(place.read_bytes())
    places = random.Random(1).sample(range(len(content)), 100)  # noqa: S311
    places += [*range(40), *range(len(content) - 200, len(content))]
    for at in places:
        content[at] ^= 1 << (at % 8)
        place.write_bytes(content)
        assert not verify(place).is_intact, f"byte {at} of {len(content)}"
        content[at] ^= 1 << (at % 8)
    place.write_bytes(content)
    assert verify(place).is_intact


@pytest.mark.parametrize("of", [0.0, 0.01, 0.3, 0.6, 0.9, 0.999])
def test_a_pack_cut_short_is_damaged(tmp_path, of):
    place = written(tmp_path)
    content = place.read_bytes()
    place.write_bytes(content[: int(len(content) * of)])
    assert kinds(place) == {"not_a_pack"}


@pytest.mark.parametrize("more", [(b"more", b""), (b"", b"more")])
def test_bytes_before_and_after_are_found(tmp_path, more):
    place = written(tmp_path)
    place.write_bytes(more[0] + place.read_bytes() + more[1])
    assert not verify(place).is_intact


def test_a_changed_file_is_named(tmp_path):
    place = written(tmp_path)
    content = place.read_bytes().replace(b"What people told us.", b"What people liked...")
    place.write_bytes(content)
    changed = [each for each in verify(place).problems if each.kind == "changed"]
    assert [each.path.rpartition("/")[2] for each in changed] == ["Carers survey.pdf"]


def test_a_file_changed_by_a_program_that_packs_again_is_named(tmp_path):
    def change(name, content):
        yield name, content + b"!" if name.endswith(".docx") else content

    assert "changed" in kinds(packed_again(written(tmp_path), change, tmp_path / "b.zip"))


def test_a_file_that_is_gone_and_one_that_was_added_are_named(tmp_path):
    def change(name, content):
        if not name.endswith(".pdf"):
            yield name, content
        if name == "index.html":
            yield "more.txt", b"More"

    verdict = verify(packed_again(written(tmp_path), change, tmp_path / "b.zip"))
    found = {each.kind: each.path for each in verdict.problems}
    assert found["missing"].endswith("Carers survey.pdf")
    assert found["added"] == "more.txt"


def test_a_file_that_goes_by_another_name_is_known_by_its_content(tmp_path):
    def change(name, content):
        yield ("Other.pdf" if name.endswith(".pdf") else name), content

    verdict = verify(packed_again(written(tmp_path), change, tmp_path / "b.zip"))
    renamed = next(each for each in verdict.problems if each.kind == "renamed")
    assert renamed.path == "Other.pdf"
    assert renamed.was.endswith("Carers survey.pdf")
    assert not {"missing", "added"} & {each.kind for each in verdict.problems}


def test_two_files_of_one_name_are_found(tmp_path):
    def change(name, content):
        yield name, content
        if name.endswith(".pdf"):
            yield name, b"Another"

    with pytest.warns(UserWarning, match="Duplicate"):
        place = packed_again(written(tmp_path), change, tmp_path / "b.zip")
    assert {"added", "changed"} <= kinds(place)


def test_a_pack_packed_again_says_that_its_files_are_as_they_were(tmp_path):
    def change(name, content):
        yield name, content

    assert kinds(packed_again(written(tmp_path), change, tmp_path / "b.zip")) == {"container"}


def test_lists_changed_along_with_a_file_are_found_by_the_fingerprint_noted(tmp_path):
    other = sample()
    noted = Pack(other).seal
    forged = written(tmp_path, type(other)(**{**other.__dict__, "title": "Another"}))
    assert kinds(forged) == set()
    assert kinds(forged, seal=noted) == {"seal"}
    assert kinds(written(tmp_path), seal=noted.upper()) == set()


def test_a_list_alone_that_was_changed_is_found(tmp_path):
    def change(name, content):
        yield name, content.replace(b"0", b"1", 1) if name == "SHA256SUMS" else content

    assert "lists" in kinds(packed_again(written(tmp_path), change, tmp_path / "b.zip"))


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"[]",
        b"{",
        b'{"format": "evidence-pack"}',
        b'{"format": "other", "files": []}',
        b'{"format": "evidence-pack", "files": [{"path": "a"}]}',
        b'{"format": "evidence-pack", "title": "", "made_at": "x", "files": 3}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_a_list_that_is_no_list_is_said_to_be_damaged(tmp_path, manifest):
    def change(name, content):
        yield name, manifest if name == "manifest.json" else content

    assert kinds(packed_again(written(tmp_path), change, tmp_path / "b.zip")) == {"not_a_pack"}


def test_what_is_no_pack_is_said_to_be_none(tmp_path):
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("a.txt", "a")
    text = tmp_path / "text.zip"
    text.write_text("Not a ZIP")
    for place in (other, text, tmp_path / "nowhere.zip", tmp_path):
        assert kinds(place) == {"not_a_pack"}


def test_noise_never_breaks_the_look(tmp_path):
    place = written(tmp_path)
    content = place.read_bytes()
    noise = random.Random(2)  # noqa: S311
    for _ in range(100):
        damaged = bytearray(content)
        for _ in range(noise.randint(1, 50)):
            damaged[noise.randrange(len(damaged))] = noise.randrange(256)
        place.write_bytes(damaged)
        assert not verify(place).is_intact or bytes(damaged) == content


def test_the_module_alone_looks_at_a_pack(tmp_path):
    alone = shutil.copy(MODULE, tmp_path / "look.py")
    place = written(tmp_path)
    ask = [sys.executable, "-I", alone, place, "--json"]
    said = subprocess.run(ask, capture_output=True, text=True, check=True, cwd=tmp_path)  # noqa: S603
    assert json.loads(said.stdout)["intact"] is True
    place.write_bytes(place.read_bytes()[:-1])
    said = subprocess.run(ask, capture_output=True, text=True, check=False, cwd=tmp_path)  # noqa: S603
    assert said.returncode == 1
    assert json.loads(said.stdout)["problems"][0]["kind"] == "not_a_pack"
    assert "damaged" in said.stderr
