"""Bringing in recommendations from a spreadsheet: looked at first, then all of it or nothing.

One is known by its number, else by its report and its words, so the same file again changes
nothing. Answers, actions and closing are not brought in: each is a step with its reasons.
"""

from datetime import date, timedelta
from functools import partial
from pathlib import PurePath

from django.core.exceptions import ValidationError

from indicators.workbook import MAX_FILE, open_workbook
from readiness.changes import changes_in_a_sentence, changes_in_words
from readiness.deciding_imports import bring_in, look
from readiness.import_rows import (
    ADD,
    CHANGE,
    NOTHING,
    REFUSED,
    Taken,
    differs,
    people_by_name,
    read_rows,
    report_of,
    taken,
)
from readiness.models import (
    Recommendation,
    RecommendationImport,
    RecommendationSource,
    Statement,
)
from readiness.recommendation_file import KnownNames, RecommendationRow, read_recommendations
from readiness.recommendations import FIELDS, change, record
from readiness.register_file import Problem, known_by, plain
from readiness.score_reads import frameworks_in_use_first

MOST_ROWS = 1_000
TIME_TO_ANSWER = timedelta(days=28)


def receive(*, file, by, on: date) -> RecommendationImport:
    """Keeps the file with what it would do."""
    if file.size > MAX_FILE:
        raise ValidationError({"file": f"{file.name} is too large for recommendations."})
    content = file.read()
    file.seek(0)
    report = look(lambda: run(content, file.name, by=by, on=on))
    name = PurePath(file.name).name[:255]
    return RecommendationImport.objects.create(file=file, name=name, report=report, received_by=by)


def confirm(found: RecommendationImport, *, by, on: date) -> RecommendationImport:
    return bring_in(found, partial(run, by=by, on=on), what="the recommendations", by=by)


# --- the file itself -----------------------------------------------------------------------


def run(content: bytes, name: str, *, by, on: date) -> dict:
    """Every row in turn, within the caller's transaction."""
    return report_of(rows_in(content, name), Clerk(by=by, on=on).take, place=place_of)


def rows_in(content: bytes, name: str) -> list[RecommendationRow]:
    return read_rows(
        lambda: read_recommendations(open_workbook(content, name), known_names()),
        no_headings="No sheet has a row of headings with “Recommendation”.",
        most=MOST_ROWS,
    )


def place_of(row: RecommendationRow) -> dict:
    return {"sheet": row.sheet, "row": row.line, "title": row.words[:140]}


def known_names() -> KnownNames:
    framework = frameworks_in_use_first().values("pk")[:1]
    statements = Statement.objects.filter(framework__in=framework)
    return KnownNames(
        sources={plain(label): value for value, label in RecommendationSource.choices},
        statements=known_by((row, (row.title, row.slug, *row.aliases)) for row in statements),
        people=people_by_name("readiness.manage_recommendations"),
    )


class Clerk:
    """Decides what each row means, and does it."""

    def __init__(self, *, by, on: date):
        self.by, self.on = by, on
        rows = Recommendation.objects.select_related("lead", "document")
        held = list(rows.prefetch_related("statements"))
        self.by_number = {str(row).casefold(): row for row in held}
        self.by_words = {words_of(row.source_title, row.words): row for row in held}
        self.seen: dict[int, int] = {}

    def take(self, row: RecommendationRow) -> Taken:
        if row.problems:
            return REFUSED, "", row.problems
        return taken(
            partial(self.settle, row), partial(Problem, row.sheet, row.line, "", row.words[:80])
        )

    def settle(self, row: RecommendationRow) -> tuple[str, str]:
        held = self.held(row)
        if held is None:
            added = self.add(row)
            self.by_words[words_of(added.source_title, added.words)] = added
            self.seen[added.pk] = row.line
            return ADD, ""
        if held.pk in self.seen:
            raise ValidationError(f"Row {self.seen[held.pk]} is the same recommendation.")
        self.seen[held.pk] = row.line
        return self.change(held, row)

    def held(self, row: RecommendationRow) -> Recommendation | None:
        if not row.number:
            return self.by_words.get(words_of(row.fields["source_title"], row.words))
        if row.number.casefold() not in self.by_number:
            raise ValidationError(
                f"There is no recommendation {row.number}. Leave the number empty for a new one."
            )
        return self.by_number[row.number.casefold()]

    def add(self, row: RecommendationRow) -> Recommendation:
        """Where the file does not say, whoever brings it in leads, and has four weeks."""
        usual = {"lead": self.by, "answer_by": row.fields["received_on"] + TIME_TO_ANSWER}
        return record(by=self.by, on=self.on, **usual | row.fields)

    def change(self, held: Recommendation, row: RecommendationRow) -> tuple[str, str]:
        is_now = {name: getattr(held, name) for name in FIELDS}
        is_now["statements"] = list(held.statements.all())
        said = {name: value for name, value in row.fields.items() if differs(value, is_now[name])}
        fields = is_now | said
        linked = {"statements": fields.pop("statements")}
        changes = changes_in_words(held, fields, linked)
        if not changes:
            return NOTHING, ""
        about = {"seen_revision": held.revision, "by": self.by, "on": self.on}
        change(held, **about, **linked, **fields)
        return CHANGE, changes_in_a_sentence(changes)


def words_of(source_title: str, words: str) -> tuple[str, str]:
    return plain(source_title), plain(words)
