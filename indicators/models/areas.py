"""Places that figures are published for, and the lists of councils to compare with."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class AreaQuerySet(models.QuerySet):
    def councils(self):
        return self.filter(kind=Area.Kind.COUNCIL)

    def home(self):
        return self.get(code=settings.COUNCIL_CODE)


class Area(models.Model):
    """A place figures are published for. Only councils are ranked, and only with councils."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        REGION = "region", "Region"
        COUNCIL_TYPE = "council_type", "Council type"
        ENGLAND = "england", "England"
        JOINT = "joint", "Councils counted together"

    code = models.CharField(
        max_length=9, unique=True, help_text="ONS code; council types have a word of their own."
    )
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    region = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="councils"
    )
    council_type = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="councils_of_type"
    )
    social_care_code = models.CharField(max_length=5, blank=True, help_text="The code ASCOF uses.")
    other_names = models.JSONField(
        default=list, blank=True, help_text="Other spellings, as a list."
    )
    ended_on = models.DateField(null=True, blank=True, help_text="When the council was abolished.")

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class ComparatorGroupQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(ended_at=None)


class ComparatorGroup(models.Model):
    """A named, dated and sourced list of councils to compare with. One that is used no more is
    ended, not deleted."""

    name = models.CharField(max_length=80, unique=True)
    source = models.CharField(max_length=200)
    as_of = models.DateField()
    councils = models.ManyToManyField(Area, related_name="comparator_groups")
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ComparatorGroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class ComparatorGroupChange(models.Model):
    """What was changed of a comparator group, by whom and why. Append-only; councils by name, so
    that a reader needs nothing else."""

    class Kind(models.TextChoices):
        ADDED = "added", "Added"
        CHANGED = "changed", "Changed"
        LOADED = "loaded", "Loaded from a file"
        ENDED = "ended", "Taken out of use"
        RESUMED = "resumed", "Put back in use"

    group = models.ForeignKey(ComparatorGroup, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    words = models.TextField(blank=True, help_text="What was changed, as a sentence.")
    reason = models.CharField(max_length=300, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.group_id} {self.kind}"
