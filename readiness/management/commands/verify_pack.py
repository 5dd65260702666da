"""Whether an evidence pack is as it was made. Needs no database."""

import sys

from django.core.management.base import BaseCommand

from readiness import sealed_pack


class Command(BaseCommand):
    help = (
        "Look at every byte of an evidence pack: files changed, missing, added or called "
        "otherwise, lists that do not agree, a ZIP that is damaged. Ends with 1, and the "
        "findings, where it is not as it was made. Needs no database; readiness/sealed_pack.py "
        "does the same where the product is not installed."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        sealed_pack.add_arguments(parser)

    def handle(self, *, file, seal, **options):
        wanted = {"json_wanted": options["json"], "out": self.stdout, "err": self.stderr}
        if code := sealed_pack.run(file, seal=seal, **wanted):
            sys.exit(code)
