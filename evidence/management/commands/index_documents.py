"""Make the index of words anew, from the documents and their texts as they are kept."""

from django.core.management.base import BaseCommand

from evidence import search


class Command(BaseCommand):
    help = "Index the words of every document anew. Safe to repeat, and while people work."

    def handle(self, **options):
        self.stdout.write(f"{search.index_everything()} documents indexed.")
