"""Evidence that one colleague asks another for. A request's state is its latest step's."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from config.wording import day_in_words
from readiness.models.framework import EvidenceCategory, Statement
from readiness.models.links import EvidenceLink


class RequestState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    ANSWERED = "answered", "To be checked"
    RETURNED = "returned", "Sent back"
    ACCEPTED = "accepted", "Accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"


OWED = (RequestState.WAITING, RequestState.RETURNED)
"""The states in which somebody still has to give something."""
OPEN = (*OWED, RequestState.ANSWERED)


class EvidenceRequestQuerySet(models.QuerySet):
    def with_state(self):
        """Adds ``state``: what the latest step left the request in."""
        latest = RequestStep.objects.filter(request=OuterRef("pk")).order_by("-id")
        return self.annotate(state=Subquery(latest.values("state")[:1]))

    def owed(self):
        return self.with_state().filter(state__in=OWED)

    def overdue(self, *, on):
        return self.owed().filter(due_on__lt=on)

    def to_be_checked(self):
        return self.with_state().filter(state=RequestState.ANSWERED)

    def to_be_checked_in(self, document):
        """Those to which this document is the answer, which nobody has looked at yet."""
        answer = RequestStep.objects.filter(request=OuterRef("pk")).order_by("-id")
        return (
            self.to_be_checked()
            .annotate(answer=Subquery(answer.values("link__document")[:1]))
            .filter(answer=document)
        )


class EvidenceRequest(models.Model):
    """A document somebody is asked for. What happened to it are its steps."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="evidence_requests")
    category = models.ForeignKey(EvidenceCategory, models.PROTECT, related_name="evidence_requests")
    wanted = models.CharField("what is wanted", max_length=200)
    details = models.TextField(blank=True)
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="evidence_asked_of_them"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="evidence_they_asked_for"
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    due_on = models.DateField("wanted by")

    objects = EvidenceRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["asked_of", "due_on"], name="request_of_person")]
        constraints = [
            models.CheckConstraint(
                name="request_says_what_is_wanted",
                condition=~Q(wanted=""),
                violation_error_message="Say what you need.",
            )
        ]

    def __str__(self):
        return self.wanted

    @property
    def revision(self) -> int:
        """Changes with each step."""
        return self.steps.values_list("pk", flat=True).first() or 0

    def is_overdue(self, *, on):
        """Asks for ``state``, so for a request read ``with_state()``."""
        return self.due_on < on and self.state in OWED


class RequestStep(models.Model):
    """One thing that happened to a request, by whom, and the state it left. Append-only."""

    request = models.ForeignKey(EvidenceRequest, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=9, choices=RequestState.choices)
    what = models.CharField("what happened", max_length=300)
    note = models.TextField(blank=True)
    link = models.ForeignKey(
        EvidenceLink, models.PROTECT, null=True, blank=True, related_name="answers"
    )
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now, editable=False)
    mail_problem = models.CharField(
        max_length=300, blank=True, help_text="Why the e-mail about it could not be sent."
    )

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["request", "-id"], name="request_latest_step")]
        constraints = [
            models.CheckConstraint(
                name="answer_names_its_evidence",
                condition=~Q(state=RequestState.ANSWERED) | Q(link__isnull=False),
                violation_error_message="An answer needs a document.",
            ),
            models.CheckConstraint(
                name="request_step_back_says_why",
                condition=~Q(state__in=[RequestState.RETURNED, RequestState.WITHDRAWN])
                | ~Q(note=""),
                violation_error_message="Say why, so that others can follow it.",
            ),
        ]

    def __str__(self):
        return f"{self.request}: {self.what}, {day_in_words(self.taken_at)}"
