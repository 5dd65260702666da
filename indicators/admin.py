"""Reference data of the figures. Figures themselves come from data packs."""

from collections import defaultdict

from django import forms
from django.contrib import admin
from django.contrib.admin.models import CHANGE
from django.core.exceptions import ValidationError
from import_export.results import RowResult

from indicators import change_record, definitions, grouping
from indicators.indicator_resource import IndicatorResource
from indicators.models import Area, ComparatorGroup, Indicator, SeriesBreak
from indicators.reference_files import ReferenceFileAdmin
from indicators.resources import ComparatorGroupResource

LOGGED = {
    RowResult.IMPORT_TYPE_NEW: "Added",
    RowResult.IMPORT_TYPE_UPDATE: "Source or date changed",
    RowResult.IMPORT_TYPE_DELETE: "Taken out",
}


@admin.register(Area)
class AreaAdmin(admin.ModelAdmin):
    """Places keep their codes; other spellings can be added so that files are understood."""

    list_display = ("name", "code", "kind", "region", "ended_on")
    list_filter = ("kind", "region")
    search_fields = ("name", "code")
    list_select_related = ("region",)
    fields = ("code", "name", "kind", "region", "council_type", "other_names", "ended_on")
    readonly_fields = ("code", "kind", "region", "council_type")


@admin.register(ComparatorGroup)
class ComparatorGroupAdmin(ReferenceFileAdmin):
    """Lists a council is licensed to use, such as nearest neighbours, are loaded from a file here.
    They are picked, changed and taken out of use on pages of their own (indicators/grouping.py)."""

    resource_classes = [ComparatorGroupResource]

    list_display = ("name", "source", "as_of")
    fields = ("name", "source", "as_of", "councils")

    def has_import_permission(self, request):
        return request.user.has_perm("indicators.manage_comparator_groups")

    def generate_log_entries(self, result, request):
        super().generate_log_entries(result, request)
        for group, _, words in self.log_lines(result):
            grouping.record_loaded(group=group, words=words, by=request.user)

    def log_lines(self, result):
        """One line for each group of the file that has changed."""
        changed: dict = {}
        for row in result:
            if row.import_type != RowResult.IMPORT_TYPE_SKIP:
                group = row.instance.comparatorgroup
                words = changed.setdefault(group.pk, (group, defaultdict(list)))[1]
                words[row.import_type].append(row.instance.area.name)
        for group, words in changed.values():
            said = "; ".join(f"{LOGGED[kind]}: {', '.join(names)}" for kind, names in words.items())
            yield group, CHANGE, f"{said}. {group.source}. From the file {result.file_name}."


class IndicatorAdminForm(forms.ModelForm):
    reason = forms.CharField(
        label="Why it changes",
        max_length=400,
        required=False,
        help_text="Needed for a change of tolerance, range or of which way is better.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = change_record.words_of(self.instance) if self.instance.pk else None

    def _post_clean(self):
        super()._post_clean()
        if self.before is None or self.errors:
            return
        found = change_record.differences(self.before, change_record.words_of(self.instance))
        try:
            change_record.refuse_without_reason(found, self.cleaned_data.get("reason", ""))
        except ValidationError as refusal:
            self.add_error(None, refusal)


@admin.register(Indicator)
class IndicatorAdmin(ReferenceFileAdmin):
    """What each indicator is. Its figures come from data packs, its targets have a page."""

    resource_classes = [IndicatorResource]
    list_display = ("code", "title", "unit", "polarity", "tolerance", "tolerance_kind")
    list_filter = ("group", "polarity", "unit")
    search_fields = ("code", "title", "short_title")
    form = IndicatorAdminForm
    readonly_fields = ("retired_from", "retired_reason", "first_named_by")

    def save_model(self, request, obj, form, change):
        """Every change of an indicator is told in the record, from here as well."""
        reason = form.cleaned_data["reason"]
        definitions.save_from_admin(obj, before=form.before, by=request.user, reason=reason)


@admin.register(SeriesBreak)
class SeriesBreakAdmin(admin.ModelAdmin):
    """Those without a data pack were entered here; the others come and go with theirs."""

    list_display = ("indicator", "begins_on", "reason", "data_pack")
    list_select_related = ("indicator", "data_pack")
    fields = ("indicator", "begins_on", "reason")
