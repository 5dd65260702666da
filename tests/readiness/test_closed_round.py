"""A closed round stays as it was: its pages are the same bytes whatever happens afterwards."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evidence import intake
from evidence.models import Document, DocumentVersion
from indicators.models import Indicator, Outturn, RatingWords
from readiness import round_steps
from readiness.models import (
    Action,
    EvidenceLink,
    Framework,
    RoundSnapshot,
    Score,
    Statement,
    StatementSnapshot,
    Status,
    Theme,
)
from readiness.self_assessments import close_self_assessment
from readiness.sign_off import sign_off, withdraw_sign_off
from tests.factories import (
    ActionUpdateFactory,
    EvidenceLinkFactory,
    IndicatorLinkFactory,
    OutturnFactory,
    ScoreFactory,
    SelfAssessmentFactory,
    StatementFactory,
    TargetFactory,
    UserFactory,
    VersionFactory,
    VoiceFactory,
)
from tests.readiness.judged import path_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return VersionFactory(
        document__title="Carers survey 2026",
        document__owner=UserFactory(first_name="Odd", last_name="Owner"),
        original_name="survey.txt",
    )


@pytest.fixture
def indicator(statement):
    indicator = IndicatorLinkFactory(statement=statement, indicator__code="4A").indicator
    OutturnFactory(indicator=indicator, value=61.4)
    TargetFactory(indicator=indicator, value=60)
    return indicator


@pytest.fixture
def action(statement):
    update = ActionUpdateFactory(
        narrative="Two reviewers started.", action__owner__last_name="Action-Owner"
    )
    update.action.statements.add(statement)
    return update.action


@pytest.fixture
def facts(statement, version, indicator, action):
    """Something of everything that a score rests on."""
    EvidenceLinkFactory(statement=statement, document=version.document, shows="Carers wait less.")
    VoiceFactory(statement=statement, words="She rang me back.")


@pytest.fixture
def worked_on(facts, statement, this_round, contributor, director):
    """One score, signed after an earlier one."""
    ScoreFactory(
        self_assessment=this_round,
        statement=statement,
        rationale="At first.",
        scored_by=contributor,
    )
    score = ScoreFactory(
        self_assessment=this_round,
        statement=statement,
        value=3,
        rationale="Waits fell.",
        scored_by=contributor,
    )
    sign_off(score, by=director, note="Agreed at the board.")
    return this_round


@pytest.fixture
def closed(worked_on, contributor, director):
    round_steps.submit(worked_on, by=contributor, note="For the board.")
    round_steps.sign_off(worked_on, by=director)
    return close_self_assessment(worked_on, by=director)


def pages(closed, statement):
    return [
        reverse("self_assessment", kwargs={"pk": closed.pk}),
        f"{path_of(statement)}?round={closed.pk}",
    ]


def bytes_of(client, address):
    """As sent, but for what every answer holds anew in the form for signing out: the token against
    forged requests, and who typed it with the second."""
    response = client.get(address)
    assert response.status_code == 200, address
    made_anew = rb'(name="(?:csrfmiddlewaretoken|typed_by)" value=")[^"]+'
    return re.sub(made_anew, rb"\1", response.content)


def change_the_world(version, indicator, action, director):
    """Everything that a page about the present would show."""
    replace_file(version, director)
    Document.objects.update(title="Renamed", review_by="2020-01-01", evidence_date="2019-12-01")
    EvidenceLink.objects.update(
        shows="Something else", ended_at=timezone.now(), ended_by=director, ended_reason="Wrong"
    )
    EvidenceLinkFactory(statement=Statement.objects.get(), shows="Added since")
    Outturn.objects.filter(indicator=indicator).update(value=12.3)
    Indicator.objects.update(title="Another title", short_title="Another", polarity="lower")
    RatingWords.objects.create(met="Yes", within_tolerance="Nearly", not_met="No", set_by=director)
    ActionUpdateFactory(action=action, status=Status.BEHIND, narrative="One left again.")
    Action.objects.update(title="Another action", due_on="2020-01-01")
    ActionUpdateFactory().action.statements.add(Statement.objects.get())
    VoiceFactory(statement=Statement.objects.get())
    Framework.objects.update(title="Another framework", source="Elsewhere")
    Theme.objects.update(title="Another theme")
    Statement.objects.update(title="Another statement", we_statement="We do else.", key_line="Else")


def replace_file(version, director):
    intake.replace_file(
        version.document,
        received=intake.receive(SimpleUploadedFile("survey 2.txt", b"Other words.")),
        by=director,
        seen_revision=version.document.revision,
    )


@pytest.mark.parametrize("role", ["director", "contributor", "administrator", "analyst"])
def test_the_pages_of_a_closed_round_are_the_same_bytes_after_everything_has_changed(
    role, request, signed_in
):
    closed, statement = request.getfixturevalue("closed"), Statement.objects.get()
    client = signed_in(role)
    addresses = [*pages(closed, statement), reverse("overview_then", args=[closed.pk])]
    before = [bytes_of(client, address) for address in addresses]
    change_the_world(
        *(request.getfixturevalue(name) for name in ("version", "indicator", "action", "director"))
    )
    others = type(client.person).objects.exclude(pk=client.person.pk)
    others.update(first_name="Changed", last_name="Name")
    assert [bytes_of(client, address) for address in addresses] == before


def test_the_pages_about_today_do_show_those_changes(request, signed_in):
    """Else the test above would prove nothing."""
    request.getfixturevalue("closed")
    client, statement = signed_in("director"), Statement.objects.get()
    before = bytes_of(client, path_of(statement))
    change_the_world(
        *(request.getfixturevalue(name) for name in ("version", "indicator", "action", "director"))
    )
    now = bytes_of(client, path_of(statement)).decode()
    for words in ("Added since", "Another action", "Another statement", "12.3%"):
        assert words in now
        assert words not in before.decode()


def test_a_closed_round_shows_what_there_was(closed, statement, contributor, director, signed_in):
    client = signed_in("analyst")
    whole, one = (text_of(client.get(address)) for address in pages(closed, statement))
    assert f"by {director.get_full_name()}" in whole
    assert "For the board." in whole
    assert "1 of 1 scored, 1 signed off" in whole
    assert "1 piece of evidence" in whole
    for words in (
        "Waits fell.",
        "At first.",
        "Agreed at the board.",
        "Carers wait less.",
        "Carers survey 2026",
        "Open version 1",
        "61.4%",
        "Met",
        "Two reviewers started.",
        "1 quote or story of people was held",
    ):
        assert words in one, words
    assert "She rang me back." not in one


def test_the_list_of_statements_of_a_closed_round_is_the_rounds_own_page(closed, signed_in):
    response = signed_in("director").get(reverse("statement_list"), {"round": closed.pk})
    assert response.url == reverse("self_assessment", kwargs={"pk": closed.pk})


def test_a_statement_that_is_not_in_the_record_is_not_found(closed, statement, signed_in):
    later = StatementFactory(theme=statement.theme, position=9)
    response = signed_in("director").get(f"{path_of(later)}?round={closed.pk}")
    assert response.status_code == 404


def test_the_version_of_the_day_is_opened_after_it_was_replaced(
    closed, version, statement, director, signed_in
):
    replace_file(version, director)
    client = signed_in("contributor")
    address = reverse("download", kwargs={"pk": version.pk})
    assert address in text_of(client.get(f"{path_of(statement)}?round={closed.pk}"))
    assert b"".join(client.get(address).streaming_content) == b"What people told us."


def test_a_round_closed_before_records_were_kept_says_so(statement, director, signed_in):
    old = SelfAssessmentFactory(
        framework=statement.framework, closed_at=timezone.now(), closed_by=director
    )
    client = signed_in("director")
    for address in pages(old, statement):
        assert "closed before records were kept" in text_of(client.get(address))


def test_a_framework_without_scores_closes_and_reads_without_them(
    statement, this_round, contributor, director, signed_in
):
    Framework.objects.update(rules=None)
    this_round.refresh_from_db()
    round_steps.submit(this_round, by=contributor)
    round_steps.sign_off(this_round, by=director)
    close_self_assessment(this_round, by=director)
    whole, one = (
        text_of(signed_in("director").get(address)) for address in pages(this_round, statement)
    )
    assert "This framework has no scores" in whole
    assert "Statements of this framework are not scored" in one
    assert "Sign-off" not in whole


# --- unchanged, and known to be --------------------------------------------------------------


def test_the_record_carries_a_fingerprint_and_a_changed_record_is_not_trusted(
    closed, statement, signed_in
):
    client = signed_in("director")
    kept = StatementSnapshot.objects.get()
    whole, one = pages(closed, statement)
    assert kept.sha256 in text_of(client.get(one))
    assert "no longer matches" not in text_of(client.get(one))
    kept.content["scores"][0]["value"] = 4
    kept.save()
    assert "no longer matches" in text_of(client.get(one))
    about = RoundSnapshot.objects.get()
    about.content["title"] = "Another round"
    about.save()
    assert "no longer matches" in text_of(client.get(whole))


def test_a_round_that_is_refused_to_close_leaves_no_record(worked_on, director):
    with pytest.raises(Exception, match="say why it is closed without"):
        close_self_assessment(worked_on, by=director)
    assert not RoundSnapshot.objects.exists()


# --- reviewers -------------------------------------------------------------------------------


def test_a_reviewer_sees_no_score_without_a_signature_and_no_notes(
    worked_on, statement, director, signed_in
):
    score = worked_on.scores.first()
    withdraw_sign_off(score, reason="Misread the audit.", by=director)
    close_self_assessment(worked_on, by=director, note="Between ourselves.")
    staff, reviewer = signed_in("analyst"), signed_in("reviewer")
    for address in pages(worked_on, statement):
        assert reviewer.get(address).status_code == 200
    secret = ("Waits fell.", "At first.", "Misread the audit.", "Between ourselves.")
    shown = " ".join(text_of(reviewer.get(address)) for address in pages(worked_on, statement))
    known = " ".join(text_of(staff.get(address)) for address in pages(worked_on, statement))
    assert [words for words in secret if words in shown] == []
    assert [words for words in secret if words not in known] == []


def test_a_reviewer_reads_the_signed_score_of_the_current_round_closed_or_not(
    closed, statement, signed_in
):
    shown = text_of(signed_in("reviewer").get(f"{path_of(statement)}?round={closed.pk}"))
    assert "Waits fell." in shown
    assert "At first." not in shown


def test_a_closed_round_before_the_current_one_is_not_there_for_a_reviewer(
    closed, statement, signed_in
):
    SelfAssessmentFactory(framework=statement.framework, title="The next")
    client = signed_in("reviewer")
    assert [client.get(address).status_code for address in pages(closed, statement)] == [404, 404]


@pytest.mark.parametrize(
    "held",
    [
        {"personal_state": "found"},
        {"scan_state": "infected", "scan_result": "A virus"},
        {"ended": True},
    ],
)
def test_documents_that_are_held_today_are_withheld_from_reviewers_and_the_page_says_so(
    held, closed, statement, signed_in
):
    address = f"{path_of(statement)}?round={closed.pk}"
    reviewer = signed_in("reviewer")
    assert "Carers survey 2026" in text_of(reviewer.get(address))
    if "ended" in held:
        link = EvidenceLink.objects.get()
        link.ended_at, link.ended_by, link.ended_reason = timezone.now(), link.linked_by, "Wrong"
        link.save()
    else:
        DocumentVersion.objects.update(**held)
    page = text_of(reviewer.get(address))
    for words in ("Carers survey 2026", "Carers wait less.", "survey.txt"):
        assert words not in page
    assert "1 document is not shown to you" in page
    assert "Carers survey 2026" in text_of(signed_in("analyst").get(address))


def test_an_earlier_version_is_named_to_a_reviewer_and_not_opened(
    closed, version, statement, signed_in
):
    VersionFactory(document=version.document, number=2, content=b"Other words.")
    page = text_of(signed_in("reviewer").get(f"{path_of(statement)}?round={closed.pk}"))
    assert "Version 1, since replaced" in page
    assert reverse("download", kwargs={"pk": version.pk}) not in page


def test_what_the_facts_asked_is_kept_for_staff_and_not_for_reviewers(closed, statement, signed_in):
    kept = StatementSnapshot.objects.get().content["challenges"]
    assert kept, "nothing was asked of the score"
    address = f"{path_of(statement)}?round={closed.pk}"
    assert "What the facts asked" in text_of(signed_in("analyst").get(address))
    assert "What the facts asked" not in text_of(signed_in("reviewer").get(address))


# --- cost ------------------------------------------------------------------------------------


def test_closing_costs_the_same_number_of_queries_with_eleven_of_everything(
    add_things, this_round, director
):
    add_things(1)
    queries_of_closing(this_round, director)  # from now on the director's role is known
    with_one = queries_of_closing(this_round, director)
    add_things(10)
    assert queries_of_closing(this_round, director) == with_one <= 40


def queries_of_closing(this_round, director):
    """And it is open again."""
    with transaction.atomic():
        with CaptureQueriesContext(connection) as asked:
            close_self_assessment(this_round, by=director, note="Enough.")
        transaction.set_rollback(True)
    return len(asked)


@pytest.mark.parametrize("role", ["director", "reviewer"])
def test_the_pages_cost_the_same_number_of_queries_with_eleven_of_everything(
    role, add_things, statement, this_round, signed_in
):
    client, director = signed_in(role), UserFactory(role="director")
    add_things(1)
    close_self_assessment(this_round, by=director, note="Enough.")
    with_one = queries_of(client, this_round, statement)
    latest = SelfAssessmentFactory(framework=statement.framework, starts_on="2026-05-01")
    add_things(10)
    Score.objects.update(self_assessment=latest)
    close_self_assessment(latest, by=director, note="Enough.")
    assert queries_of(client, latest, statement) == with_one
    assert max(with_one) <= 10


def queries_of(client, closed, statement):
    counted = []
    for address in pages(closed, statement):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counted.append(len(asked))
    return counted
