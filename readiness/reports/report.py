"""A report as sections of blocks: the one object that web page, Word, PDF and Excel are made of.

Pure, and plain all the way down, so that it can be kept as it was: ``as_content`` and
``from_content`` are there and back. Whatever is not for an audience is left out before this.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

MOST_COLUMNS_UPRIGHT = 6
VERSION = 1
"""Of the shape of what is kept; a reader of another one says so rather than guessing."""


@dataclass(frozen=True)
class Paragraph:
    words: str


@dataclass(frozen=True)
class Note:
    """Said more quietly: a rule, a source."""

    words: str


@dataclass(frozen=True)
class Subheading:
    words: str


@dataclass(frozen=True)
class Points:
    """A list with bullets."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Quote:
    words: str
    source: str


@dataclass(frozen=True)
class Cell:
    """``number`` for spreadsheets; ``picture`` is SVG, and ``words`` say what it shows."""

    words: str
    number: float | None = None
    colour: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Column:
    words: str
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """The first cell of a row names it; ``about`` is the heading it stands under, if several do."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    about: str = ""

    @property
    def lines(self) -> list[list[tuple[Cell, Column]]]:
        """Each cell beside its column."""
        return [list(zip(row, self.columns, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Chart:
    """``sentence`` says what the picture shows, to those who do not see it too."""

    title: str
    sentence: str
    picture: str
    narrow: str = ""
    """The same for a phone, where it is another picture."""
    is_small: bool = False


Block = Paragraph | Note | Subheading | Points | Quote | Table | Chart


@dataclass(frozen=True)
class Section:
    """``part`` is what it stands under, with its neighbours; empty where it stands alone."""

    title: str
    blocks: tuple[Block, ...]
    part: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether its tables need the long side of the paper."""
        tables = (block for block in self.blocks if isinstance(block, Table))
        return any(len(table.columns) > MOST_COLUMNS_UPRIGHT for table in tables)


@dataclass(frozen=True)
class Report:
    title: str
    subtitle: str
    council: str
    audience: str
    state: str
    """“Draft, not for circulation”, or when it was issued."""
    made_on: str
    sections: tuple[Section, ...]
    accent: str = "#0b4f8a"
    logo: str = ""
    """The council's, a PNG in base64; its name is read in its place."""
    rules: tuple[str, ...] = field(default=())
    """The rules in force when it was made."""

    @property
    def parts(self) -> list[tuple[str, list[Section]]]:
        """Sections under the part they belong to, in order."""
        found: list[tuple[str, list[Section]]] = []
        for section in self.sections:
            if section.part and found and found[-1][0] == section.part:
                found[-1][1].append(section)
            else:
                found.append((section.part, [section]))
        return found

    @property
    def tables(self) -> list[tuple[Section, Table]]:
        return [
            (section, block)
            for section in self.sections
            for block in section.blocks
            if isinstance(block, Table)
        ]


KINDS: dict[str, Any] = {
    kind.__name__.lower(): kind
    for kind in (Paragraph, Note, Subheading, Points, Quote, Table, Chart)
}


def kind_of(block: Block) -> str:
    return type(block).__name__.lower()


def as_content(report: Report) -> dict:
    """Text, numbers, lists and nothing else."""
    return {
        **asdict(report),
        "version": VERSION,
        "rules": list(report.rules),
        "sections": [
            {
                "title": section.title,
                "part": section.part,
                "is_wide": section.is_wide,
                "blocks": [{"kind": kind_of(block), **plain(block)} for block in section.blocks],
            }
            for section in report.sections
        ],
    }


def plain(block: Block) -> dict:
    if isinstance(block, Points):
        return {"items": list(block.items)}
    if isinstance(block, Table):
        return {
            "title": block.title,
            "about": block.about,
            "columns": [asdict(column) for column in block.columns],
            "rows": [[asdict(cell) for cell in row] for row in block.rows],
        }
    return asdict(block)


def from_content(content: dict) -> Report:
    """Raises ``ValueError`` for a shape that is not known here."""
    if content.get("version") != VERSION:
        raise ValueError("This copy was kept in a form that cannot be read here.")
    fields = {name: content[name] for name in Report.__dataclass_fields__ if name in content}
    fields["rules"] = tuple(content["rules"])
    fields["sections"] = tuple(section_from(each) for each in content["sections"])
    return Report(**fields)


def section_from(content: dict) -> Section:
    blocks = tuple(block_from(each) for each in content["blocks"])
    return Section(content["title"], blocks, content["part"])


def block_from(content: dict) -> Block:
    fields = {name: value for name, value in content.items() if name != "kind"}
    kind = KINDS[content["kind"]]
    if kind is Points:
        return Points(tuple(fields["items"]))
    if kind is Table:
        columns = tuple(Column(**column) for column in fields["columns"])
        rows = tuple(tuple(Cell(**cell) for cell in row) for row in fields["rows"])
        return Table(fields["title"], columns, rows, fields["about"])
    found: Block = kind(**fields)
    return found


def paragraphs(words: str) -> tuple[Block, ...]:
    """What somebody typed: an empty line begins a paragraph, lines with dashes are a list."""
    found: list[Block] = []
    for chunk in "\n".join(words.splitlines()).split("\n\n"):
        lines = [line.strip() for line in chunk.splitlines() if line.strip()]
        bullets = [line[1:].strip() for line in lines if line[0] in "-*•–"]
        if lines and len(bullets) == len(lines):
            found.append(Points(tuple(bullets)))
        elif lines:
            found.append(Paragraph(" ".join(lines)))
    return tuple(found)
