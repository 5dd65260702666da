import json
import sys

from django.conf import settings
from django.core.management.base import BaseCommand

from indicators import scorecard, scorecard_json
from indicators.compared import UnknownError, compared

LINE = "{code:<14} {title:<44.44} {value:>14} {period:<18} {rating:<18} {trend}"


class Command(BaseCommand):
    help = (
        "Print a council's scorecard for a period. Ends with 1, and the reasons, where the period, "
        "the council or the group is not known."
    )

    def add_arguments(self, parser):
        parser.add_argument("--period", required=True, help="such as “2023-24 Q2” or 2023-24")
        parser.add_argument(
            "--council", metavar="CODE", help="ONS code; the home council's if none"
        )
        parser.add_argument("--group", metavar="NAME", help="whom to rank among; England if none")
        parser.add_argument("--json", action="store_true", help="print the scorecard as JSON")

    def handle(self, *args, **options):
        council = options["council"] or settings.COUNCIL_CODE
        try:
            found = self.read(options["period"], council, options["group"])
        except UnknownError as problem:
            if options["json"]:
                self.print_json(scorecard_json.refused(options["period"], council))
            self.stderr.write(str(problem))
            sys.exit(1)
        if options["json"]:
            self.print_json(scorecard_json.as_json(found))
        else:
            self.say(found)

    def read(self, period: str, council: str, group: str | None) -> scorecard.Scorecard:
        asked = scorecard.period_named(period)
        found = scorecard.build(asked, compared(council, group))
        scorecard.refuse_without_figures(found)
        return found

    def print_json(self, shown: dict) -> None:
        self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2))

    def say(self, found: scorecard.Scorecard) -> None:
        self.stdout.write(f"{found.council.name}, {found.period_text}, among {found.among.name}")
        for row in found.rows:
            self.stdout.write(
                LINE.format(
                    code=row.indicator.code,
                    title=row.indicator.title,
                    value=row.summary.value_text,
                    period=row.point.label,
                    rating=row.summary.rating.word,
                    trend=row.summary.short_term.word,
                ).rstrip()
            )
        for rating, number in found.counts.rating.items():
            if number:
                self.stdout.write(f"{rating.word}: {number}")
