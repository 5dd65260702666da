"""Two made-up quarterly reports: one issued to three audiences, one that is still being written."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from readiness.demo.dating import dated
from readiness.models import Audience, PerformanceReport, ReportEdition, SelfAssessment
from readiness.quarters import reported_quarter
from readiness.reports import editions
from readiness.reports.set_up import set_up

REPORTS = Path(__file__).resolve().parent / "reports.toml"
ISSUED_AGO = timedelta(days=9)


@transaction.atomic
def load_reports(*, by, approved_by, on: date) -> None:
    """For the newest finished quarter. Safe to repeat: nothing is added beside a report."""
    if PerformanceReport.objects.exists():
        return
    said = tomllib.loads(REPORTS.read_text(encoding="utf-8"))
    quarter = reported_quarter(on)
    day = max(on - ISSUED_AGO, quarter.next.starts_on)
    with dated(day):
        issued = begin(said["issued"], quarter, by=by)
        editions.approve(issued, by=approved_by, note=said["issued"]["approved"])
        for audience in Audience.values:
            editions.issue(issued, audience=audience, by=approved_by, on=day)
    begin(said["in_preparation"], quarter, by=by)


def begin(entry: dict, quarter, *, by) -> ReportEdition:
    """Set up, opened for the quarter, and written as far as the entry goes."""
    report = set_up(title=entry["title"], form=entry["form"], by=by)
    edition = editions.open_edition(report, quarter=quarter, by=by)
    for section in report.sections.filter(title__in=entry["text"]):
        words = entry["text"][section.title]
        editions.write_text(edition, section, words=words, seen_number=0, by=by)
    return edition


def load_context(*, by) -> None:
    """What the open round's document begins with. Safe to repeat: what is written stays."""
    words = tomllib.loads(REPORTS.read_text(encoding="utf-8"))["context"]
    for self_assessment in SelfAssessment.objects.open().filter(contexts=None):
        editions.write_context(self_assessment, words=words, seen_number=0, by=by)
