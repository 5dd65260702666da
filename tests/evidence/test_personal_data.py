"""What is found, what is left alone, and that no value is ever repeated whole.

Every number here is made up: NHS numbers from the range kept for tests or from examples in print,
telephone numbers from those kept for drama.
"""

import pytest

from evidence import personal_data
from evidence.personal_data import find, passes_check


def kinds(text, page=1, public=()):
    return [found.kind for found in find([(page, text)], public=public)]


def masks(text):
    return [found.masked for found in find([(1, text)])]


@pytest.mark.parametrize("number", ["9434765919", "9990000018", "4010232137"])
def test_the_check_digit_of_real_numbers_passes(number):
    assert passes_check(number)
    other = str((int(number[9]) + 1) % 10)
    assert not passes_check(number[:9] + other)


def test_a_number_whose_check_would_be_ten_passes_with_no_digit():
    impossible = next(
        stem
        for stem in (f"{n:09d}" for n in range(400000000, 400000100))
        if not any(passes_check(f"{stem}{figure}") for figure in range(10))
    )
    assert len(impossible) == 9


@pytest.mark.parametrize(
    "text",
    [
        "NHS number: 9434765919",
        "seen, 943 476 5919, at home",
        "943-476-5919",
        "Patient 9434765919 was visited",
        "NHS No 943\u00a0476\u00a05919",
        "NHS number\nsome words\n9434765919",
    ],
)
def test_nhs_numbers_are_found(text):
    assert "nhs" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Reference 9434765919 of the order",  # passes the check, and nothing says what it is
        "NHS number: 9434765918",  # does not pass
        "0943 476 5919",
        "94347659190",
        "£9434765919.50",
        "9434765919/2",
    ],
)
def test_numbers_that_are_none_are_left_alone(text):
    assert "nhs" not in kinds(text)


def test_a_list_of_numbers_of_which_most_pass_is_a_list_of_nhs_numbers():
    passing = [n for n in range(4010232137, 4010233137) if passes_check(str(n))]
    assert kinds("\n".join(map(str, passing[:4]))).count("nhs") == 4
    mixed = [*passing[:3], *range(5000000001, 5000000020)]
    assert "nhs" not in kinds("\n".join(map(str, mixed)))


@pytest.mark.parametrize(
    "text",
    [
        "AB123456C",
        "ab 12 34 56 c",
        "NI: QQ 12 34 56 A",
        "AB-12-34-56-D",
    ],
)
def test_national_insurance_numbers_are_found(text):
    assert kinds(text) == ["ni"]


@pytest.mark.parametrize(
    "text",
    [
        "GB123456C",
        "AB123456E",
        "DA123456C",
        "AB1234567C",
        "XAB123456C",
    ],
)
def test_what_cannot_be_a_national_insurance_number_is_left_alone(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Date of birth: 03/04/1948",
        "DOB 3.4.48",
        "d.o.b. 1948-04-03",
        "born on 3 April 1948",
        "She was born on the 3rd April 1948",
        "Birthdate: April 3, 1948",
        "Team  DOB  Date seen\nNorth  03/04/1948  1\nSouth  04/05/1950  2",
    ],
)
def test_dates_of_birth_are_found_by_what_stands_before_or_above_them(text):
    assert "born" in kinds(text)


@pytest.mark.parametrize(
    "text",
    ["The meeting of 3 April 1948", "born leaders met on 3 April 2024", "Review date 03/04/1948"],
)
def test_other_dates_are_left_alone(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "BL9 0SW",
        "SW1A 1AA",
        "M1 1AE",
        "EC1A1BB",
        "postcode: bl9 0sw",
    ],
)
def test_postcodes_are_found(text):
    assert kinds(text) == ["postcode"]


