"""Reading a framework file: TOML text in, checked dataclasses out, or every problem with its line.

Pure: touches neither the database nor the disk.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from readiness.framework_crosswalks import build_crosswalks, crosswalk_problems
from readiness.overall_rating import ROUNDINGS
from readiness.toml_lines import TomlLines

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DRAFT_PARTS = ("we", "i", "topics")
FEWEST_LEVELS, MOST_LEVELS = 2, 10
WHOLE = 100  # per cent
HIGHEST_POSITION = 32_767
KINDS = {str: "a text in quotes", int: "a whole number", bool: "true or false", list: "a list"}


@dataclass(frozen=True)
class Problem:
    line: int
    message: str

    def __str__(self):
        return f"Line {self.line}: {self.message}"


class FrameworkFileError(ValueError):
    """``problems``: everything wrong with the file, in the order of its lines."""

    def __init__(self, problems: list[Problem]):
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class NamedPart:
    """A theme or a lens."""

    slug: str
    title: str


@dataclass(frozen=True)
class CategoryPart:
    slug: str
    title: str
    short_title: str
    required: bool = True
    used: bool = True


@dataclass(frozen=True)
class StatementPart:
    slug: str
    title: str
    theme: str
    we: str
    i: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    draft: list[str] = field(default_factory=list)
    indicators: list[str] = field(default_factory=list)
    key_line: str = ""


@dataclass(frozen=True)
class CharacteristicPart:
    """What a level of a statement looks like."""

    statement: str
    level: int
    text: str


@dataclass(frozen=True)
class FrameworkFile:
    slug: str
    title: str
    source: str
    position: int
    rules: dict | None  # as kept in Framework.rules
    themes: list[NamedPart]
    categories: list[CategoryPart]
    lenses: list[NamedPart]
    statements: list[StatementPart]
    characteristics: list[CharacteristicPart]
    crosswalks: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """Slug of an older framework -> its statements' slugs -> this file's; none: no equivalent."""


@dataclass(frozen=True)
class Shape:
    """Which keys a table must and may have, and what kind of value each holds."""

    must: dict[str, type]
    may: dict[str, type] = field(default_factory=dict)


NAMED = Shape({"slug": str, "title": str})
TOP = Shape(
    {"slug": str, "title": str, "theme": list, "category": list, "statement": list},
    {
        "source": str,
        "position": int,
        "key_lines": list,
        "scoring": dict,
        "lens": list,
        "characteristic": list,
        "crosswalk": list,
    },
)
CATEGORY = Shape({"slug": str, "title": str, "short_title": str}, {"required": bool, "used": bool})
STATEMENT = Shape(
    {"slug": str, "title": str, "theme": str, "we": str},
    {
        "i": list,
        "aliases": list,
        "topics": list,
        "draft": list,
        "indicators": list,
        "key_line": str,
    },
)
CHARACTERISTIC = Shape({"statement": str, "level": int, "text": str})
CROSSWALK = Shape({"from": str, "old": str}, {"new": list})
SCORING = Shape(
    {"rounding": str, "level": list, "band": list}, {"flag_level": int, "flag_text": str}
)
LEVEL = Shape({"value": int, "title": str}, {"words": str})
BAND = Shape({"rating": str, "from": int, "to": int})
LONGEST = {"text": 500, "title": 120, "short_title": 40, "key_line": 40, "slug": 50}


def read_framework(text: str) -> FrameworkFile:
    """The framework a TOML text describes. Raises ``FrameworkFileError`` naming every problem."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FrameworkFileError([unreadable(error, text)]) from error
    lines = TomlLines(text)
    problems = list(shape_problems(data, lines))
    if not problems:
        problems = [*slug_problems(data, lines), *reference_problems(data, lines)]
        problems += [Problem(*one) for one in crosswalk_problems(data, lines)]
        problems += scoring_problems(data.get("scoring"), lines)
        problems += characteristic_problems(data, lines)
    if problems:
        raise FrameworkFileError(problems)
    return build(data)


def unreadable(error: tomllib.TOMLDecodeError, text: str) -> Problem:
    place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    line = int(place[1]) if place else len(text.splitlines()) or 1
    reason = re.sub(r"\s*\(at .*\)$", "", str(error))
    return Problem(line, f"this is not TOML: {reason}.")


# --- the shape of each table ----------------------------------------------------------------


