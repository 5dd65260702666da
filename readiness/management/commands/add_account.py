"""The first administrator of an installation, and accounts for those without a mail server."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from readiness.accounts import create_account, set_password_path
from readiness.roles import Role


class Command(BaseCommand):
    help = (
        "Adds an account and prints the link with which the person chooses a password. "
        "The link works once, for three days."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", required=True, help="Full name")
        parser.add_argument(
            "--role",
            action="append",
            required=True,
            choices=Role.values,
            help="May be given more than once",
        )
        parser.add_argument(
            "--site", default="", help="Where people reach Golden Thread: https://host"
        )

    def handle(self, *, email, name, role, site, **options):
        try:
            person = create_account(email=email, name=name, roles=role, by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Account made for {person.email}. To choose a password, open:")
        self.stdout.write(site.rstrip("/") + set_password_path(person))
