"""What backup made, put back into an empty database and store."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from readiness.backups import putting_back
from readiness.backups.manifest import BackupError


class Command(BaseCommand):
    help = (
        "Put a backup back: into an empty database of the same kind, and a store without other "
        "files of the same names. Every file is hashed and every table counted. Tables of an older "
        "version are brought up to date, everybody is signed out, and every document is looked at "
        "again. Ends with 1, and writes nothing, where the backup does not fit or is not whole."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--json", action="store_true", help="print what came back as JSON")

    def handle(self, *, folder, **options):
        try:
            restored = putting_back.put_back(folder)
        except BackupError as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"problems": list(refusal.reasons)}, indent=2))
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(as_json(restored), indent=2))
        else:
            self.say(restored)
        if not_there := [*restored.manifest.missing, *map(str, restored.alarms)]:
            listed = "\n".join(not_there)
            raise CommandError(f"All is back that was in the backup. It did not hold:\n{listed}")

    def say(self, restored):
        kept = restored.manifest
        self.stdout.write(
            f"{sum(kept.rows.values()):,} rows and {len(kept.files):,} files are back, as they "
            f"were on {kept.made_at}."
        )
        if restored.migrated:
            self.stdout.write("The tables were brought up to date.")
        if restored.unsaved:
            self.stdout.write(f"Sent and not saved, to be sent again: {restored.unsaved} files.")
        self.stdout.write(
            "Everybody must sign in again. Accounts, visits and feed keys ended since then are as "
            "they were: look through them before people come back."
        )


def as_json(restored) -> dict:
    kept = restored.manifest
    return {
        "made_at": kept.made_at,
        "rows": sum(kept.rows.values()),
        "files": len(kept.files),
        "missing": kept.missing,
        "wrong": [alarm.version.file.name for alarm in restored.alarms],
        "unsaved": restored.unsaved,
        "migrated": restored.migrated,
    }