def shape_problems(data: dict, lines: TomlLines) -> Iterator[Problem]:
    yield from table_problems(data, TOP, lines, "", 0)
    for name, shape in (
        ("theme", NAMED),
        ("category", CATEGORY),
        ("lens", NAMED),
        ("statement", STATEMENT),
        ("characteristic", CHARACTERISTIC),
        ("crosswalk", CROSSWALK),
    ):
        yield from tables_problems(data.get(name), shape, lines, name)
    scoring = data.get("scoring")
    if isinstance(scoring, dict):
        yield from table_problems(scoring, SCORING, lines, "scoring", 0)
        yield from tables_problems(scoring.get("level"), LEVEL, lines, "scoring.level")
        yield from tables_problems(scoring.get("band"), BAND, lines, "scoring.band")


def tables_problems(tables, shape: Shape, lines: TomlLines, name: str) -> Iterator[Problem]:
    for index, table in enumerate(tables if isinstance(tables, list) else ()):
        if isinstance(table, dict):
            yield from table_problems(table, shape, lines, name, index)
        else:
            yield Problem(lines.of(key=name), f"write each one as its own [[{name}]] table.")


def table_problems(table: dict, shape: Shape, lines, name: str, index: int) -> Iterator[Problem]:
    place = f"[{name}]" if name else "the file"
    for key in shape.must:
        if key not in table:
            yield Problem(lines.of(name, index), f"{place} needs “{key}”.")
    for key, value in table.items():
        kind = shape.must.get(key) or shape.may.get(key)
        line = lines.of(name, index, key)
        if kind is None:
            yield Problem(line, f"“{key}” is not a key {place} can have.")
        elif problem := value_problem(key, value, kind, required=key in shape.must):
            yield Problem(line, problem)


def value_problem(key: str, value: Any, kind: type, *, required: bool) -> str | None:
    if kind is list and isinstance(value, dict):
        return f"write each one as its own [[{key}]] table."
    if not is_of_kind(value, kind):
        return f"“{key}” must be {KINDS.get(kind, 'a table')}."
    if required and value in ("", []):
        return f"“{key}” is empty."
    if key == "position" and not 0 <= value <= HIGHEST_POSITION:
        return f"“position” must be from 0 to {HIGHEST_POSITION}."
    if kind is list and key in (*DRAFT_PARTS, "aliases", "draft", "indicators", "key_lines", "new"):
        return list_problem(key, value)
    return text_problem(key, value) if kind is str else None


def text_problem(key: str, value: str) -> str | None:
    if key == "slug" and not SLUG.fullmatch(value):
        return f"slug “{value}” may hold small letters, digits and single hyphens only."
    longest = LONGEST.get(key)
    if longest and len(value) > longest:
        return f"“{key}” is longer than {longest} characters."
    return None


def is_of_kind(value: object, kind: type) -> bool:
    """Python counts true and false as whole numbers; a reader of the file does not."""
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool))


def list_problem(key: str, values: list) -> str | None:
    if not all(isinstance(value, str) and value for value in values):
        return f"“{key}” must be a list of texts."
    if twice := {value for value in values if values.count(value) > 1}:
        return f"“{sorted(twice)[0]}” stands twice in “{key}”."
    if key == "topics" and any(len(value) > LONGEST["title"] for value in values):
        return f"a topic is longer than {LONGEST['title']} characters."
    return None


# --- slugs, and what refers to what ---------------------------------------------------------


def slug_problems(data: dict, lines: TomlLines) -> Iterator[Problem]:
    for name in ("theme", "category", "lens", "statement"):
        seen: dict[str, int] = {}
        for index, table in enumerate(data.get(name, ())):
            line = lines.of(name, index, "slug")
            if table["slug"] in seen:
                yield Problem(
                    line,
                    f"the {name} slug “{table['slug']}” is already used "
                    f"on line {seen[table['slug']]}.",
                )
            seen.setdefault(table["slug"], line)


def reference_problems(data: dict, lines: TomlLines) -> Iterator[Problem]:
    themes = {theme["slug"] for theme in data["theme"]}
    key_lines = data.get("key_lines", [])
    for index, statement in enumerate(data["statement"]):
        if statement["theme"] not in themes:
            line = lines.of("statement", index, "theme")
            yield Problem(line, f"there is no theme “{statement['theme']}” in this file.")
        if statement.get("key_line", "") not in ["", *key_lines]:
            line = lines.of("statement", index, "key_line")
            yield Problem(line, f"“{statement['key_line']}” is not one of key_lines.")
        for part in statement.get("draft", ()):
            if part not in DRAFT_PARTS:
                line = lines.of("statement", index, "draft")
                yield Problem(line, f"“{part}” cannot be a draft: only we, i and topics can.")
    if not any(category.get("used", True) for category in data["category"]):
        yield Problem(lines.of("category"), "no evidence category is used.")


