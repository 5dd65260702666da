"""An information return from CQC's list to the pack: by mouse, without scripts, by keyboard."""

import io
import zipfile
from datetime import date, timedelta

import pytest

from tests.browser.visitor import Keyboard
from tests.factories import (
    FrameworkFactory,
    ReturnFactory,
    ReturnItemFactory,
    StatementFactory,
    VersionFactory,
    four_levels,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
LIST = "Code,Title,Theme,Quality statements\nX1,Carers strategy,Invented,Assessing needs\n"
"""Invented: CQC's own list is not public."""


@pytest.fixture(autouse=True)
def a_framework(transactional_db, home_council):
    framework = FrameworkFactory(rules=four_levels())
    StatementFactory(theme__framework=framework, title="Assessing needs", slug="assessing-needs")


@BOTH
def test_a_return_goes_from_cqcs_list_to_the_pack(visitor, person, barriers, scripts, tmp_path):
    director = person("director")
    VersionFactory(text_state="read", document__title="Our strategy", document__owner=director)
    at = visitor(director, scripts=scripts)
    at.go("/returns/")
    at.follow("Open a return")
    at.fill("What is it called?", "Return 2030")
    at.fill("When does CQC want it?", f"{date.today() + timedelta(days=30)}")  # noqa: DTZ011
    at.press("Save")
    at.follow("Load CQC’s list")
    (tmp_path / "list.csv").write_text(LIST)
    at.choose_file(tmp_path / "list.csv")
    at.press("Look at it")
    at.sees("1 new")
    at.press("Load all of it")
    at.follow("X1 Carers strategy")
    at.follow("Add a document")
    at.choose("Our strategy")
    at.fill("Page or section", "Page 4")
    at.press("Add it")
    at.sees("Everything on its check list holds.")
    at.press("It is ready")
    at.follow("Return 2030")
    at.follow("Submit")
    at.choose("These are the documents and words that go to CQC")
    at.press("Submit")
    at.sees("These are the documents and words that went")
    at.follow("The pack as submitted")
    with at.page.expect_download() as waiting:
        at.follow("Download the pack")
    package = zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes()))
    assert package.namelist()[-1].endswith("/Our strategy.txt")
    (tmp_path / "pack").mkdir()
    package.extractall(tmp_path / "pack")
    at.page.goto((tmp_path / "pack" / "index.html").as_uri())
    at.sees("Our strategy")
    if scripts:
        assert [barriers(at.page, width=width) for width in (1280, 320)] == [[], []]


PAGES = ("", "owners/", "load/", "add/", "change/", "pack/today/")


def test_its_pages_are_accessible_and_fit(visitor, person):
    """A visitor looks at each page they come to, as a phone and as a desk show it."""
    item = ReturnItemFactory(code="X1", information_return=ReturnFactory(due_on=date(2030, 1, 1)))
    at = visitor(person("director"))
    row = f"/returns/{item.information_return_id}/"
    of_item = [f"/returns/items/{item.pk}/{part}" for part in ("document/", "note/", "change/")]
    for address in (*(row + part for part in PAGES), *of_item):
        at.go(address)


def test_an_item_is_answered_with_the_keyboard_alone(visitor, person):
    item = ReturnItemFactory(code="X1", information_return=ReturnFactory(due_on=date(2030, 1, 1)))
    at = visitor(person("contributor"))
    at.go(f"/returns/items/{item.pk}/")
    keys = Keyboard(at.page)
    keys.follow("Write the note")
    keys.fill("Note", "We hold no such plan.")
    keys.submit("Save")
    at.sees("Everything on its check list holds.")
    keys.submit("It is ready")
    at.sees("There is more to do")