@pytest.mark.parametrize(
    "text",
    [
        "Q3 2NE",
        "ZZ9 9ZZ",
        "E08000002",
        "S117 aftercare",
        "BL9 0CO",
        "e1 2nd",
    ],
)
def test_what_only_looks_like_a_postcode_is_left_alone(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "0161 496 0000",
        "07700 900123",
        "+44 7700 900 456",
        "(01632) 960 001",
        "020 7946 0958",
        "+44 (0)161 496 0000",
        "01614960000",
    ],
)
def test_telephone_numbers_are_found(text):
    assert kinds(text) == ["phone"]


@pytest.mark.parametrize(
    "text",
    ["0300 123 4567", "0800 1111", "0.1614960000", "01/04/2024", "2024-25 01234", "1 0 1 6 1"],
)
def test_organisations_numbers_and_other_figures_are_left_alone(text):
    assert kinds(text) == []


def test_e_mail_addresses_are_found_unless_they_are_the_council_s_own():
    text = "ann.lee@example.org wrote to info@bury.gov.uk and care@social.bury.gov.uk"
    assert kinds(text) == ["email"] * 3
    assert kinds(text, public=["bury.gov.uk"]) == ["email"]


def test_the_council_s_own_postcode_and_number_are_left_alone():
    text = "Town Hall, BL9 0SW, 0161 253 5000"
    assert kinds(text) == ["postcode", "phone"]
    assert kinds(text, public=["bl9 0sw", "0161 253 5000"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Name: Ann Lee",
        "Client's name: Ann",
        "**Surname**: Lee",
        "| Name | Ann Lee |",
        "Name  Team\nAnn Lee  North\nBob Ray  South",
        "Ref,First name,Surname\n1,Ann,Lee",
        "| Service user | Visits |\n|---|---|\n| Ann Lee | 3 |",
        "Next of kin: Bob Ray",
    ],
)
def test_names_in_cells_and_after_headings_are_found(text):
    assert "name" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "We hold your name, address and telephone number.",
        "Council name  Rate\nBury  3\nBolton  4",
        "Name of the service: see below",
        "in the name of the law",
        "Name:",
    ],
)
def test_the_word_name_alone_is_not_a_name(text):
    assert "name" not in kinds(text)


def test_a_name_in_a_file_name_is_found_by_its_title_and_numbers_by_themselves():
    assert kinds("Letter_to_Mrs_Lee.pdf", page=0) == ["name"]
    assert kinds("Assessment 943 476 5919.docx", page=0) == ["nhs"]
    assert kinds("Mrs Lee spoke", page=1) == []


@pytest.mark.parametrize(
    ("text", "shown", "hidden"),
    [
        ("943 476 5919", "943 ••• •••19", "476"),
        ("AB123456C", "AB •• •• •• C", "34"),
        ("DOB 03/04/1948", "••• 1948", "03"),
        ("BL9 0SW", "BL9 •••", "0SW"),
        ("07700 900123", "077•••23", "900"),
        ("ann.lee@example.org", "a•••@example.org", "lee"),
        ("Name: Ann Lee", "A••• L•••", "nn"),
        ("Name: Ann B. Lee. Visits: three", "A••• B••• L•••", "Visits"),
    ],
)
def test_values_are_masked(text, shown, hidden):
    assert masks(text) == [shown]
    assert hidden not in shown


def test_the_same_thing_is_listed_once_a_page_and_again_on_the_next():
    text = "0161 496 0000, again 0161-496-0000"
    found = find([(1, text), (2, text)])
    assert [(each.page, each.kind) for each in found] == [(1, "phone"), (2, "phone")]


@pytest.mark.parametrize(
    "text",
    ["0 " * 50000, "a@" * 50000, "Name: " + "A " * 50000, "name\n" * 20000, "Name  b\n" * 10000,
     "," * 100000, "born " * 20000, "0161 " * 20000, "A-" * 50000],
)  # fmt: skip
def test_no_text_keeps_it_for_long(text):
    """It would take hours where a rule looks at every part of the text for every other."""
    find([(1, text)])


def test_what_it_cannot_find_is_said():
    assert any("names" in words for words in personal_data.CANNOT_FIND)
    assert any("handwriting" in words for words in personal_data.CANNOT_FIND)
