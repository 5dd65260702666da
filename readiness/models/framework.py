"""CQC's framework, as loaded from a reviewed file. Changed only by ``load_framework``."""

from django.db import models


class Framework(models.Model):
    """One version of a framework. Two may live side by side; every score carries its own."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=120)
    source = models.TextField(blank=True)
    rules = models.JSONField(
        null=True,
        blank=True,
        help_text="Levels, bands and rounding; none where the framework is not scored.",
    )
    crosswalks = models.JSONField(
        default=dict,
        blank=True,
        help_text="Slug of an older framework -> its statements' slugs -> ours.",
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-position", "slug"]

    def __str__(self):
        return self.title


class Theme(models.Model):
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="themes")
    slug = models.SlugField()
    title = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "slug"], name="one_theme_per_slug")
        ]

    def __str__(self):
        return self.title


class Statement(models.Model):
    """A quality statement: what is scored and what evidence, indicators and actions speak to."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="statements")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="statements")
    slug = models.SlugField()
    title = models.CharField(max_length=120)
    aliases = models.JSONField(default=list, blank=True)
    key_line = models.CharField(max_length=40, blank=True)
    we_statement = models.TextField()
    i_statements = models.JSONField(default=list, blank=True)
    draft_parts = models.JSONField(
        default=list,
        blank=True,
        help_text='Which of "we", "i" and "topics" are our wording rather than CQC\'s.',
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "slug"], name="one_statement_per_slug")
        ]

    def __str__(self):
        return self.title


class Topic(models.Model):
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="topics")
    title = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["statement", "position"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "title"], name="one_topic_per_title")
        ]

    def __str__(self):
        return self.title


class EvidenceCategory(models.Model):
    """A kind of evidence CQC looks for. Never scored: it serves coverage."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="categories")
    slug = models.SlugField()
    title = models.CharField(max_length=120)
    short_title = models.CharField(max_length=40)
    is_required = models.BooleanField(default=True)
    review_months = models.PositiveSmallIntegerField(
        "months until review",
        default=12,
        help_text="How long evidence of this kind holds before somebody looks at it again.",
    )
    keep_years = models.PositiveSmallIntegerField(
        "years to keep",
        null=True,
        blank=True,
        help_text="How long evidence of this kind is kept after its date, unless a day is set "
        "for a document by hand. Empty: until somebody sets one.",
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["framework", "position"]
        verbose_name_plural = "evidence categories"
        constraints = [
            models.UniqueConstraint(fields=["framework", "slug"], name="one_category_per_slug")
        ]

    def __str__(self):
        return self.title


class Lens(models.Model):
    """A subject that cuts across statements, such as unpaid carers."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="lenses")
    slug = models.SlugField()
    title = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["framework", "position"]
        verbose_name_plural = "lenses"
        constraints = [
            models.UniqueConstraint(fields=["framework", "slug"], name="one_lens_per_slug")
        ]

    def __str__(self):
        return self.title
