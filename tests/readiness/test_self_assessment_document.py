"""A round as a document: the argument, numbered evidence, data, actions, and what an audience is
not told."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.second_editor import MOVED_ON
from indicators.models import Outturn
from readiness.models import Audience, ContextText, StatementSnapshot
from readiness.reports import editions
from readiness.reports.report import Table, as_content
from readiness.reports.self_assessment_document import make_document
from readiness.self_assessments import close_self_assessment
from tests.factories import (
    ActionFactory,
    CategoryFactory,
    EvidenceLinkFactory,
    FileDocumentFactory,
    IndicatorLinkFactory,
    OutturnFactory,
    ScoreFactory,
    SignOffFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = date(2026, 11, 22)


@pytest.fixture
def made(this_round):
    def make(audience=Audience.INTERNAL, *, with_scores=True):
        about = {"audience": audience, "with_scores": with_scores, "on": TODAY}
        return make_document(this_round, **about)

    return make


def words(made):
    return str(as_content(made.report))


@pytest.fixture
def scored(statement, this_round):
    return ScoreFactory(
        statement=statement,
        self_assessment=this_round,
        value=3,
        rationale="Concerns are answered quickly.",
        strengths="- Everybody is asked what they want",
        areas_for_improvement="- Waits at weekends",
    )


def test_the_argument_stands_under_its_statement(made, scored, this_round, contributor):
    write = {"words": "Bury has 190,000 people.", "seen_number": 0, "by": contributor}
    editions.write_context(this_round, **write)
    report = made().report
    assert [section.title for section in report.sections] == ["Context", "Safeguarding", "Evidence"]
    said = words(made())
    for expected in (
        "Bury has 190,000 people.",
        "Concerns are answered quickly.",
        "Everybody is asked what they want",
        "Waits at weekends",
        "3 Good standard",
    ):
        assert expected in said


def test_scores_can_be_left_out(made, scored):
    assert "3 Good standard" not in words(made(with_scores=False))


def test_evidence_is_numbered_once_and_listed(made, scored, statement):
    category = CategoryFactory(framework=statement.framework, title="Processes", is_required=True)
    link = EvidenceLinkFactory(
        statement=statement, category=category, shows="Waiting times fell", location="page 4"
    )
    said = words(made())
    assert "Processes: Waiting times fell [1, page 4]" in said
    assert f"[1] {link.document.title}" in said


def test_data_used_and_actions_come_along(made, scored, statement):
    indicator = IndicatorLinkFactory(statement=statement).indicator
    OutturnFactory(indicator=indicator, value=66.2)
    ActionFactory(title="Open at weekends").statements.add(statement)
    said = words(made())
    assert indicator.code in said
    assert "Open at weekends" in said


def test_a_score_without_signature_is_not_for_committee(made, scored):
    found = made(Audience.COMMITTEE)
    assert "Concerns are answered quickly." not in words(found)
    assert "It is not signed off." in {one.why for one in found.left_out}
    SignOffFactory(score=scored)
    assert "Concerns are answered quickly." in words(made(Audience.COMMITTEE))


def test_a_document_not_cleared_is_not_named_outside(made, scored, statement):
    SignOffFactory(score=scored)
    category = CategoryFactory(framework=statement.framework, title="Processes")
    document = FileDocumentFactory(title="A case file")
    EvidenceLinkFactory(statement=statement, category=category, document=document, shows="")
    assert "A case file" in words(made())
    found = made(Audience.PUBLIC)
    assert "A case file" not in words(found)
    assert any("not cleared" in one.why for one in found.left_out)


def test_small_numbers_are_suppressed_outside(made, scored, statement):
    indicator = IndicatorLinkFactory(statement=statement, indicator__unit="number").indicator
    OutturnFactory(indicator=indicator, value=3)
    assert "'words': '3.0'" in words(made())
    found = words(made(Audience.PUBLIC))
    assert "'words': '3.0'" not in found
    assert "Suppressed" in found


@pytest.fixture
def of_closed(this_round, scored, statement, director):
    """``of_closed(3, 40)``: the round is closed with an indicator of each number, then made."""

    def make(*values, audience=Audience.PUBLIC):
        SignOffFactory(score=scored)
        outturns = []
        for value in values:
            indicator = IndicatorLinkFactory(statement=statement, indicator__unit="number")
            outturns.append(OutturnFactory(indicator=indicator.indicator, value=value))
        close_self_assessment(this_round, by=director, note="The visit is over.")
        this_round.refresh_from_db()
        return outturns, lambda: figures(
            make_document(this_round, audience=audience, with_scores=True, on=TODAY)
        )

    return make


def figures(made):
    """The second column of "Data used"."""
    tables = [
        block
        for section in made.report.sections
        for block in section.blocks
        if isinstance(block, Table) and block.title.startswith("Figures behind")
    ]
    return [row[1].words for table in tables for row in table.rows]


def test_of_a_closed_round_only_small_numbers_are_suppressed_outside(of_closed):
    _, found = of_closed(3, 40)
    assert found() == ["Suppressed", "40.0"]


def test_a_closed_round_keeps_all_figures_for_the_council(of_closed):
    _, found = of_closed(3, 40, audience=Audience.INTERNAL)
    assert found() == ["3.0", "40.0"]


def test_a_figure_of_a_closed_round_that_was_revised_since_stays_out(of_closed):
    (outturn,), found = of_closed(40)
    Outturn.objects.filter(pk=outturn.pk).update(is_current=False)
    OutturnFactory(indicator=outturn.indicator, period=outturn.period, value=41, replaces=outturn)
    assert found() == ["Suppressed"]


def test_figures_of_a_record_that_does_not_name_them_stay_out(of_closed, this_round):
    _, found = of_closed(40)
    kept = this_round.snapshot.statements.get()
    for one in kept.content["indicators"]:
        del one["outturn"]
    StatementSnapshot.objects.filter(pk=kept.pk).update(content=kept.content)
    assert found() == ["Suppressed"]


def test_nobody_is_named_to_the_public(made, statement, scored):
    action = ActionFactory(owner__first_name="Priscilla", owner__last_name="Oyelaran")
    action.statements.add(statement)
    assert "Priscilla Oyelaran" in words(made(Audience.COMMITTEE))
    assert "Priscilla Oyelaran" not in words(made(Audience.PUBLIC))


def test_a_second_writer_of_the_context_is_told(this_round, contributor):
    write = {"self_assessment": this_round, "by": contributor}
    editions.write_context(**write, words="Bury.", seen_number=0)
    with pytest.raises(ValidationError, match="saved this text on") as refusal:
        editions.write_context(**write, words="Bolton.", seen_number=0)
    assert refusal.value.code == MOVED_ON
    assert ContextText.objects.count() == 1


def test_it_costs_the_same_however_much_there_is(made, add_things):
    def asked():
        with CaptureQueriesContext(connection) as found:
            made(Audience.PUBLIC)
        return len(found)

    add_things(1)
    asked()  # the round then knows its framework
    one = asked()
    add_things(10)
    assert asked() == one <= 20


def test_the_page_and_its_files(signed_in, this_round, scored):
    client = signed_in("contributor")
    page = client.get(f"/self-assessments/{this_round.pk}/document/").content.decode()
    assert "Concerns are answered quickly." in page
    address = f"/self-assessments/{this_round.pk}/document/report.docx?audience=public"
    assert client.get(address).content.startswith(b"PK")
    answer = client.get(f"/self-assessments/{this_round.pk}/document/?audience=nobody")
    assert "Internal copy" in answer.content.decode()
