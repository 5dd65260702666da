"""Rating characteristics where people meet them: written, judged with evidence, lost again."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from readiness.framework_file import FrameworkFileError, read_framework
from readiness.framework_loading import load_framework
from readiness.models import Characteristic, CharacteristicTick
from readiness.rubric_page import build
from readiness.rubric_ticks import add_characteristic, change_characteristic, tick
from readiness.self_assessments import close_self_assessment
from tests.factories import CharacteristicFactory, EvidenceLinkFactory, StatementFactory
from tests.readiness.conftest import TODAY
from tests.readiness.judged import score_path, text_of
from tests.readiness.test_framework_file import INVENTED

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(statement):
    return CharacteristicFactory(statement=statement, text="People say that they are heard")


@pytest.fixture
def link(statement):
    return EvidenceLinkFactory(statement=statement)


def at(name, this_round, statement, characteristic=None):
    named = {"pk": this_round.pk, "slug": statement.slug}
    if characteristic:
        named["characteristic"] = characteristic.pk
    return reverse(name, kwargs=named)


def found(this_round, statement):
    return build(this_round.pk, statement.slug, on=TODAY)


def test_without_any_the_page_says_how_to_add_them(this_round, statement, signed_in):
    client = signed_in("contributor")
    page = text_of(client.get(at("rubric", this_round, statement)))
    assert "No rating characteristics yet" in page
    assert at("add_characteristic", this_round, statement) in page
    page = text_of(client.get(score_path(this_round, statement)))
    assert "There are no rating characteristics yet" in page


def test_the_council_writes_one_in_its_own_words(this_round, statement, signed_in):
    client = signed_in("contributor")
    said = {"level": "3", "text": "  Waits are\nunder a week "}
    page = text_of(client.post(at("add_characteristic", this_round, statement), said, follow=True))
    assert "Waits are under a week" in page
    assert "Our wording" in page
    assert Characteristic.objects.get().added_by == client.person


@pytest.mark.parametrize(
    ("level", "text", "says"),
    [
        (5, "New", "Choose one of the framework"),
        (3, " ", "Say what it looks like"),
        (3, "people say that they are HEARD", "in these words already"),
    ],
)
def test_what_cannot_stand_is_refused(level, text, says, heard, director):
    with pytest.raises(ValidationError, match=says):
        add_characteristic(heard.statement, level=level, text=text, by=director)


def test_one_is_found_met_with_the_evidence_that_shows_it(
    this_round, statement, heard, link, signed_in
):
    client = signed_in("director")
    address = at("tick_characteristic", this_round, statement, heard)
    assert "Choose the evidence that shows it." in text_of(client.post(address, {"is_met": "yes"}))
    page = text_of(client.post(address, {"is_met": "yes", "links": [link.pk]}, follow=True))
    assert "✓ Met" in page
    assert link.document.title in page
    assert "The ticks speak for 3 Good standard." in page
    page = text_of(client.get(score_path(this_round, statement)))
    assert "1 of 1 characteristic met" in page
    assert "The one characteristic of 3 is met." in page


def test_a_tick_stops_counting_when_its_evidence_is_gone(
    this_round, statement, heard, link, director
):
    tick(heard, self_assessment=this_round, is_met=True, links=[link], by=director)
    assert found(this_round, statement).suggestion.level.value == 3
    link.ended_at, link.ended_by, link.ended_reason = timezone.now(), director, "Wrong one"
    link.save()
    page = found(this_round, statement)
    assert page.suggestion is None
    assert page.levels[0].lines[0].has_lost_its_evidence


def test_evidence_of_another_statement_or_no_longer_linked_shows_nothing(
    this_round, statement, heard, link, director
):
    other = EvidenceLinkFactory(statement=StatementFactory(theme=statement.theme))
    with pytest.raises(ValidationError, match="not linked to this statement any more"):
        tick(heard, self_assessment=this_round, is_met=True, links=[link, other], by=director)


def test_the_second_of_two_is_told(this_round, heard, link, director, contributor):
    tick(heard, self_assessment=this_round, is_met=False, links=[], by=contributor)
    with pytest.raises(ValidationError, match="found it not met while you were looking"):
        tick(heard, self_assessment=this_round, is_met=True, links=[link], by=director)
    assert CharacteristicTick.objects.count() == 1


def test_nothing_is_ticked_in_a_closed_round(this_round, heard, director):
    close_self_assessment(this_round, by=director, note="The visit is over.")
    with pytest.raises(ValidationError, match="is closed"):
        tick(heard, self_assessment=this_round, is_met=False, links=[], by=director)


def test_other_words_are_a_new_row_and_what_was_ticked_stays_with_the_old(
    this_round, statement, heard, link, signed_in
):
    client = signed_in("director")
    tick(heard, self_assessment=this_round, is_met=True, links=[link], by=client.person)
    address = at("change_characteristic", this_round, statement, heard)
    client.post(address, {"level": "4", "text": "Everybody is heard"})
    (now,) = Characteristic.objects.live()
    assert (now.level, now.text, now.replaces) == (4, "Everybody is heard", heard)
    assert found(this_round, statement).suggestion is None
    assert heard.ticks.count() == 1
    assert client.get(address).status_code == 404


def test_the_framework_s_words_are_not_changed_in_the_browser(statement, director):
    theirs = CharacteristicFactory(statement=statement, added_by=None)
    with pytest.raises(ValidationError, match="framework’s words"):
        change_characteristic(theirs, level=3, text="Ours", by=director)


def test_one_is_removed_after_being_asked(this_round, statement, heard, signed_in):
    client = signed_in("contributor")
    address = at("end_characteristic", this_round, statement, heard)
    assert "Remove this characteristic?" in text_of(client.get(address))
    client.post(address)
    heard.refresh_from_db()
    assert heard.ended_by == client.person


def test_who_may_not_score_may_not_judge_or_write(this_round, heard, statement, analyst):
    with pytest.raises(ValidationError, match="Your role cannot judge"):
        tick(heard, self_assessment=this_round, is_met=False, links=[], by=analyst)
    with pytest.raises(ValidationError, match="Your role cannot write"):
        add_characteristic(statement, level=3, text="New", by=analyst)


def test_the_page_costs_the_same_with_1_as_with_11(
    this_round, statement, signed_in, link, director
):
    client = signed_in("director")

    def add():
        one = CharacteristicFactory(statement=statement)
        tick(one, self_assessment=this_round, is_met=True, links=[link], by=director)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(at("rubric", this_round, statement))
        return len(captured)

    add()
    queries()
    with_1 = queries()
    for _ in range(10):
        add()
    assert queries() == with_1 <= 8


class TestTheFrameworkFile:
    TABLES = """
