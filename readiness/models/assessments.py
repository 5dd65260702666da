"""One assessment by CQC: its days, who does what, who is interviewed, which cases are followed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from config.wording import day_in_words


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def under_way(self) -> "Assessment | None":
        """There is one at most: the next begins once the report of this is published."""
        return self.filter(published_on=None).first()


class Assessment(models.Model):
    """By CQC, from the notification on. What the council thinks of itself is a self-assessment."""

    notified_on = models.DateField("notification", unique=True)
    return_due_on = models.DateField("information return due")
    visit_starts_on = models.DateField("visit begins", null=True, blank=True)
    visit_ends_on = models.DateField("visit ends", null=True, blank=True)
    report_received_on = models.DateField("draft report received", null=True, blank=True)
    comments_due_on = models.DateField("factual accuracy comments due", null=True, blank=True)
    published_on = models.DateField("report published", null=True, blank=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=0)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-notified_on"]
        constraints = [
            models.CheckConstraint(
                name="assessment_return_after_notification",
                condition=Q(return_due_on__gte=F("notified_on")),
                violation_error_message="The return is due before the notification.",
            ),
            models.CheckConstraint(
                name="assessment_visit_ends_after_it_begins",
                condition=Q(visit_ends_on=None) | Q(visit_ends_on__gte=F("visit_starts_on")),
                violation_error_message="The visit ends before it begins.",
            ),
        ]

    def __str__(self):
        return f"Assessment notified on {day_in_words(self.notified_on)}"


class AssessmentChange(models.Model):
    """What was changed about an assessment, in words. Append-only."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="changes")
    change = models.CharField(max_length=500)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.change


class TaskQuerySet(models.QuerySet):
    def open(self):
        return self.filter(done_on=None, dropped=False)


class AssessmentTask(models.Model):
    """Something to be done by a day, from the call on."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="tasks")
    title = models.CharField("what is to be done", max_length=200)
    due_on = models.DateField("by when")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_on = models.DateField("done on", null=True, blank=True)
    dropped = models.BooleanField("not needed", default=False)
    revision = models.PositiveIntegerField(default=0)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self):
        return self.title

    @property
    def is_open(self) -> bool:
        return self.done_on is None and not self.dropped


class AssessmentInterview(models.Model):
    """Who is interviewed by CQC, what they were told beforehand and what was learnt."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="interviews")
    who = models.CharField("who is interviewed", max_length=150)
    starts_at = models.DateTimeField("when", null=True, blank=True)
    place = models.CharField("where", max_length=150, blank=True)
    briefing = models.TextField("briefing notes", blank=True, max_length=5000)
    learning = models.TextField("what was asked, and what we learnt", blank=True, max_length=5000)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = [F("starts_at").asc(nulls_last=True), "id"]

    def __str__(self):
        return self.who


class TrackedCase(models.Model):
    """A case that CQC may follow, without anything that says whose it is."""

    class State(models.TextChoices):
        LISTED = "listed", "Listed"
        CHOSEN = "chosen", "Chosen by CQC"
        READY = "ready", "Chosen and ready"
        DONE = "done", "Followed"
        WITHDRAWN = "withdrawn", "Taken off the list"

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="cases")
    reference = models.CharField("our own reference", max_length=40)
    about = models.CharField("what the case shows", max_length=300)
    agreed = models.BooleanField("the person has agreed", default=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.LISTED)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField("note", blank=True, max_length=2000)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "reference"],
                name="one_case_of_a_reference",
                violation_error_message="A case with this reference is on the list already.",
            )
        ]

    def __str__(self):
        return self.reference
