"""What the page of one request for evidence shows."""

from dataclasses import dataclass
from datetime import date

from evidence.models import Document
from readiness import library
from readiness.models import EvidenceLink, EvidenceRequest, RequestState, RequestStep
from readiness.models.requests import OPEN, OWED

OFFERED = 8


@dataclass(frozen=True)
class RequestPage:
    request: EvidenceRequest
    state: RequestState
    steps: tuple[RequestStep, ...]
    is_overdue: bool

    @property
    def answer(self) -> EvidenceLink | None:
        """What was last given, once something was."""
        return next((step.link for step in self.steps if step.link), None)

    @property
    def is_owed(self) -> bool:
        return self.state in OWED

    @property
    def is_to_be_checked(self) -> bool:
        return self.state == RequestState.ANSWERED

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def build(request: EvidenceRequest, *, on: date) -> RequestPage:
    """The page of a request read with its state and people; one more query."""
    steps = request.steps.select_related("taken_by", "link__document", "link__linked_by")
    state = RequestState(request.state)  # type: ignore[attr-defined] # annotated
    return RequestPage(request, state, tuple(steps), request.is_overdue(on=on))


def offered_documents(request: EvidenceRequest, *, user, typed: str, on: date) -> list[Document]:
    """Documents to answer with: those found by the words, else the person's own newest."""
    documents = library.documents_for(user)
    if typed.strip():
        found = library.results(documents, typed=typed, order="", on=on)
        return [row.document for row in found[:OFFERED]]
    return list(documents.filter(added_by=user).order_by("-added_at", "-pk")[:OFFERED])