[[characteristic]]
statement = "safeguarding"
level = 3
text = "People are safe"
"""

    def text(self, more=TABLES):
        return INVENTED.read_text(encoding="utf-8") + more

    def test_characteristics_come_with_it_and_loading_again_adds_nothing(self):
        for _ in range(2):
            load_framework(read_framework(self.text()))
        one = Characteristic.objects.get()
        assert (one.level, one.text, one.is_ours) == (3, "People are safe", False)

    def test_what_the_file_drops_ends_and_our_own_words_stay(self):
        framework = load_framework(read_framework(self.text())).framework
        statement = framework.statements.get(slug="safeguarding")
        ours = CharacteristicFactory(statement=statement)
        load_framework(read_framework(self.text(more="")))
        assert list(Characteristic.objects.live()) == [ours]

    @pytest.mark.parametrize(
        ("before", "after", "says"),
        [
            ('"safeguarding"', '"no-such"', "there is no statement “no-such”"),
            ("level = 3", "level = 9", "there is no level 9"),
            ('text = "People are safe"', "", "needs “text”"),
        ],
    )
    def test_what_cannot_be_is_refused_with_its_line(self, before, after, says):
        tables = self.TABLES.replace(before, after)
        with pytest.raises(FrameworkFileError, match=says):
            read_framework(self.text(more=tables))

    def test_the_same_twice_is_refused(self):
        with pytest.raises(FrameworkFileError, match="stands twice"):
            read_framework(self.text(more=self.TABLES * 2))
