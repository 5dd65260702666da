"""Mappings saved by name: the list, and one with its history."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from indicators import list_files, naming_columns
from indicators.models import SavedMapping, SavedMappingChange
from indicators.naming_files import SavedMappingResource
from indicators.naming_forms import SavedMappingForm
from indicators.views.data_packs import may_import, may_view, typed

HISTORY = Prefetch("changes", SavedMappingChange.objects.select_related("by").order_by("-id"))


@require_GET
@may_view
def saved_mapping_list(request, kind=None):
    saved = SavedMapping.objects.in_use().prefetch_related(HISTORY)
    if kind:
        name = f"saved-columns-{timezone.localdate()}"
        return list_files.download(SavedMappingResource(), saved, kind=kind, name=name)
    return render(request, "indicators/saved_mapping_list.html", {"saved": saved})


@require_http_methods(["GET", "POST"])
@may_import
def saved_mapping(request, pk):
    saved = get_object_or_404(SavedMapping.objects.prefetch_related(HISTORY), pk=pk)
    form = SavedMappingForm(typed(request), initial={"name": saved.name})
    if request.method == "POST" and form.is_valid():
        try:
            renamed = naming_columns.rename(saved, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"It is now called “{renamed.name}”.")
            return redirect("saved_mapping_list")
    return render(request, "indicators/saved_mapping.html", {"saved": saved, "form": form})


@require_POST
@may_import
def retire_saved_mapping(request, pk):
    saved = get_object_or_404(SavedMapping, pk=pk)
    try:
        naming_columns.retire(saved, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"“{saved.name}” is no longer used for new files.")
    return redirect("saved_mapping_list")
