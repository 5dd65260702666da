"""The work on statements, on its pages: the list, one statement, and what is written there."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from readiness import statement_work
from readiness.models import (
    Score,
    StatementComment,
    StatementDraft,
    StatementLook,
    StatementStep,
    StatementWork,
    StepKind,
)
from readiness.sign_off import withdraw_sign_off
from tests.factories import (
    EvidenceLinkFactory,
    ScoreFactory,
    SignOffFactory,
    StatementCommentFactory,
    StatementDraftFactory,
    StatementFactory,
    StatementWorkFactory,
    UserFactory,
)
from tests.lists import rows_of_csv
from tests.readiness.judged import score_path, text_of

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20


def work_path(this_round, statement, name="statement_work"):
    return reverse(name, kwargs={"pk": this_round.pk, "slug": statement.slug})


def list_path(this_round):
    return reverse("work_list", kwargs={"pk": this_round.pk})


def queries_of(client, address) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# --- the list of the round ---


def test_the_list_says_where_each_statement_stands_and_what_it_needs(
    statement, this_round, signed_in, contributor, today
):
    other = StatementFactory(theme=statement.theme, position=2, title="Assessing needs")
    StatementWorkFactory(
        self_assessment=this_round,
        statement=statement,
        lead=contributor,
        due_on=date(2026, 11, 1),
    )
    statement_work.block(
        statement, self_assessment=this_round, note="The survey is late.", by=contributor
    )
    ScoreFactory(self_assessment=this_round, statement=other, scored_by=contributor)
    page = text_of(signed_in("director").get(list_path(this_round)))
    assert "Blocked: The survey is late." in page
    assert "Overdue since 1 November 2026" in page
    assert "Waits for a director’s sign-off" in page


def test_mine_is_what_i_lead_help_with_or_am_mentioned_in(statement, this_round, signed_in):
    client = signed_in("contributor")
    about = {"self_assessment": this_round}
    led = StatementFactory(theme=statement.theme, title="Led by me")
    helped = StatementFactory(theme=statement.theme, title="Helped by me")
    mentioned = StatementFactory(theme=statement.theme, title="Mentions me")
    StatementWorkFactory(**about, statement=led, lead=client.person)
    StatementWorkFactory(**about, statement=helped).collaborators.add(client.person)
    StatementCommentFactory(**about, statement=mentioned, mentioned=[client.person])
    page = text_of(client.get(list_path(this_round), {"whose": "mine"}))
    assert all(title in page for title in ("Led by me", "Helped by me", "Mentions me"))
    assert "Safeguarding" not in page


def test_whoever_has_nothing_is_told_what_would_be_here(statement, this_round, signed_in):
    page = text_of(signed_in("analyst").get(list_path(this_round), {"whose": "mine"}))
    assert "Nothing waits for you in this round" in page


def test_the_list_downloads_what_is_shown(statement, this_round, signed_in):
    client = signed_in("contributor")
    mine = StatementFactory(theme=statement.theme, title="Led by me")
    StatementWorkFactory(self_assessment=this_round, statement=mine, lead=client.person)
    address = reverse("work_export", kwargs={"pk": this_round.pk, "kind": "csv"})
    rows = rows_of_csv(client.get(address, {"whose": "mine"}))
    assert [(row["Quality statement"], row["Where it stands"]) for row in rows] == [
        ("Led by me", "Not started")
    ]


def test_the_list_costs_the_same_with_one_statement_as_with_eleven(
    statement, this_round, signed_in
):
    client = signed_in("director")

    def add(one):
        about = {"self_assessment": this_round, "statement": one}
        StatementWorkFactory(**about).collaborators.add(UserFactory())
        StatementDraftFactory(**about)
        ScoreFactory(**about)
        StatementCommentFactory(**about, mentioned=[client.person])

    add(statement)
    first = queries_of(client, list_path(this_round))
    for _ in range(10):
        add(StatementFactory(theme=statement.theme))
    assert queries_of(client, list_path(this_round)) == first <= 10


# --- one statement ---


def test_the_page_shows_the_draft_the_lead_and_the_comments(
    statement, this_round, signed_in, contributor
):
    about = {"self_assessment": this_round, "statement": statement}
    StatementWorkFactory(**about, lead=contributor)
    StatementDraftFactory(**about, rationale="Waits fell by half.")
    StatementCommentFactory(**about, words="Which audit?")
    page = text_of(signed_in("director").get(work_path(this_round, statement)))
    for words in (contributor.get_full_name(), "Waits fell by half.", "Which audit?", "Go on"):
        assert words in page


def test_what_others_did_since_one_last_looked_is_listed(
    statement, this_round, signed_in, contributor
):
    client = signed_in("director")
    about = {"self_assessment": this_round, "statement": statement}
    yesterday = timezone.now() - timedelta(days=1)
    StatementLook.objects.create(**about, person=client.person, looked_at=yesterday)
    StatementDraftFactory(**about, saved_by=contributor)
    EvidenceLinkFactory(statement=statement, document__title="Carers survey", linked_by=contributor)
    StatementCommentFactory(**about, words="My own words", said_by=client.person)
    statement_work.block(statement, self_assessment=this_round, note="Late.", by=contributor)
    page = client.get(work_path(this_round, statement)).context["page"]
    assert {change.kind for change in page.changes} == {"draft", "evidence", "blocked"}


def test_opening_the_page_again_at_once_still_shows_what_was_new(
    statement, this_round, signed_in, contributor
):
    client = signed_in("director")
    about = {"self_assessment": this_round, "statement": statement}
    yesterday = timezone.now() - timedelta(days=1)
    StatementLook.objects.create(**about, person=client.person, looked_at=yesterday)
    StatementDraftFactory(**about, saved_by=contributor)
    for _ in range(2):
        assert "Saved a draft" in text_of(client.get(work_path(this_round, statement)))


def test_reading_the_page_sees_a_mention(statement, this_round, signed_in):
    client = signed_in("contributor")
    StatementCommentFactory(
        self_assessment=this_round, statement=statement, mentioned=[client.person]
    )
    assert "mentions you" in text_of(client.get(reverse("my_work")))
    client.get(work_path(this_round, statement))
    assert "mentions you" not in text_of(client.get(reverse("my_work")))


def test_a_comment_is_added_from_the_page(statement, this_round, signed_in, director):
    client = signed_in("contributor")
    typed = {"words": "Which audit?", "mentioned": [director.pk]}
    response = client.post(work_path(this_round, statement), typed, follow=True)
    assert "Your comment is kept." in text_of(response)
    assert list(StatementComment.objects.get().mentioned.all()) == [director]


def test_an_empty_comment_says_what_is_missing(statement, this_round, signed_in):
    page = text_of(signed_in("contributor").post(work_path(this_round, statement), {"words": ""}))
    assert "Write your comment." in page


def test_a_comment_is_settled(statement, this_round, signed_in):
    said = StatementCommentFactory(self_assessment=this_round, statement=statement)
    client = signed_in("contributor")
    page = text_of(client.post(reverse("settle_comment", kwargs={"pk": said.pk}), follow=True))
    assert f"Settled by {client.person.get_full_name()}" in page


def test_a_statement_that_is_not_in_the_round_is_not_found(this_round, statement, signed_in):
    stranger = StatementFactory(theme__framework__slug="another", theme__slug="another")
    response = signed_in("director").get(work_path(this_round, stranger))
    assert response.status_code == 404


def test_the_page_costs_the_same_with_one_of_everything_as_with_eleven(
    statement, this_round, signed_in, contributor
):
    client = signed_in("director")
    about = {"self_assessment": this_round, "statement": statement}
    yesterday = timezone.now() - timedelta(days=1)
    StatementLook.objects.create(**about, person=client.person, looked_at=yesterday)
    StatementWorkFactory(**about).collaborators.add(UserFactory())

    def add():
        StatementDraftFactory(**about)
        ScoreFactory(**about)
        StatementCommentFactory(**about, mentioned=[UserFactory()])
        statement_work.block(statement, self_assessment=this_round, note="Late.", by=contributor)

    add()
    first = queries_of(client, work_path(this_round, statement))
    for _ in range(10):
        add()
    assert queries_of(client, work_path(this_round, statement)) == first <= MOST_QUERIES


# --- naming a lead ---


def test_a_lead_is_named_on_the_page(statement, this_round, signed_in, contributor):
    typed = {"lead": contributor.pk, "due_on": "2027-03-01", "revision": 0}
    address = work_path(this_round, statement, "assign_statement")
    page = text_of(signed_in("director").post(address, typed, follow=True))
    assert contributor.get_full_name() in page
    assert "1 March 2027" in page


def test_the_second_who_names_a_lead_sees_the_first_one_s_choice(
    statement, this_round, signed_in, contributor
):
    StatementWorkFactory(
        self_assessment=this_round, statement=statement, lead=contributor, revision=1
    )
    client = signed_in("director")
    typed = {"lead": client.person.pk, "revision": 0, "initial-lead": ""}
    address = work_path(this_round, statement, "assign_statement")
    page = text_of(client.post(address, typed))
    assert "Somebody else changed who sees to this statement" in page
    assert f"It now says: {contributor.get_full_name()}" in page
    assert StatementWork.objects.get().lead == contributor


# --- writing ---


def test_a_draft_is_saved_without_being_a_score(statement, this_round, signed_in):
    client = signed_in("contributor")
    typed = {"do": "draft", "strengths": "A steady team."}
    page = text_of(client.post(score_path(this_round, statement), typed, follow=True))
    assert "Your draft is saved." in page
    assert "A steady team." in page
    assert not Score.objects.exists()


def test_the_form_goes_on_from_a_colleague_s_draft(statement, this_round, signed_in, contributor):
    written = StatementDraftFactory(
        self_assessment=this_round, statement=statement, saved_by=contributor, value=2
    )
    response = signed_in("director").get(score_path(this_round, statement))
    assert response.context["form"].initial["rationale"] == "Waits are falling."
    assert response.context["form"].initial["seen_draft_id"] == written.pk
    assert f"the draft that {contributor.get_full_name()} saved" in text_of(response)


def test_two_writers_see_what_differs_and_nothing_is_overwritten(
    statement, this_round, signed_in, contributor
):
    client = signed_in("director")
    theirs = StatementDraftFactory(
        self_assessment=this_round,
        statement=statement,
        saved_by=contributor,
        rationale="Waits fell from 45 to 28 days.",
    )
    typed = {"do": "draft", "rationale": "Waits fell from 45 to 30 days.", "seen_draft_id": ""}
    response = client.post(score_path(this_round, statement), typed)
    page = text_of(response)
    assert "saved a draft while you were writing" in page
    assert "<mark>28 </mark>" in page
    assert "Waits fell from 45 to 30 days." in page
    assert StatementDraft.objects.count() == 1
    client.post(score_path(this_round, statement), typed | {"seen_draft_id": str(theirs.pk)})
    assert StatementDraft.objects.count() == 2


def test_a_draft_is_said_to_be_ready(statement, this_round, signed_in):
    client = signed_in("contributor")
    typed = {"do": "ready", "value": "2", "rationale": "Waits fell."}
    page = text_of(client.post(score_path(this_round, statement), typed, follow=True))
    assert "Ready to submit" in page
    assert StatementStep.objects.get().kind == StepKind.READY


def test_submitting_from_the_form_makes_the_score(statement, this_round, signed_in):
    client = signed_in("contributor")
    typed = {"value": "2", "rationale": "Waits fell."}
    client.post(score_path(this_round, statement), typed | {"do": "draft"})
    seen = StatementDraft.objects.get().pk
    client.post(score_path(this_round, statement), typed | {"do": "submit", "seen_draft_id": seen})
    assert Score.objects.get().value == 2


# --- returning and blocking ---


def test_a_director_returns_a_score_and_the_reason_is_shown(
    statement, this_round, signed_in, contributor
):
    score = ScoreFactory(self_assessment=this_round, statement=statement, scored_by=contributor)
    address = reverse("return_score", kwargs={"pk": score.pk})
    page = text_of(signed_in("director").post(address, {"note": "Which audit?"}, follow=True))
    assert "<strong>Returned.</strong> Which audit?" in page


def test_a_return_without_a_reason_is_asked_for_one(statement, this_round, signed_in):
    score = ScoreFactory(self_assessment=this_round, statement=statement)
    address = reverse("return_score", kwargs={"pk": score.pk})
    page = text_of(signed_in("director").post(address, {"note": ""}))
    assert "Say why, so that others can act on it." in page


def test_blocked_work_is_cleared_with_a_button(statement, this_round, signed_in):
    client = signed_in("contributor")
    address = work_path(this_round, statement, "block_statement")
    assert "Blocked: Late." in text_of(client.post(address, {"note": "Late."}, follow=True))
    cleared = work_path(this_round, statement, "unblock_statement")
    assert (
        "Blocked: Late." not in text_of(client.post(cleared, follow=True)).split("What happened")[0]
    )
    assert "Nothing blocks this statement any more." in text_of(client.post(cleared, follow=True))


def test_a_withdrawn_sign_off_makes_the_statement_somebody_s_work_again(
    statement, this_round, signed_in, contributor, director
):
    score = ScoreFactory(self_assessment=this_round, statement=statement, scored_by=contributor)
    SignOffFactory(score=score, signed_by=director)
    withdraw_sign_off(score, reason="The audit was wrong.", by=director)
    page = text_of(signed_in("contributor").get(list_path(this_round)))
    assert "Returned: The sign-off was withdrawn. The audit was wrong." in page


# --- my work ---


def test_my_work_lists_the_statements_i_lead_until_their_score_is_in(
    statement, this_round, signed_in, today
):
    client = signed_in("contributor")
    StatementWorkFactory(
        self_assessment=this_round,
        statement=statement,
        lead=client.person,
        due_on=date(2026, 11, 1),
    )
    assert "Its score is overdue since 1 November 2026" in text_of(client.get(reverse("my_work")))
    ScoreFactory(self_assessment=this_round, statement=statement, scored_by=client.person)
    assert "Its score is overdue" not in text_of(client.get(reverse("my_work")))


def test_what_my_work_names_opens_the_statement_s_work(statement, this_round, signed_in):
    client = signed_in("contributor")
    about = {"self_assessment": this_round, "statement": statement}
    work, said = StatementWorkFactory(**about), StatementCommentFactory(**about)
    to_work = client.get(reverse("open_work", kwargs={"pk": work.pk}))
    assert to_work.url == work_path(this_round, statement)
    to_comment = client.get(reverse("open_comment", kwargs={"pk": said.pk}))
    assert to_comment.url == f"{work_path(this_round, statement)}#comment-{said.pk}"
