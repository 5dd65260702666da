"""Send everybody's weekly digest. The schedule does this each Monday; by hand it is safe too."""

from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from readiness.digest_sending import send_digests


class Command(BaseCommand):
    help = (
        "Send each person the week's digest, if there is something new for them. Safe to repeat: "
        "nobody gets two in a week, and those that could not be sent are tried again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--on", help="As of this day, written 2026-11-23. Today if left out.")

    def handle(self, *, on, **options):
        done = send_digests(on=day(on), site=settings.SITE_ADDRESS)
        self.stdout.write(
            f"{done.sent} sent, {done.failed} could not be sent, {done.already} sent before, "
            f"{done.nothing_new} with nothing new."
        )
        if done.failed:
            raise CommandError("Some could not be sent: see Accounts, Weekly digest.")


def day(text: str | None) -> date:
    if text is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise CommandError(f"“{text}” is not a day. Write it as 2026-11-23.") from problem
