"""Django's admin for lists kept by file: choose, look at what would change, confirm."""

from django import forms
from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.shortcuts import redirect
from import_export.admin import ImportExportModelAdmin
from import_export.forms import ExportForm, ImportForm
from import_export.results import RowResult
from import_export.tmp_storages import CacheStorage

from indicators.list_files import CsvFile, ExcelFile

LARGEST = 2 * 1024 * 1024  # bytes: such lists are short
FLAGS = {RowResult.IMPORT_TYPE_NEW: ADDITION, RowResult.IMPORT_TYPE_UPDATE: CHANGE}


class NotWaitingError(Exception):
    """The file was confirmed already, or waited for more than a day."""


class WaitingFile(CacheStorage):
    """Between preview and confirmation a file waits where every process and host can read it."""

    def read(self):
        data = super().read()
        if data is None:
            raise NotWaitingError
        return data


class ReferenceFileForm(ImportForm):
    """Which format a file has is seen from the file, not asked."""

    import_file = forms.FileField(label="CSV or Excel file")
    media = forms.Media()

    def __init__(self, formats, resources, **kwargs):
        super().__init__(formats, resources, **kwargs)
        self.kinds = list(formats)
        self.fields["format"].required = False
        self.fields["format"].widget = forms.HiddenInput()

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > LARGEST:
            raise forms.ValidationError("The file is larger than 2 MB. Such lists are shorter.")
        return file

    def clean(self):
        if file := self.cleaned_data.get("import_file"):
            is_workbook = file.read(4) == b"PK\x03\x04"
            file.seek(0)
            kind = ExcelFile if is_workbook else CsvFile
            self.cleaned_data["format"] = str(self.kinds.index(kind))
        return self.cleaned_data


class ReferenceFileAdmin(ImportExportModelAdmin):
    formats = [CsvFile, ExcelFile]
    import_form_class = ReferenceFileForm
    export_form_class = ExportForm
    import_template_name = "indicators/load_reference_file.html"
    tmp_storage_class = WaitingFile

    def get_import_data_kwargs(self, **kwargs):
        return super().get_import_data_kwargs(**kwargs) | {"rollback_on_validation_errors": True}

    def get_data_for_export(self, request, queryset, **kwargs):
        return super().get_data_for_export(
            request, queryset, **kwargs | {"force_native_type": True}
        )

    def add_data_read_fail_error_to_form(self, form, e):
        form.add_error("import_file", "The file could not be read. Choose a CSV or Excel file.")

    def process_import(self, request, **kwargs):
        try:
            return super().process_import(request, **kwargs)
        except NotWaitingError:
            messages.error(request, "That file is not waiting any more. Choose it again.")
            return redirect(self.import_address)

    @property
    def import_address(self) -> str:
        return "admin:{}_{}_import".format(*self.get_model_info())

    def process_result(self, result, request):
        """What was right in the preview may be wrong by now: then nothing was changed."""
        if result.has_errors() or result.has_validation_errors():
            messages.error(request, "Nothing was changed. Choose the file again to see why.")
            return redirect(self.import_address)
        return super().process_result(result, request)

    def add_success_message(self, result, request):
        counts = {
            "added": result.totals[RowResult.IMPORT_TYPE_NEW],
            "changed": result.totals[RowResult.IMPORT_TYPE_UPDATE],
            "taken out": result.totals[RowResult.IMPORT_TYPE_DELETE],
            "left as they were": result.totals[RowResult.IMPORT_TYPE_SKIP],
        }
        said = ", ".join(f"{count} {words}" for words, count in counts.items() if count)
        messages.success(request, f"Rows of the file: {said or 'none'}.")

    def generate_log_entries(self, result, request):
        for instance, flag, words in self.log_lines(result):
            LogEntry.objects.log_actions(
                request.user.pk, [instance], flag, change_message=words, single_object=True
            )

    def log_lines(self, result):
        """What the admin's history says: each row changed, by its instance."""
        for row in result:
            if row.import_type in FLAGS:
                yield row.instance, FLAGS[row.import_type], self.changes(row, result)

    def changes(self, row, result) -> str:
        came_from = f"From the file {result.file_name}."
        if row.original is None:
            return came_from
        pairs = (
            (field.column_name, field.export(row.original), field.export(row.instance))
            for field in self.resource_classes[0]().get_import_fields()
        )
        said = [f"{name}: {was} → {now}" for name, was, now in pairs if was != now]
        return " ".join([f"{'; '.join(said)}.", came_from])
