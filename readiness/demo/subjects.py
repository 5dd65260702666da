"""Made-up subjects of the documents, needs of the statements and saved searches."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.db import transaction

from evidence import intake
from evidence.models import Document
from readiness import saved_searches, subjects
from readiness.evidence_needs import decide_needs, needs_now
from readiness.models import DocumentLens, EvidenceNeed, Framework, SavedSearch

SUBJECTS = Path(__file__).resolve().parent / "subjects.toml"


@transaction.atomic
def load_subjects(framework: Framework, *, by, decided_by) -> None:
    """Safe to repeat: what is there already is left as it is."""
    said = tomllib.loads(SUBJECTS.read_text(encoding="utf-8"))
    if not DocumentLens.objects.exists():
        documents = {one.title: one for one in Document.objects.all()}
        set_periods(documents, said["periods"], by=by)
        give_lenses(framework, documents, said["lenses"], by=by)
        give_topics(documents, said["topics"], by=by)
    if not EvidenceNeed.objects.exists():
        decide(framework, said["need"], by=decided_by)
    if not SavedSearch.objects.exists():
        for search in said["search"]:
            saved_searches.save_search(
                name=search["name"], asked=search["asked"], is_shared=search["shared"], by=by
            )


def set_periods(documents, periods: dict[str, int], *, by) -> None:
    for title, days in periods.items():
        document = documents[title]
        if document.evidence_date:
            began = document.evidence_date - timedelta(days=days)
            intake.edit_document(
                document, evidence_from=began, seen_revision=document.revision, by=by
            )


def give_lenses(framework, documents, lenses: dict[str, list[str]], *, by) -> None:
    for lens in framework.lenses.filter(slug__in=lenses):
        of_lens = [documents[title] for title in lenses[lens.slug]]
        subjects.add_lenses(of_lens, lens_ids=[lens.pk], by=by)


def give_topics(documents, topics: dict[str, dict[str, list[str]]], *, by) -> None:
    for title, by_statement in topics.items():
        links = documents[title].evidence_links.live().select_related("statement")
        for link in links.filter(statement__slug__in=by_statement):
            chosen = link.statement.topics.filter(title__in=by_statement[link.statement.slug])
            subjects.set_topics(link, topics=chosen, by=by)


def decide(framework: Framework, needs: list[dict], *, by) -> None:
    statements = {one.slug: one.pk for one in framework.statements.all()}
    categories = {one.slug: one.pk for one in framework.categories.all()}
    shown = needs_now(framework)
    for need in needs:
        key = (statements[need["statement"]], categories[need["category"]])
        decide_needs(
            framework, chosen={key: need["level"]}, shown=shown, reason=need["reason"], by=by
        )
