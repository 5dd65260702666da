"""Other councils' published scores: read from a file, looked at, used, and ours beside them."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.list_files import KINDS, ROW
from readiness import published_results
from readiness.framework_file import read_framework
from readiness.framework_loading import load_framework
from readiness.models import PublishedResults
from readiness.overall_rating import ScoringRules
from readiness.published_file import is_a_date
from readiness.published_standing import distribution, overall
from tests.factories import ScoreFactory, SelfAssessmentFactory, SignOffFactory, four_levels
from tests.readiness.judged import text_of

pytestmark = pytest.mark.django_db
TESTS_DATA = Path(__file__).resolve().parents[1] / "data"
PUBLISHED = TESTS_DATA / "cqc_published_scores.csv"
SHIPPED = Path(__file__).resolve().parents[2] / "readiness/framework/local_authority_2023.toml"
RULES = ScoringRules.from_json(four_levels())
HEADINGS = "authority," + ",".join(f"qs{number}" for number in range(1, 10))
ABOUT = {"source": "CQC’s reports", "as_of": date(2025, 12, 17)}


@pytest.fixture
def nine(home_council):
    return load_framework(read_framework(SHIPPED.read_text(encoding="utf-8"))).framework


@pytest.fixture
def receive(nine, analyst):
    def make(content, name="published.csv"):
        content = content if isinstance(content, bytes) else content.encode()
        return published_results.receive(content, name, framework=nine, by=analyst, **ABOUT)

    return make


@pytest.fixture
def in_use(receive, analyst):
    return published_results.use(receive(PUBLISHED.read_bytes()), by=analyst)


def refusals(receive, content, **named):
    with pytest.raises(ValidationError) as refused:
        receive(content, **named)
    return refused.value.messages


def test_the_published_councils_are_read_and_their_results_are_what_their_scores_come_to(receive):
    found = receive(PUBLISHED.read_bytes())
    assert len(found.rows) == 24
    assert found.notes == []
    camden = found.rows[0]
    assert camden["authority"] == "London Borough of Camden"
    assert camden["scores"]["safeguarding"] == 3
    assert (camden["rating"], camden["percent"], camden["published"]) == (
        *("Outstanding", 89, "2025-02-28"),
    )
    assert found.is_waiting


def test_a_workbook_with_the_statements_titles_is_read_as_well(receive, nine):
    titles = ["Council", *(one.title for one in nine.statements.order_by("position"))]
    titles[2] = "Supporting people to lead healthier lives"  # an alias of the second
    sheet = KINDS["csv"]().create_dataset(
        (",".join(f'"{title}"' for title in titles) + "\nKent,1,2,3,4,1,2,3,4,\n").encode()
    )
    del sheet[ROW]
    found = receive(KINDS["xlsx"]().export_data(sheet), name="Results.XLSX")
    assert list(found.rows[0]["scores"].values()) == [1, 2, 3, 4, 1, 2, 3, 4, None]
    assert found.notes == ["Kent: 8 of 9 scores are given."]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Kent,1,2,3,4,1,2,3,4,5", "“5” is no score. Write 1 to 4, or leave it empty."),
        ("Kent,1,2,3,4,1,2,3,4,²", "“²” is no score."),
        (",1,2,3,4,1,2,3,4,1", "Row 2 names no council."),
        ("Kent,1,2,3,4,1,2,3,4,1\nKENT,1,2,3,4,1,2,3,4,1", "Row 3: KENT stands in the file twice."),
    ],
)
def test_a_row_that_cannot_be_right_is_named_and_nothing_is_kept(row, says, receive):
    assert any(says in message for message in refusals(receive, f"{HEADINGS}\n{row}\n"))
    assert not PublishedResults.objects.exists()


@pytest.mark.parametrize(
    ("heading", "cell", "says"),
    [
        ("overall_rating", "Excellent", "“Excellent” is no rating."),
        ("overall_percent", "62%", "“62%” is no whole percentage."),
        ("publication_date", "2025-13", "“2025-13” is no date."),
        ("source_url", "javascript:alert(1)", "must be a web address"),
    ],
)
def test_what_else_is_said_of_a_council_must_be_readable(heading, cell, says, receive):
    content = f"{HEADINGS},{heading}\nKent,2,2,2,2,2,2,2,2,2,{cell}\n"
    assert any(says in message for message in refusals(receive, content))


def test_a_file_without_its_columns_or_rows_or_of_another_kind_is_refused(receive):
    missing = refusals(receive, "name,qs1\nKent,2\n")
    assert "No column is headed “authority” or “council”." in missing
    assert any("“qs9”" in message for message in missing)
    assert refusals(receive, f"{HEADINGS}\n") == [
        "The file has headings but no council under them."
    ]
    assert refusals(receive, "x", name="results.pdf") == ["Choose a CSV or Excel (.xlsx) file."]
    assert "could not be read" in refusals(receive, "x", name="results.xlsx")[0]


def test_a_published_rating_that_its_scores_do_not_come_to_is_worth_a_look(receive):
    content = f"{HEADINGS},overall_rating,overall_percent\nKent,2,2,2,2,2,2,2,2,2,Good,63\n"
    assert receive(content).notes == [
        "Kent: published as Good; its scores come to Requires improvement.",
        "Kent: published as 63%; its scores come to 50%.",
    ]


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("2025", True),
        ("2025-02", True),
        ("2025-02-28", True),
        ("2025-02-30", False),
        ("May", False),
    ],
)
def test_a_date_may_be_a_year_a_month_or_a_day(words, is_one):
    assert is_a_date(words) is is_one


def test_a_decision_is_made_once_by_somebody_who_may(receive, analyst, contributor):
    found = receive(PUBLISHED.read_bytes())
    with pytest.raises(ValidationError, match="Your role cannot load"):
        published_results.use(found, by=contributor)
    published_results.discard(found, by=analyst)
    with pytest.raises(ValidationError, match="decided already"):
        published_results.use(found, by=analyst)


class TestWhereWeStand:
    def test_counts_leave_out_what_is_not_known(self):
        found = distribution([2, 2, 3, None, 1], 2, RULES)
        assert found.counts == ((1, 1), (2, 2), (3, 1), (4, 0))
        assert found.sentence == (
            "Of 4 councils, 2 is the most common score (2). "
            "Ours is 2: 1 scored lower, 2 the same, 1 higher."
        )

    def test_two_scores_given_as_often_are_both_named(self):
        assert distribution([2, 3], None, RULES).sentence == (
            "Of 2 councils, 2 and 3 are the most common scores."
        )
        assert distribution([None], 3, RULES).sentence == "No council’s score is known."

    def test_our_place_is_among_councils_with_all_scores(self):
        results = [{"a": 4, "b": 4}, {"a": 1, "b": 1}, {"a": 3, "b": None}]
        found = overall(results, [3, 3], RULES)
        assert (found.councils, found.ours.place, found.ours.of) == (2, "2nd", 3)
        assert dict(found.ratings)["Outstanding"] == 1

    def test_while_ours_is_provisional_there_is_no_place(self):
        assert overall([{"a": 4, "b": 4}], [3, None], RULES).ours is None


def test_a_file_is_loaded_looked_at_and_used(nine, signed_in):
    client = signed_in("analyst")
    sent = {
        "file": SimpleUploadedFile("published.csv", PUBLISHED.read_bytes()),
        "source": "CQC’s reports",
        "as_of": "2025-12-17",
    }
    response = client.post(reverse("load_published_results"), sent, follow=True)
    assert "London Borough of Camden" in text_of(response)
    assert "No published results yet" in text_of(client.get(reverse("published_results")))
    found = PublishedResults.objects.get()
    page = text_of(
        client.post(reverse("use_published_results", kwargs={"pk": found.pk}), follow=True)
    )
    assert "24 councils, not all of England’s, as at 17 December 2025" in page
    assert "blacknews.uk" in page


def test_a_file_with_problems_is_sent_back_with_each_of_them(nine, signed_in):
    sent = {
        "file": SimpleUploadedFile("published.csv", b"council,qs1\nKent,2\n"),
        "source": "CQC’s reports",
        "as_of": "2025-12-17",
    }
    page = text_of(signed_in("analyst").post(reverse("load_published_results"), sent))
    assert "<title>Error: " in page
    assert "No column is headed “qs2”" in page


def test_our_scores_stand_beside_theirs_and_reviewers_see_the_signed_ones(nine, in_use, signed_in):
    this_round = SelfAssessmentFactory(framework=nine)
    first, *others = nine.statements.order_by("position")
    SignOffFactory(score=ScoreFactory(self_assessment=this_round, statement=first, value=3))
    for one in others:
        ScoreFactory(self_assessment=this_round, statement=one, value=2)
    at = reverse("published_results")
    page = signed_in("director").get(at).context["page"]
    assert page.lines[0].distribution.sentence.startswith("Of 24 councils, ")
    assert [line.distribution.ours for line in page.lines] == [3, *[2] * 8]
    assert page.overall.percent == 53
    seen = signed_in("reviewer").get(at).context["page"]
    assert [line.distribution.ours for line in seen.lines] == [3, *[None] * 8]
    assert seen.overall.ours is None


def test_our_own_council_is_not_counted_among_the_others(receive, analyst, signed_in):
    rows = "Metropolitan Borough of Bury,2,2,2,2,2,2,2,2,2\nKent,3,3,3,3,3,3,3,3,3"
    published_results.use(receive(f"{HEADINGS}\n{rows}\n"), by=analyst)
    page = signed_in("director").get(reverse("published_results")).context["page"]
    assert page.left_out == "Metropolitan Borough of Bury"
    assert page.lines[0].distribution.councils == 1


def test_the_newest_file_in_use_counts(in_use, receive, analyst, signed_in):
    published_results.use(receive(f"{HEADINGS}\nKent,3,3,3,3,3,3,3,3,3\n"), by=analyst)
    page = signed_in("director").get(reverse("published_results")).context["page"]
    assert page.lines[0].distribution.councils == 1


def test_the_page_costs_at_most_8_queries(in_use, nine, signed_in):
    this_round = SelfAssessmentFactory(framework=nine)
    for one in nine.statements.all():
        ScoreFactory(self_assessment=this_round, statement=one)
    client = signed_in("director")
    client.get(reverse("published_results"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("published_results"))
    assert len(asked) <= 8


def test_the_command_checks_and_with_confirm_uses(nine, analyst):
    said = StringIO()
    about = {"source": "CQC", "as_of": date(2025, 12, 17), "by": analyst.email, "stdout": said}
    call_command("load_published_results", PUBLISHED, **about)
    assert "24 councils. Not used yet." in said.getvalue()
    call_command("load_published_results", PUBLISHED, **about, confirm=True)
    assert PublishedResults.objects.in_use().count() == 1


def test_the_command_says_why_it_did_not_load(nine, analyst, tmp_path):
    about = {"source": "CQC", "as_of": date(2025, 12, 17)}
    with pytest.raises(CommandError, match="There is no account"):
        call_command("load_published_results", PUBLISHED, **about, by="nobody@council.example")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("council,qs1\n")
    with pytest.raises(CommandError, match="“qs2”"):
        call_command("load_published_results", wrong, **about, by=analyst.email)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_published_results", tmp_path / "none.csv", **about, by=analyst.email)
