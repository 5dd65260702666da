"""What evidence a statement needs: decided by people, kept, and told to the second editor."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readiness.coverage import coverage
from readiness.evidence_needs import decide_needs, history, needs_now
from readiness.models import EvidenceNeed
from tests.factories import (
    CategoryFactory,
    EvidenceLinkFactory,
    FrameworkFactory,
    StatementFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_council")]
NEEDED = "/coverage/needed/"
Level = EvidenceNeed.Level


@pytest.fixture
def framework():
    return FrameworkFactory()


@pytest.fixture
def people(framework):
    return CategoryFactory(framework=framework)


@pytest.fixture
def safeguarding(people):
    return StatementFactory(title="Safeguarding", slug="safeguarding")


@pytest.fixture
def key(safeguarding, people):
    return (safeguarding.pk, people.pk)


def decide(framework, key, level, *, shown=Level.REQUIRED, by=None, reason="Agreed in May"):
    return decide_needs(
        framework, chosen={key: level}, shown={key: shown}, reason=reason, by=by or UserFactory()
    )


def test_the_framework_says_what_is_needed_until_somebody_decides(framework, key):
    assert needs_now(framework) == {key: Level.REQUIRED}
    decide(framework, key, Level.OPTIONAL)
    assert needs_now(framework) == {key: Level.OPTIONAL}


def test_what_does_not_apply_is_no_gap(framework, key, safeguarding, today):
    assert coverage(framework, on=today).gaps(safeguarding.pk)
    decide(framework, key, Level.NOT_APPLICABLE)
    assert coverage(framework, on=today).gaps(safeguarding.pk) == []


def test_a_decision_for_one_statement_leaves_the_others(framework, key, today):
    other = StatementFactory(title="Governance")
    decide(framework, key, Level.OPTIONAL)
    assert coverage(framework, on=today).gaps(other.pk)


def test_every_decision_is_kept_with_who_and_why(framework, key):
    director = UserFactory()
    decide(framework, key, Level.OPTIONAL, by=director)
    decide(framework, key, Level.REQUIRED, shown=Level.OPTIONAL, reason="The board changed it")
    latest, first = history(framework)
    assert (latest.level, latest.reason, latest.ended_at) == (
        "required",
        "The board changed it",
        None,
    )
    assert (first.level, first.decided_by) == ("optional", director)
    assert first.ended_at is not None


def test_a_change_needs_a_reason(framework, key):
    with pytest.raises(ValidationError, match="Say why"):
        decide(framework, key, Level.OPTIONAL, reason="  ")
    assert not EvidenceNeed.objects.exists()


def test_nothing_is_written_where_nothing_differs(framework, key):
    assert decide(framework, key, Level.REQUIRED, reason="") == 0
    assert not EvidenceNeed.objects.exists()


def test_a_second_editor_is_told_and_overwrites_nothing(framework, key):
    ann = UserFactory(first_name="Ann", last_name="Lee")
    decide(framework, key, Level.OPTIONAL, by=ann)
    with pytest.raises(ValidationError, match="Ann Lee has meanwhile decided"):
        decide(framework, key, Level.NOT_APPLICABLE)
    assert needs_now(framework)[key] == Level.OPTIONAL


def test_two_who_decide_the_same_are_not_in_each_other_s_way(framework, key):
    decide(framework, key, Level.OPTIONAL)
    assert decide(framework, key, Level.OPTIONAL) == 0


def test_one_decision_is_in_force_at_a_time(framework, key, safeguarding, people):
    rows = {"statement": safeguarding, "category": people, "decided_by": UserFactory()}
    EvidenceNeed.objects.create(level="required", **rows)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceNeed.objects.create(level="optional", **rows)


# --- the page ---


def test_the_page_saves_what_is_chosen_and_coverage_follows(signed_in, key):
    client = signed_in("director")
    name = f"need-{key[0]}-{key[1]}"
    page = client.get(NEEDED).content.decode()
    assert re.search(rf'<select[^>]*name="{name}"', page)
    assert f'name="initial-{name}" value="required"' in page
    sent = {name: "none", f"initial-{name}": "required", "reason": "We have no such service"}
    answer = client.post(NEEDED, sent, follow=True)
    assert "What is needed has changed in 1 place." in answer.content.decode()
    assert "Does not apply" in answer.content.decode()
    assert "We have no such service" in client.get(NEEDED).content.decode()


def test_without_a_reason_the_page_keeps_what_was_chosen(signed_in, key):
    client, name = signed_in("contributor"), f"need-{key[0]}-{key[1]}"
    answer = client.post(NEEDED, {name: "none", f"initial-{name}": "required"})
    page = answer.content.decode()
    assert "Say why, so that others can follow it." in page
    assert '<option value="none" selected>' in page


def test_a_place_with_documents_is_shown_though_it_does_not_apply(signed_in, framework, key):
    decide(framework, key, Level.NOT_APPLICABLE)
    EvidenceLinkFactory(statement=framework.statements.get(), category=framework.categories.get())
    page = signed_in("director").get(reverse("coverage")).content.decode()
    assert "Does not apply" not in page


@pytest.mark.parametrize("address", [NEEDED, "/coverage/"])
def test_the_pages_cost_the_same_however_many_decisions(signed_in, framework, key, address):
    client = signed_in("director")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    decide(framework, key, Level.OPTIONAL)
    queries()
    with_one = queries()
    for _ in range(10):
        decide(framework, (StatementFactory().pk, key[1]), Level.OPTIONAL)
    assert queries() == with_one <= 10
