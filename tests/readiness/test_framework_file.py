"""Framework files: what is read, what is refused and where, and what loading never does."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from readiness.framework_file import FrameworkFileError, read_framework
from readiness.framework_loading import load_framework
from readiness.models import EvidenceCategory, Framework, IndicatorLink, Statement, Theme, Topic
from tests.factories import (
    EvidenceLinkFactory,
    IndicatorFactory,
    IndicatorLinkFactory,
    ScoreFactory,
    SelfAssessmentFactory,
    UserFactory,
)

SHIPPED = Path(__file__).resolve().parents[2] / "readiness/framework/local_authority_2023.toml"
INVENTED = Path(__file__).resolve().parents[1] / "data/invented_framework.toml"
UNSCORED = Path(__file__).resolve().parents[1] / "data/unscored_framework.toml"


@pytest.fixture
def text():
    return INVENTED.read_text(encoding="utf-8")


def problems(text):
    with pytest.raises(FrameworkFileError) as refused:
        read_framework(text)
    return [str(problem) for problem in refused.value.problems]


def line_of(text, words, nth=1):
    lines = [number for number, line in enumerate(text.splitlines(), 1) if words in line]
    return lines[nth - 1]


# --- reading --------------------------------------------------------------------------------


def test_the_shipped_file_holds_cqc_s_four_themes_and_nine_statements():
    content = read_framework(SHIPPED.read_text(encoding="utf-8"))
    assert [theme.title for theme in content.themes] == [
        "Working with people",
        "Providing support",
        "Ensuring safety",
        "Leadership",
    ]
    assert len(content.statements) == 9
    assert [part.slug for part in content.categories if part.used] == [
        "peoples-experience",
        "feedback-from-staff-and-leaders",
        "feedback-from-partners",
        "processes",
    ]
    assert len(content.categories) == 6


def test_every_statement_of_the_shipped_file_has_a_measure_topics_and_a_key_line():
    for statement in read_framework(SHIPPED.read_text(encoding="utf-8")).statements:
        assert statement.indicators
        assert statement.topics
        assert statement.key_line


def test_topics_are_marked_as_our_own_wording():
    content = read_framework(SHIPPED.read_text(encoding="utf-8"))
    assert all("topics" in statement.draft for statement in content.statements)


def test_a_framework_may_have_no_scores():
    assert read_framework(UNSCORED.read_text(encoding="utf-8")).rules is None


# --- refusals, each with its line -----------------------------------------------------------


def test_text_that_is_not_toml_is_refused_with_its_line(text):
    broken = text.replace('title = "Doing"', "title = Doing")
    line = line_of(broken, "title = Doing")
    assert problems(broken)[0].startswith(f"Line {line}: this is not TOML")


def test_a_slug_used_twice_is_refused_with_both_lines(text):
    broken = text.replace('slug = "answering"', 'slug = "safeguarding"')
    first, second = line_of(broken, '"safeguarding"'), line_of(broken, '"safeguarding"', 2)
    assert problems(broken) == [
        f"Line {second}: the statement slug “safeguarding” is already used on line {first}."
    ]


def test_a_theme_that_is_not_there_is_refused_with_its_line(text):
    broken = text.replace('theme = "doing"', 'theme = "undoing"')
    line = line_of(broken, "undoing")
    assert problems(broken) == [f"Line {line}: there is no theme “undoing” in this file."]


def test_a_gap_between_bands_is_refused_with_its_line(text):
    broken = text.replace("from = 60", "from = 63")
    line = line_of(broken, "from = 63")
    assert problems(broken) == [f"Line {line}: nothing covers 60% to 62%."]


def test_bands_that_overlap_are_refused(text):
    broken = text.replace("from = 60", "from = 59")
    assert problems(broken) == [
        f"Line {line_of(broken, 'from = 59')}: “Strong” overlaps the band before it."
    ]


def test_bands_that_miss_either_end_are_refused(text):
    assert "lowest possible result, 20%" in problems(text.replace("from = 20", "from = 21"))[0]
    assert "must end at 100" in problems(text.replace("to = 100", "to = 99"))[0]


def test_a_missing_level_is_refused_with_its_line(text):
    broken = text.replace('[[scoring.level]]\nvalue = 3\ntitle = "Established"\n', "")
    line = line_of(broken, "value = 4")
    assert problems(broken)[0].startswith(f"Line {line}: level 3 is missing")


def test_a_band_without_levels_is_refused(text):
    start, end = text.index("[[scoring.level]]"), text.index("[[scoring.band]]")
    assert "[scoring] needs “level”." in problems(text[:start] + text[end:])[0]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('we = "We mend."', "", "[statement] needs “we”."),
        ('we = "We mend."', "we = 3", "“we” must be a text in quotes."),
        ('we = "We mend."', 'we = ""', "“we” is empty."),
        ('we = "We mend."', 'we = "We mend."\nwee = "x"', "“wee” is not a key"),
        ('slug = "mending"', 'slug = "Mending it"', "small letters"),
        ('key_line = "Far"', 'key_line = "Farther"', "not one of key_lines"),
        ('["Locks", "Lamps"]', '["Locks", "Locks"]', "stands twice"),
        ('["Locks", "Lamps"]', '["Locks", 4]', "must be a list of texts"),
        ('rounding = "nearest"', 'rounding = "sideways"', "rounding must be one of"),
        ('rounding = "nearest"', 'rounding = "up"\nflag_level = 9', "no level 9 to flag"),
        ('rating = "Strong"', 'rating = "Weak"', "two bands called “Weak”"),
        ('title = "Mending what is broken"', f'title = "{"M" * 121}"', "longer than 120"),
        ('slug = "deeds"', 'slug = "deeds"\nused = "no"', "must be true or false"),
        ("position = 2031", "position = -1", "must be from 0"),
        ("position = 2031", "position = 2031\nlens = {}", "its own [[lens]] table"),
        ("position = 2031", "position = 2031\nlens = [3]", "its own [[lens]] table"),
    ],
)
def test_a_broken_part_is_refused_with_a_reason(text, old, new, reason):
    assert old in text
    assert reason in problems(text.replace(old, new))[0]


def test_several_problems_are_all_named_in_the_order_of_their_lines(text):
    broken = text.replace("from = 60", "from = 63").replace('theme = "doing"', 'theme = "none"')
    lines = [int(problem.split(":")[0].removeprefix("Line ")) for problem in problems(broken)]
    assert len(lines) == 2
    assert lines == sorted(lines)


PIECES = st.sampled_from(
    [
        "",
        "=",
        '"',
        "[",
        "]",
        "[[statement]]",
        "3",
        "-1",
        "true",
        "[]",
        "{}",
        '""',
        "\n",
        "x = 1",
        "é",
    ]
)


@given(start=st.integers(0, 2_000), length=st.integers(0, 60), piece=PIECES)
def test_a_damaged_file_is_read_or_refused_and_never_breaks_the_reader(start, length, piece):
    whole = INVENTED.read_text(encoding="utf-8")
    damaged = whole[:start] + piece + whole[start + length :]
    found = []
    try:
        read_framework(damaged)
    except FrameworkFileError as error:
        found = error.problems
    assert all(1 <= one.line <= damaged.count("\n") + 1 for one in found)


def test_long_texts_over_several_lines_do_not_shift_the_lines(text):
    long_text = 'we = """We\n[[statement]]\nslug = "mending"\nmend."""'
    broken = text.replace('we = "We answer."', long_text).replace('"doing"\nkey', '"none"\nkey')
    assert problems(broken) == [
        f"Line {line_of(broken, 'none')}: there is no theme “none” in this file."
    ]


# --- loading --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_loading_twice_changes_nothing():
    call_command("load_framework", SHIPPED, verbosity=0)
    before = list(Statement.objects.values()), list(Topic.objects.values())
    call_command("load_framework", SHIPPED, verbosity=0)
    assert (list(Statement.objects.values()), list(Topic.objects.values())) == before
    assert EvidenceCategory.objects.count() == 4


@pytest.mark.django_db
def test_without_a_file_the_shipped_framework_is_loaded():
    call_command("load_framework")
    assert Framework.objects.get().slug == "local-authority-2023"


@pytest.mark.django_db
def test_two_frameworks_live_side_by_side():
    call_command("load_framework")
    call_command("load_framework", INVENTED)
    assert Statement.objects.filter(slug="safeguarding").count() == 2


@pytest.mark.django_db
def test_loading_again_updates_words_and_drops_what_nobody_uses(text):
    load_framework(read_framework(text))
    changed = text.replace("We mend.", "We mend it well.").replace('"Locks", ', "")
    load_framework(read_framework(changed))
    assert Statement.objects.get(slug="mending").we_statement == "We mend it well."
    assert [topic.title for topic in Topic.objects.all()] == ["Lamps"]


@pytest.mark.django_db
def test_loading_again_keeps_which_categories_the_council_requires():
    call_command("load_framework")
    EvidenceCategory.objects.filter(slug="processes").update(is_required=False)
    call_command("load_framework")
    assert not EvidenceCategory.objects.get(slug="processes").is_required


def without_statement(text, slug):
    start = text.index(f'[[statement]]\nslug = "{slug}"')
    end = text.find("[[statement]]", start + 1)
    return text[:start] + (text[end:] if end > 0 else "")


@pytest.mark.django_db
def test_a_statement_and_its_theme_that_nobody_uses_go_with_the_file(text):
    load_framework(read_framework(text))
    IndicatorLinkFactory(statement=Statement.objects.get(slug="mending"))
    shorter = without_statement(text, "mending").replace(
        '[[theme]]\nslug = "doing"\ntitle = "Doing"\n', ""
    )
    load_framework(read_framework(shorter))
    assert Statement.objects.count() == 2
    assert Theme.objects.count() == 1


@pytest.mark.django_db
def test_a_statement_with_evidence_is_never_deleted(text):
    load_framework(read_framework(text))
    EvidenceLinkFactory(
        statement=Statement.objects.get(slug="mending"),
        category=EvidenceCategory.objects.get(slug="deeds"),
    )
    changed = without_statement(text, "mending").replace("We answer.", "We answer soon.")
    with pytest.raises(ValidationError, match="“Mending what is broken”, which is in use"):
        load_framework(read_framework(changed))
    assert Statement.objects.get(slug="answering").we_statement == "We answer."


@pytest.mark.django_db
def test_a_category_with_evidence_is_never_deleted(text):
    load_framework(read_framework(text))
    EvidenceLinkFactory(
        statement=Statement.objects.get(slug="mending"),
        category=EvidenceCategory.objects.get(slug="deeds"),
    )
    with pytest.raises(ValidationError, match="evidence category “What was done”"):
        load_framework(read_framework(text.replace('"deeds"', '"doings"')))


@pytest.mark.django_db
def test_the_arithmetic_cannot_change_once_a_score_was_recorded(text):
    framework = load_framework(read_framework(text)).framework
    score = ScoreFactory(
        self_assessment=SelfAssessmentFactory(framework=framework),
        statement=framework.statements.first(),
    )
    with pytest.raises(ValidationError, match="levels, bands and rounding cannot change"):
        load_framework(read_framework(text.replace('rounding = "nearest"', 'rounding = "up"')))
    load_framework(read_framework(text.replace('"Established"', '"Well established"')))
    framework.refresh_from_db()
    assert framework.rules["levels"][2]["title"] == "Well established"
    assert score.self_assessment.framework.rules["rounding"] == "nearest"


@pytest.mark.django_db
def test_a_closed_round_keeps_the_statements_it_was_made_under(text):
    framework = load_framework(read_framework(without_statement(text, "mending"))).framework
    SelfAssessmentFactory(
        framework=framework, closed_by=UserFactory(), closed_at="2026-05-01T09:00Z"
    )
    with pytest.raises(ValidationError, match="closed self-assessment"):
        load_framework(read_framework(text))


@pytest.mark.django_db
def test_a_broken_file_leaves_the_database_alone_and_says_why(tmp_path, text):
    broken = tmp_path / "broken.toml"
    broken.write_text(text.replace('theme = "doing"', 'theme = "undoing"'))
    with pytest.raises(CommandError, match=r"Line \d+: there is no theme “undoing”"):
        call_command("load_framework", broken)
    assert not Framework.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_framework", tmp_path / "none.toml")
    (tmp_path / "picture.toml").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_framework", tmp_path / "picture.toml")


# --- indicators -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_indicators_that_arrive_later_are_linked_by_loading_again(text, capsys):
    assert load_framework(read_framework(text)).indicators_not_found == ("4A",)
    indicator = IndicatorFactory(code="4A")
    assert load_framework(read_framework(text)).indicators_linked == 1
    link = IndicatorLink.objects.get()
    assert (link.indicator, link.statement.slug, link.linked_by) == (indicator, "mending", None)
    load_framework(read_framework(text))
    assert IndicatorLink.objects.count() == 1


@pytest.mark.django_db
def test_a_link_somebody_ended_stays_ended(text):
    IndicatorFactory(code="4A")
    load_framework(read_framework(text))
    IndicatorLink.objects.update(ended_by=UserFactory(), ended_at="2026-05-01T09:00Z")
    load_framework(read_framework(text))
    assert not IndicatorLink.objects.live().exists()


@pytest.mark.django_db
def test_a_link_the_file_no_longer_names_is_ended_but_not_one_made_by_hand(text):
    IndicatorFactory(code="4A")
    load_framework(read_framework(text))
    by_hand = IndicatorLinkFactory(
        statement=Statement.objects.get(slug="mending"), linked_by=UserFactory()
    )
    without = text.replace('indicators = ["4A"]', "")
    load_framework(read_framework(without))
    assert list(IndicatorLink.objects.live()) == [by_hand]
    load_framework(read_framework(text))
    assert IndicatorLink.objects.live().count() == 2
