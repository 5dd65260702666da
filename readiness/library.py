"""What the evidence library shows: which documents, in which order, and the words found in them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model
from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from evidence import search
from evidence.models import Document
from readiness.models import EvidenceCategory, EvidenceLink, Lens, Statement, Topic

RELEVANCE, NEWEST, EVIDENCE_DATE, REVIEW, TITLE = "relevance", "newest", "dated", "review", "title"
TOPICS_AT_MOST = 1_000  # of one statement
READ_AT_ONCE = 500
ORDERS = {
    NEWEST: ("-added_at", "-id"),
    EVIDENCE_DATE: (F("evidence_date").desc(nulls_last=True), "-id"),
    REVIEW: (F("review_by").asc(nulls_last=True), "-id"),
    TITLE: ("title", "id"),
}


@dataclass(frozen=True)
class Use:
    """One thing a document is put forward for."""

    statement: str
    slug: str
    category: str


@dataclass(frozen=True)
class Row:
    """A document in the list; ``hit`` is where it answers what was searched for."""

    document: Document
    uses: tuple[Use, ...]
    hit: search.Hit | None
    is_out_of_date: bool


@dataclass(frozen=True)
class Choices:
    """What the filters offer, as (value, label)."""

    statements: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...]
    owners: tuple[tuple[str, str], ...]
    lenses: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str], ...]


KINDS_OF_CHOICE = ("statement", "category", "owner", "lens", "topic")


def documents_for(user):
    """The documents this person may see: for reviewers, those put forward and found safe."""
    if user.has_perm("evidence.view_document_history"):
        return Document.objects.kept()
    linked = EvidenceLink.objects.live().not_sent_back().order_by().values("document")
    return Document.objects.shareable().filter(pk__in=linked)


def choices() -> Choices:
    """The filters' choices in one query; those of the newest framework come first."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for kind, value, label, _, _ in choice_rows():
        found[kind].setdefault(value, label.strip() or value)
    return Choices(*(tuple(found[kind].items()) for kind in KINDS_OF_CHOICE))


def choices_in(asked: Mapping[str, str]) -> Choices:
    """Those that an address names, without asking which there are: one that is not there any
    more finds nothing."""
    named = [((asked[kind], ""),) if asked.get(kind) else () for kind in KINDS_OF_CHOICE]
    return Choices(*named)


def choice_rows():
    owners = get_user_model().objects.filter(
        pk__in=Document.objects.order_by().values("owner").distinct()
    )
    return (
        choice_query(Statement, "statement", "slug", "title")
        .union(
            choice_query(EvidenceCategory, "category", "slug", "title"),
            choice_query(Lens, "lens", "slug", "title"),
            topic_query(),
            owners.order_by()
            .annotate(
                kind=Value("owner", output_field=CharField()),
                value=Cast("pk", CharField()),
                label=full_name(),
                newest=Value(0, output_field=IntegerField()),
                place=Value(0, output_field=IntegerField()),
            )
            .values_list("kind", "value", "label", "newest", "place"),
            all=True,
        )
        .order_by("kind", "newest", "place", "label")
    )


def choice_query(model, kind: str, value: str, label: str):
    return (
        model.objects.order_by()
        .annotate(
            kind=Value(kind, output_field=CharField()),
            value=Cast(value, CharField()),
            label=Cast(label, CharField()),
            newest=Cast(-F("framework__position"), IntegerField()),
            place=Cast("position", IntegerField()),
        )
        .values_list("kind", "value", "label", "newest", "place")
    )


def topic_query():
    """Topics under the name of their statement, in the order of both."""
    title = Concat("statement__title", Value(": "), "title")
    return (
        Topic.objects.order_by()
        .annotate(
            kind=Value("topic", output_field=CharField()),
            value=Cast("pk", CharField()),
            label=Cast(title, CharField()),
            newest=Cast(-F("statement__framework__position"), IntegerField()),
            place=Cast(F("statement__position") * TOPICS_AT_MOST + F("position"), IntegerField()),
        )
        .values_list("kind", "value", "label", "newest", "place")
    )


def full_name():
    return Cast(Concat("first_name", Value(" "), "last_name"), CharField())