def characteristic_problems(data: dict, lines: TomlLines) -> Iterator[Problem]:
    """Each names a statement and a level of this file, and stands there once."""
    slugs = {statement["slug"] for statement in data["statement"]}
    levels = {level["value"] for level in data.get("scoring", {}).get("level", ())}
    seen = set()
    for index, one in enumerate(data.get("characteristic", ())):
        if one["statement"] not in slugs:
            line = lines.of("characteristic", index, "statement")
            yield Problem(line, f"there is no statement “{one['statement']}” in this file.")
        if one["level"] not in levels:
            line = lines.of("characteristic", index, "level")
            yield Problem(line, f"there is no level {one['level']} in this file.")
        key = (one["statement"], one["level"], one["text"])
        if key in seen:
            yield Problem(lines.of("characteristic", index), "this characteristic stands twice.")
        seen.add(key)


# --- levels and bands -----------------------------------------------------------------------


def scoring_problems(scoring: dict | None, lines: TomlLines) -> Iterator[Problem]:
    if scoring is None:
        return
    if scoring["rounding"] not in ROUNDINGS:
        line = lines.of("scoring", 0, "rounding")
        yield Problem(line, f"rounding must be one of: {', '.join(ROUNDINGS)}.")
    else:
        lowest = ROUNDINGS[scoring["rounding"]](1, len(scoring["level"]))
        yield from band_problems(scoring["band"], lowest, lines)
    yield from level_problems(scoring["level"], lines)
    flag = scoring.get("flag_level")
    if flag is not None and flag not in {level["value"] for level in scoring["level"]}:
        yield Problem(lines.of("scoring", 0, "flag_level"), f"there is no level {flag} to flag.")


def level_problems(levels: list[dict], lines: TomlLines) -> Iterator[Problem]:
    if not FEWEST_LEVELS <= len(levels) <= MOST_LEVELS:
        yield Problem(
            lines.of("scoring.level"), f"there must be {FEWEST_LEVELS} to {MOST_LEVELS} levels."
        )
    for index, level in enumerate(levels):
        if level["value"] != index + 1:
            yield Problem(
                lines.of("scoring.level", index, "value"),
                f"level {index + 1} is missing: levels are 1, 2, 3 and so on, in order, "
                f"and this one is {level['value']}.",
            )
            return


def band_problems(bands: list[dict], lowest: int, lines: TomlLines) -> Iterator[Problem]:
    """Bands must cover every percentage a complete set of scores can come to, once each."""
    expected = None
    for index, band in enumerate(bands):
        line = lines.of("scoring.band", index, "from")
        if band["to"] < band["from"]:
            yield Problem(line, f"the band “{band['rating']}” ends before it begins.")
        if index and band["from"] > expected:
            yield Problem(line, f"nothing covers {expected}% to {band['from'] - 1}%.")
        if index and band["from"] < expected:
            yield Problem(line, f"“{band['rating']}” overlaps the band before it.")
        expected = band["to"] + 1
    if bands[0]["from"] > lowest:
        line = lines.of("scoring.band", 0, "from")
        yield Problem(line, f"the lowest possible result, {lowest}%, has no band.")
    if bands[-1]["to"] != WHOLE:
        line = lines.of("scoring.band", len(bands) - 1, "to")
        yield Problem(line, "the last band must end at 100.")
    ratings = [band["rating"] for band in bands]
    for index, rating in enumerate(ratings):
        if rating in ratings[:index]:
            line = lines.of("scoring.band", index, "rating")
            yield Problem(line, f"there are two bands called “{rating}”.")


# --- into dataclasses -----------------------------------------------------------------------


def build(data: dict) -> FrameworkFile:
    return FrameworkFile(
        slug=data["slug"],
        title=data["title"],
        source=data.get("source", ""),
        position=data.get("position", 0),
        rules=build_rules(data.get("scoring")),
        themes=[NamedPart(**table) for table in data["theme"]],
        categories=[CategoryPart(**table) for table in data["category"]],
        lenses=[NamedPart(**table) for table in data.get("lens", ())],
        statements=[StatementPart(**table) for table in data["statement"]],
        characteristics=[CharacteristicPart(**table) for table in data.get("characteristic", ())],
        crosswalks=build_crosswalks(data.get("crosswalk", ())),
    )


def build_rules(scoring: dict | None) -> dict | None:
    """The scoring tables as ``ScoringRules.from_json`` reads them back."""
    if scoring is None:
        return None
    return {
        "rounding": scoring["rounding"],
        "flag_level": scoring.get("flag_level"),
        "flag_text": scoring.get("flag_text", ""),
        "levels": [
            {"value": level["value"], "title": level["title"], "words": level.get("words", "")}
            for level in scoring["level"]
        ],
        "bands": [
            {"rating": band["rating"], "lowest": band["from"], "highest": band["to"]}
            for band in scoring["band"]
        ],
    }
