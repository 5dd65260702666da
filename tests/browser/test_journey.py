"""The whole job in a real browser: log evidence, load figures, score, sign off, be reviewed.

Whoever comes to a page looks at it: axe, both widths, nothing said on the console.
"""

import pytest

from readiness.demo import files
from readiness.demo.loading import ASCOF

pytestmark = pytest.mark.browser

SURVEY = "Carers survey 2026"
SHOWS = "Six in ten carers say their assessment looked at their whole life"


@pytest.fixture
def survey(tmp_path):
    path = tmp_path / f"{SURVEY}.pdf"
    path.write_bytes(files.pdf(SURVEY, ["We asked two hundred carers.", "Replacement care helps."]))
    return path


@pytest.mark.usefixtures("new_installation")
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_whole_job(visitor, person, survey, scripts):
    contributor = visitor(person("contributor"), scripts=scripts)
    director = visitor(person("director"), scripts=scripts)
    log_evidence(contributor, survey)
    find_evidence(contributor)
    load_figures(visitor(person("analyst"), scripts=scripts))
    open_a_round(director)
    score(contributor)
    sign_off(director)
    browse_as_reviewer(visitor(person("reviewer"), scripts=scripts))


def log_evidence(contributor, survey):
    contributor.go("/evidence/add/")
    contributor.choose_file(survey)
    contributor.fill("What does it show?", SHOWS)
    contributor.choose("Assessing needs")
    contributor.choose("People's experience")
    contributor.fill("Page or section", "page 2")
    contributor.press("Save")
    contributor.sees(SHOWS)


def find_evidence(contributor):
    """By a word inside the file, once its text has been read in the background."""
    contributor.go("/evidence/")
    contributor.follow(SURVEY)
    contributor.waits_to_see("Its words can be searched.")
    contributor.go("/evidence/?q=replacement")
    contributor.sees(SURVEY)


def load_figures(analyst):
    analyst.go("/indicators/data-packs/")
    analyst.choose_file(ASCOF)
    analyst.press("Read the file")
    analyst.waits_to_see("Nothing else changes")
    analyst.press("Write")
    analyst.waits_to_see("written and in use")
    analyst.go("/indicators/")
    analyst.go("/indicators/1A/")
    analyst.sees("England")


def open_a_round(director):
    director.go("/self-assessments/open/")
    director.fill("Title", "Self-assessment 2026")
    director.fill("Starts on", "2026-04-01")
    director.press("Open the round")
    director.sees("Self-assessment 2026")


def score(contributor):
    contributor.go("/statements/assessing-needs/")
    contributor.follow("Score this statement")
    contributor.choose("2 ")
    contributor.fill("Rationale", "Waits are falling but are still long.")
    contributor.press("Submit this score")
    contributor.sees("Waits are falling")


def sign_off(director):
    director.go("/statements/assessing-needs/")
    director.press("Sign off")
    director.fill("Note", "Agreed with the leadership team.")
    director.press("Sign off this score")
    director.sees("Agreed with the leadership team.")
    director.go("/")
    director.sees("Assessing needs")


def browse_as_reviewer(reviewer):
    for path in ("/", "/statements/", "/statements/assessing-needs/", "/plan/", "/coverage/"):
        reviewer.go(path)
        reviewer.sees_no_way_to_change_anything()
    reviewer.go("/statements/assessing-needs/")
    reviewer.sees("Agreed with the leadership team.")
    reviewer.follow(SURVEY)
    reviewer.sees(SHOWS)
    reviewer.sees_no_way_to_change_anything()
    reviewer.go("/indicators/1A/")
    reviewer.sees_no_way_to_change_anything()
