"""The evidence pack of a self-assessment: what is put forward, by theme and quality statement.

Of a round that is closed, the documents and versions of its record; of any other, those of the day.
A pack goes to people outside, so it holds what may be shared and says what it leaves out.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby

from config.wording import day_in_words
from evidence.models import Document, DocumentVersion
from readiness.models import EvidenceLink, SelfAssessment, StatementSnapshot
from readiness.navigation import council_name
from readiness.pack_contents import put, versions_not_intact
from readiness.packs import Contents, Entry, Group, LeftOut, Section

Use = tuple[Entry, Document, DocumentVersion | None]


def build(self_assessment: SelfAssessment, *, made_at: datetime) -> Contents:
    """Five queries, for however many documents."""
    snapshot = getattr(self_assessment, "snapshot", None)
    uses = in_the_record(snapshot) if snapshot else put_forward(self_assessment)
    not_intact = versions_not_intact()
    statements = self_assessment.framework.statements.select_related("theme")
    in_order = statements.order_by("theme__position", "position")
    sections = tuple(
        Section(
            theme.title,
            tuple(group_of(statement.title, uses[statement.pk], not_intact) for statement in rows),
        )
        for theme, rows in groupby(in_order, key=lambda statement: statement.theme)
    )
    return Contents(
        title=f"{self_assessment}: evidence",
        council=council_name(),
        about=about(self_assessment),
        made_at=made_at,
        group_word="Quality statement",
        sections=sections,
    )


def about(self_assessment: SelfAssessment) -> str:
    framework = self_assessment.framework.title
    if self_assessment.closed_at is None:
        return f"What is put forward for each quality statement ({framework})."
    closed = day_in_words(self_assessment.closed_at)
    return f"What was put forward for each quality statement ({framework}) on {closed}."


def group_of(title: str, uses: Iterable[Use], not_intact: set[int]) -> Group:
    found = [put(entry, version, document, not_intact) for entry, document, version in uses]
    return Group(
        title,
        entries=tuple(each for each in found if isinstance(each, Entry)),
        left_out=tuple(dict.fromkeys(each for each in found if isinstance(each, LeftOut))),
    )


def put_forward(self_assessment: SelfAssessment) -> dict[int, list[Use]]:
    """Statement id -> its evidence of today, by kind, newest first."""
    links = (
        EvidenceLink.objects.live()
        .not_sent_back()
        .filter(statement__framework=self_assessment.framework)
        .select_related("document__latest_version", "category")
        .order_by("category__position", "-document__evidence_date", "-pk")
    )
    found = defaultdict(list)
    for link in links:
        document = link.document
        entry = Entry(
            title=document.title,
            pointer=link.location,
            says=link.shows,
            kind=link.category.short_title,
            dated=document.evidence_date,
            address=document.address,
        )
        found[link.statement_id].append((entry, document, document.latest_version))
    return found


def in_the_record(snapshot) -> dict[int, list[Use]]:
    """The same of a closed round, in the words it was closed with."""
    records = list(StatementSnapshot.objects.filter(snapshot=snapshot))
    lines = [
        (record.statement_id, category["short_title"], line)
        for record in records
        for category in record.content["evidence"]
        for line in category["documents"]
        if line["verdict"] != "returned"
    ]
    documents = Document.objects.in_bulk({line["document"] for _, _, line in lines})
    versions = DocumentVersion.objects.in_bulk({line["version"] for _, _, line in lines} - {None})
    found = defaultdict(list)
    for statement, kind, line in lines:
        document = documents[line["document"]]
        entry = Entry(
            title=line["title"],
            pointer=line["location"],
            says=line["shows"],
            kind=kind,
            dated=date.fromisoformat(line["evidence_date"]) if line["evidence_date"] else None,
            address=line["address"],
        )
        found[statement].append((entry, document, versions.get(line["version"])))
    return found
