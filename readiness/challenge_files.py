"""The questions to a round's scores as a list for a file."""

from django.utils import timezone

from indicators.list_files import ListResource, column
from readiness.challenge_reads import Challenge


class ChallengeResource(ListResource):
    """Rows are ``Challenge``."""

    statement = column("Quality statement", "statement__title")
    title = column("What it asks", "title")
    question = column("Question", "prompt__question")
    reason = column("Why it is asked", "prompt__reason")
    lines = column("Figures")
    state = column("State", "state_words")
    answer = column("What was said")
    who = column("By")
    given_on = column("On")

    def dehydrate_lines(self, row: Challenge):
        return "; ".join(row.prompt.lines)

    def dehydrate_answer(self, row: Challenge):
        return row.answer.reason if row.answer else ""

    def dehydrate_who(self, row: Challenge):
        return row.answer.who if row.answer else ""

    def dehydrate_given_on(self, row: Challenge):
        return timezone.localdate(row.answer.given_at) if row.answer else None
