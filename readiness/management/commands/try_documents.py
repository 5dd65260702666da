"""Try out what becomes of a folder of files, without keeping any of it."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from readiness import trying_documents
from readiness.trying_documents import Outcome


class Command(BaseCommand):
    help = (
        "Send every file of a folder through the upload page and every step after it, and print "
        "what became of each. Nothing is kept."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--json", action="store_true", help="the outcomes as JSON")

    def handle(self, *, folder: Path, **options):
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        outcomes = []
        try:
            for outcome in trying_documents.try_folder(folder):
                outcomes.append(outcome)
                if not options["json"]:
                    self.stdout.write(in_lines(outcome))
        except ValidationError as problem:
            raise CommandError(problem.messages[0]) from problem
        counts = trying_documents.counted(outcomes)
        if options["json"]:
            said = {"counts": counts, "files": [each.as_row for each in outcomes]}
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(", ".join(f"{n} {what}" for what, n in counts.items()))
        if counts[trying_documents.BROKEN]:
            raise CommandError("Something broke: see the lines marked broken.")


def in_lines(outcome: Outcome) -> str:
    """A file's line, and below it what its page says."""
    head = f"{outcome.outcome:10} {outcome.seconds:6.1f} s  {outcome.file}"
    if outcome.outcome != trying_documents.TAKEN:
        return f"{head}\n           {outcome.said}"
    lines = (
        f"{outcome.kind}; served as {outcome.served_as}; {outcome.pictures} pictures",
        f"Viruses: {outcome.viruses}",
        f"Text: {outcome.text}",
        f"Personal data: {outcome.personal_data}",
    )
    return "\n           ".join((head, *lines))
