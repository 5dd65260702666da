"""Queries, milliseconds and ratio to a bare view, for every page on a large data set.

    python -m benchmarks.pages [--rebuild] [--only NAME] [--runs 15]

The bare view sends as many bytes behind the same middleware to the same signed-in person.
Exits with 1 when a page asks more than its queries; times are for reading, as machines differ.
"""

import argparse
import statistics
import sys
import time
from dataclasses import dataclass

from benchmarks import environment

environment.prepare()

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from benchmarks import data_set, shown_data_set
from evidence.models import Document
from indicators.models import ComparatorGroup, DataPack, Indicator, Outturn
from readiness.models import (
    Action,
    Assessment,
    DraftReport,
    InformationReturn,
    ReportEdition,
    Score,
    SelfAssessment,
    Statement,
)
from readiness.roles import Role

QUERIES_OF_A_LARGE_PAGE, RATIO_OF_A_LARGE_PAGE = 15, 8
QUERIES_OF_A_PAGE, RATIO_OF_A_PAGE = 10, 5


@dataclass(frozen=True)
class Page:
    """An address by name; ``large`` for the two pages that join everything."""

    name: str
    at: tuple = ()
    query: str = ""
    role: Role = Role.DIRECTOR
    large: bool = False

    @property
    def title(self):
        return self.name + self.query


@dataclass(frozen=True)
class Measured:
    page: Page
    status: int
    size: int
    queries: int
    milliseconds: float
    bare: float

    @property
    def ratio(self):
        return self.milliseconds / self.bare

    @property
    def is_within_queries(self):
        return self.queries <= (QUERIES_OF_A_LARGE_PAGE if self.page.large else QUERIES_OF_A_PAGE)

    @property
    def is_within_ratio(self):
        return self.ratio <= (RATIO_OF_A_LARGE_PAGE if self.page.large else RATIO_OF_A_PAGE)


def pages() -> list[Page]:
    return [*of_evidence(), *of_figures(), *of_judgement(), *of_showing()]


def of_evidence() -> list[Page]:
    """Where people begin, the statements and their evidence."""
    statement = Statement.objects.first()
    return [
        Page("overview", large=True),
        Page("overview", role=Role.REVIEWER, large=True),
        Page("statement_list"),
        Page("statement", (statement.slug,), large=True),
        Page("statement", (statement.slug,), role=Role.REVIEWER, large=True),
        Page("thread_of_statement", (statement.slug,), large=True),
        Page("coverage"),
        Page("coverage", query="?by=topic"),
        Page("coverage", query="?by=lens"),
        Page("evidence_needed"),
        Page("review_list"),
        Page("my_work"),
        Page("my_searches"),
        Page("my_digest"),
        Page("library"),
        Page("library", query="?q=carers+reablement"),
        Page("library", query="?page=200"),
        Page("document", (Document.objects.first().pk,)),
        Page("held_documents"),
        Page("personal_data", (Document.objects.filter(kind="file").first().pk,)),
        Page("add_evidence"),
        Page("file_checks"),
        Page("retention"),
    ]


def of_figures() -> list[Page]:
    indicator, pack = Indicator.objects.first(), DataPack.objects.first()
    return [
        Page("indicator_list"),
        Page("scorecard", large=True),
        Page("scorecard", query="?by=statement", large=True),
        Page("figure", (Outturn.objects.first().pk,)),
        Page("indicator", (indicator.code,)),
        Page("year_of_targets", (indicator.code,)),
        Page("comparator_group_list"),
        Page("comparator_group", (ComparatorGroup.objects.first().pk,)),
        Page("add_comparator_group", role=Role.ANALYST),
        Page("rating_words"),
        Page("change_list"),
        Page("commentary_needed"),
        Page("collection_rounds"),
        Page("data_pack_list"),
        Page("saved_mapping_list"),
        Page("unknown_indicator_list", (pack.pk,)),
        Page("data_pack", (pack.pk,)),
    ]


def of_judgement() -> list[Page]:
    """The plan, rounds and scores, and what administrators see of people."""
    statement = Statement.objects.first()
    round_ = SelfAssessment.objects.first()
    return [
        Page("plan"),
        Page("plan", query="?status=behind"),
        Page("plan_board"),
        Page("plan_timeline"),
        Page("plan_owners"),
        Page("plan_quarter"),
        Page("recommendation_list"),
        Page("action", (Action.objects.first().pk,)),
        Page("self_assessment_list"),
        Page("self_assessment", (round_.pk,)),
        Page("rubric", (round_.pk, statement.slug)),
        Page("try_scores", (round_.pk,)),
        Page("published_results"),
        Page("challenge_list", (round_.pk,)),
        Page("challenge", (round_.pk, statement.slug, "evidence-missing")),
        Page("compare_rounds"),
        Page("score_wall"),
        Page("score", (round_.pk, statement.slug)),
        Page("sign_off", (Score.objects.filter(sign_off=None).first().pk,)),
        Page("digest_list", role=Role.ADMINISTRATOR),
        Page("account_list", role=Role.ADMINISTRATOR),
    ]


