"""Which statements a file may speak to, and why: words looked for, nothing hidden."""

import pytest

from readiness.suggestions import Subject, line_that_shows, stem_of, suggest

NEEDS = Subject(1, (("Assessing needs", 3.0), ("waiting carers eligibility", 2.5)))
SAFE = Subject(2, (("Safeguarding", 3.0), ("enquiry abuse neglect", 2.5)))
EQUITY = Subject(3, (("Equity in experience", 3.0), ("carers", 0.5)))
ALL = (NEEDS, SAFE, EQUITY)


def keys(name="", text=""):
    return [one.key for one in suggest(ALL, names=[name], text=text)]


def test_a_word_in_the_name_is_enough():
    [found] = suggest(ALL, names=["Safeguarding_enquiries 2026.docx"], text="")
    assert found.key == 2
    assert found.because == ("safeguarding", "enquiries")


def test_words_of_the_text_count_and_are_given_as_they_stand_there():
    [found] = suggest(ALL, names=["Report.pdf"], text="Neglect and abuse were enquired into.")
    assert found.key == 2
    assert set(found.because) == {"neglect", "abuse", "enquired"}


def test_too_little_suggests_nothing():
    assert keys(text="One mention of abuse.") == []
    assert keys(name="Minutes.pdf", text="") == []


def test_a_word_that_belongs_to_several_counts_for_less():
    assert keys(text="carers carers carers carers carers carers") == []
    assert keys(text="waiting waiting waiting") == [1]


def test_a_word_repeated_a_hundred_times_is_no_surer_than_three_times():
    assert keys(text="abuse " * 100 + "waiting assessed eligibility") == [1, 2]


def test_what_says_far_less_than_the_best_is_left_out():
    text = "safeguarding enquiry abuse neglect " * 3 + "waiting waiting"
    assert keys(text=text) == [2]


def test_no_more_than_three_are_suggested():
    many = [Subject(key, ((f"alpha{'b' * key}", 5.0),)) for key in range(1, 7)]
    text = " ".join(f"alpha{'b' * key}" for key in range(1, 7))
    assert len(suggest(many, names=[text], text="")) == 3


def test_words_that_are_everywhere_suggest_nothing():
    everywhere = Subject(1, (("Care and support services with people", 9.0),))
    assert suggest([everywhere], names=["Care services.pdf"], text="people care support") == []


def test_it_is_the_same_whatever_the_order():
    text = "waiting carers eligibility safeguarding abuse neglect"
    assert {one.key for one in suggest(ALL, names=[], text=text)} == {
        one.key for one in suggest(ALL[::-1], names=[], text=text)
    }


@pytest.mark.parametrize("word", ["assessing", "assessment", "assessments", "assessed"])
def test_forms_of_a_word_are_one_word(word):
    assert stem_of(word) == "assess"


def test_the_line_that_shows_has_a_figure_and_what_became_of_it():
    text = (
        "Report of the board.\nThe board met in spring and talked about many things. "
        "Waits for assessment fell from 45 to 28 days. People said they were glad of the calls."
    )
    assert line_that_shows(text) == "Waits for assessment fell from 45 to 28 days."


@pytest.mark.parametrize(
    "text", ["", "Minutes of the meeting.", "It fell.", "28% " + "of carers said so " * 20 + "."]
)
def test_there_is_no_line_where_none_says_anything_short(text):
    assert line_that_shows(text) == ""
