import json
import sys
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand

from evidence import intake
from readiness import register_import
from readiness.register_files import FolderFiles, NoFiles, ZipFiles

NOTHING = {"rows": [], "counts": {}, "problems": []}


class Command(BaseCommand):
    help = (
        "Say what bringing in a list of evidence with its files would do and, with --confirm, do "
        "it: all or nothing. Ends with 1, and the reasons, where it cannot be brought in."
    )

    def add_arguments(self, parser):
        parser.add_argument("register", type=Path, help="xlsx, xls, ods or a text table")
        files = parser.add_mutually_exclusive_group()
        files.add_argument("--folder", type=Path, help="where the files are that the list names")
        files.add_argument("--zip", type=Path, help="a ZIP that holds them")
        parser.add_argument("--by", required=True, metavar="E-MAIL", help="in whose name")
        parser.add_argument("--confirm", action="store_true", help="bring it in")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args, **options):
        try:
            report = self.bring_in(**options)
        except (ValidationError, OSError) as refusal:
            words = " ".join(getattr(refusal, "messages", [str(refusal)]))
            report = NOTHING | {"problems": [{"message": words}]}
        report["written"] = bool(options["confirm"] and not report["problems"])
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2, default=str))
        else:
            counts = ", ".join(f"{number} to {does}" for does, number in report["counts"].items())
            self.stdout.write(counts or "Nothing was read.")
            self.stdout.write("Brought in." if report["written"] else "Nothing was changed.")
        for problem in report["problems"]:
            self.stderr.write(f"{where(problem)}{problem['message']}")
        if report["problems"]:
            sys.exit(1)

    def bring_in(self, *, register, folder, zip, by, confirm, **options) -> dict:
        person = get_user_model().objects.filter(email__iexact=by, is_active=True).first()
        if person is None:
            raise ValidationError(f"There is no account {by}.")
        content = register.read_bytes()
        if zip:
            with zip.open("rb") as stream:
                return run(content, register.name, ZipFiles(stream), person, confirm)
        files = FolderFiles(folder) if folder else NoFiles()
        return run(content, register.name, files, person, confirm)


def run(content, name, files, person, confirm: bool) -> dict:
    """Look at every row first; write only where none has a problem."""
    report = register_import.bring_in(content, name, files, by=person, write=False)
    if confirm and not report.problems:
        with intake.nothing_half_written():
            report = register_import.bring_in(content, name, files, by=person, write=True)
            register_import.refuse_what_moved(report)
    return report.as_json()


def where(problem: dict) -> str:
    if "row" not in problem:
        return ""
    return f"{problem['sheet']} {problem['column']}{problem['row']}: ".lstrip()