def of_showing() -> list[Page]:
    """Reports, the return, the clock and CQC's draft, visits and feeds."""
    edition, assessment = ReportEdition.objects.first(), Assessment.objects.first()
    found, draft = InformationReturn.objects.first(), DraftReport.objects.first()
    return [
        Page("report_list"),
        Page("report", (edition.report_id,)),
        Page("edition", (edition.pk,), large=True),
        Page("preview_report", (edition.pk, "internal"), large=True),
        Page("preview_report", (edition.pk, "public"), large=True),
        Page("return_list"),
        Page("information_return", (found.pk,)),
        Page("return_item", (found.items.first().pk,)),
        Page("assessment_list"),
        Page("assessment", (assessment.pk,)),
        Page("what_if_assessment"),
        Page("draft_report", (draft.pk,)),
        Page("visit_list"),
        Page("visit_reads"),
        Page("feed_key_list", role=Role.ADMINISTRATOR),
    ]


def signed_in(role: Role) -> Client:
    client = Client(raise_request_exception=False)
    person = get_user_model().objects.filter(groups__name=role).order_by("pk").first()
    client.force_login(person, backend="readiness.roles.RoleBackend")
    return client


def milliseconds(client: Client, address: str, runs: int, clock) -> float:
    """Median of so many runs, the first three not counted."""
    taken = []
    for _ in range(runs + 3):
        begun = clock()
        client.get(address)
        taken.append((clock() - begun) * 1000)
    return statistics.median(taken[3:])


def measure(page: Page, runs: int, clock) -> Measured | None:
    """``None`` where there is no such page."""
    try:
        address = reverse(page.name, args=page.at) + page.query
    except NoReverseMatch:
        return None
    client = signed_in(page.role)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get(address)
    size = len(response.content)
    return Measured(
        page=page,
        status=response.status_code,
        size=size,
        queries=len(asked),
        milliseconds=milliseconds(client, address, runs, clock),
        bare=milliseconds(client, f"/bare/{size}/", runs, clock),
    )


def report(results: list[Measured]) -> None:
    print(f"{'page':34}{'role':14}{'status':>6}{'KB':>6}{'queries':>9}{'ms':>8}{'ratio':>7}")
    for each in results:
        marks = ("" if each.is_within_queries else "  too many queries") + (
            "" if each.is_within_ratio else "  slow"
        )
        print(
            f"{each.page.title:34}{each.page.role:14}{each.status:>6}{each.size / 1024:>6.0f}"
            f"{each.queries:>9}{each.milliseconds:>8.1f}{each.ratio:>7.1f}{marks}"
        )


def prepare_data_set(rebuild: bool) -> None:
    if rebuild and connection.vendor == "sqlite":
        connection.close()
        for end in ("", "-wal", "-shm"):
            environment.VAR.joinpath(f"benchmark.sqlite3{end}").unlink(missing_ok=True)
    call_command("migrate", verbosity=0)
    if not Document.objects.exists():
        begun = time.perf_counter()
        print("Building the data set (once, a few minutes)", flush=True)
        data_set.build()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"Built in {time.perf_counter() - begun:.0f} seconds")
    if not shown_data_set.is_there():
        shown_data_set.add()


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rebuild", action="store_true", help="build the data set again")
    arguments.add_argument("--only", default="", help="only pages whose name contains this")
    arguments.add_argument("--runs", type=int, default=15)
    arguments.add_argument(
        "--processor", action="store_true", help="count this process's time only (busy machine)"
    )
    said = arguments.parse_args()
    clock = time.process_time if said.processor else time.perf_counter
    settings.ROOT_URLCONF = "benchmarks.urls"
    prepare_data_set(said.rebuild)
    results = [
        measured
        for page in pages()
        if said.only in page.name
        if (measured := measure(page, said.runs, clock))
    ]
    report(results)
    return 0 if all(each.is_within_queries for each in results) else 1


if __name__ == "__main__":
    sys.exit(main())
