"""Where the work on a statement of a round stands. Pure: what happened in, a state out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class WorkState(StrEnum):
    NOT_STARTED = "not_started"
    DRAFT = "draft"
    READY = "ready"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    SIGNED_OFF = "signed_off"

    @property
    def words(self) -> str:
        return WORDS[self]

    @property
    def colour(self) -> str:
        return COLOURS[self]


WORDS: Mapping[WorkState, str] = {
    WorkState.NOT_STARTED: "Not started",
    WorkState.DRAFT: "Draft",
    WorkState.READY: "Ready to submit",
    WorkState.SUBMITTED: "Submitted",
    WorkState.RETURNED: "Returned",
    WorkState.SIGNED_OFF: "Signed off",
}
COLOURS: Mapping[WorkState, str] = {
    WorkState.NOT_STARTED: "grey",
    WorkState.DRAFT: "yellow",
    WorkState.READY: "light-blue",
    WorkState.SUBMITTED: "blue",
    WorkState.RETURNED: "orange",
    WorkState.SIGNED_OFF: "green",
}


@dataclass(frozen=True)
class Happened:
    """Ids of the newest row of each kind; None where there is none."""

    score: int | None = None
    """The score in force."""
    is_signed: bool = False
    """Whether its sign-off is in force."""
    is_withdrawn: bool = False
    """Whether its sign-off was taken back."""
    draft: int | None = None
    draft_after_score: int | None = None
    """The score that was in force when the draft was saved."""
    ready_draft: int | None = None
    """The draft that was last said to be ready."""
    returned_score: int | None = None


def state_of(happened: Happened) -> WorkState:
    """A score that stands is what counts; a draft counts until a newer score leaves it behind."""
    if stands(happened):
        return WorkState.SIGNED_OFF if happened.is_signed else WorkState.SUBMITTED
    if is_current(happened):
        ready = happened.ready_draft == happened.draft
        return WorkState.READY if ready else WorkState.DRAFT
    return WorkState.NOT_STARTED if happened.score is None else WorkState.RETURNED


def stands(happened: Happened) -> bool:
    """A score counts until it is returned or its sign-off withdrawn."""
    is_returned = happened.score == happened.returned_score
    return happened.score is not None and not is_returned and not happened.is_withdrawn


def is_current(happened: Happened) -> bool:
    """Whether the newest draft follows the score in force, or the first score is yet to come."""
    return happened.draft is not None and happened.draft_after_score == happened.score


FINISHED = frozenset({WorkState.SUBMITTED, WorkState.SIGNED_OFF})
"""Nothing more is owed by whoever leads; a submitted score waits for a director."""


def is_overdue(state: WorkState, due_on: date | None, *, on: date) -> bool:
    return due_on is not None and due_on < on and state not in FINISHED
