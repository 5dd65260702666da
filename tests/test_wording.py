"""People and days are written in one way."""

import re
from datetime import UTC, date, datetime

import pytest
from django.template import engines

from config.wording import day_in_words, moment_in_words, month_in_words, name_of
from tests.factories import UserFactory
from tests.test_architecture import APPS, ROOT, modules_of

NIGHT_IN_JUNE = datetime(2026, 6, 2, 23, 30, tzinfo=UTC)


def test_a_person_is_named_in_full():
    assert name_of(UserFactory.build(first_name="Ada", last_name="King")) == "Ada King"


def test_a_person_without_a_name_is_known_by_their_address():
    nameless = UserFactory.build(first_name="", last_name="", email="ada@council.example")
    assert name_of(nameless) == "ada@council.example"


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (UserFactory.build(first_name="Ada", last_name="King"), "Ada King"),
        (UserFactory.build(first_name="<b>", last_name="King"), "&lt;b&gt; King"),
        (None, ""),
    ],
)
def test_templates_name_people_in_the_same_way(person, words):
    template = engines["django"].from_string("{% load page %}{{ person|named }}")
    assert template.render({"person": person}) == words


def test_a_day_is_written_without_a_leading_nought():
    assert day_in_words(date(2026, 3, 3)) == "3 March 2026"


def test_a_moment_is_of_the_day_it_was_here():
    assert day_in_words(NIGHT_IN_JUNE) == "3 June 2026"
    assert moment_in_words(NIGHT_IN_JUNE) == "3 June 2026 at 00:30"


def test_a_month_is_written_with_its_year():
    assert month_in_words(date(2025, 3, 31)) == "March 2025"


def test_nothing_else_decides_how_a_person_or_a_day_is_written():
    files = [*modules_of(*APPS), *(ROOT / "templates").rglob("*.*")]
    own_way = re.compile(r"\.get_full_name\b|strftime|:%-?d %B|:%B")
    wrong = [
        str(path.relative_to(ROOT))
        for path in files
        if path.name != "wording.py" and own_way.search(path.read_text(encoding="utf-8"))
    ]
    assert wrong == []
