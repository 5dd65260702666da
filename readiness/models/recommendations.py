"""What others told the council to do: recorded word for word, answered, and followed to its end.

Its state is its latest step's. Nothing is deleted: a recommendation is closed or merged into
another, each with a reason, and can be opened again.
"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from config.wording import day_in_words
from evidence.models import Document
from readiness.models.framework import Statement
from readiness.models.improvement import Action


class RecommendationSource(models.TextChoices):
    PEER_REVIEW = "peer_review", "Peer review"
    CQC_REPORT = "cqc_report", "CQC report"
    AUDIT = "audit", "Audit"
    COMPLAINT = "complaint", "Complaint"
    SAFEGUARDING_REVIEW = "safeguarding", "Safeguarding adult review"
    OTHER = "other", "Other"


SHOWN_TO_REVIEWERS = (
    RecommendationSource.PEER_REVIEW,
    RecommendationSource.CQC_REPORT,
    RecommendationSource.AUDIT,
)
"""The rest may speak of one person closely enough to know them."""


class RecommendationState(models.TextChoices):
    RECEIVED = "received", "To be answered"
    ACCEPTED = "accepted", "Accepted"
    PARTLY = "partly", "Partly accepted"
    NOT_ACCEPTED = "not_accepted", "Not accepted"
    CLOSED = "closed", "Closed"
    MERGED = "merged", "Merged into another"


ANSWERS = (
    RecommendationState.ACCEPTED,
    RecommendationState.PARTLY,
    RecommendationState.NOT_ACCEPTED,
)
TO_BE_DONE = (RecommendationState.ACCEPTED, RecommendationState.PARTLY)
ENDED = (RecommendationState.CLOSED, RecommendationState.MERGED)


class RecommendationQuerySet(models.QuerySet):
    def with_state(self):
        """Adds ``state``: what the latest step left it in."""
        latest = RecommendationStep.objects.filter(recommendation=OuterRef("pk")).order_by("-id")
        return self.annotate(state=Subquery(latest.values("state")[:1]))

    def seen_by(self, user):
        """Reviewers see what has been answered, from sources that name nobody."""
        stated = self.with_state()
        if user.has_perm("readiness.view_every_recommendation"):
            return stated
        answered = stated.exclude(state=RecommendationState.RECEIVED)
        return answered.filter(source__in=SHOWN_TO_REVIEWERS)

    def open(self):
        return self.with_state().exclude(state__in=ENDED)

    def to_be_answered(self):
        return self.with_state().filter(state=RecommendationState.RECEIVED)

    def without_action(self):
        """Accepted, and nobody is doing anything about it."""
        links = RecommendationAction.objects.live().filter(recommendation=OuterRef("pk"))
        return self.with_state().filter(~Exists(links), state__in=TO_BE_DONE)

    def ready_to_close(self):
        """Accepted, and all that was to be done about it is finished."""
        links = RecommendationAction.objects.live().filter(recommendation=OuterRef("pk"))
        unfinished = links.filter(action__in=Action.objects.unfinished().order_by().values("pk"))
        return self.with_state().filter(Exists(links), ~Exists(unfinished), state__in=TO_BE_DONE)


class Recommendation(models.Model):
    source = models.CharField(max_length=12, choices=RecommendationSource.choices)
    source_title = models.CharField("which report or case", max_length=200)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    paragraph = models.CharField("page or paragraph", max_length=60, blank=True)
    words = models.TextField("the recommendation, word for word")
    received_on = models.DateField()
    answer_by = models.DateField()
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="recommendations_led"
    )
    statements = models.ManyToManyField(Statement, blank=True, related_name="recommendations")
    revision = models.PositiveIntegerField(
        default=1,
        help_text="Counts edits, so that a second editor is told rather than overwriting.",
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="recommendation_has_words",
                condition=~Q(words=""),
                violation_error_message="Give the recommendation, word for word.",
            )
        ]

    def __str__(self):
        return f"R{self.pk}"


class RecommendationStep(models.Model):
    """One thing that happened to a recommendation, and the state it left. Append-only."""

    class Kind(models.TextChoices):
        RECORDED = "recorded", "Recorded"
        CHANGED = "changed", "Changed"
        ANSWERED = "answered", "Answered"
        ACTION = "action", "Action put to work or taken off"
        JOINED = "joined", "Another was merged into it"
        CLOSED = "closed", "Closed"
        MERGED = "merged", "Merged"
        REOPENED = "reopened", "Opened again"

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=RecommendationState.choices)
    what = models.TextField("what happened")
    note = models.TextField(blank=True)
    proof = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="closes_recommendations"
    )
    merged_into = models.ForeignKey(
        Recommendation, models.PROTECT, null=True, blank=True, related_name="merged_steps"
    )
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["recommendation", "-id"], name="recommendation_latest_step")
        ]
        constraints = [
            models.CheckConstraint(
                name="recommendation_refused_says_why",
                condition=~Q(kind="answered", state__in=["partly", "not_accepted"]) | ~Q(note=""),
                violation_error_message="Say why it is not accepted as it stands.",
            ),
            models.CheckConstraint(
                name="recommendation_closed_has_proof_or_reason",
                condition=~Q(state="closed") | Q(proof__isnull=False) | ~Q(note=""),
                violation_error_message="Name what shows that it is done, or say why it is closed.",
            ),
            models.CheckConstraint(
                name="recommendation_merged_says_into_which_and_why",
                condition=~Q(state="merged") | (Q(merged_into__isnull=False) & ~Q(note="")),
                violation_error_message="Say into which recommendation, and why.",
            ),
        ]

    def __str__(self):
        return f"{self.recommendation}: {self.what}, {day_in_words(self.taken_at)}"


class RecommendationActionQuerySet(models.QuerySet):
    def live(self):
        return self.filter(ended_at__isnull=True)


class RecommendationAction(models.Model):
    """This action answers this recommendation. Taken off with a reason, never deleted."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="action_links")
    action = models.ForeignKey(Action, models.PROTECT, related_name="recommendation_links")
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    objects = RecommendationActionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "action"],
                condition=Q(ended_at__isnull=True),
                name="one_live_action_per_recommendation",
                violation_error_message="This action answers this recommendation already.",
            ),
            models.CheckConstraint(
                name="recommendation_action_ended_whole",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_reason="")),
                violation_error_message="Say why the action does not answer it any more.",
            ),
        ]

    def __str__(self):
        return f"{self.recommendation}: {self.action}"
