"""What a list of scores comes to, by CQC's arithmetic. Needs no database without --framework."""

import dataclasses
import json
import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from readiness.framework_file import read_framework
from readiness.models import Framework
from readiness.overall_rating import ScoringRules, overall_rating

SHIPPED = settings.BASE_DIR / "readiness" / "framework" / "local_authority_2023.toml"
FIELDS = (
    "total",
    "maximum",
    "percent",
    "rating",
    "provisional",
    "lowest_rating",
    "highest_rating",
    "points_to_next",
)


class Command(BaseCommand):
    help = "Works out the overall rating of a list of scores, as CQC does."

    def add_arguments(self, parser):
        # Lets a list begin with "-", which would otherwise be read as the start of an option.
        parser._negative_number_matcher = re.compile(r"^-(,|$)")
        parser.add_argument(
            "--scores", required=True, help="For example 2,2,3,2,2,3,2,3,3; - for not scored."
        )
        parser.add_argument("--framework", metavar="SLUG", help="A framework that has been loaded.")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, scores, framework, **options):
        try:
            rules, needed = rules_of(framework)
            result = overall_rating(read_scores(scores, needed), rules)
        except ValueError as error:
            if options["json"]:
                self.stdout.write(as_json({"problems": [str(error)]}))
            raise CommandError(str(error)) from error
        answer = {name: getattr(result, name) for name in FIELDS}
        answer["lowest_percent"] = result.lowest_percent
        answer["highest_percent"] = result.highest_percent
        answer["next_rating"] = result.next_rating
        answer["flagged"] = [place + 1 for place in result.flagged]
        answer["cheapest"] = [dataclasses.asdict(step) for step in result.cheapest]
        self.stdout.write(as_json(answer) if options["json"] else in_words(result))


def as_json(answer: dict) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2)


def rules_of(slug: str | None) -> tuple[ScoringRules, int]:
    """The rules and how many statements they are for. ValueError where there are none."""
    if slug is None:
        shipped = read_framework(Path(SHIPPED).read_text(encoding="utf-8"))
        return ScoringRules.from_json(shipped.rules), len(shipped.statements)
    framework = Framework.objects.filter(slug=slug).first()
    if framework is None:
        raise ValueError(f"There is no framework “{slug}”: load it with load_framework.")
    if not framework.rules:
        raise ValueError(f"“{framework}” is not scored.")
    return ScoringRules.from_json(framework.rules), framework.statements.count()


def read_scores(text: str, needed: int) -> list[int | None]:
    words = [word.strip() for word in text.split(",")]
    if len(words) != needed:
        raise ValueError(f"{needed} scores are needed, one per statement; {len(words)} given.")
    for place, word in enumerate(words, start=1):
        if word != "-" and not (word.isascii() and word.isdigit()):
            raise ValueError(f"Score {place}, “{word}”, is neither a whole number nor -.")
    return [None if word == "-" else int(word) for word in words]


def in_words(result) -> str:
    if result.provisional:
        return (
            f"Provisional, {result.scored} of {result.of} scored: from {result.lowest_percent}% "
            f"({result.lowest_rating}) to {result.highest_percent}% ({result.highest_rating})."
        )
    words = f"{result.rating}, {result.percent}% ({result.total} of {result.maximum})."
    if result.points_to_next:
        words += f" Points to {result.next_rating}: {result.points_to_next}."
    return words