class Results:
    """The documents found, in order; rows are read only for the slice that is shown.

    ``typed`` is what was looked for in the end, ``instead_of`` what nothing was found for.
    """

    def __init__(
        self, ids: Sequence[int] | QuerySet, *, count: int, on: date, typed="", instead_of=""
    ):
        self.ids, self.count, self.on = ids, count, on
        self.typed, self.instead_of = typed, instead_of

    def __len__(self):
        return self.count

    def __iter__(self):
        return iter(self[:])

    def __getitem__(self, which: slice) -> list[Row]:
        return rows(list(self.ids[which]), typed=self.typed, on=self.on)


def results(documents, *, typed: str, order: str, on: date, exactly: bool = False) -> Results:
    """Documents in the queryset that hold what was typed, in the order asked for.

    Where none does, those that hold a likelier spelling, unless ``exactly`` was asked for.
    """
    in_order = documents.order_by(*ORDERS.get(order, ORDERS[NEWEST])).values_list("pk", flat=True)
    if not typed.strip():
        return Results(in_order, count=documents.count(), on=on)
    among = documents if documents.query.has_filters() else None
    look = search.found_exactly if exactly else search.found_or_meant
    found = look(typed, among=among)
    ids = found.ids
    if order not in ("", RELEVANCE):
        held = set(ids)
        ids = [pk for pk in in_order if pk in held]
    return Results(ids, count=len(ids), typed=found.typed, instead_of=found.instead_of, on=on)


def also_spelt(found: Results, documents) -> list[str]:
    """Searches with a name spelt otherwise. Two queries, or one where there is no other."""
    if not found.count or found.instead_of or not found.typed:
        return []
    among = documents if documents.query.has_filters() else None
    return search.also_spelt(found.typed, among=among)


def rows(ids: list[int], *, typed: str, on: date) -> list[Row]:
    documents = Document.objects.with_latest_version().in_bulk(ids)
    uses, hits = uses_of(ids), search.hits(typed, ids)
    return [
        Row(documents[pk], tuple(uses[pk]), hits.get(pk), documents[pk].is_out_of_date(on=on))
        for pk in ids
        if pk in documents
    ]


def register(documents, found: Results) -> Iterator[Row]:
    """Every document found, in its order, for a file: read some at a time, in two queries each,
    so that a large library takes no more memory than a small one."""
    fields = ("title", "kind", "address", "evidence_date", "review_by", "added_at")
    people = (f"owner__{name}" for name in ("first_name", "last_name", "email", "username"))
    shown = documents.order_by().with_latest_version()
    shown = shown.only(*fields, *people, "latest_version__kind_of_file")
    ids = list(found.ids)
    for first in range(0, len(ids), READ_AT_ONCE):
        some = ids[first : first + READ_AT_ONCE]
        by_id, uses = shown.in_bulk(some), uses_of(some)
        for document in (by_id[pk] for pk in some if pk in by_id):
            is_out_of_date = document.is_out_of_date(on=found.on)
            yield Row(document, tuple(uses[document.pk]), None, is_out_of_date)


def uses_of(ids) -> dict[int, list[Use]]:
    found = defaultdict(list)
    links = (
        EvidenceLink.objects.live()
        .filter(document__in=ids)
        .order_by("statement__framework", "statement__position", "category__position")
        .values_list("document", "statement__title", "statement__slug", "category__short_title")
    )
    for document_id, statement, slug, category in links:
        found[document_id].append(Use(statement, slug, category))
    return found


def in_words(count: int, *, typed: str, is_filtered: bool) -> str:
    """How many were found: “3 documents hold “carers””."""
    documents = "1 document" if count == 1 else f"{count or 'No'} documents"
    if count > 999:  # noqa: PLR2004 - where English begins to put commas
        documents = f"{count:,} documents"
    if search.terms_in(typed):
        verb = "holds" if count == 1 else "hold"
        return f"{documents} {verb} “{typed.strip()}”" + (", as filtered" if is_filtered else "")
    if is_filtered:
        return f"{documents} {'matches' if count == 1 else 'match'}"
    return documents
