from django.core.management.base import BaseCommand

from indicators.reference_data import kept_words, load_reference


class Command(BaseCommand):
    help = (
        "Load councils, regions, comparator groups and the ASCOF catalogue; safe to repeat. What "
        "somebody here has changed of an indicator stays, and is named."
    )

    def handle(self, *args, **options):
        for what, number in load_reference().items():
            self.stdout.write(f"{number} {what}")
        for kept in kept_words():
            self.stdout.write(f"Left as changed here: {kept}")
