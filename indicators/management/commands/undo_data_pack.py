from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from indicators import data_packs
from indicators.models import DataPack


class Command(BaseCommand):
    help = "Take back what a data pack changed; the figures it replaced are current again."

    def add_arguments(self, parser):
        parser.add_argument("id", type=int, help="the number at the end of the data pack's address")

    def handle(self, *args, **options):
        pack = DataPack.objects.filter(pk=options["id"]).first()
        if pack is None:
            raise CommandError(f"There is no data pack {options['id']}.")
        try:
            data_packs.undo(pack, by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"“{pack.title}” is undone.")
