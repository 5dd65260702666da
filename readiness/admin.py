"""Reference data of the judgement. The framework itself comes from its reviewed file."""

from django.contrib import admin

from readiness.models import EvidenceCategory


@admin.register(EvidenceCategory)
class EvidenceCategoryAdmin(admin.ModelAdmin):
    """Which categories are required of every statement is each council's own reading, and how
    long it keeps what it collects under them its own rule."""

    list_display = ("title", "framework", "is_required", "review_months", "keep_years")
    list_filter = ("framework",)
    fields = ("framework", "title", "is_required", "review_months", "keep_years")
    readonly_fields = ("framework", "title")
