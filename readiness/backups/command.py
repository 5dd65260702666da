"""What the commands that make a backup and put one back have in common."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from readiness.backups.manifest import BackupError


class BackupCommand(BaseCommand):
    """``work`` does it and may raise BackupError; ``as_json`` and ``say`` tell of what it gave, and
    ``not_held`` names what a backup should have held and did not."""

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--json", action="store_true", help="print what was done as JSON")

    def handle(self, *, folder, **options):
        try:
            done = self.work(folder)
        except BackupError as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"problems": list(refusal.reasons)}, indent=2))
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(self.as_json(folder, done), indent=2))
        else:
            self.say(folder, done)
        if not_held := self.not_held(done):
            raise CommandError("\n".join(not_held))
