"""Groups to compare with from a file: chosen, looked at, loaded."""

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from indicators import group_file
from indicators.group_file import GroupLine
from indicators.group_forms import GroupFileForm, LoadGroupsForm
from indicators.views.groups import may_manage

SALT = "indicators.group_file"
AGAIN = "What was shown could not be found again. Choose the file once more."


@require_http_methods(["GET", "POST"])
@may_manage
def read_groups(request):
    typed = request.POST if request.method == "POST" else request.held_form
    form = GroupFileForm(typed, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        day = form.cleaned_data["as_of"]
        given = {
            "group": form.cleaned_data["group"],
            "source": form.cleaned_data["source"],
            "as_of": f"{day:%Y-%m-%d}" if day else "",
        }
        try:
            lines = group_file.read(file.read(), file.name, given=given)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return show(request, lines, file.name)
    return render(request, "indicators/group_file.html", {"form": form})


def show(request, lines, file_name: str, form: LoadGroupsForm | None = None):
    found = group_file.plan(lines)
    shown = signing.dumps([file_name, found.seen, lines], salt=SALT, compress=True)
    form = form or LoadGroupsForm(initial={"shown": shown})
    context = {"found": found, "file_name": file_name, "form": form, "rows": len(lines)}
    return render(request, "indicators/group_file_preview.html", context)


@require_POST
@may_manage
def load_groups(request):
    form = LoadGroupsForm(request.POST)
    try:
        file_name, seen, rows = signing.loads(request.POST.get("shown", ""), salt=SALT)
    except signing.BadSignature:
        messages.error(request, AGAIN)
        return redirect("read_comparator_groups")
    lines = [GroupLine(*row) for row in rows]
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            loaded = group_file.load(
                lines, file_name=file_name, reason=reason, seen=seen, by=request.user
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            names = ", ".join(group.name for group in loaded)
            messages.success(request, f"Loaded: {names}.")
            return redirect("comparator_group_list")
    return show(request, lines, file_name, form)
