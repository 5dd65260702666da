"""A new analyst with a published spreadsheet and no manual: from signing in to Excel.

With scripts and without. Whoever comes to a page looks at it.
"""

import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from indicators.reference_data import load_reference
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
DUDLEY = Path(__file__).resolve().parents[1] / "data" / "dudley-2023-24-q2.csv"


@pytest.fixture
def first_day(transactional_db):
    """The list of councils and the national measures, and no figure yet."""
    load_reference()


def cells_of(path: Path, code: str) -> dict[str, object]:
    """The scorecard's row of an indicator by its headings. No cell of the file is a formula."""
    with zipfile.ZipFile(path) as inside:
        sheets = [name for name in inside.namelist() if name.startswith("xl/worksheets/sheet")]
        assert [name for name in sheets if b"<f>" in inside.read(name)] == []
    headings, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Scorecard").to_python()
    found = next(row for row in rows if code in row)
    return dict(zip(headings, found, strict=True))


def upload(someone, path: Path) -> None:
    someone.choose_file(path)
    someone.press("Read the file")


@pytest.mark.usefixtures("first_day")
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_published_scorecard_becomes_ours_in_excel(visitor, analyst, scripts):
    someone = visitor(analyst, scripts=scripts)
    find_where(someone)
    upload(someone, DUDLEY)
    someone.waits_to_see("Whose figures are these?")
    someone.sees("The name of the file speaks of Dudley.")
    someone.pick("Whose figures are these?", "Bury")
    someone.press("Continue")
    someone.waits_to_see("66 figures: 66 new, 0 changed, 0 unchanged")
    someone.follow("See them, or say what happens to each")
    someone.sees("% of contacts to adult social care with an outcome of information")
    someone.press("Back to the preview")
    someone.press("Write 74 figures")
    someone.waits_to_see("74 figures written and in use")
    someone.press("See the scorecard of Bury, Quarter 2 2023-24")
    someone.sees("Bury: scorecard for Quarter 2 2023-24")
    row = cells_of(someone.downloads("Excel"), "PI.2132")
    assert row["2023-24 Q2"] == pytest.approx(28)
    assert row["Target"] == pytest.approx(23)


def find_where(someone: Visitor) -> None:
    someone.follow("Indicators")
    someone.follow("Load figures")
