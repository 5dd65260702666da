"""The documents behind a statement, by evidence category, newest first."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import (
    Count,
    DateTimeField,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber

from readiness.models import EvidenceAppraisal, EvidenceCategory, EvidenceLink, Statement

SHOWN = 5
"""How many documents of a category are written out; the library has the rest."""
OF_CATEGORY = ("slug", "title", "is_required", "count", "sent_back")


@dataclass(frozen=True)
class EvidenceRow:
    """One document put forward, with what it shows."""

    document_id: int
    title: str
    is_file: bool
    shows: str
    location: str
    evidence_date: date | None
    review_by: date | None
    is_out_of_date: bool
    verdict: str | None
    strength: str | None


@dataclass(frozen=True)
class CategoryEvidence:
    """A category's documents: the newest, and how many there are; those sent back are apart."""

    slug: str
    title: str
    is_required: bool
    count: int
    sent_back: int
    rows: tuple[EvidenceRow, ...] = ()

    @property
    def in_all(self) -> int:
        return self.count + self.sent_back

    @property
    def has_more(self) -> bool:
        return self.in_all > len(self.rows)


def evidence_by_category(
    statement: Statement, *, user, on: date, shown: int = SHOWN
) -> tuple[CategoryEvidence, ...]:
    """Every category of the framework with what this person may see of it, in one query whatever
    the number of documents."""
    found: dict[str, CategoryEvidence] = {}
    rows: dict[str, list[EvidenceRow]] = {}
    for row in _newest(statement, user, shown):
        found.setdefault(
            row["slug"],
            CategoryEvidence(*(row[name] for name in OF_CATEGORY)),
        )
        if row["document_id"]:
            rows.setdefault(row["slug"], []).append(_evidence_row(row, on))
    return tuple(
        replace(category, rows=tuple(rows.get(category.slug, ()))) for category in found.values()
    )


def _newest(statement: Statement, user, shown: int):
    """A row per category and document, the newest few; an empty category has one empty row."""
    links = EvidenceLink.objects.seen_by(user).filter(statement=statement)
    # A date and a moment compare as they should in both databases.
    speaks_of = Coalesce("document__evidence_date", "linked_at", output_field=DateTimeField())
    # Only ids are numbered, so that the texts of thousands of documents are never carried along.
    newest = (
        links.annotate(
            place=Window(
                RowNumber(), partition_by="category", order_by=[speaks_of.desc(), F("pk").desc()]
            )
        )
        .filter(place__lte=shown)
        .values("pk")
    )
    appraisals = EvidenceAppraisal.objects.filter(link=OuterRef("live__pk")).order_by("-id")
    back = Q(pk__in=EvidenceAppraisal.objects.sent_back())
    counts = links.filter(category=OuterRef("pk")).order_by().values("category")
    return (
        EvidenceCategory.objects.filter(framework=statement.framework_id)
        .annotate(
            live=FilteredRelation(
                "evidence_links", condition=Q(evidence_links__pk__in=Subquery(newest))
            ),
            count=Coalesce(Subquery(counts.annotate(n=Count("pk", filter=~back)).values("n")), 0),
            sent_back=Coalesce(
                Subquery(counts.annotate(n=Count("pk", filter=back)).values("n")), 0
            ),
            shows=F("live__shows"),
            location=F("live__location"),
            document_id=F("live__document_id"),
            document_title=F("live__document__title"),
            kind=F("live__document__kind"),
            evidence_date=F("live__document__evidence_date"),
            review_by=F("live__document__review_by"),
            verdict=Subquery(appraisals.values("verdict")[:1]),
            strength=Subquery(appraisals.values("strength")[:1]),
            speaks_of=Coalesce(
                "live__document__evidence_date", "live__linked_at", output_field=DateTimeField()
            ),
        )
        .order_by("position", F("speaks_of").desc(), F("live__pk").desc())
        .values()
    )


def _evidence_row(row: dict, on: date) -> EvidenceRow:
    review_by = row["review_by"]
    return EvidenceRow(
        document_id=row["document_id"],
        title=row["document_title"],
        is_file=row["kind"] == "file",
        shows=row["shows"],
        location=row["location"],
        evidence_date=row["evidence_date"],
        review_by=review_by,
        is_out_of_date=review_by is not None and review_by < on,
        verdict=row["verdict"],
        strength=row["strength"],
    )
