"""Reading recommendations from a spreadsheet: what each row says. Pure.

The file under the list of recommendations is read back as it was written; a report's own table is
read by the same headings.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from indicators.workbook import Workbook
from readiness.register_file import Line, Problem, plain
from readiness.sheet_lines import lines_in

HEADINGS = {
    "number": ("number", "our number"),
    "words": ("recommendation", "recommendations", "words", "recommendation text"),
    "source": ("where from", "source", "kind of report"),
    "source_title": ("report or case", "report", "report title", "which report or case"),
    "paragraph": ("page or paragraph", "paragraph", "page"),
    "received_on": ("received", "received on", "date received"),
    "answer_by": ("answer by", "to be answered by", "respond by"),
    "lead": ("leads e mail", "lead e mail", "lead", "lead officer", "owner"),
    "statements": ("quality statements", "quality statement"),
}
NEEDED = {"words"}
LONGEST = {"source_title": 200, "paragraph": 60}
WANTED = {
    "source": "Say where it is from.",
    "source_title": "Say which report or case.",
    "received_on": "Say when it was received.",
}
"""Of a new recommendation, besides its words."""


@dataclass(frozen=True)
class KnownNames:
    """Words as ``plain`` makes them -> what they name."""

    sources: Mapping[str, str]
    statements: Mapping[str, Any]
    people: Mapping[str, Any]


@dataclass(frozen=True)
class RecommendationRow:
    """``fields`` holds only what the row says."""

    sheet: str
    line: int
    number: str
    fields: dict[str, Any]
    problems: tuple[Problem, ...] = field(default=())

    @property
    def words(self) -> str:
        return self.fields.get("words", "")


def read_recommendations(workbook: Workbook, known: KnownNames) -> list[RecommendationRow]:
    """Raises NoHeadingsError where no sheet has a column of recommendations."""
    lines = lines_in(workbook, RecommendationLine, HEADINGS, NEEDED)
    return [line.recommendation(known) for line in lines]


class RecommendationLine(Line):
    longest = LONGEST

    def recommendation(self, known: KnownNames) -> RecommendationRow:
        number, said = self.text("number"), dict(self.fields(known))
        if not said.get("words"):
            self.wrong("words", "Give the recommendation, word for word.")
        if not number:
            for name, wanted in WANTED.items():
                if not self.text(name):
                    self.wrong(name, wanted)
        return RecommendationRow(self.sheet, self.number, number, said, tuple(self.problems))

    def fields(self, known: KnownNames) -> Iterator[tuple[str, Any]]:
        for name in self.columns:
            if name == "paragraph" or (name in ("words", "source_title") and self.text(name)):
                yield name, self.words(name)
            elif name == "statements":
                yield name, [*self.statements(known.statements)] if self.text(name) else []
            elif self.text(name):
                yield from self.named_in(name, known)

    def named_in(self, name: str, known: KnownNames) -> Iterator[tuple[str, Any]]:
        if name in ("received_on", "answer_by"):
            yield name, self.day(name)
        elif name == "lead":
            yield name, self.person(known.people)
        elif name == "source":
            yield name, self.source(known.sources)

    def source(self, known: Mapping[str, str]) -> str | None:
        words = self.text("source")
        if plain(words) not in known:
            can_be = ", ".join(dict.fromkeys(name.capitalize() for name in known))
            self.wrong("source", f"Nothing comes from “{words}”. It can be: {can_be}.")
        return known.get(plain(words))

    def person(self, known: Mapping[str, Any]) -> Any:
        words = self.text("lead")
        person = known.get(words.casefold()) or known.get(plain(words))
        if person is None:
            self.wrong(
                "lead",
                f"Nobody who answers them is called “{words}”. Use their e-mail address.",
            )
        return person
