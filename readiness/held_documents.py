"""Documents that wait for something before they may be downloaded or shared, and what for."""

from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When

from evidence.models import Document, DocumentVersion, WordsState, safe_scan_states
from readiness.document_safety import personal_words, said_words, scan_words

PERSON, CLEAN_COPY, SCANNER, FILE, NOBODY = "person", "clean", "scanner", "file", "nobody"
WAITS_FOR = {
    PERSON: "Somebody to look at it",
    CLEAN_COPY: "A clean copy",
    SCANNER: "The virus scanner",
    FILE: "A file",
    NOBODY: "Nobody: it is being checked",
}


@dataclass(frozen=True)
class Held:
    document: Document
    waits_for: str
    words: str


class HeldRows:
    """Those that need a person first, the newest of them at the top; rows are read only for the
    slice that is shown."""

    def __init__(self, documents: QuerySet[Document], *, count: int):
        self.documents, self.count = documents, count

    def __len__(self):
        return self.count

    def __iter__(self):
        return iter(self[:])

    def sort(self, **how) -> None:
        """The table asks for it whatever the address says; the order is always this one."""

    def __getitem__(self, which: slice) -> list[Held]:
        return [row_of(document) for document in self.documents[which]]


@dataclass(frozen=True)
class HeldPage:
    """``tabs`` are (key, words, how many); the key "" is all of them."""

    rows: HeldRows
    waits: str
    mine: bool
    tabs: tuple[tuple[str, str, int], ...]


def build(*, waits: str, owner=None) -> HeldPage:
    """What is held, of one owner where one is given, in two queries. A kind of waiting that is
    not known is all of them."""
    waits = waits if waits in WAITS_FOR else ""
    documents = held().filter(owner=owner) if owner else held()
    counts = dict(documents.order_by().values_list("waits_for").annotate(Count("pk")))
    tabs = [(key, words, counts.get(key, 0)) for key, words in WAITS_FOR.items()]
    tabs = [("", "All", sum(counts.values())), *(tab for tab in tabs if tab[2] or tab[0] == waits)]
    shown = documents.filter(waits_for=waits) if waits else documents
    count = counts.get(waits, 0) if waits else sum(counts.values())
    return HeldPage(HeldRows(shown, count=count), waits, owner is not None, tuple(tabs))


def held() -> QuerySet:
    """Every held document with what it waits for."""
    shareable = Document.objects.shareable().order_by().values("pk")
    documents = Document.objects.kept().exclude(pk__in=shareable)
    documents = documents.with_latest_version().annotate(waits_for=waiting_for())
    last = Case(When(waits_for=NOBODY, then=Value(1)), default=Value(0))
    return documents.order_by(last, "-added_at", "-pk")


def waiting_for() -> Case:
    scans, personal = DocumentVersion.ScanState, DocumentVersion.PersonalState
    unsafe = ~Q(latest_version__scan_state__in=safe_scan_states())
    needs_a_person = Q(latest_version__personal_state__in=(personal.FOUND, personal.NOT_CHECKABLE))
    return Case(
        When(words_state=WordsState.FOUND, then=Value(PERSON)),
        When(words_state=WordsState.UNCHECKED, then=Value(NOBODY)),
        When(latest_version=None, then=Value(FILE)),
        When(unsafe & Q(latest_version__scan_state=scans.WAITING), then=Value(SCANNER)),
        When(unsafe, then=Value(CLEAN_COPY)),
        When(needs_a_person, then=Value(PERSON)),
        default=Value(NOBODY),
        output_field=CharField(),
    )


def row_of(document) -> Held:
    version, waits_for = document.latest_version, document.waits_for
    if said := said_words(document):
        words = said
    elif version is None:
        words = "It has no file yet."
    elif waits_for in (SCANNER, CLEAN_COPY):
        words = scan_words(version)
    else:
        words = personal_words(version)
    return Held(document, WAITS_FOR[waits_for], words)
