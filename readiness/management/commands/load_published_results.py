"""Load councils' published scores from a file on the server."""

from datetime import date
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from readiness import published_results
from readiness.score_reads import framework_in_use


class Command(BaseCommand):
    help = (
        "Says what a file of councils' published scores holds and, with --confirm, shows our "
        "scores beside it."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="CSV or Excel (.xlsx)")
        parser.add_argument("--source", required=True, help="where the results are from")
        parser.add_argument("--as-of", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--by", required=True, metavar="E-MAIL", help="in whose name")
        parser.add_argument("--confirm", action="store_true", help="use it")

    def handle(self, *, file, source, as_of, by, confirm, **options):
        person = get_user_model().objects.filter(email__iexact=by, is_active=True).first()
        framework = framework_in_use()
        if person is None or framework is None:
            raise CommandError(f"There is no account {by}." if framework else "No framework yet.")
        try:
            found = published_results.receive(
                file.read_bytes(),
                file.name,
                framework=framework,
                source=source,
                as_of=as_of,
                by=person,
            )
            if confirm:
                published_results.use(found, by=person)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from refusal
        for note in found.notes:
            self.stdout.write(note)
        self.stdout.write(
            f"{len(found.rows)} councils. {'In use.' if confirm else 'Not used yet.'}"
        )
