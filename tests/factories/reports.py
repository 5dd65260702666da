"""Reports, their quarters, texts and issued copies."""

import hashlib
from datetime import date

import factory
from factory.django import DjangoModelFactory

from readiness.models import (
    Audience,
    ContextText,
    EditionState,
    EditionStep,
    EditionText,
    IssuedCopy,
    IssuedFile,
    PerformanceReport,
    ReportEdition,
    ReportLook,
    ReportSection,
    SectionKind,
)
from readiness.reports import files
from readiness.reports.report import Paragraph, Report, Section, as_content
from readiness.round_record import fingerprint
from tests.factories.figures import UserFactory
from tests.factories.judgement import SelfAssessmentFactory


class PerformanceReportFactory(DjangoModelFactory):
    class Meta:
        model = PerformanceReport

    title = factory.Sequence(lambda n: f"Performance report {n}")
    form = "corporate-scorecard"
    added_by = factory.SubFactory(UserFactory)


class ReportLookFactory(DjangoModelFactory):
    """A name without a logo."""

    class Meta:
        model = ReportLook

    name = "Bury Council"
    set_by = factory.SubFactory(UserFactory)


class ReportSectionFactory(DjangoModelFactory):
    """Written each quarter, unless another kind is said."""

    class Meta:
        model = ReportSection

    report = factory.SubFactory(PerformanceReportFactory)
    position = factory.Sequence(lambda n: n + 1)
    kind = SectionKind.TEXT
    title = factory.Sequence(lambda n: f"Section {n}")


class ReportEditionFactory(DjangoModelFactory):
    """For quarter 2 of 2026-27."""

    class Meta:
        model = ReportEdition

    report = factory.SubFactory(PerformanceReportFactory)
    quarter_starts_on = date(2026, 7, 1)
    opened_by = factory.SubFactory(UserFactory)


class EditionTextFactory(DjangoModelFactory):
    class Meta:
        model = EditionText

    edition = factory.SubFactory(ReportEditionFactory)
    section = factory.SubFactory(
        ReportSectionFactory, report=factory.SelfAttribute("..edition.report")
    )
    number = 1
    words = "Reviews are done sooner."
    written_by = factory.SubFactory(UserFactory)


class EditionStepFactory(DjangoModelFactory):
    class Meta:
        model = EditionStep

    edition = factory.SubFactory(ReportEditionFactory)
    state = EditionState.APPROVED
    note = factory.LazyAttribute(lambda step: "Changes" if step.state == EditionState.DRAFT else "")
    taken_by = factory.SubFactory(UserFactory)


class IssuedCopyFactory(DjangoModelFactory):
    class Meta:
        model = IssuedCopy

    edition = factory.SubFactory(ReportEditionFactory)
    audience = Audience.COMMITTEE
    content = factory.LazyAttribute(
        lambda copy: as_content(a_report(title=copy.edition.report.title))
    )
    sha256 = factory.LazyAttribute(lambda copy: fingerprint(copy.content))
    issued_by = factory.SubFactory(UserFactory)


class IssuedFileFactory(DjangoModelFactory):
    class Meta:
        model = IssuedFile

    copy = factory.SubFactory(IssuedCopyFactory)
    kind = "xlsx"
    content = factory.LazyAttribute(lambda file: files.WRITERS[file.kind](a_report()))
    sha256 = factory.LazyAttribute(lambda file: hashlib.sha256(file.content).hexdigest())


def issued_copy(edition, *, audience):
    return IssuedFileFactory(copy=IssuedCopyFactory(edition=edition, audience=audience)).copy


def a_report(*blocks, **fields) -> Report:
    """With one section, of these blocks."""
    about = {
        "title": "Performance report",
        "subtitle": "Quarter 2 2026-27",
        "council": "Bury",
        "audience": "Committee",
        "state": "Draft, not for circulation",
        "made_on": "22 November 2026",
        "sections": (Section("Summary", blocks or (Paragraph("All is well."),)),),
        "rules": ("Councils are compared among England.",),
    }
    return Report(**(about | fields))


class ContextTextFactory(DjangoModelFactory):
    class Meta:
        model = ContextText

    self_assessment = factory.SubFactory(SelfAssessmentFactory)
    number = 1
    words = "Bury has 190,000 people."
    written_by = factory.SubFactory(UserFactory)
