"""Saying which subjects a document speaks to: lenses of the document, topics of each use."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from config.second_editor import MOVED_ON
from evidence.models import Document
from readiness.models import DocumentLens, EvidenceLink, Lens, LinkTopic, Topic


@transaction.atomic
def set_subjects(
    document: Document,
    *,
    lenses: Iterable[Lens],
    topics: Mapping[EvidenceLink, Iterable[Topic]],
    by,
    seen_revision: int,
) -> None:
    """All that the document speaks to, and nothing else; topics for each of its uses."""
    Document.objects.select_for_update().get(pk=document.pk)
    if seen_revision != revision_of(document):
        raise ValidationError(
            "Somebody else changed these subjects while you were choosing. Nothing of yours is "
            "saved yet. Look at what is ticked now, then save again.",
            code=MOVED_ON,
        )
    set_lenses(document, lenses=lenses, by=by)
    for link, chosen in topics.items():
        set_topics(link, topics=chosen, by=by)


def revision_of(document: Document) -> int:
    """Grows with every subject that is given or taken away. One query."""
    of_links = LinkTopic.objects.filter(link__document=document)
    rows = DocumentLens.objects.filter(document=document).order_by().values_list("pk", "ended_at")
    both = rows.union(of_links.order_by().values_list("pk", "ended_at"), all=True)
    return sum(1 if ended_at is None else 2 for _, ended_at in both)


@transaction.atomic
def set_lenses(document: Document, *, lenses: Iterable[Lens], by) -> None:
    """The document speaks to these and no others. What it spoke to before is kept as ended."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    wanted = {lens.pk for lens in lenses}
    end(document.lens_links.live().exclude(lens__in=wanted), by=by)
    add_lenses([document], lens_ids=wanted, by=by)


def add_lenses(documents: Iterable[Document], *, lens_ids: Iterable[int], by) -> int:
    """Further lenses for each document; returns how many were new."""
    documents, lens_ids = list(documents), list(lens_ids)
    there = set(
        DocumentLens.objects.live()
        .filter(document__in=documents, lens__in=lens_ids)
        .values_list("document_id", "lens_id")
    )
    return len(
        DocumentLens.objects.bulk_create(
            DocumentLens(document=document, lens_id=lens_id, linked_by=by)
            for document in documents
            for lens_id in lens_ids
            if (document.pk, lens_id) not in there
        )
    )


@transaction.atomic
def set_topics(link: EvidenceLink, *, topics: Iterable[Topic], by) -> None:
    """This use of a document speaks to these topics of its statement and no others."""
    link = EvidenceLink.objects.select_for_update().get(pk=link.pk)
    topics = list(topics)
    if link.ended_at:
        raise ValidationError("This link has been ended, so it speaks to no topic any more.")
    if any(topic.statement_id != link.statement_id for topic in topics):
        raise ValidationError("Choose topics of the statement that the document is linked to.")
    wanted = {topic.pk for topic in topics}
    end(link.topic_links.live().exclude(topic__in=wanted), by=by)
    there = set(link.topic_links.live().values_list("topic_id", flat=True))
    LinkTopic.objects.bulk_create(
        LinkTopic(link=link, topic_id=pk, linked_by=by) for pk in sorted(wanted - there)
    )


def end(links, *, by) -> None:
    links.order_by().update(ended_at=timezone.now(), ended_by=by)
