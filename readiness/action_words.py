"""What each status of an action means, and how it looks: always a word and a shape, not colour
alone. Pure."""

from dataclasses import dataclass

from readiness.models import Status


@dataclass(frozen=True)
class Look:
    shape: str
    colour: str
    meaning: str


LOOKS = {
    Status.NOT_STARTED: Look("○", "grey", "Nobody has begun work on it."),
    Status.BEHIND: Look("▼", "red", "It will be late or fall short unless something changes."),
    Status.ON_TARGET: Look("●", "green", "It will be done by its due date."),
    Status.AHEAD: Look("▲", "turquoise", "It will be done before its due date."),
    Status.COMPLETED: Look("✓", "blue", "It is done, and you can say what came of it."),
    Status.STOPPED: Look("■", "purple", "It will not be done, and you can say why."),
}
