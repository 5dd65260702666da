"""A round moved to a second framework: texts and evidence go where the file's crosswalk says."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from readiness.carried_review import parts_to_review
from readiness.comparing_rounds import compare
from readiness.framework_file import FrameworkFileError, read_framework
from readiness.framework_loading import load_framework
from readiness.models import CarriedLink, CarriedText, EvidenceAppraisal, EvidenceLink, Score
from readiness.next_round import open_next_round
from readiness.scoring import record_score
from tests.factories import EvidenceLinkFactory, ScoreFactory, SelfAssessmentFactory
from tests.readiness.judged import score_path, text_of
from tests.readiness.test_framework_file import INVENTED, UNSCORED

pytestmark = pytest.mark.django_db
SUCCESSOR = INVENTED.with_name("successor_framework.toml")


def loaded(path):
    return load_framework(read_framework(path.read_text(encoding="utf-8"))).framework


@pytest.fixture
def old():
    """A round under the invented framework, with a score of each of its three statements."""
    this_round = SelfAssessmentFactory(framework=loaded(INVENTED), title="Under the old")
    for place, statement in enumerate(this_round.framework.statements.order_by("position"), 1):
        ScoreFactory(
            self_assessment=this_round,
            statement=statement,
            value=place,
            rationale=f"Because of {statement.slug}.",
        )
    return this_round


@pytest.fixture
def new():
    return loaded(SUCCESSOR)


def moved(old, new, by):
    return open_next_round(
        framework=new, title="Under the new", starts_on="2033-04-01", start_from=old, by=by
    )


def carried(opened):
    texts = CarriedText.objects.filter(self_assessment=opened)
    return sorted(texts.values_list("statement__slug", "score__statement__slug"))


def test_two_versions_are_loaded_side_by_side_and_texts_follow_the_crosswalk(old, new, director):
    opened = moved(old, new, director)
    assert carried(opened) == [
        ("acting", "safeguarding"),
        ("asking", "answering"),
        ("asking", "safeguarding"),
    ]
    assert not Score.objects.filter(self_assessment=opened).exists()
    assert old.framework.statements.count() == 3


def test_what_was_carried_needs_review_until_the_statement_is_scored(
    old, new, director, contributor
):
    opened = moved(old, new, director)
    asking, acting = (new.statements.get(slug=slug) for slug in ("asking", "acting"))
    assert set(parts_to_review(opened)) == {asking.pk, acting.pk}
    record_score(asking, self_assessment=opened, value=2, rationale="Anew.", by=contributor)
    assert set(parts_to_review(opened)) == {acting.pk}


def test_the_form_starts_from_the_words_of_all_that_came_here_and_from_no_score(
    old, new, director, signed_in
):
    opened = moved(old, new, director)
    response = signed_in("director").get(score_path(opened, new.statements.get(slug="asking")))
    initial = response.context["form"].initial
    assert initial["rationale"] == "Because of safeguarding.\n\nBecause of answering."
    assert "value" not in initial
    page = text_of(response)
    assert "Last score, in Under the old: Keeping people safe" in page
    assert "1 Absent" in page


def link_of(framework, slug, category, **said):
    return EvidenceLinkFactory(
        statement=framework.statements.get(slug=slug),
        category=framework.categories.get(slug=category),
        **said,
    )


def test_evidence_follows_its_statement_and_keeps_its_category(old, new, director):
    link = link_of(old.framework, "safeguarding", "words", shows="They feel safe.")
    opened = moved(old, new, director)
    made = EvidenceLink.objects.filter(document=link.document, statement__framework=new)
    assert sorted(made.values_list("statement__slug", "category__slug", "shows")) == [
        ("acting", "words", "They feel safe."),
        ("asking", "words", "They feel safe."),
    ]
    kept = CarriedLink.objects.filter(self_assessment=opened)
    assert {one.came_from for one in kept} == {link}
    link.refresh_from_db()
    assert link.ended_at is None


def test_evidence_stays_behind_where_it_has_no_place_in_the_new_framework(
    old, new, director, contributor
):
    link_of(old.framework, "mending", "words")
    link_of(old.framework, "safeguarding", "deeds")
    back = link_of(old.framework, "answering", "words")
    EvidenceAppraisal.objects.create(
        link=back, verdict="returned", note="Not this.", appraised_by=contributor
    )
    moved(old, new, director)
    assert not CarriedLink.objects.exists()


def test_a_document_that_is_there_already_is_not_linked_twice(old, new, director):
    link = link_of(old.framework, "answering", "words")
    link_of(new, "asking", "words", document=link.document)
    moved(old, new, director)
    assert not CarriedLink.objects.exists()


def test_a_framework_that_does_not_say_where_each_statement_goes_takes_nothing(old, new, director):
    new.crosswalks["invented-2031"].pop("mending")
    new.save()
    with pytest.raises(ValidationError, match="does not say where these go: mending"):
        moved(old, new, director)
    assert not CarriedText.objects.exists()


def test_a_round_without_scores_moves_its_evidence_to_one_with_scores(new, director):
    unscored = SelfAssessmentFactory(framework=loaded(UNSCORED), title="Not scored")
    link = link_of(unscored.framework, "answering", "words")
    opened = moved(unscored, new, director)
    assert carried(opened) == []
    assert CarriedLink.objects.get().came_from == link


def test_rounds_of_two_frameworks_are_compared_by_the_crosswalk(old, new, director):
    opened = moved(old, new, director)
    acting = new.statements.get(slug="acting")
    ScoreFactory(self_assessment=opened, statement=acting, value=3)
    rows = compare(old.pk, opened.pk, user=director).rows
    assert [(row.title, row.change) for row in rows] == [
        ("Asking (was: Keeping people safe)", "Another scale: not comparable"),
        ("Asking (was: Answering people)", "Another scale: not comparable"),
        ("Acting (was: Keeping people safe)", "Another scale: not comparable"),
        ("Brand new", "Not in the earlier round"),
        ("Mending what is broken", "Not in the later round"),
    ]


@pytest.mark.parametrize("path", [SUCCESSOR, UNSCORED])
def test_every_page_of_rounds_works_under_it(path, director, signed_in):
    framework = loaded(path)
    rounds = [
        SelfAssessmentFactory(framework=framework, title=title) for title in ("One", "Another")
    ]
    client = signed_in("director")
    for address in (
        reverse("overview"),
        reverse("self_assessment", args=[rounds[0].pk]),
        reverse("submit_round", args=[rounds[0].pk]),
        reverse("close_self_assessment", args=[rounds[0].pk]),
        reverse("score_wall"),
        reverse("compare_rounds"),
    ):
        assert client.get(address).status_code == 200, address
    said = "This framework has no scores" in text_of(client.get(reverse("score_wall")))
    assert said == (framework.rules is None)


# --- the file --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('new = ["asking"]', "no statement “nowhere”"),
        ('old = "answering"', "“safeguarding” of “invented-2031” cannot be mapped here"),
    ],
)
def test_a_crosswalk_that_cannot_be_is_refused_with_its_line(wrong, said):
    text = SUCCESSOR.read_text(encoding="utf-8")
    put = {'new = ["asking"]': 'new = ["nowhere"]', 'old = "answering"': 'old = "safeguarding"'}
    with pytest.raises(FrameworkFileError, match=said) as refused:
        read_framework(text.replace(wrong, put[wrong], 1))
    line = refused.value.problems[0].line
    assert text.splitlines()[line - 1].strip() == wrong


def test_a_crosswalk_from_a_statement_that_the_older_framework_does_not_have_is_refused(old):
    text = SUCCESSOR.read_text(encoding="utf-8").replace('old = "mending"', 'old = "bending"')
    with pytest.raises(ValidationError, match="does not have: bending"):
        load_framework(read_framework(text))


def test_the_older_framework_need_not_be_loaded():
    assert loaded(SUCCESSOR).crosswalks["unscored-2032"] == {"answering": ["asking"]}
