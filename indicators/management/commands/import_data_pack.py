import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from indicators import data_packs, layouts
from indicators.models import Area
from indicators.reference_data import load_reference_once
from indicators.workbook import MAX_FILE, UnreadableFileError

NOTHING_READ = {
    "layout": "",
    "new": 0,
    "changed": 0,
    "unchanged": 0,
    "states": {},
    "warnings": [],
    "problems": [],
    "written": False,
}


class Command(BaseCommand):
    help = (
        "Say what loading a file of figures would do and, with --confirm, do it: all or nothing. "
        "Ends with 1, and the reasons, where the file cannot be loaded."
    )

    def add_arguments(self, parser):
        names = ", ".join(layout.NAME for layout in layouts.LAYOUTS)
        parser.add_argument("file", type=Path, help="xlsx, xlsb, xls, ods or a text table")
        parser.add_argument("--council", metavar="CODE", help="whose figures, if it does not say")
        parser.add_argument("--layout", metavar="NAME", default="", help=f"one of: {names}")
        parser.add_argument(
            "--keep-words",
            action="store_true",
            help="keep cells such as “60 to 70” as their words, without a figure",
        )
        parser.add_argument("--confirm", action="store_true", help="write the figures")
        parser.add_argument("--json", action="store_true", help="print the preview as JSON")

    def handle(self, *args, file: Path, **options):
        try:
            summary = self.load(file, options)
        except UnreadableFileError as error:
            summary = NOTHING_READ | {"problems": [file_problem(str(error))]}
        if options["json"]:
            self.stdout.write(json.dumps(summary, ensure_ascii=False, indent=2))
        else:
            self.say(summary)
        if summary["problems"]:
            for problem in summary["problems"]:
                self.stderr.write(where(problem) + problem["message"])
            sys.exit(1)

    def load(self, file: Path, options: dict) -> dict:
        outcome = data_packs.load(
            read_once(file),
            file.name,
            council=find_council(options["council"]),
            layout=options["layout"],
            keeps_words=options["keep_words"],
            write=options["confirm"],
        )
        return outcome.summary

    def say(self, summary: dict) -> None:
        if not summary["layout"]:
            return
        states = ", ".join(f"{number:,} {state}" for state, number in summary["states"].items())
        self.stdout.write(
            f"{summary['layout']}: {summary['new']:,} new, {summary['changed']:,} changed, "
            f"{summary['unchanged']:,} unchanged ({states})"
        )
        for warning in summary["warnings"]:
            self.stdout.write(f"Look at: {where(warning)}{warning['message']}")
        self.stdout.write("Written." if summary["written"] else "Nothing was written.")


def read_once(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_FILE:
            raise UnreadableFileError(f"{file.name} is larger than {MAX_FILE // 2**20} MB.")
        return file.read_bytes()
    except OSError as error:
        raise UnreadableFileError(f"{file} cannot be read: {error.strerror}.") from None


def find_council(code: str | None) -> Area | None:
    if not code:
        return None
    load_reference_once()
    council = Area.objects.councils().filter(code=code).first()
    if council is None:
        raise UnreadableFileError(f"There is no council with the code “{code}”.")
    return council


def file_problem(message: str) -> dict:
    return {"sheet": "", "row": None, "column": "", "value": "", "message": message}


def where(problem: dict) -> str:
    """Sheet and cell, where known."""
    cell = f"{problem['column']}{problem['row'] or ''}"
    place = " ".join(part for part in (problem["sheet"], cell) if part)
    return f"{place}: " if place else ""
