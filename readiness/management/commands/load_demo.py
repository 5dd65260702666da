"""Load what `make demo` shows."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from readiness.demo import accounts, loading


class Command(BaseCommand):
    help = (
        "Loads the demonstration: real published figures and plan, made-up documents, scores, "
        "reports, assessment and visit, and six accounts. In demo mode only; safe to repeat."
    )

    def handle(self, **options):
        try:
            loading.load(on=timezone.localdate(), say=self.say)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.print_accounts()

    def say(self, what: str) -> None:
        self.stdout.write(f"  {what}")

    def print_accounts(self) -> None:
        self.stdout.write("\nAccounts of the demonstration:")
        for name, (full_name, _, does) in accounts.PEOPLE.items():
            self.stdout.write(f"  {accounts.address(name):24}{full_name}, {does}")
        self.stdout.write(f"  Password for all six: {accounts.password()}")
