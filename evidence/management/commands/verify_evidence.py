"""Look at every stored file: is it there, is it as it was added, and does it belong to anything?"""

import json

from django.core.management.base import BaseCommand, CommandError

from evidence import integrity, waiting


class Command(BaseCommand):
    help = (
        "Hash every stored evidence file again. Names those that are missing or changed (exit 1), "
        "and names and removes files that belong to no document. Safe while people work."
    )

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument(
            "--keep-unclaimed",
            action="store_true",
            help="name the files that belong to no document, and leave them where they are",
        )

    def handle(self, **options):
        waiting.forget_old()
        report = integrity.verify(clear=not options["keep_unclaimed"])
        if options["json"]:
            self.stdout.write(json.dumps(as_json(report), indent=2))
        else:
            self.say(report)
        if report.problems:
            raise CommandError("\n".join(sentence(alarm) for alarm in report.problems))

    def say(self, report):
        check = report.check
        self.stdout.write(f"{check.files} files looked at, {check.size:,} bytes.")
        for file in report.unclaimed:
            done = "removed" if file.is_cleared else "left where it is"
            self.stdout.write(f"Unclaimed: {file.name}, {file.size:,} bytes: {done}.")
        if not report.problems:
            self.stdout.write("Every file is there, as it was added.")


def sentence(alarm) -> str:
    version = alarm.version
    found = "is missing" if alarm.kind == "missing" else "is not what was added"
    return (
        f"{version.document} (document {version.document_id}), version {version.number}: "
        f"{version.file.name} {found}."
    )


def as_json(report) -> dict:
    return {
        "files": report.check.files,
        "bytes": report.check.size,
        "missing": [about(alarm) for alarm in report.problems if alarm.kind == "missing"],
        "changed": [about(alarm) for alarm in report.problems if alarm.kind == "changed"],
        "unclaimed": [
            {"file": file.name, "bytes": file.size, "removed": file.is_cleared}
            for file in report.unclaimed
        ],
    }


def about(alarm) -> dict:
    version = alarm.version
    return {
        "document": version.document_id,
        "title": version.document.title,
        "version": version.number,
        "file": version.file.name,
        "sha256": version.sha256,
    }
