"""The lists of an assessment, and of what would be ready for one, as files."""

from django.utils import timezone

from config.wording import name_of
from indicators.list_files import ListResource, column


class TaskResource(ListResource):
    title = column("What", "title")
    due_on = column("By", "due_on")
    owner = column("Who")
    done_on = column("Done on", "done_on")
    dropped = column("Not needed", "dropped")

    def dehydrate_owner(self, row):
        return name_of(row.owner) if row.owner else ""


class InterviewResource(ListResource):
    """With what was learnt: the learning log."""

    starts_at = column("When")
    who = column("Who", "who")
    place = column("Where", "place")
    briefing = column("Briefing notes", "briefing")
    learning = column("What was asked, and what we learnt", "learning")

    def dehydrate_starts_at(self, row):
        return timezone.localtime(row.starts_at).replace(tzinfo=None) if row.starts_at else ""


class CaseResource(ListResource):
    reference = column("Reference", "reference")
    about = column("What it shows", "about")
    agreed = column("The person has agreed", "agreed")
    state = column("State", "get_state_display")
    lead = column("Who looks after it")
    note = column("Note", "note")

    def dehydrate_lead(self, row):
        return name_of(row.lead) if row.lead else ""


class ReadinessResource(ListResource):
    """Rows are ``assessment_page.Readiness``."""

    title = column("Quality statement", "statement__title")
    ready = column("Ready", "is_ready")
    wanting = column("What is missing", lambda row: "; ".join(row.wanting))
