"""What was made of a version, and found in it: pictures of its pages, personal data, decisions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from config.wording import day_in_words

VERSION = "evidence.DocumentVersion"


class PagePicture(models.Model):
    """A page as a picture, made by us: what people see in place of the file itself."""

    version = models.ForeignKey(VERSION, models.CASCADE, related_name="pictures")
    number = models.PositiveIntegerField()
    file = models.FileField(upload_to="previews/%Y/%m", max_length=300)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_picture_per_page")
        ]

    def __str__(self):
        return f"Picture of page {self.number}"


class PersonalDataFinding(models.Model):
    """Something in a version that looks like personal data. The value itself is not kept."""

    class Kind(models.TextChoices):
        NHS_NUMBER = "nhs", "NHS number"
        NATIONAL_INSURANCE = "ni", "National Insurance number"
        DATE_OF_BIRTH = "born", "Date of birth"
        POSTCODE = "postcode", "Postcode"
        PHONE = "phone", "Phone number"
        EMAIL = "email", "E-mail address"
        NAME = "name", "Name"
        PLACE = "place", "Where a photo was taken"

    version = models.ForeignKey(VERSION, models.CASCADE, related_name="findings")
    page = models.PositiveIntegerField(help_text="0 is the file name, or a photo in the file.")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    masked = models.CharField(max_length=100)

    class Meta:
        ordering = ["version", "page", "id"]
        indexes = [models.Index(fields=["version", "page"], name="findings_by_page")]

    def __str__(self):
        return f"{self.get_kind_display()} on page {self.page}"


class WordsState(models.TextChoices):
    """Of what is said about a document: its title, its description, what it is to show."""

    UNCHECKED = "unchecked", "Not checked for personal data yet"
    NOTHING = "nothing", "No personal data found"
    FOUND = "found", "May hold personal data"
    CLEARED = "cleared", "Cleared by a person"


class WordsFinding(models.Model):
    """Something said about a document that looks like personal data. The value is not kept."""

    document = models.ForeignKey("evidence.Document", models.CASCADE, related_name="word_findings")
    source = models.CharField(max_length=40, help_text="What is checked again as a whole.")
    where = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=PersonalDataFinding.Kind.choices)
    masked = models.CharField(max_length=100)

    class Meta:
        ordering = ["document", "id"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.where}"


class WordsDecision(models.Model):
    """Somebody looked at what was found in the words about a document and cleared it, or took
    that back. The last one holds."""

    document = models.ForeignKey(
        "evidence.Document", models.PROTECT, related_name="words_decisions"
    )
    is_cleared = models.BooleanField()
    reason = models.CharField(max_length=500)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="decision_about_words_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message="Say why.",
            )
        ]

    def __str__(self):
        what = "Cleared" if self.is_cleared else "Taken back"
        return f"{what} on {day_in_words(self.decided_at)}"


class PersonalDataDecision(models.Model):
    """Somebody looked at what was found and cleared it, or took that back. The last one holds."""

    version = models.ForeignKey(VERSION, models.PROTECT, related_name="decisions")
    is_cleared = models.BooleanField()
    reason = models.CharField(max_length=500)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="decision_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message="Say why.",
            )
        ]

    def __str__(self):
        what = "Cleared" if self.is_cleared else "Taken back"
        return f"{what} on {day_in_words(self.decided_at)}"
