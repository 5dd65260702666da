from django.core.management.base import BaseCommand

from indicators.reference_data import load_reference


class Command(BaseCommand):
    help = "Load councils, regions, comparator groups and the ASCOF catalogue; safe to repeat."

    def handle(self, *args, **options):
        for what, number in load_reference().items():
            self.stdout.write(f"{number} {what}")
