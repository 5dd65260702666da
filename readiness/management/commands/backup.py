"""The database and the stored files together, in a folder that restore puts back."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from readiness.backups import making
from readiness.backups.manifest import BackupError


class Command(BaseCommand):
    help = (
        "Copy the database and every stored file, as they are at one moment, into a new folder "
        "with the SHA-256 of each. Safe while people work. Ends with 1, and writes nothing, where "
        "it cannot be made; and with 1, keeping the backup, where stored files were already "
        "missing. Holds personal data and passwords' hashes: keep it as safe as the product."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--json", action="store_true", help="print what was made as JSON")

    def handle(self, *, folder, **options):
        try:
            made = making.make(folder)
        except BackupError as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"problems": list(refusal.reasons)}, indent=2))
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(as_json(folder, made), indent=2))
        else:
            self.stdout.write(
                f"{folder}: {sum(made.rows.values()):,} rows, {len(made.files):,} files, "
                f"{made.size:,} bytes."
            )
        if made.missing:
            raise CommandError("\n".join(missing_sentences(made)))


def missing_sentences(made) -> list[str]:
    gone = [f"{name} is missing from the store." for name in made.missing]
    return [*gone, "The backup is kept, and holds all the rest. verify_evidence says more."]


def as_json(folder, made) -> dict:
    return {
        "folder": str(folder),
        "made_at": made.made_at,
        "rows": sum(made.rows.values()),
        "files": len(made.files),
        "bytes": made.size,
        "missing": made.missing,
    }
